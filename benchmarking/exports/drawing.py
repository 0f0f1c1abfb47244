"""A finding's figure as marks on an axis, row by row: what Typst draws and what a slide's chart holds.

Read from the figure that the page draws, so that a file cannot show another number. Each mark stands where the table
beside it prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from django.utils import formats

from benchmarking.dashboards.finding import Finding, Parts
from benchmarking.dashboards.words import MINUS, NO_BREAK

Kind = Literal["you", "was", "flag", "band", "tick", "interval", "share", "line"]
AROUND = 0.012  # of the axis: a printed number that is this near is the mark's own, rounded
ORDER: tuple[Kind, ...] = ("band", "line", "interval", "tick", "share", "was", "you", "flag")


@dataclass(frozen=True)
class Mark:
    """A point has its number twice."""

    kind: Kind
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    label: str
    strong: bool
    marks: tuple[Mark, ...]

    def at(self, kind: Kind) -> float | None:
        return next((mark.low for mark in self.marks if mark.kind == kind), None)

    def ends(self, kind: Kind) -> tuple[float, float] | None:
        return next(((mark.low, mark.high) for mark in self.marks if mark.kind == kind), None)


@dataclass(frozen=True)
class Drawing:
    """`ticks`: where the axis is named, and how."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]

    def has(self, kind: Kind) -> bool:
        return any(row.at(kind) is not None for row in self.rows)


def drawing(finding: Finding) -> Drawing | None:
    """None where the finding has no figure, or one that is not made of rows."""
    if finding.figure is None:
        return None
    layout = finding.figure["layout"]
    about = layout.get("meta", {})
    labels = about.get("rows", []) if about.get("is_of_rows", True) else []
    if not labels:
        return None
    ticks = _ticks(layout["xaxis"])
    low, high = (min(at for at, _ in ticks), max(at for at, _ in ticks)) if ticks else layout["xaxis"]["range"]
    marks = [*_of_traces(finding.figure["data"]), *_flags(layout)]
    rows = []
    for y, label in enumerate(labels):
        printed = _printed(finding, label["label"])
        mine = (_as_printed(mark, printed, high - low) for at, mark in marks if at == y)
        rows.append(Row(label["label"], label.get("strong", False), tuple(sorted(mine, key=_order))))
    return Drawing(low, high, ticks, tuple(rows))


def _order(mark: Mark) -> int:
    return ORDER.index(mark.kind)


def _ticks(axis: Mapping[str, Any]) -> tuple[tuple[float, str], ...]:
    at = axis.get("tickvals", ())
    names = axis.get("ticktext") or [formats.number_format(each) for each in at]
    return tuple((float(where), str(name).replace("<br>", "\n")) for where, name in zip(at, names, strict=False))


def _of_traces(traces: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Mark]]:
    for trace in traces:
        if trace["type"] == "bar":
            yield from _bars(trace)
        elif trace.get("mode") == "lines":
            yield from _segments(trace)
        else:
            yield from _points(trace)


def _bars(trace: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    bases = trace.get("base") or [0.0] * len(trace["x"])
    for y, base, length in zip(trace["y"], bases, trace["x"], strict=True):
        yield y, Mark("band", base, base + length)


def _segments(trace: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    for (x, y), (there, _) in pairwise(zip(trace["x"], trace["y"], strict=True)):
        if x is not None and there is not None:
            yield y, Mark("line", min(x, there), max(x, there))


def _points(trace: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    kind, error = _kind(trace.get("marker", {})), trace.get("error_x") or {}
    for number, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if x is None or kind is None:
            continue
        below, above = (float((error.get(side) or {number: 0.0})[number]) for side in ("arrayminus", "array"))
        if below or above:
            yield y, Mark("interval", x - below, x + above)
        yield y, Mark(kind, x, x)


def _kind(marker: Mapping[str, Any]) -> Kind | None:
    """By symbol; a marker of one pixel only carries the words of a flag that is drawn over it."""
    symbol = marker.get("symbol", "circle")
    if symbol == "diamond":
        return "was" if marker.get("color") == "@paper" else "you"
    if symbol == "line-ns-open":
        return "tick" if marker.get("size", 0) > 1 else None
    return "share"


def _flags(layout: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    for shape in layout.get("shapes", ()):
        if shape.get("type") == "path":
            yield shape["yanchor"], Mark("flag", shape["xanchor"], shape["xanchor"])


def _printed(finding: Finding, label: str) -> list[float]:
    """Every number in the table's row of that name."""
    row = next((each for each in finding.rows if each[0] == label), ())
    return [number for cell in row for text in _texts(cell) if (number := as_number(text)) is not None]


def _texts(cell: str) -> Iterable[str]:
    return cell.parts if isinstance(cell, Parts) else (cell,)


def as_number(text: str) -> float | None:
    """A number as the page writes it, in the language in force."""
    plain = text.replace(MINUS, "-").replace(NO_BREAK, "").removesuffix("%")
    plain = plain.replace(str(formats.get_format("DECIMAL_SEPARATOR")), ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _as_printed(mark: Mark, printed: Sequence[float], span: float) -> Mark:
    return Mark(mark.kind, _nearest(mark.low, printed, span), _nearest(mark.high, printed, span))


def _nearest(value: float, printed: Sequence[float], span: float) -> float:
    near = min(printed, key=lambda each: abs(each - value), default=None)
    return near if near is not None and abs(near - value) <= AROUND * span else round(value, 1)
