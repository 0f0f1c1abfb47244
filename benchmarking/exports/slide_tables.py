"""Tables on slides, as tables of the presentation program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Finding
from benchmarking.exports.slide_look import Box, colour, write

ROWS_AT_MOST = 12  # more cannot be read from the other end of a table
COLUMNS_AT_MOST = 9
ROWS_OF = {"over-time": ROWS_AT_MOST, "plan": 6}  # tables that go on over several slides; a plan holds sentences
LEAST_LETTERS, MOST_LETTERS = 6, 34  # of a column, when widths are shared out


def facts(slide: Any, box: Box, rows: Sequence[tuple[str, str]]) -> None:
    """Name and value, a row each."""
    made = _add(slide, box, len(rows), 2, header=False)
    made.columns[0].width, made.columns[1].width = Inches(box.width * 0.35), Inches(box.width * 0.65)
    for row, (name, value) in enumerate(rows):
        _write(made.cell(row, 0), name, {"size": 13, "quiet": True})
        _write(made.cell(row, 1), value, {"size": 13})


def in_parts(finding: Finding) -> list[Finding]:
    """As many as the rows need, each a slide; none for a table that is too long or too wide for slides."""
    fitting = ROWS_OF.get(finding.id, ROWS_AT_MOST)
    if finding.id in ROWS_OF:
        finding = _without_note(finding)
    elif len(finding.rows) > fitting:
        return []
    if len(finding.columns) > COLUMNS_AT_MOST:
        return []
    rows = [finding.rows[start : start + fitting] for start in range(0, len(finding.rows), fitting)] or [()]
    titles = [
        _("%(title)s (%(part)s of %(all)s)") % {"title": finding.title, "part": at, "all": len(rows)}
        for at in range(1, len(rows) + 1)
    ]
    return [
        replace(finding, rows=its, title=title if len(rows) > 1 else finding.title)
        for its, title in zip(rows, titles, strict=True)
    ]


def _without_note(finding: Finding) -> Finding:
    """What stands below a name on the page stands beside it."""
    if not any(column.is_note for column in finding.columns[1:2]):
        return finding
    rows = tuple((words.beside(filter(None, row[:2])), *row[2:]) for row in finding.rows)
    return replace(finding, columns=(finding.columns[0], *finding.columns[2:]), rows=rows)


def table(slide: Any, box: Box, finding: Finding) -> None:
    """The page's own table, cell by cell."""
    made = _add(slide, box, len(finding.rows) + 1, len(finding.columns), header=True)
    for column, width in enumerate(_widths(finding, box.width)):
        made.columns[column].width = Inches(width)
    for at, each in enumerate(finding.columns):
        _write(made.cell(0, at), each.head, {"size": 11, "bold": True, "end": each.numeric})
    for line, row in enumerate(finding.rows, start=1):
        for at, cell in enumerate(row):
            _write(made.cell(line, at), cell, {"size": 12, "end": finding.columns[at].numeric})


def _add(slide: Any, box: Box, rows: int, columns: int, *, header: bool) -> Any:
    frame = slide.shapes.add_table(rows, columns, *box.inches)
    made = frame.table
    made.first_row, made.horz_banding = header, False
    for row in made.rows:
        row.height = Inches(min(box.height / rows, 0.36))
    return made


def _write(cell: Any, text: str, style: dict[str, Any]) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour("sunk" if style.get("bold") else "paper")
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Pt(2)
    write(cell.text_frame.paragraphs[0], text, style)


def _widths(finding: Finding, whole: float) -> list[float]:
    """By the longest cell of each column, within bounds."""
    longest = [
        max(len(column.head) // 2, *(len(row[at]) for row in finding.rows)) for at, column in enumerate(finding.columns)
    ]
    shares = [min(max(each, LEAST_LETTERS), MOST_LETTERS) for each in longest]
    return [whole * each / sum(shares) for each in shares]
