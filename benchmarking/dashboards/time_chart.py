"""Lines over surveys, a row a dimension: each row is a small picture of 0-100 between the rows beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards import charts
from benchmarking.dashboards.finding import TimePoint, TimeRow

HALF = 0.3  # of a row's height, above and below its middle
ROOM = 0.2  # of it, for a line of words
MIDDLE = 50.0  # points
Place = tuple[float | None, float | None]


def time_chart(rows: Sequence[TimeRow], columns: charts.Columns, surveys: Sequence[str]) -> dict[str, Any]:
    """Diamonds and their line for you, dots and theirs for the sector; where a line breaks, why stands on the break."""
    traces = [_limits(rows, len(surveys)), _line(rows, "sector"), _dots(rows), _line(rows, "you"), _diamonds(rows)]
    axis = {
        "range": [-0.35, len(surveys) - 0.65],
        "tickvals": list(range(len(surveys))),
        "ticktext": list(surveys),
        "showgrid": False,
    }
    about = {"tall": True, "is_of_rows": False}
    return charts.composed([*traces, _why(rows)], axis, rows, columns, shapes=list(_breaks(rows)), meta=about)


def height(y: int, score: float) -> float:
    """Where a score stands in its row; rows are counted from above."""
    return y + HALF - 2 * HALF * score / 100


def _value(point: TimePoint, whose: str) -> float | None:
    return point.you if whose == "you" else point.sector


def _joined(rows: Sequence[TimeRow], whose: str) -> Iterator[Place]:
    """Points in their order, a hole wherever a line breaks."""
    for y, row in enumerate(rows):
        for point in row.points:
            value = _value(point, whose)
            if value is None or point.breaks[0 if whose == "you" else 1]:
                yield None, None
            if value is not None:
                yield point.x, height(y, value)
        yield None, None


def _line(rows: Sequence[TimeRow], whose: str) -> dict[str, Any]:
    places = list(_joined(rows, whose))
    colour, width = (charts.YOU, 2.25) if whose == "you" else (charts.INK, 1.5)
    return _trace(places, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip")


def _limits(rows: Sequence[TimeRow], number: int) -> dict[str, Any]:
    """The 0 and the 100 of every row, faint."""
    ends: list[Place] = []
    for y in range(len(rows)):
        for score in (0, 100):
            ends += [(-0.2, height(y, score)), (number - 0.8, height(y, score)), (None, None)]
    return _trace(ends, mode="lines", line={"color": charts.BAND_EDGE, "width": 0.75, "dash": "dot"}, hoverinfo="skip")


def _dots(rows: Sequence[TimeRow]) -> dict[str, Any]:
    found = [
        (p.x, height(y, p.sector), p.sector) for y, row in enumerate(rows) for p in row.points if p.sector is not None
    ]
    marker = {"symbol": "circle", "size": 8, "color": charts.INK}
    return _marks(found, marker, _("Mean of the sector: %(value)s"))


def _diamonds(rows: Sequence[TimeRow]) -> dict[str, Any]:
    found = [(p.x, height(y, p.you), p.you) for y, row in enumerate(rows) for p in row.points if p.you is not None]
    marker = {"symbol": "diamond", "size": 13, "color": charts.YOU, "line": {"color": charts.PAPER, "width": 1.25}}
    return _marks(found, marker, _("You: %(value)s"))


def _marks(found: Sequence[tuple[float, float, float]], marker: dict[str, Any], hover: str) -> dict[str, Any]:
    return _trace(
        [(x, y) for x, y, _score in found],
        mode="markers",
        marker=marker,
        customdata=[score for _x, _y, score in found],
        hovertemplate=hover % {"value": "%{customdata:.0f}"} + "<extra></extra>",
    )


@dataclass(frozen=True)
class Break:
    """Where a line breaks, between two surveys, and why: yours, else the sector's. `is_low`: the lines run low there, so
    that the words stand above them."""

    y: int
    x: float
    why: str
    is_low: bool


def _broken(rows: Sequence[TimeRow]) -> Iterator[Break]:
    for y, row in enumerate(rows):
        for before, point in pairwise(row.points):
            if why := point.breaks[0] or point.breaks[1]:
                known = [v for p in (before, point) for v in (p.you, p.sector) if v is not None]
                yield Break(y, point.x - 0.5, why, is_low=sum(known) < MIDDLE * len(known))


def _why(rows: Sequence[TimeRow]) -> dict[str, Any]:
    found = list(_broken(rows))
    return _trace(
        [(each.x, each.y - HALF if each.is_low else each.y + HALF) for each in found],
        mode="text",
        text=[each.why for each in found],
        textposition=["bottom center" if each.is_low else "top center" for each in found],
        textfont={"size": 12, "color": charts.INK_2},
        hoverinfo="skip",
    )


def _breaks(rows: Sequence[TimeRow]) -> Iterator[dict[str, Any]]:
    """An upright stroke where a line breaks, beside the words."""
    for each in _broken(rows):
        ends = (-HALF + ROOM, HALF) if each.is_low else (-HALF, HALF - ROOM)
        line = {"color": charts.INK_2, "width": 1, "dash": "dot"}
        at = dict(zip(("y0", "y1"), (each.y + end for end in ends), strict=True))
        yield {"type": "line", "x0": each.x, "x1": each.x, **at, "line": line}


def _trace(places: Sequence[Place], **more: Any) -> dict[str, Any]:
    return {"type": "scatter", "x": [x for x, _y in places], "y": [y for _x, y in places], **more}
