"""The results as a tagged PDF, typeset by Typst, which draws the figures itself. Texts travel as data, never as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict
from itertools import accumulate
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards.finding import Finding, TableRow
from benchmarking.exports.document import Document
from benchmarking.exports.drawing import Drawing, drawing
from benchmarking.exports.levels import Piece, bars
from surveyapp.config.typefaces import drawable, folder

TIGHTNESSES = (0, 1, 2, 3)
PAGES_AT_MOST = 10
PAGE = re.compile(rb"/Type\s*/Page\b")  # an object a page; the tree of them is of another type
LONGEST_WORDS = 24  # letters of a column that stands beside a figure
TEMPLATE = settings.BASE_DIR / "templates" / "exports" / "results.typ"


def write(document: Document) -> bytes:
    """The PDF file's bytes, set tighter where it would be too long. Raises typst.TypstError for a template that does not fit
    its data."""
    data = drawable(as_data(document))
    for tightness in TIGHTNESSES:
        made = _typeset(data | {"tightness": tightness})
        if len(PAGE.findall(made)) <= PAGES_AT_MOST:
            break
    return made


def _typeset(data: dict[str, Any]) -> bytes:
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    made = typst.compile(
        str(TEMPLATE),
        sys_inputs=inputs,
        font_paths=[str(folder())],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF, not a list of pictures; says so to the type checker
    return made


def as_data(document: Document) -> dict[str, Any]:
    """All that the template shows, as plain values."""
    shown = document.page
    return {
        "language": document.language.split("-")[0],
        "rtl": get_language_bidi(),
        "words": _words(),
        "organisation": document.organisation,
        "source": document.source,
        "title": shown.title,
        "lede": shown.lede,
        "facts": document.facts,
        "notices": shown.notices,
        "in_short": [asdict(each) for each in document.statements],
        "step": asdict(shown.in_short.step) if shown.in_short.step else None,
        "standing": _standing(document),
        "pieces": [_finding(each) for each in document.findings],
        "steps": [asdict(each) for each in shown.next_levels],
        "missing": [asdict(each) for each in document.missing],
        "methods": [asdict(each) for each in document.methods],
    }


def _words() -> dict[str, str]:
    """Words of the template's own."""
    return {
        "page": _("Page"),
        "of": _("of"),
        "in_short": _("In short"),
        "first_step": _("A first step"),
        "next_step": _("Your next step:"),
        "next_levels": _("What the next level looks like"),
        "missing": _("What is not shown, and why"),
        "table": _("Table"),
        "what": _("What is missing"),
        "why": _("Why"),
        "methods": _("How these numbers were made"),
        "group": _("Group"),
        "own_groups": _("Your own groups"),
        "about": _("What these numbers are of"),
        "companies": _("Companies that took part, and companies in the register, by group"),
    }


def _standing(document: Document) -> dict[str, Any]:
    standing = document.page.standing
    return {
        "title": standing.title,
        "lede": standing.lede,
        "facts": [asdict(fact) for fact in standing.facts],
        "strengths": {"title": standing.strengths_title, "rows": [asdict(each) for each in standing.strengths]},
        "gaps": {"title": standing.gaps_title, "rows": [asdict(each) for each in standing.gaps]},
        "finer": [asdict(each) for each in standing.finer],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    found = drawing(finding)
    drawn, pictures = (found, None) if found is None or found.is_of_rows else (None, found)
    first = 2 if len(finding.columns) > 1 and finding.columns[1].is_note else 1
    below = _below(finding, first) if drawn else frozenset()
    pieces = {bar.label: bar.pieces for bar in bars(finding)}
    columns = [column for at, column in enumerate(finding.columns) if at == 0 or (at >= first and at not in below)]
    return {
        "id": finding.id,
        "title": finding.title,
        "subtitle": finding.subtitle,
        "words": finding.words,
        "key": _key(finding, is_divided=bool(pieces)) if found or pieces else [],
        "pictures": asdict(pictures) if pictures else None,
        "columns": [{"head": column.head, "numeric": column.numeric} for column in columns],
        "rows": [_row(row, drawn, first, below, _divided(finding, pieces.get(row.name, ()))) for row in finding.table],
        "axis": {"low": drawn.low, "high": drawn.high, "ticks": drawn.ticks} if drawn else None,
        "footnote": finding.footnote,
        "withheld": asdict(finding.withheld) if finding.withheld else None,
    }


def _below(finding: Finding, first: int) -> frozenset[int]:
    """Beside a figure there is no room for columns of sentences: they stand below the names of the rows."""
    texts = [at for at in range(first, len(finding.columns)) if not finding.columns[at].numeric]
    return frozenset(at for at in texts if any(len(row[at]) > LONGEST_WORDS for row in finding.rows))


def _key(finding: Finding, *, is_divided: bool) -> list[dict[str, str]]:
    """Of bars that are divided by level, what stands in them and round them here."""
    if not is_divided:
        return [asdict(key) for key in finding.key]
    marks = {"bar": ("bar", _("Share at each level, the lowest first")), "you": ("frame", "")}
    return [{"mark": marks[key.mark][0], "text": marks[key.mark][1] or key.text} for key in finding.key]


def _divided(finding: Finding, pieces: Sequence[Piece]) -> dict[int, list[dict[str, Any]]]:
    """By the column in which the shares stand as words: the bar stands below them."""
    column = next((at for at, each in enumerate(finding.columns) if each.parts and not each.numeric), None)
    shown = [{"low": e.low, "high": e.high, "shade": e.shade, "yours": e.is_yours} for e in pieces]
    return {column: shown} if column is not None else {}


def _row(
    row: TableRow, drawn: Drawing | None, first: int, below: Collection[int], divided: dict[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    line = next((each for each in drawn.rows if each.label == row.name), None) if drawn else None
    starts = accumulate((cell.span for cell in row.cells), initial=first)
    placed = list(zip(starts, row.cells, strict=False))
    return {
        "name": row.name,
        "notes": [text for text in (row.note, *(cell.text for at, cell in placed if at in below)) if text],
        "strong": line.strong if line else False,
        "marks": [asdict(mark) for mark in line.marks] if line else [],
        "cells": [
            {"text": cell.text, "numeric": cell.numeric, "span": cell.span, "pieces": divided.get(at, [])}
            for at, cell in placed
            if at not in below
        ],
    }
