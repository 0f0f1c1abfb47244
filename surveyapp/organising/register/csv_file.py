"""A CSV file in whichever encoding and with whichever separator spreadsheet programs write it."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from surveyapp.organising.register.limits import FileRefused

AT_ONCE = 65_536  # bytes
# Tab first: of two that cut all rows alike the first wins, and a comma may stand in any name.
SEPARATORS = "\t;|,"
LOOKED_AT = 50  # rows that tell the separator
# What Western Windows programs write when they do not write UTF-8.
WINDOWS = "cp1252"
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def layout_of(file: BinaryIO) -> dict[str, str]:
    """Encoding and separator. Raises FileRefused for what is no text at all."""
    encoding = _encoding(file)
    file.seek(0)
    lines = list(islice(_decoded(file, encoding), LOOKED_AT))
    return {"kind": "csv", "encoding": encoding, "separator": max(SEPARATORS, key=lambda mark: _usual(lines, mark))}


def rows(file: BinaryIO, layout: dict[str, str]) -> Iterator[list[str]]:
    """The cells of each row. Raises FileRefused where a quotation mark does not close."""
    reader = csv.reader(_decoded(file, layout["encoding"]), delimiter=layout["separator"], strict=True)
    try:
        yield from reader
    except (csv.Error, UnicodeDecodeError):
        said = _(
            "The CSV file is damaged near line %(line)s: a quotation mark that opens does not close, or stands alone."
        )
        raise FileRefused(said % {"line": reader.line_num}) from None


def _decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of the file, which stays open and knows how far it was read."""
    text = io.TextIOWrapper(file, encoding, errors="replace" if encoding == WINDOWS else "strict", newline="")
    try:
        for line in text:  # noqa: UP028 - "yield from" would close the file with the generator
            yield line
    finally:
        text.detach()


def _usual(lines: list[str], mark: str) -> tuple[int, int]:
    """In how many rows the mark cuts the usual number of cells, and how many these are."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
    except csv.Error:
        return (0, 0)
    width, n = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(0, 0))
    return (n, width) if width > 1 else (0, 0)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    found = MARKS.get(start, "utf-8-sig")
    decoder = codecs.getincrementaldecoder(found)()
    is_fit = True
    while piece := file.read(AT_ONCE):
        if b"\0" in piece and found != "utf-16":
            raise FileRefused(_("This is neither a workbook (.xlsx) nor a CSV file."))
        is_fit = is_fit and _fits(decoder, piece)
    is_fit = is_fit and _fits(decoder, b"", final=True)
    if not is_fit and found == "utf-16":
        raise FileRefused(_("The CSV file is damaged. Save it anew as “CSV UTF-8”."))
    return found if is_fit else WINDOWS


def _fits(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True
