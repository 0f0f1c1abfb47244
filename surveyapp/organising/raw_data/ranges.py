"""A part of a file, so that a download that broke off goes on where it stopped (RFC 9110, 14).

Written here: Django's FileResponse knows no ranges, and the package django-ranged-response no If-Range, without which two
different files could be joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.http import HttpRequest

RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")
BLOCK = 1 << 18


class NoSuchRange(Exception):  # noqa: N818 - it is not an error of the program
    """It begins behind the file's end."""


@dataclass(frozen=True)
class Part:
    """Bytes from `first` to `last`, both of them included; `is_whole` where the whole file was asked for."""

    first: int
    last: int
    is_whole: bool

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def blocks(self, file: IO[bytes]) -> Iterator[bytes]:
        with file:
            file.seek(self.first)
            left = self.length
            while left and (block := file.read(min(BLOCK, left))):
                left -= len(block)
                yield block


def asked(request: HttpRequest, size: int, tag: str) -> Part:
    """The part that a request asks for; the whole file where it asks for none, for several, for what is unreadable, or on
    the condition that the file is another one. Raises NoSuchRange."""
    whole = Part(0, size - 1, is_whole=True)
    found = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or request.headers.get("If-Range", tag) != tag:
        return whole
    begin, end = found.groups()
    if not begin and not end:
        return whole
    first = int(begin) if begin else max(0, size - int(end))
    last = min(int(end), size - 1) if begin and end else size - 1
    if begin and end and int(end) < int(begin):
        return whole
    if first > last:
        raise NoSuchRange
    return Part(first, last, is_whole=False)
