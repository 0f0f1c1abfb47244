"""The rows of a file of answers, one at a time, so that memory does not grow with the file.

Nothing is calculated, no entity is resolved, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from surveyapp.instruments.interchange.responses_headings import Heading
from surveyapp.instruments.interchange.responses_seen import heading_of
from surveyapp.organising.earlier import json_file, ods_file
from surveyapp.organising.earlier.limits import LONGEST_CELL, LONGEST_GAP, MOST_COLUMNS, MOST_ROWS
from surveyapp.organising.register import csv_file, xlsx_file
from surveyapp.organising.register.limits import FileRefused

Row = tuple[int, list[str]]


def layout_of(file: BinaryIO) -> dict[str, Any]:
    """How the file is to be read: its kind, encoding and separator, and how many rows its headings take. Raises FileRefused."""
    start = file.read(64)
    file.seek(0)
    layout: dict[str, Any] = _kind(file, start)
    with closing(_rows(file, layout)) as read:
        first = [cells for _number, cells in islice(read, 3)]
    layout["heads"] = _headings_in(first)
    file.seek(0)
    return layout


def _kind(file: BinaryIO, start: bytes) -> dict[str, Any]:
    if start.startswith(b"PK"):
        return {"kind": "ods" if ods_file.is_ods(file) else "xlsx"}
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is a workbook of an old kind, or one with a password. Save it as .xlsx or as CSV."))
    if json_file.is_json(start):
        return {"kind": "json"}
    return {**csv_file.layout_of(file)}


def _headings_in(first: list[list[str]]) -> int:
    """Qualtrics writes names, questions and ImportIds above the answers; in its old files names and questions."""
    if len(first) > 2 and any(cell.lstrip().startswith('{"ImportId"') for cell in first[2]):
        return 3
    return 2 if first and first[0][:1] == ["V1"] and first[1:] and first[1][0].startswith("Response") else 1


def headings(file: BinaryIO, layout: dict[str, Any]) -> list[Heading]:
    """The headings. Raises FileRefused, also for a file with no row below them."""
    with closing(_rows(file, layout)) as read:
        first = [cells for _number, cells in islice(read, layout["heads"] + 1)]
    if len(first) <= layout["heads"]:
        raise FileRefused(_("The file needs a row of headings and at least one row of answers below it."))
    return heading_of(*first[: layout["heads"]])


def rows(file: BinaryIO, layout: dict[str, Any]) -> Generator[Row]:
    """Number in the file and cells of each row of answers with content. Raises FileRefused."""
    found = _rows(file, layout)
    for _head in range(layout["heads"]):
        next(found, None)
    yield from found


def _rows(file: BinaryIO, layout: dict[str, Any]) -> Generator[Row]:
    file.seek(0)
    match layout["kind"]:
        case "xlsx":
            return _within_limits(xlsx_file.rows(file, MOST_COLUMNS))
        case "ods":
            return _within_limits(ods_file.rows(file))
        case "json":
            return _within_limits(json_file.rows(file))
    return _within_limits(csv_file.rows(file, layout))


def _within_limits(found: Iterable[list[str]]) -> Generator[Row]:
    last = n_rows = 0
    for number, cells in enumerate(found, start=1):
        width = len(cells)
        while width and not cells[width - 1]:
            width -= 1
        if not width and number - last > LONGEST_GAP:
            return
        if width:
            n_rows, last = n_rows + 1, number
            _check(number, cells, width, n_rows)
            yield number, cells[:width]


def _check(number: int, cells: list[str], width: int, n_rows: int) -> None:
    where = {"row": number}
    if n_rows > MOST_ROWS + 3:
        raise FileRefused(_("There are more than %(most)s rows. Divide the file.") % {"most": MOST_ROWS})
    if width > MOST_COLUMNS:
        raise FileRefused(_("Row %(row)s has more than %(most)s columns.") % (where | {"most": MOST_COLUMNS}))
    if max(map(len, cells)) > LONGEST_CELL:
        said = _("A cell of row %(row)s holds more than %(most)s characters.")
        raise FileRefused(said % (where | {"most": LONGEST_CELL}))
