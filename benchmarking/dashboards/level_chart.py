"""Bars of a hundred per cent, a row a question, divided by level: the stronger the higher, each with its number in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarking.dashboards import charts
from benchmarking.dashboards.finding import LevelPiece, LevelRow

SHADES = (0.07, 0.18, 0.32, 0.62, 0.9)
DARK_FROM = 3  # the shade from which a number on it is light
ROOM = 6.0  # per cent: a narrower piece has no number in it
HEIGHT = 0.44  # of a row
Placed = tuple[int, LevelPiece]


def level_chart(rows: Sequence[LevelRow], columns: charts.Columns) -> dict[str, Any]:
    """Shares from the left, the lowest level first; your level outlined."""
    placed = [(y, piece) for y, row in enumerate(rows) for piece in row.pieces]
    shades = sorted({_shade(piece) for _y, piece in placed})
    traces = [_bars([each for each in placed if _shade(each[1]) == shade], shade) for shade in shades]
    named = [f"{at}\u00a0%" for at in charts.TICKS]
    axis = {"range": [-1.5, 101.5], "tickvals": charts.TICKS, "ticktext": named}
    about = {"is_of_rows": False, "is_for_pages": True}
    outlines = list(_outlines(placed))
    return charts.composed([*traces, *_numbers(placed)], axis, rows, columns, shapes=outlines, meta=about)


def _shade(piece: LevelPiece) -> int:
    """Of several levels together the lowest one's."""
    return min(piece.levels[0], len(SHADES)) - 1


def _bars(placed: Sequence[Placed], shade: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y for y, _piece in placed],
        "base": [piece.low for _y, piece in placed],
        "x": [piece.high - piece.low for _y, piece in placed],
        "width": HEIGHT,
        "marker": {"color": charts.INK, "opacity": SHADES[shade], "line": {"color": charts.INK, "width": 1}},
        "customdata": [piece.in_full for _y, piece in placed],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _numbers(placed: Sequence[Placed]) -> Iterator[dict[str, Any]]:
    """Which level, or levels, a piece is: nobody has to tell shades apart."""
    wide = [(y, piece) for y, piece in placed if piece.high - piece.low >= ROOM]
    for colour, is_dark in ((charts.INK, False), (charts.PAPER, True)):
        its = [(y, piece) for y, piece in wide if (_shade(piece) >= DARK_FROM) is is_dark]
        yield {
            "type": "scatter",
            "mode": "text",
            "x": [(piece.low + piece.high) / 2 for _y, piece in its],
            "y": [y for y, _piece in its],
            "text": [_name(piece) for _y, piece in its],
            "textfont": {"size": 13, "color": colour},
            "hoverinfo": "skip",
        }


def _name(piece: LevelPiece) -> str:
    first, last = piece.levels[0], piece.levels[-1]
    return str(first) if first == last else f"{first}–{last}"


def _outlines(placed: Sequence[Placed]) -> Iterator[dict[str, Any]]:
    """Just outside the piece, and as wide as can be seen where nobody else stands there."""
    for y, piece in placed:
        if piece.is_yours:
            yield {
                "type": "rect",
                "x0": piece.low - 0.4,
                "x1": piece.high + 0.4,
                "y0": y - HEIGHT / 2 - 0.04,
                "y1": y + HEIGHT / 2 + 0.04,
                "line": {"color": charts.YOU, "width": 3},
            }
