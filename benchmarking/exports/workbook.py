"""An Excel workbook: what it is of, its contents, one table a sheet, what is missing and why, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.exports.document import Document
from benchmarking.exports.tables import CONFIDENTIAL, UNAVAILABLE, Value, table

INK, YOU = "#14284b", "#b0430a"
WIDEST, NARROWEST = 60, 9  # characters
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
        book.set_properties(
            {"title": document.page.title, "subject": document.source, "company": document.organisation}
        )
        formats = _formats(book)
        for number, sheet in enumerate(sheets):
            _write_sheet(book, sheet, formats, number)
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
    plain = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": INK}),
        "note": book.add_format({"italic": True, "font_color": "#4a566b"}),
        "head": book.add_format({**plain, "bold": True, "font_color": "#ffffff", "bg_color": INK, "border": 0}),
        "text": book.add_format(plain),
        "number": book.add_format({**plain, "text_wrap": False, "align": "right"}),
        "mark": book.add_format({**plain, "align": "right", "font_color": "#4a566b"}),
    }


def _write_sheet(book: Any, sheet: Sheet, formats: dict[str, Any], number: int) -> None:
    made = book.add_worksheet(sheet.name[:31])
    if get_language_bidi():
        made.right_to_left()
    made.write_string(0, 0, sheet.title, formats["title"])
    made.write_string(1, 0, sheet.note, formats["note"])
    made.freeze_panes(HEADER_AT + 1, 1)
    made.hide_gridlines(2)
    made.set_landscape()
    made.fit_to_pages(1, 0)
    made.repeat_rows(HEADER_AT)
    for column, head in enumerate(sheet.heads):
        made.set_column(column, column, _width(head, [line[column] for line in sheet.lines]))
    columns = [{"header": head, "header_format": formats["head"]} for head in sheet.heads]
    last = HEADER_AT + max(len(sheet.lines), 1)
    made.add_table(
        HEADER_AT,
        0,
        last,
        len(sheet.heads) - 1,
        {"columns": columns, "style": "Table Style Light 1", "name": f"table_{number}", "banded_rows": False},
    )
    for row, line in enumerate(sheet.lines, start=HEADER_AT + 1):
        for column, value in enumerate(line):
            _write_cell(made, row, column, value, formats)


def _write_cell(made: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, float):
        made.write_number(row, column, value, formats["number"])
    elif value in (CONFIDENTIAL, UNAVAILABLE):
        made.write_string(row, column, value, formats["mark"])
    elif value:
        made.write_string(row, column, value, formats["text"])


def _width(head: str, values: Sequence[Value]) -> int:
    """As wide as its widest value, and as the longest word of its head."""
    longest = max((len(f"{value:g}" if isinstance(value, float) else value) for value in values), default=0)
    words = max((len(word) for word in head.split()), default=0)
    return min(max(longest, words + 3, NARROWEST), WIDEST)
