"""An Excel workbook: what it is of, its contents, one table a sheet, what is missing and why, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from textwrap import wrap
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.exports.document import Document
from benchmarking.exports.signs import FROM_THE_RIGHT, plain, shortened
from benchmarking.exports.tables import CONFIDENTIAL, UNAVAILABLE, Value, table

INK, YOU = "#14284b", "#b0430a"
WIDEST, NARROWEST = 60, 9  # characters
LINE, HIGHEST = 15, 409  # points, of a line of letters and of the highest row that Excel knows
NUMBERS = ("0", "0.0", "0.00")  # by decimals
DAY = "yyyy-mm-dd"
A4, CHARACTERS_A_PAGE = 9, 230
LONGEST_PROPERTY = 255  # letters, of the file format
HEADER_AT = 3  # title, what the numbers are of, a line free, then the table
# Texts stay texts, whatever they begin with: no formula and no link is ever made of them.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    name: str
    title: str
    note: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Value, ...], ...]


def write(document: Document) -> bytes:
    """The workbook's bytes."""
    target = BytesIO()
    sheets = list(_sheets(document))
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        told = {"title": document.page.title, "subject": document.source, "company": document.organisation}
        book.set_properties({name: plain(text)[:LONGEST_PROPERTY] for name, text in told.items()})
        formats = _formats(book)
        for number, sheet in enumerate(sheets):
            made = _write_sheet(book, sheet, formats, number)
            _for_print(made, sheet, document.source)
    return target.getvalue()


def _sheets(document: Document) -> Iterator[Sheet]:
    tables = [
        Sheet(finding.id, finding.title, finding.subtitle, (made := table(finding)).heads, made.lines)
        for finding in document.findings
        if finding.rows
    ]
    yield _about(document)
    yield Sheet(
        "Contents",
        _("Contents"),
        _("%(c)s: not shown, so that nobody can read who answered what. %(x)s: there is no such number.")
        % {"c": CONFIDENTIAL, "x": UNAVAILABLE},
        (_("Sheet"), _("What it says"), _("How to read it"), _("Notes")),
        tuple(
            (each.id, each.title, each.subtitle, " ".join(filter(None, (each.words, each.footnote))))
            for each in document.findings
            if each.rows
        ),
    )
    yield from tables
    yield Sheet(
        "Missing",
        _("What is not shown, and why"),
        document.source,
        (_("Table"), _("What is missing"), _("Why")),
        tuple((each.table, each.what, each.why) for each in document.missing),
    )
    yield Sheet(
        "Methods",
        _("How these numbers were made"),
        document.source,
        (_("About"), _("In words")),
        tuple((section.title, text) for section in document.methods for text in section.paragraphs),
    )


def _about(document: Document) -> Sheet:
    """The page's first screen: whose results, of what, and what they say in short."""
    shown = document.page
    lines: list[tuple[Value, ...]] = [*document.facts]
    lines += [(_("Please note"), notice) for notice in shown.notices]
    lines += [(each.head, " ".join(filter(None, (each.text, each.more)))) for each in document.statements]
    return Sheet("About", shown.title, shown.lede, (_("About"), _("In words")), tuple(lines))


def _formats(book: Any) -> dict[str, Any]:
    cell, quiet = {"valign": "top", "text_wrap": True}, {"font_color": "#4a566b"}
    number = {"valign": "top", "align": "right"}
    head = cell | {"bold": True, "font_color": "#ffffff", "bg_color": INK, "border": 0}
    texts: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "font_color": INK},
        "note": quiet | {"italic": True},
        "head": head,
        "text": cell | {"indent": 1},
        "name": cell,
    }
    return {
        **{name: book.add_format(form | _direction(is_rtl=False)) for name, form in texts.items()},
        **{f"{name}-rtl": book.add_format(form | _direction(is_rtl=True)) for name, form in texts.items()},
        "numbers": [book.add_format(number | {"num_format": form}) for form in NUMBERS],
        "day": book.add_format(number | {"num_format": DAY}),
        "mark": book.add_format(cell | quiet | {"align": "right"}),
    }


