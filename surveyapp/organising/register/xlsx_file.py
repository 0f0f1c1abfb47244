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
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import ARC_CONTENT_TYPES, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from surveyapp.instruments.interchange.archives import AT_ONCE, MOST_PARTS, WAYS, TooLargeError
from surveyapp.organising.register.limits import LARGEST_UNPACKED, MOST_COLUMNS, FileRefused

TEXT = f"{{{SHEET_MAIN_NS}}}si"
UNCALCULATED = "=?"


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The cells of each row as text; a formula without a value, and an error, begin with "=". Raises FileRefused."""
    try:
        with tempfile.TemporaryFile() as copy:
            has_formulas = _copy(file, copy)
            yield from _rows(copy, has_formulas)
    except TooLargeError:
        raise FileRefused(_("Unpacked, the workbook is too large. Keep the list alone, or save it as CSV.")) from None
    except FileRefused:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file leads them to
        raise FileRefused(_damaged()) from error


def _damaged() -> str:
    return _("The workbook is damaged or protected by a password. Save it anew as .xlsx.")


def _rows(copy: IO[bytes], has_formulas: bool) -> Iterator[list[str]]:
    values = _first_sheet(copy, values=True)
    if not has_formulas:
        for row in values:
            yield [_text(cell) for cell in row]
        return
    for row, beside in zip(values, _first_sheet(copy, values=False), strict=False):
        yield [_text(*pair) for pair in zip(row, beside, strict=False)]


def _first_sheet(copy: IO[bytes], *, values: bool) -> Iterator[tuple[Any, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that no cell needs
        reader = _Reader(copy, read_only=True, data_only=values, keep_links=False)
        reader.read()
        sheet = reader.wb.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_col=MOST_COLUMNS + 1)


def _text(cell: Any, formula: Any = None) -> str:
    value = cell.value
    if cell.data_type == "e" or (formula is not None and formula.data_type == "f" and value is None):
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
