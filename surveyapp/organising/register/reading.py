"""The rows of a list of organisations, one at a time, so that memory does not grow with the file.

Nothing is calculated, no entity is resolved, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from surveyapp.instruments.direction import plain
from surveyapp.organising.register import csv_file, xlsx_file
from surveyapp.organising.register.limits import LONGEST_CELL, LONGEST_GAP, MOST_COLUMNS, MOST_ROWS, FileRefused

Row = tuple[int, list[str]]
SAMPLED = 5
# What web pages and joined files leave in cells: soft hyphens, spaces without width, marks of byte order. A name of nothing
# else would be seen nowhere. The joiners of Arabic and Indic words stay.
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def layout_of(file: BinaryIO) -> dict[str, str]:
    """How the file is to be read: its kind, encoding and separator. Raises FileRefused."""
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"PK"):
        return {"kind": "xlsx"}
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is a workbook of an old kind, or one with a password. Save it as .xlsx or as CSV."))
    return csv_file.layout_of(file)


def heads_and_sample(file: BinaryIO, layout: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    """The headings, and the first rows below them. Raises FileRefused, also for a file with no row below its headings."""
    with closing(rows(file, layout)) as read:
        first = list(islice(read, SAMPLED + 1))
    if len(first) < 2:
        raise FileRefused(_("The file needs a row of headings and at least one organisation below it."))
    return first[0][1], [cells for _number, cells in first[1:]]


def rows(file: BinaryIO, layout: dict[str, str]) -> Generator[Row]:
    """Number in the file and cells of each row with content, the headings first. Raises FileRefused."""
    file.seek(0)
    if layout["kind"] == "xlsx":
        return _within_limits(xlsx_file.rows(file))
    return _within_limits(csv_file.rows(file, layout))


def _within_limits(found: Iterable[list[str]]) -> Generator[Row]:
    last = n_rows = 0
    for number, raw in enumerate(found, start=1):
        cells = [" ".join(plain(cell).translate(UNSEEN).split()) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells and number - last > LONGEST_GAP:
            return
        if cells:
            n_rows, last = n_rows + 1, number
            _check(number, cells, n_rows)
            yield number, cells


def _check(number: int, cells: list[str], n_rows: int) -> None:
    where = {"row": number}
    if n_rows > MOST_ROWS + 1:
        raise FileRefused(_("There are more than %(most)s rows. Divide the file.") % {"most": MOST_ROWS})
    if len(cells) > MOST_COLUMNS:
        raise FileRefused(_("Row %(row)s has more than %(most)s columns.") % (where | {"most": MOST_COLUMNS}))
    if any(len(cell) > LONGEST_CELL for cell in cells):
        said = _("A cell of row %(row)s holds more than %(most)s characters.")
        raise FileRefused(said % (where | {"most": LONGEST_CELL}))
