"""How much room texts take on a slide, guessed from their letters: the typefaces are on other machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

LETTER = 0.5  # of the size of its typeface, the width of an average letter, rather generous
LINE = 1.22  # of the size, the height of a line
POINTS = 72.0  # an inch
SIDES = 0.2  # inches, of a cell or a text box, both together
ABOVE_AND_BELOW = 0.1
BOLD = 1.08  # of the width of plain letters
Rows = Sequence[Sequence[str]]


def width(text: str, points: float) -> float:
    """Inches of a line that is not broken."""
    return len(text) * points * LETTER / POINTS


def lines(text: str, points: float, inches: float) -> int:
    """How many a text takes, broken between words, and within words that are longer than a line."""
    fitting = max(int(inches * POINTS / (points * LETTER)), 1)
    return sum(len(wrap(part, fitting)) or 1 for part in text.split("\n"))


def height(texts: Sequence[tuple[str, float]], inches: float) -> float:
    """Inches of paragraphs below each other, of a text and its size in points each."""
    return sum(lines(text, points, inches) * points * LINE / POINTS for text, points in texts)


def columns(heads: Sequence[str], rows: Rows, points: float, whole: float) -> list[float]:
    """Inches: no word of a head or a cell is broken where that can be had, long texts share what is left."""
    least = _least(heads, rows, points)
    longest = [max((width(f"{row[at]}  ", points) for row in rows), default=0.0) for at in range(len(heads))]
    wanted = [max(long, width(head, points) / 2) + SIDES for long, head in zip(longest, heads, strict=True)]
    longing = [max(want - has, 0.0) for want, has in zip(wanted, least, strict=True)]
    spare = max(whole - sum(least), 0.0)
    filled = min(spare / sum(longing), 1.0) if sum(longing) else 0.0
    found = [has + filled * more for has, more in zip(least, longing, strict=True)]
    return [each * whole / sum(found) for each in found]


def is_wide_enough(heads: Sequence[str], rows: Rows, points: float, whole: float) -> bool:
    """Whether no word has to be broken."""
    return sum(_least(heads, rows, points)) <= whole


def _least(heads: Sequence[str], rows: Rows, points: float) -> list[float]:
    words = [
        [word for text in (head, *(row[at] for row in rows)) for word in text.split()] for at, head in enumerate(heads)
    ]
    return [max((width(f"{word} ", points) * BOLD for word in its), default=0.0) + SIDES for its in words]


def row_height(row: Sequence[str], points: float, widths: Sequence[float]) -> float:
    """Inches of a line of a table."""
    most = max(lines(cell, points, inches - SIDES) for cell, inches in zip(row, widths, strict=True))
    return most * points * LINE / POINTS + ABOVE_AND_BELOW


def in_parts(heights: Sequence[float], room: float, at_most: int) -> Iterator[tuple[int, int]]:
    """Ends of runs of rows that fit below each other, at least one each."""
    start, taken = 0, 0.0
    for at, each in enumerate(heights):
        if at > start and (taken + each > room or at - start == at_most):
            yield start, at
            start, taken = at, 0.0
        taken += each
    yield start, len(heights)