def _direction(*, is_rtl: bool) -> dict[str, Any]:
    """On a sheet from right to left all texts begin on the right; one in another language keeps its own direction."""
    return {"align": "right", "reading_order": 2 if is_rtl else 1} if get_language_bidi() else {}


def _of(formats: dict[str, Any], name: str, text: str) -> Any:
    return formats[f"{name}-rtl" if FROM_THE_RIGHT.search(text) else name]


def _write_sheet(book: Any, sheet: Sheet, formats: dict[str, Any], number: int) -> Any:
    made = book.add_worksheet(sheet.name[:31])
    if get_language_bidi():
        made.right_to_left()
    made.write_string(0, 0, sheet.title, _of(formats, "title", sheet.title))
    made.write_string(1, 0, sheet.note, _of(formats, "note", sheet.note))
    made.freeze_panes(HEADER_AT + 1, 1)
    made.hide_gridlines(2)
    for column, width in enumerate(_widths(sheet)):
        made.set_column(column, column, width)
    columns = [{"header": plain(head), "header_format": _of(formats, "head", head)} for head in sheet.heads]
    options = {"columns": columns, "style": "Table Style Light 1", "name": f"table_{number}", "banded_rows": False}
    last = HEADER_AT + max(len(sheet.lines), 1)
    made.add_table(HEADER_AT, 0, last, len(sheet.heads) - 1, options)
    for row, height in enumerate(_heights(sheet), start=HEADER_AT):
        made.set_row(row, height)
    for column in range(len(sheet.heads)):
        form = _number_format(sheet, column, formats)
        for row, line in enumerate(sheet.lines, start=HEADER_AT + 1):
            _write_cell(made, row, column, line[column], formats | {"number": form})
    return made


def _for_print(made: Any, sheet: Sheet, source: str) -> None:
    """On A4 across, as many sheets wide as keep the letters readable, with heads and names again on each."""
    made.set_landscape()
    made.set_paper(A4)
    made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    made.fit_to_pages(-(-int(sum(_widths(sheet))) // CHARACTERS_A_PAGE), 0)
    made.repeat_rows(HEADER_AT)
    made.repeat_columns(0)
    made.set_footer("&L&8 " + shortened(plain(source), 200).replace("&", "&&") + "&R&8 &P / &N")


def _number_format(sheet: Sheet, column: int, formats: dict[str, Any]) -> Any:
    """As many decimals as the most of the column has."""
    values = [line[column] for line in sheet.lines]
    decimals = max((len(f"{each:g}".partition(".")[2]) for each in values if isinstance(each, float)), default=0)
    return formats["numbers"][min(decimals, len(NUMBERS) - 1)]


def _write_cell(made: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, float):
        made.write_number(row, column, value, formats["number"])
    elif isinstance(value, date):
        made.write_datetime(row, column, value, formats["day"])
    elif value in (CONFIDENTIAL, UNAVAILABLE):
        made.write_string(row, column, value, formats["mark"])
    elif value:
        made.write_string(row, column, value, _of(formats, "text" if column else "name", value))


def _widths(sheet: Sheet) -> list[int]:
    return [_width(head, [line[column] for line in sheet.lines]) for column, head in enumerate(sheet.heads)]


def _width(head: str, values: Sequence[Value]) -> int:
    """As wide as its widest value, and as the longest word of its head."""
    longest = max((len(_text(value)) + 2 for value in values), default=0)
    words = max((len(word) for word in head.split()), default=0)
    return min(max(longest, words + 3, NARROWEST), WIDEST)


def _heights(sheet: Sheet) -> Iterator[float]:
    """Points of the heads and of each line: programs differ in whether they look for themselves."""
    widths = _widths(sheet)
    for line in (sheet.heads, *sheet.lines):
        rows = (len(wrap(_text(value), width)) or 1 for value, width in zip(line, widths, strict=True))
        yield min(max(rows) * LINE + 2, HIGHEST)


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
