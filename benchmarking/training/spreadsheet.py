"""The rows of a spreadsheet that somebody brings, within limits, and a workbook for them to fill in.

Nothing is calculated, no entity is resolved, nothing is fetched. Words that look like a formula are written as words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font

from surveyapp.instruments.interchange import archives, spreadsheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_FILE = 2_000_000
LARGEST_UNPACKED = 15_000_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_000, 60, 10_000
# Of one sheet. More take longer to read than somebody waits for a page.
MOST_CELLS = 40_000
LONGEST_GAP = 200


class FileRefused(Exception):  # noqa: N818 - the file is at fault, not the program
    """The file cannot be read at all; the message says what to do."""


class Formula(str):
    """A cell that holds a formula and no number, or an error such as #REF!."""

    __slots__ = ()


Cell = str | float
Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True)
class Sheet:
    """`rows`: the number of each row in the file and its cells; rows without content are left out."""

    name: str
    rows: tuple[Row, ...] = field(default=())


def read(content: bytes, wanted: Collection[str]) -> tuple[Sheet, ...]:
    """The first sheet of a workbook and those called as wanted, or the one table of a CSV file. Raises FileRefused."""
    if len(content) > LARGEST_FILE:
        raise FileRefused(too_large())
    if content.startswith(b"PK"):
        return _workbook(content, {name.casefold() for name in wanted})
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is a workbook of an old kind, or one with a password. Save it as .xlsx or as CSV."))
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(_("This is neither a workbook (.xlsx) nor a CSV file."))
    return (Sheet("", _table(content)),)


def too_large() -> str:
    return _("This file is too large: at most %(most)s MB are read.") % {"most": LARGEST_FILE // 1_000_000}


def _workbook(content: bytes, wanted: Collection[str]) -> tuple[Sheet, ...]:
    try:
        parts = archives.parts_of(content, LARGEST_UNPACKED)
        _refuse_entities(parts)
        return tuple(_sheets(parts, wanted))
    except archives.TooLargeError:
        raise FileRefused(_("Unpacked, the workbook is too large. Keep the sheets of the catalogue only.")) from None
    except FileRefused:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file leads them to
        raise FileRefused(_damaged()) from error


def _refuse_entities(parts: dict[str, bytes]) -> None:
    """No spreadsheet declares a document type; without one there are no entities. NULs: it may be UTF-16."""
    if any(b"<!DOCTYPE" in part.replace(b"\0", b"").upper() for part in parts.values()):
        raise FileRefused(_damaged())


def _damaged() -> str:
    return _("The workbook is damaged or protected by a password. Save it anew as .xlsx.")


def _sheets(parts: dict[str, bytes], wanted: Collection[str]) -> Iterable[Sheet]:
    """Values as they were last calculated; where there are formulas, beside them these, to see which of them have none."""
    has_formulas = any(b"<f" in part for name, part in parts.items() if "worksheets" in name)
    packed = archives.packed(parts).getvalue()
    values = openpyxl.load_workbook(io.BytesIO(packed), read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(packed), read_only=True, keep_links=False) if has_formulas else None
    for at, sheet in enumerate(values.worksheets):
        if at == 0 or sheet.title.strip().casefold() in wanted:
            beside = formulas.worksheets[at] if formulas else None
            yield Sheet(sheet.title, _within_limits(_rows(sheet, beside)))


def _rows(sheet: Any, beside: Any) -> Iterable[list[Cell]]:
    rows = _read(sheet)
    if beside is None:
        return ([_cell(cell) for cell in row] for row in rows)
    return ([_cell(*pair) for pair in zip(*pairs, strict=False)] for pairs in zip(rows, _read(beside), strict=False))


def _read(sheet: Any) -> Iterable[Sequence[Any]]:
    sheet.reset_dimensions()
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    return rows


def _cell(value: Any, formula: Any = None) -> Cell:
    if value.data_type == "e" or (formula is not None and formula.data_type == "f" and value.value is None):
        return Formula(value.value or (formula.value if formula else ""))
    if isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return float(value.value)
    return spreadsheets.words(value.value)


def _table(content: bytes) -> tuple[Row, ...]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return _within_limits([_typed(cell) for cell in row] for row in rows)
    except csv.Error:
        raise FileRefused(_("The CSV file is damaged: a quotation mark that opens does not close.")) from None


def _typed(cell: str) -> Cell:
    """As words; a formula is none of them."""
    words = cell.strip()
    return Formula(words) if words.startswith("=") else words


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(_("The CSV file is not in UTF-8. Save it as “CSV UTF-8”.")) from None


def _within_limits(rows: Iterable[list[Cell]]) -> tuple[Row, ...]:
    found: list[Row] = []
    last = n_cells = 0
    for number, cells in enumerate(rows, start=1):
        while cells and cells[-1] == "":
            cells.pop()
        if not cells and number - last > LONGEST_GAP:
            break
        if not cells:
            continue
        last = number
        n_cells += len(cells)
        _check(number, cells, len(found), n_cells)
        found.append((number, tuple(cells)))
    return tuple(found)


def _check(number: int, cells: Sequence[Cell], n_rows: int, n_cells: int) -> None:
    where = {"row": number, "most": MOST_ROWS}
    if n_rows >= MOST_ROWS:
        raise FileRefused(_("There are more than %(most)s rows. Keep those of the catalogue only.") % where)
    if n_cells > MOST_CELLS:
        raise FileRefused(
            _("There are more than %(most)s cells. Keep those of the catalogue only.") % {"most": MOST_CELLS}
        )
    if len(cells) > MOST_COLUMNS:
        raise FileRefused(_("Row %(row)s has more than %(most)s columns.") % (where | {"most": MOST_COLUMNS}))
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
        said = _("A cell of row %(row)s holds more than %(most)s characters.")
        raise FileRefused(said % (where | {"most": LONGEST_CELL}))


def write(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> bytes:
    """A workbook: each sheet's name and rows, the first of which are heads. Texts stay texts, whatever they begin with."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None] * len(row))
            for cell, value in zip(sheet[sheet.max_row], row, strict=True):
                _put(cell, value)
        _dress(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(cell: Any, value: object) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > 30)
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _dress(sheet: Any) -> None:
    sheet.freeze_panes = "B2"
    for column in sheet.columns:
        column[0].font = Font(bold=True)
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(max(10, longest + 2), 40)
