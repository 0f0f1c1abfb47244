"""How a group is spread over the levels of each question, as a native chart of stacked bars with your level outlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from benchmarking.dashboards.finding import Finding
from benchmarking.dashboards.words import DASH
from benchmarking.exports.levels import Bar, Piece
from benchmarking.exports.signs import plain, shortened
from benchmarking.exports.slide_look import Box, colour, describe, say
from surveyapp.instruments.direction import isolated

BARS_AT_MOST = 8  # a slide; a question takes up to three lines beside its bar
LETTERS = 60  # of a line beside a bar
ROOM = 6  # per cent: a narrower piece has no number in it
DARK = 0.5  # of the ink: a number on it is light
KEY = 0.35  # inches, of the line that says what the frame is
PER_CENT = '0" %"'
YOURS = '"◆ "0" %"'  # beside the frame: nobody has to tell colours apart
# Where the bars are, as parts of the chart: long questions want room beside them.
PLACE = '<c:layout {}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.42"/><c:y val="0.02"/><c:w val="0.55"/><c:h val="0.82"/></c:manualLayout></c:layout>'


def in_parts(bars: Sequence[Bar]) -> Iterator[Sequence[Bar]]:
    """As many slides as the questions need, each with about as many."""
    number = -(-len(bars) // BARS_AT_MOST)
    most = -(-len(bars) // number)
    yield from (bars[start : start + most] for start in range(0, len(bars), most))


def chart(slide: Any, box: Box, finding: Finding, bars: Sequence[Bar]) -> None:
    """A bar of a hundred per cent a question, the lowest level first; shares as printed."""
    levels = sorted({(piece.first, piece.last) for bar in bars for piece in bar.pieces})
    data: Any = CategoryChartData(number_format=PER_CENT)  # type: ignore[no-untyped-call]
    data.categories = [plain(_label_of(bar)) for bar in bars]
    by_level = [[_piece(bar, level) for bar in bars] for level in levels]
    for level, pieces in zip(levels, by_level, strict=True):
        data.add_series(_name(*level), [piece.share if piece else None for piece in pieces])
    box = replace(box, height=min(box.height, 1.6 + 0.6 * len(bars)))
    place = replace(box, height=box.height - KEY).inches
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED_100, *place, data)
    describe(frame, " ".join(filter(None, (finding.title, finding.subtitle, *(key.text for key in finding.key)))))
    _dress(frame.chart)
    yours = [f"◆ {key.text}" for key in finding.key if key.mark == "you"]
    key = replace(box, top=box.top + box.height - KEY, height=KEY)
    say(slide, key, [(text, {"size": 12, "accent": True}) for text in yours])
    for series, pieces in zip(frame.chart.plots[0].series, by_level, strict=True):
        _paint(series, pieces)


def _label_of(bar: Bar) -> str:
    """Broken by ourselves: programs break long ones each in their own way, or make all letters smaller."""
    about = f" ({isolated(bar.about, in_rtl=get_language_bidi())})" if bar.about else ""
    return "\n".join(wrap(shortened(bar.label, 2 * LETTERS) + about, LETTERS))


def _piece(bar: Bar, level: tuple[int, int]) -> Piece | None:
    return next((piece for piece in bar.pieces if (piece.first, piece.last) == level), None)


def _name(first: int, last: int) -> str:
    return _("Level %(level)s") % {"level": first if first == last else f"{first}{DASH}{last}"}


def _dress(made: Any) -> None:
    made.font.size, made.font.color.rgb = Pt(12), colour("ink")
    made.has_title, made.has_legend = False, True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    made.plots[0].gap_width, made.plots[0].overlap = 55, 100
    made.value_axis.visible = False
    made.value_axis.has_major_gridlines = False
    rows = made.category_axis
    rows.reverse_order, rows.tick_label_position = True, XL_TICK_LABEL_POSITION.LOW
    rows.tick_labels.font.size = Pt(11)
    rows.format.line.color.rgb = colour("edge")
    area = made._chartSpace.find(qn("c:chart")).find(qn("c:plotArea"))  # noqa: SLF001 - no public way
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(PLACE.format(nsdecls("c"))))


def _paint(series: Any, pieces: Sequence[Piece | None]) -> None:
    """In the shade of the lowest level among its own."""
    shade = next(piece.shade for piece in pieces if piece)
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = _mixed(shade)
    series.format.line.color.rgb, series.format.line.width = colour("ink"), Pt(0.5)
    for at, piece in enumerate(pieces):
        if piece and piece.is_yours:
            frame = series.points[at].format
            frame.fill.solid()
            frame.fill.fore_color.rgb = _mixed(shade)
            frame.line.color.rgb, frame.line.width = colour("you"), Pt(3)
        if piece and piece.share >= ROOM:
            _label(series.points[at], piece, shade)


def _label(point: Any, piece: Piece, shade: float) -> None:
    label = point.data_label
    label.font.size, label.font.color.rgb = Pt(11), colour("paper" if shade > DARK else "ink")
    written = YOURS if piece.is_yours else PER_CENT
    number = parse_xml(f"<c:numFmt {nsdecls('c')} formatCode='{written}' sourceLinked='0'/>")
    label._dLbl.find(qn("c:spPr")).addprevious(number)  # noqa: SLF001 - no public way


def _mixed(shade: float) -> RGBColor:
    """So much ink on the paper of a slide."""
    both = zip(colour("paper"), colour("ink"), strict=True)
    return RGBColor(*(round(paper + shade * (ink - paper)) for paper, ink in both))  # type: ignore[no-untyped-call]
