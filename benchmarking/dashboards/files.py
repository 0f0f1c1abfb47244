"""A finding's table as a CSV file that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO

from django.utils.translation import gettext as _

from benchmarking.dashboards.finding import Column, Day, Finding, Parts, Reason
from benchmarking.dashboards.words import MINUS, apart
from surveyapp.instruments.direction import plain

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
NUMBER = re.compile(r"[+\u2212-]?\d+([.,]\d+)?")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def finding_as_csv(finding: Finding) -> str:
    """The table the page shows, each line with why a number is not there, who is compared with, n, survey and publication."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([safe(head) for head in table_heads(finding)])
    for row in finding.rows:
        cells = [cell for column, each in zip(finding.columns, row, strict=True) for cell in _cells(column, each)]
        cells += [""] * sum(len(column.parts) or 1 for column in finding.left_out)
        writer.writerow([safe(cell) for cell in (*cells, reasons(finding, row), *finding.source)])
    return BYTE_ORDER_MARK + file.getvalue()


def table_heads(finding: Finding) -> list[str]:
    """Of every column that a file has, both ends of an interval each."""
    heads = [head for column in (*finding.columns, *finding.left_out) for head in column.parts or (column.head,)]
    source = (_("Compared with"), _("Number of organisations"), _("Survey"), _("Publication"))
    return [*heads, _("Why a number is missing"), *source]


def _cells(column: Column, cell: str) -> Sequence[str]:
    """Both ends of an interval; a day as 2027-03-31; nothing for a reason, which has a column of its own."""
    if isinstance(cell, Reason):
        return [""] * (len(column.parts) or 1)
    if isinstance(cell, Day):
        return [cell.day.isoformat()]
    return cell.parts if isinstance(cell, Parts) and column.parts else [cell, *[""] * (len(column.parts) - 1)]


def reasons(finding: Finding, row: Sequence[str]) -> str:
    """Mean: not shown for this group"""
    found = [(c.head, cell.in_full) for c, cell in zip(finding.columns, row, strict=True) if isinstance(cell, Reason)]
    found += [(column.head, finding.why_left_out) for column in finding.left_out[:1]]
    return apart(_("%(what)s: %(why)s") % {"what": head, "why": reason} for head, reason in found)


def safe(cell: str) -> str:
    """A number as a number; a text that a spreadsheet would take for a formula behind an apostrophe."""
    cell = plain(cell)
    if NUMBER.fullmatch(cell):
        return cell.replace(MINUS, "-").removeprefix("+")
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
