"""Places in files, in words."""

from __future__ import annotations

from surveyapp.instruments.sentences import Sentence


def in_sheet(sheet: str, row: int, column: str = "") -> Sentence:
    """A row of a sheet as the spreadsheet numbers it, and the column that row 1 heads so."""
    if not column:
        return Sentence("{sheet}, row {number}", sheet=sheet, number=row)
    return Sentence("{sheet}, row {number}, column {column}", sheet=sheet, number=row, column=column)


def in_column(sheet: str, column: str) -> Sentence:
    """A whole column of a sheet."""
    return Sentence("{sheet}, column {column}", sheet=sheet, column=column)


def in_file(filename: str, line: int, column: int | None = None) -> Sentence:
    """A line of a file, and the column where a parser stopped."""
    if column is None:
        return Sentence("{file}, line {line}", file=filename, line=line)
    return Sentence("{file}, line {line}, column {column}", file=filename, line=line, column=column)


def in_line(line: int) -> Sentence:
    """A line of the file that everybody is looking at."""
    return Sentence("line {line}", line=line)
