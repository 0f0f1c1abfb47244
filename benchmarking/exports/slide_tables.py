"""Tables on slides, as tables of the presentation program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Finding
from benchmarking.exports.signs import shortened
from benchmarking.exports.slide_look import Box, colour, describe, write
from benchmarking.exports.slide_room import columns, is_wide_enough, row_height
from benchmarking.exports.slide_room import in_parts as runs

PLACE = Box(0.6, 1.95, 12.1, 4.85)
ROWS_AT_MOST = 12  # more cannot be read from the other end of a table
COLUMNS_AT_MOST = 9
LONG = ("over-time", "plan", "missing")  # tables that go on over several slides, however long
SIZES, SMALL = (13, 12, 11), (10, 9)  # points; the small ones only where they alone break no word
LONGEST_CELL = 600  # letters
LEAST_ROW = 0.34  # inches


def facts(slide: Any, box: Box, rows: Sequence[tuple[str, str]]) -> None:
    """Name and value, a row each."""
    rows = [(name, shortened(value, LONGEST_CELL)) for name, value in rows]
    widths = [box.width * 0.32, box.width * 0.68]
    heights = {each: [row_height(row, each, widths) for row in rows] for each in (*SIZES, *SMALL)}
    size = next((each for each, its in heights.items() if sum(its) <= box.height), SMALL[-1])
    made = _add(slide, box, heights[size], widths, header=False)
    describe(slide.shapes[-1], _("What these numbers are of"))
    for row, (name, value) in enumerate(rows):
        _write(made.cell(row, 0), name, {"size": size, "quiet": True})
        _write(made.cell(row, 1), value, {"size": size})


def in_parts(finding: Finding) -> list[Finding]:
    """As many as the rows need, each a slide; none for a table that is too long or too wide for slides."""
    if finding.id in LONG:
        finding = _without_note(finding)
    elif len(finding.rows) > ROWS_AT_MOST:
        return []
    if not finding.rows or len(finding.columns) > COLUMNS_AT_MOST:
        return []
    finding = _readable(finding)
    ends = _runs(finding, _size(finding))
    return [
        replace(finding, rows=finding.rows[start:end], title=counted(finding.title, at, len(ends)))
        for at, (start, end) in enumerate(ends, start=1)
    ]


def _size(finding: Finding) -> int:
    """The largest in which no word is broken, of those with the fewest slides."""
    heads = _heads(finding)
    fitting = [each for each in (*SIZES, *SMALL) if is_wide_enough(heads, finding.rows, each, PLACE.width)]
    large = [each for each in fitting if each in SIZES] or fitting[:1]
    return min(large, key=lambda each: len(_runs(finding, each)), default=SMALL[-1])


def _runs(finding: Finding, size: int) -> list[tuple[int, int]]:
    head, *heights = _heights(finding, size)
    return list(runs(heights, PLACE.height - head, ROWS_AT_MOST))


def counted(title: str, part: int, number: int) -> str:
    """Which of several slides of one finding this is; no line ends within."""
    said = _("%(title)s (%(part)s of %(all)s)") % {"title": title, "part": part, "all": number}
    count = said.removeprefix(title).strip().replace(" ", words.NO_BREAK)
    return f"{title} {count}" if number > 1 else title


def _without_note(finding: Finding) -> Finding:
    """What stands below a name on the page stands beside it."""
    if not any(column.is_note for column in finding.columns[1:2]):
        return finding
    rows = tuple((words.beside(filter(None, row[:2])), *row[2:]) for row in finding.rows)
    return replace(finding, columns=(finding.columns[0], *finding.columns[2:]), rows=rows)


def table(slide: Any, finding: Finding) -> float:
    """The page's own table, cell by cell. How far down the slide it reaches, in inches."""
    size = _size(finding)
    heights = _heights(finding, size)
    box = replace(PLACE, height=sum(heights))
    made = _add(slide, box, heights, columns(_heads(finding), finding.rows, size, PLACE.width), header=True)
    describe(slide.shapes[-1], " ".join(filter(None, (finding.title, finding.subtitle))))
    for at, each in enumerate(finding.columns):
        _write(made.cell(0, at), each.head, {"size": size - 1, "bold": True, "end": each.numeric})
    for line, row in enumerate(finding.rows, start=1):
        for at, cell in enumerate(row):
            _write(made.cell(line, at), cell, {"size": size, "end": finding.columns[at].numeric})
    return box.top + box.height


def _heads(finding: Finding) -> list[str]:
    return [column.head for column in finding.columns]


def _heights(finding: Finding, size: int) -> list[float]:
    """Inches of the line of heads and of each row."""
    widths = columns(_heads(finding), finding.rows, size, PLACE.width)
    return [max(row_height(row, size, widths), LEAST_ROW) for row in (_heads(finding), *finding.rows)]


def _add(slide: Any, box: Box, heights: Sequence[float], widths: Sequence[float], *, header: bool) -> Any:
    frame = slide.shapes.add_table(len(heights), len(widths), *box.inches)
    made = frame.table
    made.first_row, made.horz_banding = header, False
    for row, inches in zip(made.rows, heights, strict=True):
        row.height = Inches(inches)
    for column, inches in zip(made.columns, widths, strict=True):
        column.width = Inches(inches)
    if get_language_bidi():
        made._tbl.tblPr.set("rtl", "1")  # noqa: SLF001 - no public way: the first column stands on the right
    return made


def _write(cell: Any, text: str, style: dict[str, Any]) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour("sunk" if style.get("bold") else "paper")
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Pt(2)
    write(cell.text_frame.paragraphs[0], text, style)


def _readable(finding: Finding) -> Finding:
    """No cell is higher than a slide; the whole is in the workbook and the PDF."""
    rows = tuple(tuple(shortened(cell, LONGEST_CELL) for cell in row) for row in finding.rows)
    return replace(finding, rows=rows)
