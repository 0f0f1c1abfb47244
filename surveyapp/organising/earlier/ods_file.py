"""The first sheet of an OpenDocument spreadsheet, read a row at a time: what each cell last showed or stood for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from surveyapp.instruments.interchange.archives import MOST_PARTS, WAYS
from surveyapp.organising.earlier.limits import LONGEST_CELL, LONGEST_GAP, MOST_COLUMNS
from surveyapp.organising.register.limits import LARGEST_UNPACKED, FileRefused

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CONTENT = "content.xml"


def is_ods(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return CONTENT in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        file.seek(0)


def rows(file: BinaryIO) -> Iterator[list[str]]:
    """The cells of each row as text. Raises FileRefused."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_odd(archive)
            with archive.open(CONTENT) as source:
                yield from _rows(_Measured(source))
    except FileRefused:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file leads them to
        raise FileRefused(_damaged()) from error


def _refuse_odd(archive: zipfile.ZipFile) -> None:
    """Only of what is packed in the two usual ways can a little be unpacked at a time."""
    if len(archive.infolist()) > MOST_PARTS or archive.getinfo(CONTENT).compress_type not in WAYS:
        raise FileRefused(_damaged())


def _damaged() -> str:
    return _("The spreadsheet is damaged or protected by a password. Save it anew as .ods or as CSV.")


class _Measured:
    """A part of an archive that is let through up to a size, whatever the archive says of itself."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._room = source, LARGEST_UNPACKED

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self._room -= len(piece)
        if self._room < 0:
            raise FileRefused(_("Unpacked, the spreadsheet is too large. Keep the answers alone, or save it as CSV."))
        return piece


def _rows(source: Any) -> Iterator[list[str]]:
    sheet = None
    for event, node in iterparse(source, events=("start", "end"), forbid_dtd=True):
        if event == "start" and node.tag == f"{TABLE}table" and sheet is None:
            sheet = node
        elif event == "end" and node.tag == f"{TABLE}table-row" and sheet is not None:
            cells = _cells(node)
            # A row that is repeated thousands of times is the empty rest of a sheet.
            times = _repeated(node, "number-rows-repeated", LONGEST_GAP + 1)
            yield from (cells for _ in range(times))
            sheet.clear()
        elif event == "end" and node is sheet:
            return


def _cells(row: Element) -> list[str]:
    found: list[str] = []
    for cell in row:
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            found += [_value(cell)] * _repeated(cell, "number-columns-repeated", MOST_COLUMNS + 1)
    while found and not found[-1]:
        found.pop()
    return found


def _repeated(node: Element, name: str, most: int) -> int:
    said = node.get(TABLE + name, "1")
    return min(int(said[:9]), most) if said.isdecimal() else 1


def _value(cell: Element) -> str:
    """Numbers and days as they are stored, not as they are shown; words with their line breaks."""
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return cell.get(f"{OFFICE}value", "").removesuffix(".0")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "")
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value", "")
    return "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))[: LONGEST_CELL + 1]
