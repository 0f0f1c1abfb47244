"""A run as a picture: each skill before and after, and where the sector stands. The same numbers as its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards import charts, words
from benchmarking.dashboards.finding import Key, ShareRow
from benchmarking.stats.records import Figure
from benchmarking.training import learners_words as said

Ends = tuple[float, float]
HEIGHT = 0.44  # of a row, for the band of the sector


@dataclass(frozen=True)
class Line:
    """One skill, 0-100: None for what may not be shown, or is only a bound."""

    name: str
    before: float | None
    after: float | None
    interval: Ends | None
    sector: Ends | None
    change: str


def line(name: str, its: Mapping[str, Any] | None, sector: Figure | None) -> Line:
    """`its`: the skill's figures of the result, None where too few companies rated it."""
    ends = (sector.low, sector.high) if sector and sector.low is not None and sector.high is not None else None
    if its is None:
        return Line(name, None, None, None, ends, "")
    after, change = its["after"], its["change"]
    interval = (after["low"], after["high"]) if after else None
    return Line(name, its["before"]["value"], after["value"] if after else None, interval, ends, said.between(change))


def figure(lines: Sequence[Line]) -> dict[str, Any]:
    """Before as a tick, after as a dot in its interval, a line between them; the sector's interval as a band behind."""
    rows = [ShareRow(label=each.name, values=(each.change,), values_narrow=each.change) for each in lines]
    axis = {"range": [-1.5, 101.5], "tickvals": charts.TICKS, "ticktext": charts.SHORT_TICKS}
    columns = [{"head": _("Change, from – to"), "weight": 650}]
    return charts.composed([_sector(lines), _moves(lines), _before(lines), _after(lines)], axis, rows, columns)


def keys(lines: Sequence[Line]) -> tuple[Key, ...]:
    """Only of the marks that are drawn."""
    marks = (
        ("tick", _("Before the course"), any(each.before is not None for each in lines)),
        ("share", _("After it, with its 95 %% interval") % {}, any(each.after is not None for each in lines)),
        ("band", _("The sector’s mean level, 95 %% interval") % {}, any(each.sector for each in lines)),
    )
    return tuple(Key(mark, text) for mark, text, is_drawn in marks if is_drawn)


def _sector(lines: Sequence[Line]) -> dict[str, Any]:
    shown = [(y, each.sector) for y, each in enumerate(lines) if each.sector]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y for y, _ends in shown],
        "base": [low for _y, (low, _high) in shown],
        "x": [high - low for _y, (low, high) in shown],
        "width": HEIGHT,
        "marker": {"color": charts.BAND, "line": {"color": charts.BAND_EDGE, "width": 1}},
        "customdata": [words.figures(words.DASH.join(map(words.points, ends))) for _y, ends in shown],
        "hovertemplate": _("The sector: %(value)s") % {"value": "%{customdata}<extra></extra>"},
    }


def _moves(lines: Sequence[Line]) -> dict[str, Any]:
    pairs = [(y, each) for y, each in enumerate(lines) if each.before is not None and each.after is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for _y, each in pairs for x in (each.before, each.after, None)],
        "y": [at for y, _each in pairs for at in (y, y, None)],
        "line": {"color": charts.INK, "width": 1.25, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _before(lines: Sequence[Line]) -> dict[str, Any]:
    shown = [(y, each.before) for y, each in enumerate(lines) if each.before is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at for _y, at in shown],
        "y": [y for y, _at in shown],
        "marker": {"symbol": "line-ns-open", "size": 22, "line": {"width": 2.5}, "color": charts.INK},
        "hovertemplate": _("Before the course: %(value)s") % {"value": "%{x:.0f}<extra></extra>"},
    }


def _after(lines: Sequence[Line]) -> dict[str, Any]:
    shown = [(y, each.after, each.interval) for y, each in enumerate(lines) if each.after is not None and each.interval]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [at for _y, at, _ends in shown],
        "y": [y for y, _at, _ends in shown],
        "marker": {"symbol": "circle", "size": 11, "color": charts.INK},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - at for _y, at, (_low, high) in shown],
            "arrayminus": [at - low for _y, at, (low, _high) in shown],
            "color": charts.INK,
            "thickness": 1.5,
            "width": 0,
        },
        "hovertemplate": _("After the course: %(value)s") % {"value": "%{x:.0f}<extra></extra>"},
    }
