"""The first sheet of a workbook, read a row at a time.

What an archive says of the size of its parts is whatever its maker wrote, so it is unpacked a little at a time into an
archive of our own on disk. openpyxl would keep every text of the workbook in memory; here they stay on disk.
"""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from array import array
from collections.abc import Iterator
from itertools import zip_longest
from typing import IO, Any, BinaryIO, TypeAlias

from django.utils.translation import gettext as _
from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import ARC_CONTENT_TYPES, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from surveyapp.instruments.interchange.archives import AT_ONCE, MOST_PARTS, WAYS, TooLargeError
from surveyapp.organising.register.limits import LARGEST_UNPACKED, MOST_COLUMNS, FileRefused

TEXT = f"{{{SHEET_MAIN_NS}}}si"
SHEET_DATA = f"{{{SHEET_MAIN_NS}}}sheetData"
UNCALCULATED = "=?"
Cell: TypeAlias = dict[str, Any] | None


def rows(file: BinaryIO, most_columns: int = MOST_COLUMNS) -> Iterator[list[str]]:
    """The cells of each row as text, at most one more than `most_columns`; a formula without a value, and an error,
    begin with "=". Raises FileRefused."""
    try:
        with tempfile.TemporaryFile() as copy:
            has_formulas = _copy(file, copy)
            yield from _rows(copy, has_formulas, most_columns)
    except TooLargeError:
        raise FileRefused(_("Unpacked, the workbook is too large. Keep the list alone, or save it as CSV.")) from None
    except FileRefused:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file leads them to
        raise FileRefused(_damaged()) from error


def _damaged() -> str:
    return _("The workbook is damaged or protected by a password. Save it anew as .xlsx.")


def _rows(copy: IO[bytes], has_formulas: bool, most_columns: int) -> Iterator[list[str]]:
    values = _first_sheet(copy, most_columns, values=True)
    if not has_formulas:
        for row in values:
            yield [_text(cell) for cell in row]
        return
    for row, beside in zip(values, _first_sheet(copy, most_columns, values=False), strict=False):
        yield [_text(*pair) for pair in zip_longest(row, beside)]


def _first_sheet(copy: IO[bytes], most_columns: int, *, values: bool) -> Iterator[list[Cell]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that no cell needs
        reader = _Reader(copy, read_only=True, data_only=values, keep_links=False)
        reader.read()
        book, sheet = reader.wb, reader.wb.worksheets[0]
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}  # noqa: SLF001 - no public way
        with sheet._get_source() as source:  # noqa: SLF001 - as above
            found = _Rows(source, reader.shared_strings, data_only=values, epoch=book.epoch, **formats)
            yield from found.cells(most_columns)


def _text(cell: Cell, formula: Cell = None) -> str:
    value, kind = (cell["value"], cell["data_type"]) if cell else (None, "n")
    if kind == "e" or (formula and formula["data_type"] == "f" and value is None):
        return UNCALCULATED
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Words that look like a formula and are none are marked as a spreadsheet program marks them.
    return "" if value is None else f"'{value}" if str(value).startswith("=") else str(value)


def _copy(file: BinaryIO, copy: IO[bytes]) -> bool:
    """An archive that is what it says. Returns whether a sheet has formulas."""
    room, has_formulas = LARGEST_UNPACKED, False
    with zipfile.ZipFile(file) as found, zipfile.ZipFile(copy, "w") as made:
        if len(found.infolist()) > MOST_PARTS:
            raise TooLargeError
        for part in found.infolist():
            if part.compress_type not in WAYS:
                raise FileRefused(_damaged())
            with found.open(part) as source, made.open(part.filename, "w") as target:
                room, formulas = _pass_on(source, target, room)
            has_formulas |= formulas and "worksheets" in part.filename
    return has_formulas


def _pass_on(source: IO[bytes], target: IO[bytes], room: int) -> tuple[int, bool]:
    """No spreadsheet declares a document type; without one there are no entities. NULs: it may be UTF-16."""
    has_formulas, before = False, b""
    while piece := source.read(AT_ONCE):
        room -= len(piece)
        if room < 0:
            raise TooLargeError
        seen = before + piece.replace(b"\0", b"")
        if b"<!DOCTYPE" in seen.upper():
            raise FileRefused(_damaged())
        has_formulas |= b"<f>" in seen or b"<f " in seen
        before = seen[-16:]
        target.write(piece)
    return room, has_formulas


class _Rows(WorkSheetParser):  # type: ignore[misc]  # openpyxl carries no types
    """As openpyxl's, but it forgets each row, and what it looked like, once it is read."""

    def cells(self, most_columns: int) -> Iterator[list[Cell]]:
        last = 0
        for number, row in self.parse():
            yield from ([] for _ in range(last + 1, number))
            last = max(last, number)
            cells: list[Cell] = [None] * min(max((each["column"] for each in row), default=0), most_columns + 1)
            for each in row:
                if each["column"] <= len(cells):
                    cells[each["column"] - 1] = each
            yield cells

    def parse(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        data = None
        for event, element in iterparse(self.source, events=("start", "end")):
            if event == "start" and element.tag == SHEET_DATA:
                data = element
            elif event == "end" and element.tag == ROW_TAG and data is not None:
                yield self.parse_row(element)
                self.row_dimensions.clear()
                data.clear()


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl carries no types
    """As openpyxl's, but for the texts, and without parts that no cell needs."""

    def read_manifest(self) -> None:
        self.package = Manifest.from_tree(fromstring(self.archive.read(ARC_CONTENT_TYPES)))

    def read_strings(self) -> None:
        found = self.package.find(SHARED_STRINGS)
        if found is not None:
            self.shared_strings = _TextsOnDisk(self.archive.open(found.PartName[1:]))

    def read_properties(self) -> None: ...

    def read_custom(self) -> None: ...

    def read_theme(self) -> None: ...


class _TextsOnDisk:
    """The texts that cells refer to by number, read no further than they are asked for."""

    def __init__(self, source: IO[bytes]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - goes with this object
        self._ends = array("Q", [0])
        self._texts = self._read(source)

    def _read(self, source: IO[bytes]) -> Iterator[str]:
        root = None
        for event, node in iterparse(source, events=("start", "end")):
            root = node if root is None else root
            if event == "end" and node.tag == TEXT:
                yield Text.from_tree(node).content.replace("x005F_", "")
                root.clear()

    def __getitem__(self, at: int) -> str:
        while len(self._ends) <= at + 1:
            try:
                text = next(self._texts)
            except StopIteration:
                raise IndexError(at) from None
            self._file.seek(0, 2)
            self._file.write(text.encode("utf-8", "surrogatepass"))
            self._ends.append(self._file.tell())
        self._file.seek(self._ends[at])
        return self._file.read(self._ends[at + 1] - self._ends[at]).decode("utf-8", "surrogatepass")
