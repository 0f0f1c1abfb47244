"""A finding's table with a cell for every number: what a spreadsheet holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden
from benchmarking.dashboards.files import reasons, table_heads
from benchmarking.dashboards.finding import Column, Day, Finding, Parts, Reason
from benchmarking.exports.drawing import as_number
from benchmarking.exports.signs import shortened
from surveyapp.instruments.direction import plain

CONFIDENTIAL, UNAVAILABLE = "[c]", "[x]"
LONGEST_HEAD = 240  # letters
Value = str | float | date


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    lines: tuple[tuple[Value, ...], ...]


def table(finding: Finding) -> Table:
    """The columns of the CSV that the page offers; numbers as numbers, and a mark where one is not shown."""
    return Table(tuple(_distinct(table_heads(finding))), tuple(_line(finding, row) for row in finding.rows))


def _line(finding: Finding, row: Sequence[str]) -> tuple[Value, ...]:
    left_out = [CONFIDENTIAL for column in finding.left_out for _part in column.parts or (column.head,)]
    return (*_values(finding.columns, row), *left_out, reasons(finding, row), *finding.source)


def _values(columns: Sequence[Column], row: Sequence[str]) -> Iterator[Value]:
    mark = ""
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, Reason):
            mark = _mark(cell)
        elif cell or not column.numeric:
            mark = ""
        yield from _parts(column, cell, mark)


def _parts(column: Column, cell: str, mark: str) -> Sequence[Value]:
    """A reason reaches over the empty numbers after it, as it does on the page."""
    if mark:
        return [mark] * (len(column.parts) or 1)
    if isinstance(cell, Day):
        return [cell.day]
    parts = cell.parts if isinstance(cell, Parts) and column.parts else (cell, *[""] * (len(column.parts) - 1))
    return [_value(part, is_number=column.numeric or isinstance(cell, Parts)) for part in parts]


def _mark(reason: Reason) -> str:
    """Whatever is held back protects somebody; everything else does not exist."""
    held_back = (
        hidden.reason(),
        _("not shown"),
        _("cannot be shown"),
        _("not shown: the source suppressed some scores"),
    )
    return CONFIDENTIAL if str(reason) in held_back else UNAVAILABLE


def _value(text: str, *, is_number: bool) -> Value:
    said = plain(text)
    number = as_number(said) if is_number and said[-1:].isdigit() else None
    return said if number is None else number


def _distinct(heads: Sequence[str]) -> Iterator[str]:
    """A spreadsheet's table wants every head once, and none that is longer than it allows."""
    seen: dict[str, int] = {}
    for whole in heads:
        head = shortened(whole, LONGEST_HEAD)
        seen[head.lower()] = seen.get(head.lower(), 0) + 1
        yield head if seen[head.lower()] == 1 else f"{head} ({seen[head.lower()]})"
