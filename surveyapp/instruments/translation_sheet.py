"""The translators' spreadsheet: a row for each text, a column for each language."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from surveyapp.instruments.interchange import archives
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.places import in_sheet
from surveyapp.instruments.sentences import Sentence, at
from surveyapp.instruments.translations import TextRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACE, CONTEXT = "place", "belongs to"
SHEET = "texts"
LARGEST_FILE = 10_000_000  # bytes
MOST_UNPACKED = 40_000_000  # bytes; a workbook is a zip file, and a small one may unpack to anything
MOST_ROWS, MOST_COLUMNS = 20_000, 100
WIDTHS = {"key": 34, "language": 60}
GREY = PatternFill("solid", fgColor="EEEEEE")


def write(rows: Sequence[TextRow], languages: Sequence[str]) -> bytes:
    """An XLSX file. What a cell holds is always text, never a formula; the columns that say where are locked."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    sheet.title = SHEET
    for number, words in enumerate((PLACE, CONTEXT, *languages), start=1):
        cell = _write(sheet, 1, number, words, locked=True)
        cell.font = Font(bold=True)
    for line, row in enumerate(rows, start=2):
        for number, words in enumerate((row.place, row.context), start=1):
            _write(sheet, line, number, words, locked=True).fill = GREY
        for number, language in enumerate(languages, start=3):
            _write(sheet, line, number, row.texts.get(language, ""), locked=False)
    _arrange(sheet, len(languages))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes, filename: str) -> list[TextRow]:
    """The rows of a translators' file, empty ones left out; which texts they name is for `translations.apply` to judge.

    A formula counts as its words. Raises FileRefused with sentences that name sheet, row and column.
    """
    lines = iter(_cells(content, filename))
    head = next(lines, [])
    while head and not head[-1]:
        head.pop()
    _refuse_head(filename, head)
    return list(_rows(filename, head, lines))


def _write(sheet: Worksheet, line: int, number: int, words: str, *, locked: bool) -> Cell:
    cell = sheet.cell(line, number)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
    # A text such as =1+1 stays a text, in the file and when it is edited.
    cell.data_type = "s"
    cell.quotePrefix = words[:1] in {"=", "+", "-", "@", "\t", "\r"}
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.protection = Protection(locked=locked)
    return cell


def _arrange(sheet: Worksheet, n_languages: int) -> None:
    sheet.freeze_panes = "C2"
    for number in range(1, 3 + n_languages):
        letter = sheet.cell(1, number).column_letter
        sheet.column_dimensions[letter].width = WIDTHS["key" if number < 3 else "language"]
    sheet.protection.sheet = True  # without a password: against slips, not against people
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _cells(content: bytes, filename: str) -> list[list[str]]:
    if len(content) > LARGEST_FILE:
        raise FileRefused(
            at(
                filename,
                "{n:,} bytes; at most {most:,} are read. Make it smaller.",
                n=len(content),
                most=LARGEST_FILE,
            )
        )
    try:
        found = _unpack(content)
    except archives.TooLargeError:
        raise FileRefused(
            at(filename, "unpacked, the workbook is too large. Keep the sheets of the questionnaire only.")
        ) from None
    except Exception as error:  # a damaged workbook raises whatever its reader stumbles over
        remedy = Sentence("Save it as .xlsx and choose it again.")
        raise FileRefused(at(filename, "not a workbook that can be read. {remedy}", remedy=remedy)) from error
    if len(found) > MOST_ROWS:
        raise FileRefused(at(filename, "more than {most:,} rows. Remove the ones below.", most=MOST_ROWS))
    return found


def _unpack(content: bytes) -> list[list[str]]:
    book = load_workbook(archives.packed(archives.parts_of(content, MOST_UNPACKED)), read_only=True)
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    lines = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    return [[_words(value) for value in line] for line in lines]


def _refuse_head(filename: str, head: list[str]) -> None:
    if PLACE not in head:
        raise FileRefused(
            at(
                in_sheet(filename, 1),
                'no column is headed "{place}". Use a file that was exported from here.',
                place=PLACE,
            )
        )
    twice = sorted({words for words in head if words and head.count(words) > 1})
    if twice:
        raise FileRefused(
            [
                at(
                    in_sheet(filename, 1),
                    'two columns are headed "{words}". Remove one.',
                    words=words,
                )
                for words in twice
            ]
        )


def _rows(filename: str, head: list[str], lines: Iterator[list[str]]) -> Iterator[TextRow]:
    for number, line in enumerate(lines, start=2):
        cells = dict(zip(head, line, strict=False))
        if not any(cells.values()):
            continue
        if not cells.get(PLACE):
            undo = Sentence("Undo what was changed there.")
            raise FileRefused(
                at(
                    in_sheet(filename, number),
                    'the column "{place}" is empty. {undo}',
                    place=PLACE,
                    undo=undo,
                )
            )
        texts = {language: words for language, words in cells.items() if language not in (PLACE, CONTEXT, "")}
        yield TextRow(cells[PLACE], cells.get(CONTEXT, ""), texts)


def _words(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
