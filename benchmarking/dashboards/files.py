"""A finding's table as a CSV file that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from io import StringIO

from django.utils.translation import gettext as _

from benchmarking.dashboards.finding import Finding
from benchmarking.dashboards.words import MINUS

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
NUMBER = re.compile(r"[+\u2212-]?\d+([.,]\d+)?")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def finding_as_csv(finding: Finding) -> str:
    """The table the page shows, each line with who is compared with, n and survey."""
    file = StringIO()
    writer = csv.writer(file)
    source = (_("Compared with"), _("Number of organisations"), _("Survey"))
    writer.writerow([safe(column.head) for column in finding.columns] + [safe(head) for head in source])
    for row in finding.rows:
        writer.writerow([safe(cell) for cell in (*row, *finding.source)])
    return BYTE_ORDER_MARK + file.getvalue()


def safe(cell: str) -> str:
    """A number as a number; a text that a spreadsheet would take for a formula behind an apostrophe."""
    if NUMBER.fullmatch(cell):
        return cell.replace(MINUS, "-").removeprefix("+")
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
