"""A finding's figure as a native bar chart. Its embedded workbook holds the numbers as the page prints them, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from benchmarking.dashboards.finding import Finding
from benchmarking.exports.drawing import Drawing, Kind, Row
from benchmarking.exports.signs import plain, shortened
from benchmarking.exports.slide_look import Box, colour, describe

ROW, BAR, AROUND = 0.2, 0.24, 1.1  # inches: between rows, of a bar, and of what is above and below them
SHORT = 0.09  # of the axis: a bar in which no number has room
LONGEST_LABEL = 160  # letters
LEVELS_AT_MOST = 10  # an axis that ends here or before is one of levels, which have a decimal
# A kind of mark, the mark of the key that names it, and the colour of its bars.
KINDS: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
    ("you", ("you",), "you"),
    ("was", ("was",), "was"),
    ("tick", ("median", "tick"), "ink"),
    ("flag", ("flag",), "paper"),
    ("share", ("share",), "ink"),
)


@dataclass(frozen=True)
class Series:
    """`ends`: the interval round each number, None where there is none."""

    name: str
    colour: str
    values: tuple[float | None, ...]
    ends: tuple[tuple[float, float] | None, ...]


def chart(slide: Any, box: Box, finding: Finding, drawn: Drawing) -> float:
    """Bars from the left, a row of the figure each, from the top. How far down the slide it reaches, in inches."""
    series = list(_series(finding, drawn))
    box = replace(box, height=min(box.height, AROUND + len(drawn.rows) * (ROW + BAR * len(series))))
    data: Any = CategoryChartData(number_format=_number_format(finding, drawn))  # type: ignore[no-untyped-call]
    data.categories = [plain(shortened(row.label, LONGEST_LABEL)) for row in drawn.rows]
    for each in series:
        data.add_series(plain(each.name), each.values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box.inches, data)
    describe(frame, " ".join(filter(None, (finding.title, finding.subtitle, finding.words))))
    made = frame.chart
    made.font.size, made.font.color.rgb = Pt(12), colour("ink")
    made.has_title, made.has_legend = False, len(series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(made, drawn, _number_format(finding, drawn))
    _bars(made, series, SHORT * (drawn.high - drawn.low))
    return box.top + box.height


def kinds(drawn: Drawing) -> list[Kind]:
    """Of the marks that become bars."""
    return [kind for kind, _marks, _fill in KINDS if drawn.has(kind)]


def _series(finding: Finding, drawn: Drawing) -> Iterator[Series]:
    names = {key.mark: key.text for key in finding.key}
    for kind, marks, fill in KINDS:
        if drawn.has(kind):
            name = next((names[mark] for mark in marks if mark in names), finding.title)
            ends = [row.ends("interval") if kind in ("tick", "share") else None for row in drawn.rows]
            yield Series(name, fill, tuple(row.at(kind) for row in drawn.rows), tuple(ends))
    if drawn.has("band") and not drawn.has("tick"):
        yield from _bands(names.get("band", finding.title), drawn.rows)


def _bands(name: str, rows: Sequence[Row]) -> Iterator[Series]:
    """Both ends of a range, side by side: a bar cannot hang in the air."""
    for end, fill in ((0, "band"), (1, "edge")):
        values = tuple(ends[end] if (ends := row.ends("band")) else None for row in rows)
        yield Series(f"{name} ({end + 1})", fill, values, (None,) * len(rows))


def _number_format(finding: Finding, drawn: Drawing) -> str:
    if drawn.high <= LEVELS_AT_MOST:
        return "0.0"
    return '0" %"' if drawn.has("share") or any("%" in name for _at, name in drawn.ticks) else "0"


def _axes(made: Any, drawn: Drawing, number_format: str) -> None:
    values, rows = made.value_axis, made.category_axis
    values.minimum_scale, values.maximum_scale = drawn.low, drawn.high
    if len(drawn.ticks) > 1:
        values.major_unit = drawn.ticks[1][0] - drawn.ticks[0][0]
    values.major_gridlines.format.line.color.rgb = colour("rule")
    values.format.line.fill.background()
    values.tick_labels.font.size, rows.tick_labels.font.size = Pt(11), Pt(12)
    values.tick_labels.number_format = number_format.removesuffix(".0")
    values.tick_labels.number_format_is_linked = False
    rows.reverse_order = True
    rows.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    rows.format.line.color.rgb = colour("edge")


def _bars(made: Any, series: Sequence[Series], short: float) -> None:
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    for drawn, each in zip(plot.series, series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour(each.colour)
        if each.colour == "paper":
            drawn.format.line.color.rgb, drawn.format.line.width = colour("ink"), Pt(1.25)
        labels = drawn.data_labels
        labels.show_value, labels.font.size, labels.font.color.rgb = True, Pt(11), colour("ink")
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        if any(each.ends):
            _add_intervals(drawn._element, each)  # noqa: SLF001 - no public way to draw an interval
            _clear_of_intervals(drawn, each, short)


def _clear_of_intervals(drawn: Any, series: Series, short: float) -> None:
    """A number at the end of a bar would be struck through: it stands at the bar's beginning or, of a short bar, above."""
    labels = drawn.data_labels
    labels.position, labels.font.color.rgb = XL_LABEL_POSITION.INSIDE_BASE, colour("paper")
    for at, value in enumerate(series.values):
        if value is not None and value < short:
            label = drawn.points[at].data_label
            label.font.size, label.font.color.rgb = Pt(11), colour("ink")
            label.position = XL_LABEL_POSITION.OUTSIDE_END
            label._dLbl.insert(1, parse_xml(ABOVE))  # noqa: SLF001 - no public way to move it


def _add_intervals(element: Any, series: Series) -> None:
    """Error bars from one published end to the other, before the categories, where the schema wants them."""
    both = "".join(f"<c:{side}>{_numbers(series, reach)}</c:{side}>" for side, reach in REACHES)
    kind = '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
    line = '<c:spPr><a:ln w="15875"><a:solidFill><a:schemeClr val="accent3"/></a:solidFill></a:ln></c:spPr>'
    bars = parse_xml(f"<c:errBars {nsdecls('c', 'a')}>{kind}{both}{line}</c:errBars>")
    element.find(qn("c:cat")).addprevious(bars)


def _numbers(series: Series, reach: Callable[[float, tuple[float, float]], float]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{reach(value, ends):g}</c:v></c:pt>'
        for at, (value, ends) in enumerate(zip(series.values, series.ends, strict=True))
        if value is not None and ends is not None
    )
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(series.values)}"/>{points}</c:numLit>'


def _above(value: float, ends: tuple[float, float]) -> float:
    return round(ends[1] - value, 2)


def _below(value: float, ends: tuple[float, float]) -> float:
    return round(value - ends[0], 2)


ABOVE = f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="0"/><c:y val="-0.025"/></c:manualLayout></c:layout>'
REACHES = (("plus", _above), ("minus", _below))
