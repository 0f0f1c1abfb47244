"""How a group is spread over the levels of each question, read from the figure that the page draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarking.dashboards.finding import Finding

NUMBER = re.compile(r"\d+")
NEAR = 0.5  # per cent: the frame of your level stands a little outside its piece


@dataclass(frozen=True)
class Piece:
    """Of a bar of a hundred per cent: which levels, the first and the last, from where to where, and the share as printed."""

    first: int
    last: int
    low: float
    high: float
    share: int
    shade: float
    is_yours: bool


@dataclass(frozen=True)
class Bar:
    """`about`: your level, and of whom the shares are."""

    label: str
    about: str
    pieces: tuple[Piece, ...]


def bars(finding: Finding) -> tuple[Bar, ...]:
    """A bar a question, the lowest level first; () where the figure is another one or there is none."""
    layout = finding.figure["layout"] if finding.figure else {}
    about = layout.get("meta", {})
    if finding.figure is None or not about.get("is_for_pages"):
        return ()
    frames = [shape for shape in layout.get("shapes", ()) if shape.get("type") == "rect"]
    placed = [each for trace in finding.figure["data"] if trace["type"] == "bar" for each in _pieces(trace, frames)]
    placed.sort(key=lambda each: each[1].low)
    return tuple(
        Bar(row["label"], row.get("values_narrow", ""), tuple(piece for at, piece in placed if at == y))
        for y, row in enumerate(about["rows"])
    )


def _pieces(trace: Mapping[str, Any], frames: list[dict[str, Any]]) -> Iterator[tuple[int, Piece]]:
    for y, low, length, said in zip(trace["y"], trace["base"], trace["x"], trace["customdata"], strict=True):
        first, *more, share = map(int, NUMBER.findall(said))  # "1: 34 %", "2–5: 66 %"
        is_yours = any(_is_round(frame, y, low, low + length) for frame in frames)
        last = more[0] if more else first
        yield y, Piece(first, last, low, low + length, share, trace["marker"]["opacity"], is_yours)


def _is_round(frame: Mapping[str, Any], y: int, low: float, high: float) -> bool:
    is_row = frame["y0"] < y < frame["y1"]
    return bool(is_row and abs(frame["x0"] - low) <= NEAR and abs(frame["x1"] - high) <= NEAR)
