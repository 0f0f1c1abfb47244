"""An Excel workbook, written row by row: cover, notes, data, labels, codebook, response log. No cell is ever a formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from surveyapp.microdata import contents as tables
from surveyapp.microdata.cells import Column
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.csv_cells import words
from surveyapp.microdata.variables import Variable

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONGEST_CELL = 32_767  # letters as UTF-16 counts them; XlsxWriter ends a longer text there
DATA, LOG = "Data", "Response log"
PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CALENDAR_BEGINS = date(1899, 12, 30).toordinal()
FIRST_SAFE_DAY = 61  # Excel takes 1900 for a leap year; an earlier day is a text


class TooWide(Exception):  # noqa: N818 - it is not an error of the program
    """More columns than a worksheet has."""


def write(path: str, contents: Contents) -> None:
    """Where Excel's rows end the data goes on in another sheet. Raises TooWide."""
    if len(contents.variables) > MOST_COLUMNS:
        raise TooWide(f"{len(contents.variables)} columns are more than a worksheet has.")
    with xlsxwriter.Workbook(path, PLAIN) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        _lines(book.add_worksheet("Cover"), [(contents.title,), (), *contents.facts], bold)
        _lines(
            book.add_worksheet("Notes"), [(_("How to read this file"),), *((note,) for note in contents.notes)], bold
        )
        _data(book, contents, bold, day)
        _lines(book.add_worksheet("Labels"), [tables.LABELS, *tables.labels(contents)], bold)
        reasons = [(), tables.REASONS, *tables.reasons(contents)]
        _lines(book.add_worksheet("Codebook"), [tables.CODEBOOK, *tables.codebook(contents), *reasons], bold)
        _log(book, contents, bold, day)


def _lines(sheet: Any, lines: Iterable[Sequence[Any]], bold: Any) -> None:
    for place, line in enumerate(lines):
        for column, cell in enumerate(line):
            form = bold if place == 0 else None
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, form)
            else:
                sheet.write_number(place, column, cell, form)


def _data(book: Any, contents: Contents, bold: Any, day: Any) -> None:
    """A response's name and its answers; the rest that is known of it is in the log."""
    kept = [place for place, each in enumerate(contents.variables) if each.item or not place]
    _sheets(book, _Table(DATA, contents, kept, with_answers=True), bold, day)


def _log(book: Any, contents: Contents, bold: Any, day: Any) -> None:
    kept = [place for place, each in enumerate(contents.variables) if not each.item]
    _sheets(book, _Table(LOG, contents, kept, with_answers=False), bold, day)


@dataclass(frozen=True)
class _Table:
    """Columns of the file that stand in sheets of this name, by their places."""

    name: str
    contents: Contents
    kept: Sequence[int]
    with_answers: bool

    @property
    def variables(self) -> list[Variable]:
        return [self.contents.variables[place] for place in self.kept]

    def rows(self) -> Iterator[tuple[str | float | None, ...]]:
        for columns in self.contents.batches(with_answers=self.with_answers):
            yield from zip(*(_cells(self.contents.variables[n], columns[n]) for n in self.kept), strict=True)


def _sheets(book: Any, table: _Table, bold: Any, day: Any) -> None:
    rows, number, is_full = table.rows(), 1, True
    forms = [day if variable.kind == "date" else None for variable in table.variables]
    while is_full:
        sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
        sheet.freeze_panes(1, 1)
        for column, variable in enumerate(table.variables):
            sheet.write_string(0, column, variable.name, bold)
        written = 0
        for written, row in enumerate(islice(rows, MOST_ROWS - 1), start=1):
            _row(sheet, written, row, forms)
        number, is_full = number + 1, written == MOST_ROWS - 1


def _cells(variable: Variable, column: Column) -> Sequence[str | float | None]:
    """Numbers and days as numbers, codes and reasons as texts, None for nothing."""
    if column.texts is not None:
        return column.texts
    if variable.kind in ("code", "why"):
        return words(variable, column)
    shift, first = (CALENDAR_BEGINS, FIRST_SAFE_DAY) if variable.kind == "date" else (0, -math.inf)
    numbers = (column.numbers - shift).tolist()
    if not column.reasons.any() and min(numbers, default=0) >= first:
        return numbers  # type: ignore[no-any-return]
    said = zip(column.reasons.tolist(), numbers, words(variable, column), strict=True)
    return [number if not reason and number >= first else word for reason, number, word in said]


def _row(sheet: Any, place: int, row: Sequence[str | float | None], forms: Sequence[Any]) -> None:
    string, number = sheet.write_string, sheet.write_number
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                string(place, column, cell)
        elif cell is not None:
            number(place, column, cell, forms[column])
