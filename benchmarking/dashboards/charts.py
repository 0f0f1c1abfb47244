"""From rows to what the browser draws. The only file that knows Plotly; nothing here formats words or reads data.

A colour is the name of a token ("@you"), resolved in the browser, so light, dark and print share one figure. Plotly
checks every attribute while the figure is built; it knows no tokens, so each stands in as a colour of its own until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from django.utils import formats
from django.utils.translation import gettext as _

from benchmarking.dashboards.finding import ProfileRow, Row, ShareRow, SiteRow, SkillRow
from benchmarking.dashboards.site_letters import clusters

# The cartesian bundle draws these; what it does not know it would draw as scatter, silently.
TRACES = ("scatter", "bar")
YOU, INK, PAPER, BAND, BAND_EDGE = "#000001", "#000002", "#000003", "#000004", "#000005"
YOU_TEXT, INK_2 = "#000006", "#000007"
TOKENS = {
    YOU: "@you",
    INK: "@ink",
    PAPER: "@paper",
    BAND: "@band",
    BAND_EDGE: "@band-edge",
    YOU_TEXT: "@you-text",
    INK_2: "@ink-2",
}
FLAG = "M0,-1 L0,21 L10,17 L0,13"
TICKS = [0, 25, 50, 75, 100]
SHORT_TICKS = [str(at) for at in TICKS]
BELOW, ABOVE = 0.29, -0.17  # of a row: clear of the diamonds, which would cover it, and of the line between rows
Columns = Sequence[dict[str, Any]]


def profile(rows: Sequence[ProfileRow], columns: Columns, levels: Sequence[str], before: str) -> dict[str, Any]:
    """Each row: middle half as a box, median or mean as a tick in its interval, hollow diamond before, diamond now.

    `levels` name 0, 25, 50, 75 and 100, or are empty; `before` names the last survey.
    """
    traces = [_tails(rows), _boxes(rows), _ticks(rows), _moves(rows), _diamonds_before(rows, before)]
    traces += [_targets(rows), _diamonds(rows)]
    flags = [_flag(row.target, y) for y, row in enumerate(rows) if row.target is not None]
    named = [f"{at}<br>{name}" for at, name in zip(TICKS, levels, strict=False)] if levels else SHORT_TICKS
    axis = {"range": [-1.5, 101.5], "tickvals": TICKS, "ticktext": named}
    return _figure(traces, axis, rows, columns, short_ticks=SHORT_TICKS, shapes=flags)


def _tails(rows: Sequence[ProfileRow]) -> go.Scatter:
    """From P10 to P90, a line that the box lies on."""
    return _segments([(row.p10, row.p90) for row in rows], BAND_EDGE, 3)


def _targets(rows: Sequence[ProfileRow]) -> go.Scatter:
    """The words of the flags that are drawn over them."""
    shown = [(y, row.target) for y, row in enumerate(rows) if row.target is not None]
    return go.Scatter(
        mode="markers",
        x=[target for _y, target in shown],
        y=[y for y, _target in shown],
        marker={"symbol": "line-ns-open", "size": 1, "color": INK},
        hovertemplate=_("Your target: %(value)s") % {"value": "%{x:.0f}<extra></extra>"},
    )


def skills(rows: Sequence[SkillRow], columns: Columns) -> dict[str, Any]:
    """Each row: diamond now, flag at what is needed, a line between; below, a tick where the companies asked stand now."""
    now = go.Scatter(
        mode="markers",
        x=[row.current for row in rows],
        y=list(range(len(rows))),
        marker={"symbol": "diamond", "size": 17, "color": YOU, "line": {"color": PAPER, "width": 1.5}},
        hovertemplate=_("You now: %(value)s") % {"value": "%{x}<extra></extra>"},
    )
    needed = go.Scatter(
        mode="markers",
        x=[row.needed for row in rows],
        y=list(range(len(rows))),
        marker={"symbol": "line-ns-open", "size": 1, "color": INK},
        hovertemplate=_("Needed in 24 months: %(value)s") % {"value": "%{x}<extra></extra>"},
    )
    asked = [(y, row.others) for y, row in enumerate(rows) if row.others]
    others = go.Scatter(
        mode="markers",
        x=[mean for _y, (mean, _low, _high) in asked],
        y=[y + BELOW for y, _others in asked],
        error_x=_interval([its for _y, its in asked], 1.25),
        marker={"symbol": "line-ns-open", "size": 11, "line": {"width": 2.5}, "color": INK},
        hovertemplate=_("Companies asked, mean level now: %(value)s") % {"value": "%{x:.1f}<extra></extra>"},
    )
    gaps = _segments([(row.current, row.needed) for row in rows], YOU, 2.25)
    axis = {"range": [-0.15, 5.25], "tickvals": [0, 1, 2, 3, 4, 5]}
    flags = [_flag(row.needed, y) for y, row in enumerate(rows)]
    return _figure([others, gaps, needed, now], axis, rows, columns, shapes=flags)


def shares(rows: Sequence[ShareRow], columns: Columns) -> dict[str, Any]:
    """Each row: a dot in its 95 % interval, or a bar over the band where only a band may be shown."""
    shown = [(y, row) for y, row in enumerate(rows) if row.share is not None]
    dots = go.Scatter(
        mode="markers",
        x=[row.share for _y, row in shown],
        y=[y for y, _row in shown],
        error_x=_interval([(row.share, row.low, row.high) for _y, row in shown], 1.5),
        marker={"symbol": "circle", "size": 11, "color": INK},
        customdata=[row.in_full for _y, row in shown],
        hovertemplate="%{customdata}<extra></extra>",
    )
    bands = [(y, row.band, row.in_full) for y, row in enumerate(rows) if row.band is not None]
    axis = {"range": [-1.5, 101.5], "tickvals": TICKS, "ticktext": [f"{at}\u00a0%" for at in TICKS]}
    return _figure([_bars(bands), dots], axis, rows, columns)


def sites(rows: Sequence[SiteRow], columns: Columns, levels: Sequence[str]) -> dict[str, Any]:
    """Each row: a small diamond a site with its letter below it; above, the sector's mean as a tick in its interval."""
    named = [f"{at}<br>{name}" for at, name in zip(TICKS, levels, strict=False)] if levels else SHORT_TICKS
    axis = {"range": [-1.5, 101.5], "tickvals": TICKS, "ticktext": named}
    traces = [_ticks(rows, size=11, at=ABOVE), _site_diamonds(rows), _letters(rows)]
    return _figure(traces, axis, rows, columns, short_ticks=SHORT_TICKS)


