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
from surveyapp.instruments.direction import plain

Kind = Literal["you", "was", "flag", "band", "tick", "interval", "share", "line", "path", "limit", "break"]
AROUND = 0.012  # of the axis: a printed number that is this near is the mark's own, rounded
ORDER: tuple[Kind, ...] = ("limit", "break", "band", "path", "line", "interval", "tick", "share", "was", "you", "flag")


@dataclass(frozen=True)
class Mark:
    """A point has its number twice. `rise` and `rise_to`: how far below the middle of its row each end lies, in rows."""

    kind: Kind
    low: float
    high: float
    rise: float = 0.0
    rise_to: float = 0.0


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
    """`ticks`: where the axis is named, and how. `is_of_rows`: a mark's number is where it stands on the axis; else each row
    is a small picture of its own, as of scores over surveys."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]
    is_of_rows: bool = True

    def has(self, kind: Kind) -> bool:
        return any(row.at(kind) is not None for row in self.rows)


def drawing(finding: Finding) -> Drawing | None:
    """None where the finding has no figure, or one without rows."""
    if finding.figure is None:
        return None
    layout = finding.figure["layout"]
    about = layout.get("meta", {})
    labels, is_of_rows = about.get("rows", []), about.get("is_of_rows", True)
    if not labels or about.get("is_for_pages"):
        return None
    ticks = _ticks(layout["xaxis"])
    is_named = is_of_rows and len(ticks) > 1
    low, high = (min(at for at, _ in ticks), max(at for at, _ in ticks)) if is_named else layout["xaxis"]["range"]
    marks = [*_of_traces(finding.figure["data"]), *_shapes(layout)]
    rows = []
    for y, label in enumerate(labels):
        printed = _printed(finding, label["label"]) if is_of_rows else []
        mine = (_as_printed(mark, printed, high - low) for at, mark in marks if at == y)
        rows.append(Row(label["label"], label.get("strong", False), tuple(sorted(mine, key=_order))))
    return Drawing(low, high, ticks, tuple(rows), is_of_rows)


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
        elif trace.get("mode") != "text":  # what is written in a figure stands in the table and the words beside it
            yield from _points(trace)


def _bars(trace: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    bases = trace.get("base") or [0.0] * len(trace["x"])
    for y, base, length in zip(trace["y"], bases, trace["x"], strict=True):
        yield y, Mark("band", base, base + length)


def _segments(trace: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    for here, there in pairwise(zip(trace["x"], trace["y"], strict=True)):
        if here[0] is not None and there[0] is not None:
            (x, y), (x_to, y_to) = sorted((here, there))
            row = round(y)
            yield row, Mark(_line_kind(trace["line"]), x, x_to, y - row, y_to - row)


def _line_kind(line: Mapping[str, Any]) -> Kind:
    return "limit" if line.get("dash") else "line" if line.get("color") == "@you" else "path"


def _points(trace: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    kind, error = _kind(trace.get("marker", {})), trace.get("error_x") or {}
    for number, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if x is None or kind is None:
            continue
        row, rise = round(y), y - round(y)
        below, above = (float((error.get(side) or {number: 0.0})[number]) for side in ("arrayminus", "array"))
        if below or above:
            yield row, Mark("interval", x - below, x + above, rise, rise)
        yield row, Mark(kind, x, x, rise, rise)


def _kind(marker: Mapping[str, Any]) -> Kind | None:
    """By symbol; a marker of one pixel only carries the words of a flag that is drawn over it."""
    symbol = marker.get("symbol", "circle")
    if symbol == "diamond":
        return "was" if marker.get("color") == "@paper" else "you"
    if symbol == "line-ns-open":
        return "tick" if marker.get("size", 0) > 1 else None
    return "share"


def _shapes(layout: Mapping[str, Any]) -> Iterator[tuple[int, Mark]]:
    """Flags, and strokes where a line breaks."""
    for shape in layout.get("shapes", ()):
        if shape.get("type") == "path":
            yield shape["yanchor"], Mark("flag", shape["xanchor"], shape["xanchor"])
        elif shape.get("type") == "line":
            row = round((shape["y0"] + shape["y1"]) / 2)
            yield row, Mark("break", shape["x0"], shape["x1"], shape["y0"] - row, shape["y1"] - row)


def _printed(finding: Finding, label: str) -> list[float]:
    """Every number in the table's row of that name."""
    row = next((each for each in finding.rows if each[0] == label), ())
    return [number for cell in row for text in _texts(cell) if (number := as_number(text)) is not None]


def _texts(cell: str) -> Iterable[str]:
    return cell.parts if isinstance(cell, Parts) else (cell,)


def as_number(text: str) -> float | None:
    """A number as the page writes it, in the language in force."""
    number = plain(text).replace(MINUS, "-").replace(NO_BREAK, "").removesuffix("%")
    number = number.replace(str(formats.get_format("DECIMAL_SEPARATOR")), ".")
    try:
        return float(number)
    except ValueError:
        return None


def _as_printed(mark: Mark, printed: Sequence[float], span: float) -> Mark:
    low, high = (_nearest(end, printed, span) for end in (mark.low, mark.high))
    return Mark(mark.kind, low, high, round(mark.rise, 3), round(mark.rise_to, 3))


def _nearest(value: float, printed: Sequence[float], span: float) -> float:
    near = min(printed, key=lambda each: abs(each - value), default=None)
    return near if near is not None and abs(near - value) <= AROUND * span else round(value, 1)
