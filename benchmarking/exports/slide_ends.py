"""The last slides: what is not shown and why, what is too long for slides, and how the numbers were made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards.finding import Column, Finding
from benchmarking.exports import slide_tables
from benchmarking.exports.document import Document
from benchmarking.exports.drawing import drawing
from benchmarking.exports.slide_look import BODY, Lines, taken
from benchmarking.exports.slide_room import in_parts

FIRST_SENTENCE = re.compile(r".+?\.(?=\s|$)", re.DOTALL)
SECTIONS_AT_MOST = 8  # a slide
Slide = tuple[str, Lines, Sequence[str]]


def missing(document: Document) -> Finding:
    """As a table that goes on over as many slides as it needs."""
    columns = (Column(_("Table")), Column(_("What is missing")), Column(_("Why")))
    rows = tuple((each.table, each.what, each.why) for each in document.missing)
    return Finding("missing", _("What is not shown, and why"), columns=columns, rows=rows)


def too_long(document: Document) -> list[tuple[str, dict[str, Any]]]:
    """Titles of the tables that no slide holds."""
    return [
        (finding.title, {"size": 16, "before": 6})
        for finding in document.findings
        if finding.rows and not has_bars(finding) and not slide_tables.in_parts(finding)
    ]


def has_bars(finding: Finding) -> bool:
    """Scores over surveys, in small pictures, cannot be bars."""
    drawn = drawing(finding)
    return bool(drawn and drawn.is_of_rows)


def methods(document: Document) -> Iterator[Slide]:
    """The first sentence of each part, over as many slides as that takes; the whole is in the notes."""
    told = [section for section in document.methods if section.paragraphs]
    shown: list[Lines] = [
        [(each.title, {"size": 14, "bold": True, "before": 6}), (_first_sentence(each.paragraphs[0]), {"size": 13})]
        for each in told
    ]
    ends = list(in_parts([taken(lines, BODY.width) for lines in shown], BODY.height, SECTIONS_AT_MOST))
    for part, (start, end) in enumerate(ends, start=1):
        notes = ["\n".join((each.title, *each.paragraphs)) for each in told[start:end]]
        title = slide_tables.counted(_("How these numbers were made"), part, len(ends))
        yield title, [line for lines in shown[start:end] for line in lines], notes


def _first_sentence(text: str) -> str:
    found = FIRST_SENTENCE.match(text)
    return found[0] if found else text
