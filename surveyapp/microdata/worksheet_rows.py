"""Rows of a worksheet, as they come: quicker than openpyxl, which tests read the same files with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import IO, Any
from xml.parsers.expat import ParserCreate

BLOCK = 1 << 18
DIGITS = "0123456789"
Cell = str | float | None


@cache
def _column(letters: str) -> int:
    """A is 0, AA is 26."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


class _Sheet:
    """What a parser has found so far. Texts stand in their cells, as XlsxWriter writes them row by row."""

    def __init__(self, n_columns: int) -> None:
        self.n_columns = n_columns
        self.rows: list[list[Cell]] = []
        self._row: list[Cell] = []
        self._place, self._is_text, self._inside = 0, False, False
        self._said: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place = _column(attributes["r"].rstrip(DIGITS))
            self._is_text, self._said = attributes.get("t") == "inlineStr", []
        elif name in ("v", "t"):
            self._inside = True
        elif name == "row":
            self._row = [None] * self.n_columns

    def characters(self, text: str) -> None:
        if self._inside:
            self._said.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        elif name == "c" and self._said:
            said = "".join(self._said)
            self._row[self._place] = said if self._is_text else float(said)
        elif name == "row":
            self.rows.append(self._row)


def rows(file: IO[bytes], n_columns: int) -> Iterator[list[Cell]]:
    """Of a worksheet's XML; None for an empty cell. Raises IndexError for a cell beyond the columns, ExpatError for a file
    that is cut."""
    sheet, parser = _Sheet(n_columns), ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = sheet.start, sheet.end
    parser.CharacterDataHandler = sheet.characters
    block: Any = b" "
    while block:
        block = file.read(BLOCK)
        parser.Parse(block, not block)
        yield from sheet.rows
        sheet.rows = []
