"""XLSForms made for a test, sheet by sheet."""

from __future__ import annotations

import io

import openpyxl

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused


def workbook(**sheets) -> bytes:
    """Each sheet a list of rows, a row a list of cells or a string with cells between bars."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell.strip() or None for cell in row.split("|")] if isinstance(row, str) else row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def imported(**sheets):
    return reading.read(workbook(**sheets), "form.xlsx")


def refusal(content: bytes, filename: str) -> list[str]:
    """The sentences of a file's refusal; none when it is read."""
    try:
        reading.read(content, filename)
    except FileRefused as refused:
        return list(refused.problems)
    return []


def found(read) -> list[tuple[str, str]]:
    return [(finding.place, finding.sentence) for finding in read.findings]