def _site_diamonds(rows: Sequence[SiteRow]) -> go.Scatter:
    shown = [(y, letter, score) for y, row in enumerate(rows) for letter, score in row.points]
    return go.Scatter(
        mode="markers",
        x=[score for _y, _letter, score in shown],
        y=[y for y, _letter, _score in shown],
        marker={"symbol": "diamond", "size": 13, "color": YOU, "line": {"color": PAPER, "width": 1.25}},
        customdata=[letter for _y, letter, _score in shown],
        hovertemplate="%{customdata}: %{x:.0f}<extra></extra>",
    )


def _letters(rows: Sequence[SiteRow]) -> go.Scatter:
    """Below the diamonds; sites too close to be told apart share one label: "A B"."""
    placed = [(y, *cluster) for y, row in enumerate(rows) for cluster in clusters(row.points)]
    return go.Scatter(
        mode="text",
        x=[x for _y, _text, x in placed],
        y=[y + BELOW for y, _text, _x in placed],
        text=[text for _y, text, _x in placed],
        textposition="middle center",
        textfont={"size": 12, "color": INK},
        hoverinfo="skip",
    )


def composed(
    traces: Sequence[dict[str, Any]], axis: dict[str, Any], rows: Sequence[Row], columns: Columns, **more: Any
) -> dict[str, Any]:
    """A figure of rows from traces that another file describes, with the colours of this one; checked like all others."""
    kinds = {"scatter": go.Scatter, "bar": go.Bar}
    made = [kinds[trace["type"]]({key: value for key, value in trace.items() if key != "type"}) for trace in traces]
    return _figure(made, axis, rows, columns, **more)


def _boxes(rows: Sequence[ProfileRow]) -> go.Bar:
    halves = [
        (y, (row.lower_quartile, row.upper_quartile), f"{row.lower_quartile:.0f}–{row.upper_quartile:.0f}")
        for y, row in enumerate(rows)
        if row.lower_quartile is not None and row.upper_quartile is not None
    ]
    return _bars(halves, _("Middle half of the group: %(value)s") % {"value": "%{customdata}"})


def _bars(bars: Sequence[tuple[int, tuple[float, float], str]], hover: str = "%{customdata}") -> go.Bar:
    return go.Bar(
        orientation="h",
        y=[y for y, _ends, _text in bars],
        base=[low for _y, (low, _high), _text in bars],
        x=[high - low for _y, (low, high), _text in bars],
        width=0.44,
        marker={"color": BAND, "line": {"color": BAND_EDGE, "width": 1}},
        customdata=[text for _y, _ends, text in bars],
        hovertemplate=f"{hover}<extra></extra>",
    )


