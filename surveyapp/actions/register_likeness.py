"""New rows whose name is spelt nearly as one that the register or the file has already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from surveyapp.actions.register_comparing import expect_many_rows
from surveyapp.models.register_import import RegisterImport, RegisterRow
from surveyapp.selectors.name_likeness import AT_ONCE, LARGEST_BLOCK, numbered_apart, scores

# Names that begin alike or end alike, four letters each, so that only few are compared with each other. Both lists have
# been read by this one statement, block by block: memory does not grow with them.
BLOCKS = """
    SELECT {side}(key, 4) AS block, key, reference, id, number, organisation FROM (
        SELECT waymark_name_key(name) AS key, reference, id, number, NULL::uuid AS organisation FROM surveyapp_registerrow
        WHERE register_import_id = %(import)s AND organisation_id IS NULL AND verdict = 'new' AND likely = ''
        UNION ALL
        SELECT waymark_name_key(name), reference, NULL, 0, o.id FROM surveyapp_organisation o
        WHERE programme_id = %(programme)s AND merged_into_id IS NULL AND NOT EXISTS (SELECT 1
            FROM surveyapp_registerrow x WHERE x.register_import_id = %(import)s
            AND x.organisation_id = o.id)
    ) names WHERE length(key) > 5 ORDER BY block, number, id
"""


@dataclass(frozen=True)
class _Name:
    block: str
    key: str
    reference: str
    row: int | None
    number: int
    organisation: UUID | None


def find_nearly_the_same(about: RegisterImport) -> None:
    """Note for new rows that nothing was noted for whom their name is most like, if it is like one."""
    for side in ("left", "right"):
        found = {row: other for block in _blocks(about, side) for row, other in _alike(block)}
        _note(found)


def _blocks(about: RegisterImport, side: str) -> Iterator[list[_Name]]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        expect_many_rows()
        cursor.execute(BLOCKS.format(side=side), {"import": about.pk, "programme": about.programme_id})
        for _block, names in groupby((_Name(*row) for row in cursor), key=attrgetter("block")):
            yield list(names)


def _alike(block: Sequence[_Name]) -> Iterator[tuple[int, _Name]]:
    """Rows of a block with the name they are most like: of the register, or of an earlier row if one of the two has no
    reference."""
    fresh = [each for each in block if each.row is not None]
    if not fresh or len(block) > LARGEST_BLOCK or not any(not each.reference or each.organisation for each in block):
        return
    keys = [each.key for each in block]
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        for name, line in zip(some, scores([each.key for each in some], keys), strict=True):
            others = [(int(line[at]), block[at]) for at in np.flatnonzero(line).tolist() if _may_be(name, block[at])]
            if others and name.row is not None:
                yield name.row, max(others, key=lambda pair: (pair[0], -pair[1].number))[1]


def _may_be(name: _Name, other: _Name) -> bool:
    if other.organisation is not None:
        return not numbered_apart(name.key, other.key)
    is_earlier = other.number < name.number and not (name.reference and other.reference)
    return is_earlier and not numbered_apart(name.key, other.key)


@transaction.atomic
def _note(found: dict[int, _Name]) -> None:
    rows = [
        RegisterRow(
            pk=row,
            likely=RegisterRow.Likely.NAME,
            likely_organisation_id=other.organisation,
            likely_row=None if other.organisation else other.number,
        )
        for row, other in found.items()
    ]
    RegisterRow.objects.bulk_update(rows, ["likely", "likely_organisation", "likely_row"], batch_size=500)
