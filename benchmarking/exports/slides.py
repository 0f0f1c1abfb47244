"""The results as slides for a board: a finding a slide, with native charts that can be edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from pptx import Presentation

from benchmarking.dashboards.finding import Finding
from benchmarking.exports import levels, slide_charts, slide_levels, slide_look, slide_tables
from benchmarking.exports import slide_ends as ends
from benchmarking.exports.document import Document
from benchmarking.exports.drawing import Drawing, Row, drawing
from benchmarking.exports.signs import plain
from benchmarking.exports.slide_look import BODY, LONGEST_TITLE, Box, say
from benchmarking.exports.slide_tables import ROWS_AT_MOST

BARS_AT_MOST = 24
CHART = Box(0.6, 1.8, 12.1, 5.0)
HALF = 5.8  # inches: the width of one of two boxes beside each other
BOTTOM = CHART.top + CHART.height
LONGEST_PROPERTY = 255  # letters, of the file format


def write(document: Document) -> bytes:
    """The presentation's bytes."""
    slides = Presentation()
    slide_look.dress(slides)
    slides.core_properties.title = plain(document.page.title)[:LONGEST_PROPERTY]
    slides.core_properties.author = plain(document.organisation)[:LONGEST_PROPERTY]
    slides.core_properties.subject = plain(document.source)[:LONGEST_PROPERTY]
    slides.core_properties.language = document.language
    _first(slides, document)
    _in_short(slides, document)
    _next_step(slides, document)
    _standing(slides, document)
    for finding in document.findings:
        _finding(slides, document, finding)
    for its in slide_tables.in_parts(ends.missing(document)):
        slide_tables.table(_slide(slides, document, its.title), its)
    if names := ends.too_long(document):
        title = _("Too long for a slide, and in the workbook and the PDF:").rstrip(": \u00a0\u202f")
        say(_slide(slides, document, title), BODY, names)
    for title, lines, notes in ends.methods(document):
        say(_slide(slides, document, title, notes), BODY, lines)
    target = BytesIO()
    slides.save(target)
    return target.getvalue()


def _slide(slides: Any, document: Document, title: str, notes: Sequence[str] = ()) -> Any:
    made = slide_look.add_slide(slides, title, document.source, len(slides.slides) + 1)
    cut = title if len(title) > LONGEST_TITLE else ""
    said = "\n\n".join(text for text in (cut, *notes) if text)
    if said:
        made.notes_slide.notes_text_frame.text = plain(said)
    return made


def _first(slides: Any, document: Document) -> None:
    made = _slide(slides, document, document.page.title)
    lines = [document.page.lede, *document.page.notices]
    say(made, Box(0.6, 1.75, 12.1, 1.9), [(text, {"size": 18, "quiet": True, "before": 4}) for text in lines])
    slide_tables.facts(made, Box(0.6, 3.8, 12.1, 2.9), document.facts)


def _in_short(slides: Any, document: Document) -> None:
    statements = document.statements
    if not statements:
        return
    made = _slide(slides, document, _("In short"))
    lines: list[tuple[str, dict[str, Any]]] = []
    for each in statements:
        lines.append((each.head, {"size": 16, "bold": True, "before": 10}))
        lines.append((" ".join(filter(None, (each.text, each.more))), {"size": 16}))
    say(made, BODY, lines)


def _next_step(slides: Any, document: Document) -> None:
    step = document.page.in_short.step
    if step is None:
        return
    made = _slide(slides, document, step.question)
    here = [(step.here_at, {"size": 14, "quiet": True}), (step.here, {"size": 20, "before": 3})]
    there = [(step.next_at, {"size": 14, "accent": True}), (step.next, {"size": 20, "before": 3})]
    height = min(max(slide_look.taken(each, HALF) for each in (here, there)) + 0.15, 3.0)
    places = [Box(left, 1.9, HALF, height) for left in (0.6, 6.9)]
    first_place, second_place = reversed(places) if get_language_bidi() else places
    say(made, first_place, here, edge="edge")
    say(made, second_place, there, edge="you")
    first = [(_("A first step: %(step)s") % {"step": step.first_step}, {"size": 18})] if step.first_step else []
    below = Box(0.6, 2.2 + height, 12.1, BOTTOM - 2.2 - height)
    say(made, below, [*first, (step.group, {"size": 14, "quiet": True})])