def _ticks(rows: Sequence[ProfileRow | SiteRow], *, size: int = 26, at: float = 0) -> go.Scatter:
    shown = [(y, row) for y, row in enumerate(rows) if row.centre is not None]
    return go.Scatter(
        mode="markers",
        x=[row.centre for _y, row in shown],
        y=[y + at for y, _row in shown],
        error_x=_interval([(row.centre, row.low, row.high) for _y, row in shown], 1.25),
        marker={"symbol": "line-ns-open", "size": size, "line": {"width": 2.5}, "color": INK},
        customdata=[[*row.interval, row.n, row.centre_name] for _y, row in shown],
        hovertemplate=_("%(what)s: %(value)s (95 %% interval %(low)s to %(high)s, %(n)s)")
        % {
            "what": "%{customdata[3]}",
            "value": "%{x:.0f}",
            "low": "%{customdata[0]}",
            "high": "%{customdata[1]}",
            "n": "%{customdata[2]}",
        }
        + "<extra></extra>",
    )


def _interval(points: Sequence[tuple[float | None, float | None, float | None]], thickness: float) -> dict[str, Any]:
    known = [(at or 0.0, at if low is None else low, at if high is None else high) for at, low, high in points]
    return {
        "type": "data",
        "symmetric": False,
        "array": [(high or 0.0) - at for at, _low, high in known],
        "arrayminus": [at - (low or 0.0) for at, low, _high in known],
        "color": INK,
        "thickness": thickness,
        "width": 0,
    }


def _moves(rows: Sequence[ProfileRow]) -> go.Scatter:
    return _segments([(row.before, row.you) for row in rows], YOU, 1.5)


def _segments(ends: Sequence[tuple[float | None, float | None]], colour: str, width: float) -> go.Scatter:
    pairs = [(y, start, end) for y, (start, end) in enumerate(ends) if start is not None and end is not None]
    return go.Scatter(
        mode="lines",
        x=[x for _y, start, end in pairs for x in (start, end, None)],
        y=[at for y, _start, _end in pairs for at in (y, y, None)],
        line={"color": colour, "width": width},
        hoverinfo="skip",
    )


def _diamonds_before(rows: Sequence[ProfileRow], survey: str) -> go.Scatter:
    shown = [(y, row.before) for y, row in enumerate(rows) if row.before is not None]
    return go.Scatter(
        mode="markers",
        x=[value for _y, value in shown],
        y=[y for y, _value in shown],
        marker={"symbol": "diamond", "size": 10, "color": PAPER, "line": {"color": YOU, "width": 1.75}},
        hovertemplate=_("You, %(survey)s: %(value)s") % {"survey": survey, "value": "%{x:.0f}<extra></extra>"},
    )


def _diamonds(rows: Sequence[ProfileRow]) -> go.Scatter:
    shown = [(y, row.you) for y, row in enumerate(rows) if row.you is not None]
    return go.Scatter(
        mode="markers",
        x=[value for _y, value in shown],
        y=[y for y, _value in shown],
        marker={"symbol": "diamond", "size": 17, "color": YOU, "line": {"color": PAPER, "width": 1.5}},
        hovertemplate=_("You: %(value)s") % {"value": "%{x:.0f}<extra></extra>"},
    )


def _flag(x: float, y: int) -> dict[str, Any]:
    place = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": x, "yanchor": y, "xref": "x", "yref": "y"}
    return {
        "type": "path",
        "path": FLAG,
        "line": {"color": INK, "width": 1.5},
        "fillcolor": INK,
        "layer": "above",
        **place,
    }


def _figure(
    traces: Sequence[Any], axis: dict[str, Any], rows: Sequence[Row], columns: Columns, **more: Any
) -> dict[str, Any]:
    """Checked by Plotly, then without its default template and with tokens for colours. Empty traces are left out."""
    short_ticks, about = more.pop("short_ticks", None), more.pop("meta", {})
    meta: dict[str, Any] = {"rows": [_labels(row) for row in rows], "columns": list(columns), **about}
    if short_ticks:
        meta["short_ticks"] = short_ticks
    layout = go.Layout(
        xaxis={"side": "top", **axis}, barmode="overlay", separators=_separators(), meta=meta, template=None, **more
    )
    drawn = [trace for trace in traces if trace.x]
    figure = {"data": [trace.to_plotly_json() for trace in drawn], "layout": layout.to_plotly_json()}
    figure["layout"].pop("template", None)
    return dict(_with_tokens(figure))


def _separators() -> str:
    return f"{formats.get_format('DECIMAL_SEPARATOR')}{formats.get_format('THOUSAND_SEPARATOR')}"


def _labels(row: Row) -> dict[str, Any]:
    return {
        "label": row.label,
        "strong": row.strong,
        "values": list(row.values),
        "values_narrow": row.values_narrow,
    }


def _with_tokens(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_tokens(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_tokens(each) for each in value]
    return TOKENS.get(value, value) if isinstance(value, str) else value
