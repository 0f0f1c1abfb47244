"""The results as slides for a board: a finding a slide, with native charts that can be edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation

from benchmarking.dashboards.finding import Finding
from benchmarking.exports import slide_charts, slide_look, slide_tables
from benchmarking.exports.document import Document
from benchmarking.exports.drawing import Drawing, Row, drawing
from benchmarking.exports.slide_look import BODY, Box, plain, say
from benchmarking.exports.slide_tables import ROWS_AT_MOST

BARS_AT_MOST = 24
FIRST_SENTENCE = re.compile(r".+?\.(?=\s|$)", re.DOTALL)
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
    _missing(slides, document)
    _methods(slides, document)
    target = BytesIO()
    slides.save(target)
    return target.getvalue()


def _slide(slides: Any, document: Document, title: str, notes: Sequence[str] = ()) -> Any:
    made = slide_look.add_slide(slides, title, document.source, len(slides.slides) + 1)
    said = "\n\n".join(text for text in notes if text)
    if said:
        made.notes_slide.notes_text_frame.text = plain(said)
    return made


def _first(slides: Any, document: Document) -> None:
    made = _slide(slides, document, document.page.title)
    lines = [document.page.lede, *document.page.notices]
    say(made, Box(0.6, 2.5, 12.1, 1.4), [(text, {"size": 18, "quiet": True}) for text in lines if text])
    slide_tables.facts(made, Box(0.6, 4.1, 8.2, 2.6), document.facts)


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
    here = [(step.here_at, {"size": 14, "quiet": True}), (step.here, {"size": 20})]
    there = [(step.next_at, {"size": 14, "accent": True}), (step.next, {"size": 20})]
    say(made, Box(0.6, 1.9, 5.8, 2.2), here, edge="edge")
    say(made, Box(6.9, 1.9, 5.8, 2.2), there, edge="you")
    first = [(_("A first step: %(step)s") % {"step": step.first_step}, {"size": 18})] if step.first_step else []
    say(made, Box(0.6, 4.5, 12.1, 2), [*first, (step.group, {"size": 14, "quiet": True})])


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
    drawn = _bars_of(finding)
    if finding.withheld:
        made = _slide(slides, document, finding.title)
        texts = (finding.subtitle, finding.withheld.title, finding.withheld.reason, finding.withheld.remedy)
        say(made, BODY, [(text, {"size": 18}) for text in texts if text])
    elif drawn:
        parts = list(_in_parts(drawn))
        for number, part in enumerate(parts, start=1):
            counted = _("%(title)s (%(part)s of %(all)s)") % {"title": finding.title, "part": number, "all": len(parts)}
            _chart(slides, document, finding, part, counted if len(parts) > 1 else finding.title)
    else:
        for its in slide_tables.in_parts(finding):
            made = _slide(slides, document, its.title, (its.words, its.footnote))
            say(made, slide_look.SUBTITLE, [(its.subtitle, {"size": 12, "quiet": True})])
            slide_tables.table(made, Box(0.6, 1.95, 12.1, 4.7), its)


def _bars_of(finding: Finding) -> Drawing | None:
    """What can be bars; scores over surveys, in small pictures, cannot."""
    drawn = drawing(finding)
    return drawn if drawn and drawn.is_of_rows else None


def _chart(slides: Any, document: Document, finding: Finding, part: Drawing, title: str) -> None:
    made = _slide(slides, document, title, (finding.words, finding.footnote))
    say(made, slide_look.SUBTITLE, [(finding.subtitle, {"size": 12, "quiet": True})])
    slide_charts.chart(made, Box(0.6, 1.75, 12.1, 4.95), finding, part)


def _in_parts(drawn: Drawing) -> Iterator[Drawing]:
    """As many slides as the rows need, each with about as many rows."""
    fitting = min(ROWS_AT_MOST, BARS_AT_MOST // max(len(slide_charts.kinds(drawn)), 1))
    number = -(-len(drawn.rows) // fitting)
    most = -(-len(drawn.rows) // number)
    for start in range(0, len(drawn.rows), most):
        rows: tuple[Row, ...] = drawn.rows[start : start + most]
        yield Drawing(drawn.low, drawn.high, drawn.ticks, rows)


def _missing(slides: Any, document: Document) -> None:
    """What cannot be shown to anybody, and what is too long for a slide."""
    lines = [
        (" ".join(filter(None, (each.table, each.what, each.why))), {"size": 12}) for each in document.missing[:10]
    ]
    long = [
        finding.title
        for finding in document.findings
        if finding.rows and _bars_of(finding) is None and not slide_tables.in_parts(finding)
    ]
    if long:
        lines.append(
            (_("Too long for a slide, and in the workbook and the PDF:"), {"size": 14, "bold": True, "before": 10})
        )
        lines += [(title, {"size": 14}) for title in long]
    if lines:
        say(_slide(slides, document, _("What is not shown, and why")), BODY, lines)


def _methods(slides: Any, document: Document) -> None:
    """The first sentence of each part; the whole is in the notes."""
    whole = [f"{section.title}\n" + "\n".join(section.paragraphs) for section in document.methods]
    made = _slide(slides, document, _("How these numbers were made"), whole)
    lines: list[tuple[str, dict[str, Any]]] = []
    for section in document.methods:
        if section.paragraphs:
            lines.append((section.title, {"size": 11, "bold": True, "before": 3}))
            first = FIRST_SENTENCE.match(section.paragraphs[0])
            lines.append((first[0] if first else section.paragraphs[0], {"size": 11}))
    say(made, Box(0.6, 1.5, 12.1, 5.2), lines)
