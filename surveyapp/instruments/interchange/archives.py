"""Zip archives, as workbooks are, from people we do not know.

What an archive says of the size of its parts is whatever its maker wrote, and readers believe it: 300 kB have unpacked
to 300 MB in one call. So a workbook is unpacked here, a little at a time, and handed on packed anew.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MOST_PARTS = 500
AT_ONCE = 65_536  # bytes
# The two ways in which spreadsheet programs pack; only of these can a little be unpacked.
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class TooLargeError(Exception):
    """More parts or bytes than are read."""


def parts_of(content: bytes, largest: int) -> dict[str, bytes]:
    """Name → what is in it; all together at most `largest` bytes, whatever the archive says of itself.

    Raises TooLargeError, and BadZipFile (or what else a damaged archive leads zipfile to).
    """
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            raise TooLargeError
        for part in archive.infolist():
            if part.compress_type not in WAYS:
                raise zipfile.BadZipFile(f"{part.filename} is packed in a way that no spreadsheet is.")
            found[part.filename] = _unpacked(archive, part, largest - sum(map(len, found.values())))
    return found


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """An archive that is what it says."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    pieces = io.BytesIO()
    with archive.open(part) as opened:
        while piece := opened.read(AT_ONCE):
            pieces.write(piece)
            if pieces.tell() > room:
                raise TooLargeError
    return pieces.getvalue()
