"""The cells of a CSV, OpenDocument or Excel file as text. Nothing is calculated: a formula is what it last showed."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE  # a workbook is a zip file, and a small one may unpack to anything
MOST_ROWS = 20_000
ENGINES = {"xl/workbook.xml": "openpyxl", "content.xml": "odf"}
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class UnreadableFile(Exception):  # noqa: N818 - it is not an error of the program
    """Why a file cannot be read as a spreadsheet, in a sentence with the remedy."""


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; all rows have the same length."""

    name: str
    rows: list[list[str]]


def contents(path: Path) -> bytes:
    """The bytes of a file of bearable size. Raises UnreadableFile."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableFile(
                f"{path.name} has {size / MEGABYTE:.0f} MB, at most {MOST_BYTES // MEGABYTE} MB are read. "
                "Remove the sheets that are not needed."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}). Check the path.") from error


def sheets(name: str, data: bytes) -> list[Sheet]:
    """Every sheet of a workbook, or the one of a CSV file. `name` is for messages. Raises UnreadableFile."""
    found = _workbook(name, data) if data[:4] == b"PK\x03\x04" else [Sheet(name, _csv_rows(name, data))]
    for sheet in found:
        if len(sheet.rows) > MOST_ROWS:
            raise UnreadableFile(f"{name}, {sheet.name}: more than {MOST_ROWS} rows. Split the file.")
    return found


def _workbook(name: str, data: bytes) -> list[Sheet]:
    engine = _engine(name, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that no cell needs
            tables = pd.read_excel(
                io.BytesIO(data),
                sheet_name=None,
                header=None,
                dtype=object,
                na_filter=False,
                nrows=MOST_ROWS + 1,
                engine=engine,
            )
    except Exception as error:  # a damaged workbook raises whatever its reader stumbles over
        raise UnreadableFile(
            f"{name} is damaged ({error}). Open it in a spreadsheet program and save it anew."
        ) from error
    return [Sheet(str(title), _rows(table)) for title, table in tables.items()]


def _rows(table: pd.DataFrame) -> list[list[str]]:
    return [[_cell(value) for value in row] for row in table.itertuples(index=False)]


def _engine(name: str, data: bytes) -> Any:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"{name} is damaged ({error}). Save it anew.") from error
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableFile(
            f"{name} unpacks to more than {MOST_UNPACKED // MEGABYTE} MB. Remove sheets or save as CSV."
        )
    names = {part.filename for part in parts}
    engine = next((engine for part, engine in ENGINES.items() if part in names), None)
    if engine is None:
        raise UnreadableFile(f"{name} is no spreadsheet. Give a CSV, .ods or .xlsx file.")
    return engine


def _cell(value: Any) -> str:
    """Numbers as they would be typed: 75.0 is "75". What a formula failed to calculate is no number."""
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124 - NaN, which the Excel reader gives for #N/A and its like
            return "#N/A"
        return str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value).strip()


def _csv_rows(name: str, data: bytes) -> list[list[str]]:
    text = _text(name, data)
    try:
        readings = [list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for mark in (";", "\t", ",")]
    except csv.Error as error:
        raise UnreadableFile(f"{name} is not a CSV file ({error}). Save it anew as CSV UTF-8.") from error
    rows = max(readings, key=_usual_width)
    width = max((len(row) for row in rows), default=0)
    return [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]


def _usual_width(rows: list[list[str]]) -> int:
    """What tells the right separator. Decimal commas can at best draw level, so commas are tried last."""
    return max(Counter(len(row) for row in rows).items(), key=lambda pair: pair[1], default=(0, 0))[0]


def _text(name: str, data: bytes) -> str:
    if data.startswith(OLD_EXCEL):
        raise UnreadableFile(f"{name} is an Excel file of before 2007. Save it as .xlsx.")
    if b"\x00" in data:
        raise UnreadableFile(f"{name} is no spreadsheet. Give a CSV, .ods or .xlsx file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name} is not UTF-8 (byte {error.start}). Save it as CSV UTF-8.") from error