def _standing(slides: Any, document: Document) -> None:
    standing = document.page.standing
    parts = ((standing.strengths_title, standing.strengths), (standing.gaps_title, standing.gaps))
    lines: list[tuple[str, dict[str, Any]]] = [(standing.lede, {"size": 16, "quiet": True})] if standing.lede else []
    for title, rows in parts:
        if rows:
            lines.append((title, {"size": 18, "bold": True, "before": 12}))
            lines += [(f"{each.name}: {each.text}", {"size": 16}) for each in rows]
    for each in standing.finer:
        lines += [(f"{each.name} ({each.n})", {"size": 14, "bold": True, "before": 8}), (each.sentence, {"size": 14})]
    if lines:
        say(_slide(slides, document, standing.title), BODY, lines)


def _finding(slides: Any, document: Document, finding: Finding) -> None:
    drawn = drawing(finding)
    if finding.withheld:
        made = _slide(slides, document, finding.title)
        texts = (finding.subtitle, finding.withheld.title, finding.withheld.reason, finding.withheld.remedy)
        say(made, BODY, [(text, {"size": 18, "before": 6}) for text in texts])
    elif drawn and drawn.is_of_rows:
        parts = list(_in_parts(drawn))
        for number, part in enumerate(parts, start=1):
            _chart(slides, document, finding, part, slide_tables.counted(finding.title, number, len(parts)))
    elif not finding.rows:
        say(_of_finding(slides, document, finding, finding.title), BODY, [(finding.words, {"size": 18})])
    else:
        _levels(slides, document, finding)
        for its in slide_tables.in_parts(finding):
            made = _of_finding(slides, document, its, its.title)
            _below(made, slide_tables.table(made, its), its.words)


def _of_finding(slides: Any, document: Document, finding: Finding, title: str) -> Any:
    made = _slide(slides, document, title, (finding.words, finding.footnote))
    say(made, slide_look.SUBTITLE, [(finding.subtitle, {"size": 13, "quiet": True})])
    return made


def _below(slide: Any, down_to: float, words: str) -> None:
    """What a chart or a table says, under it where there is room; it stands in the notes too."""
    box = Box(0.6, down_to + 0.15, 12.1, BOTTOM - down_to - 0.15)
    if slide_look.taken([(words, {"size": 14})], box.width) <= box.height:
        say(slide, box, [(words, {"size": 14})])


def _levels(slides: Any, document: Document, finding: Finding) -> None:
    parts = list(slide_levels.in_parts(bars)) if (bars := levels.bars(finding)) else []
    for number, part in enumerate(parts, start=1):
        title = slide_tables.counted(_("%(title)s: share at each level") % {"title": finding.title}, number, len(parts))
        made = _of_finding(slides, document, finding, title)
        slide_levels.chart(made, CHART, finding, part)


def _chart(slides: Any, document: Document, finding: Finding, part: Drawing, title: str) -> None:
    made = _of_finding(slides, document, finding, title)
    _below(made, slide_charts.chart(made, CHART, finding, part), finding.words)


def _in_parts(drawn: Drawing) -> Iterator[Drawing]:
    """As many slides as the rows need, each with about as many rows."""
    fitting = min(ROWS_AT_MOST, BARS_AT_MOST // max(len(slide_charts.kinds(drawn)), 1))
    number = -(-len(drawn.rows) // fitting)
    most = -(-len(drawn.rows) // number)
    for start in range(0, len(drawn.rows), most):
        rows: tuple[Row, ...] = drawn.rows[start : start + most]
        yield Drawing(drawn.low, drawn.high, drawn.ticks, rows)
