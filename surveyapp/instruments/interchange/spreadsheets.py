"""The rows of a workbook as words, within limits: nothing is calculated, no entity is resolved, nothing is fetched."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import openpyxl
import xlrd

from surveyapp.instruments.interchange import archives
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.places import in_sheet
from surveyapp.instruments.sentences import Sentence, at

MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Unpacked, all parts together; the largest real form seen has a tenth.
LARGEST_UNPACKED = 15_000_000
MOST_CELLS = 300_000
LONGEST_CELL = 32_767  # as in Excel
# Spreadsheets carry many formatted rows without content; XLSForm tools stop after 60 empty ones.
LONGEST_GAP = 500
DAMAGED = Sentence("the workbook is damaged or protected by a password. Save it anew as .xlsx.")

Table = list[tuple[str, ...]]


def tables(content: bytes, filename: str, wanted: Callable[[str, int], bool]) -> dict[str, Table]:
    """Sheet name → its rows, for the sheets that `wanted(name, how many sheets there are)` lets through.

    Cells are what was stored in them as words, "" when empty; row 1 of the sheet is the first. Raises FileRefused.
    """
    read = _of_xlsx if content.startswith(b"PK") else _of_xls
    try:
        return {name: list(_within_limits(name, rows)) for name, rows in read(content, filename, wanted)}
    except FileRefused:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file leads them to
        raise FileRefused([f"{filename}: {DAMAGED}"]) from error


def _of_xlsx(content: bytes, filename: str, wanted: Callable[[str, int], bool]) -> Iterator[tuple[str, Any]]:
    parts = _parts(content, filename)
    book = openpyxl.load_workbook(archives.packed(parts), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if wanted(sheet.title, len(book.worksheets))]
        for sheet in sheets:
            sheet.reset_dimensions()
            # A row may stand far below the others; what lies between is counted without being built.
            yield sheet.title, sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    finally:
        book.close()


def _parts(content: bytes, filename: str) -> dict[str, bytes]:
    try:
        parts = archives.parts_of(content, LARGEST_UNPACKED)
    except archives.TooLargeError:
        raise FileRefused(
            at(filename, "unpacked, the workbook is too large. Keep the sheets of the questionnaire only.")
        ) from None
    # No spreadsheet declares a document type; without one there are no entities. NULs: it may be UTF-16.
    if any(b"<!DOCTYPE" in part.replace(b"\0", b"").upper() for part in parts.values()):
        raise FileRefused([f"{filename}: {DAMAGED}"])
    return parts


def _of_xls(content: bytes, filename: str, wanted: Callable[[str, int], bool]) -> Iterator[tuple[str, Any]]:
    book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    names = book.sheet_names()
    for name in (name for name in names if wanted(name, len(names))):
        sheet = book.sheet_by_name(name)
        yield name, ([_xls_value(cell, book.datemode) for cell in sheet.row(i)] for i in range(sheet.nrows))
        book.unload_sheet(name)


def _xls_value(cell: Any, datemode: int) -> object:
    match cell.ctype:
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            return _xls_date(cell.value, datemode)
        case xlrd.XL_CELL_ERROR:
            return None
    return cell.value


def _xls_date(number: float, datemode: int) -> object:
    try:
        return xlrd.xldate_as_datetime(number, datemode)
    except (ValueError, OverflowError):
        return number


def _within_limits(name: str, rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, ...]]:
    empty = n_cells = 0
    for number, row in enumerate(islice(rows, MOST_ROWS + 1), start=1):
        if number > MOST_ROWS:
            raise FileRefused(
                at(name, "more than {most:,} rows. Delete those that hold nothing of use.", most=MOST_ROWS)
            )
        cells = tuple(words(value) for value in row)
        while cells and not cells[-1]:
            cells = cells[:-1]
        n_cells += len(cells)
        if n_cells > MOST_CELLS:
            raise FileRefused(
                at(
                    in_sheet(name, number),
                    "more than {most:,} cells. Divide the questionnaire.",
                    most=MOST_CELLS,
                )
            )
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(
                at(
                    in_sheet(name, number),
                    "more than {most} columns. Delete what is of no use.",
                    most=MOST_COLUMNS,
                )
            )
        if not cells:
            empty += 1
            if empty > LONGEST_GAP:
                return
            continue
        yield from [()] * empty
        empty = 0
        yield cells


def words(value: object) -> str:
    """A cell's value as a person reads it: 3 for 3.0, TRUE, 2026-03-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)[:LONGEST_CELL].strip()
