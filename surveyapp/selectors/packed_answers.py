"""Packed vectors of a wave as arrays, read by one binary COPY. For workers only, as `records`, and by the same rules.

The vectors are derived from the documents. Where they cannot be read as one table (an older version with other choices,
a vector that does not fit its codebook) the answer is None, and whoever asks reads the documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from surveyapp.instruments import codebook
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.selectors import instruments
from surveyapp.selectors.packed_columns import moved
from surveyapp.selectors.packed_rows import (
    UUIDS,
    Row,
    Rows,
    by_length,
    is_regular,
    keys,
    numbers_of,
    places,
    roles_of,
    table,
)

# The key is the place of the codebook in the list of known ones, doubled, and 1 more for a meeting's. The role, of any
# length, comes last, so that in rows of one length everything stands at the same place.
QUERY = """
    SELECT a.participation_id, CASE a.codebook_sha256 {known} ELSE 0 END + a.is_agreed::int4, {order} a.vector,
        {numbers} a.role
    FROM {table} a {joined}
    WHERE {submitted} AND (a.benchmark_use OR NOT %(only_for_benchmark)s)
        AND a.participation_id = ANY(%(participations)s::uuid[])
"""
LINKED = {
    "table": "surveyapp_responseanswers",
    "submitted": "a.is_submitted",
    "order": "i.is_coordinator, r.submitted_at, r.id,",
    "joined": "JOIN surveyapp_response r ON r.id = a.response_id JOIN surveyapp_invitation i ON i.id = r.invitation_id",
}
UNLINKED = {
    "table": "surveyapp_unlinkedanswers",
    "submitted": "true",
    "order": "false, 0::int8, a.id,",
    "joined": "",
}


@dataclass(frozen=True)
class Asked:
    """Which responses: of these participations, all of one wave, at their most those that may count in its figures.

    `in_order`: whether of several responses the latest or the coordinator's matters, which costs two joins.
    """

    participations: Sequence[UUID]
    is_confidential: bool = False
    only_for_benchmark: bool = True
    in_order: bool = True


@dataclass(frozen=True)
class PackedRows:
    """Submitted responses, one row each. `participation`: places in the list asked with; `role`: places in `roles`.

    `order` rises with submission, of a confidential wave with random ids; it and `is_coordinator` are 0 where they were
    not asked for. `vector` and `numbers` are in the columns of the codebook of the instrument asked with.
    """

    participation: NDArray[np.intp]
    role: NDArray[np.intp]
    is_agreed: NDArray[np.bool_]
    is_coordinator: NDArray[np.bool_]
    order: NDArray[np.intp]
    vector: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    roles: tuple[str, ...]


def read(asked: Asked, instrument: Instrument) -> PackedRows | None:
    """The packed answers of what these participations submitted, in no order; None where documents must be read.

    Drafts have no vectors. What a person refused to have counted is left out if `only_for_benchmark`. Vectors of other
    versions are brought into this instrument's columns; what a version does not ask is not shown there.
    """
    versions = _versions(instrument)
    has_numbers = any(codebook.number_items(version) for version in versions.values())
    known = [_Version(each, _row(each, has_numbers, asked.in_order)) for each in versions.values()]
    parts: list[_Part] = []
    for length, body in _copied(asked, list(versions), has_numbers=has_numbers).items():
        key = keys(body, length)
        if key is None or (key < 2).any():  # a codebook that no version has
            return None
        for number in np.unique(key >> 1):
            part = _part(body, length, key >> 1 == number, known[number - 1], instrument)
            if part is None:
                return None
            parts.append(part)
    return _joined(parts, asked, instrument)


def _versions(instrument: Instrument) -> dict[str, Instrument]:
    """Hash → a version with this codebook, of all versions of the questionnaire; this one for its own."""
    ids = InstrumentVersion.objects.filter(instrument__slug=instrument.slug).values_list("pk", flat=True)
    others = (instruments.instrument(pk) for pk in ids)
    return {codebook.codebook_hash(each): each for each in (*others, instrument)}


@dataclass(frozen=True)
class _Version:
    instrument: Instrument
    row: Row


def _row(version: Instrument, has_numbers: bool, in_order: bool) -> Row:
    n_numbers = len(codebook.number_items(version)) if has_numbers else None
    return Row(len(codebook.columns(version)), n_numbers, in_order)


def _copied(asked: Asked, codebooks: Sequence[str], *, has_numbers: bool) -> dict[int, bytearray]:
    source = UNLINKED if asked.is_confidential else LINKED
    order = source if asked.in_order else dict(source, order="", joined="")
    known = " ".join(f"WHEN %(codebook_{place})s THEN {2 * place}" for place in range(1, len(codebooks) + 1))
    query = QUERY.format(**order, known=known, numbers="a.numbers," if has_numbers else "")
    # As one text: psycopg would look at each of twenty thousand for what to quote.
    wanted = "{" + ",".join(map(str, asked.participations)) + "}"
    asking = {"participations": wanted, "only_for_benchmark": asked.only_for_benchmark}
    asking |= {f"codebook_{place}": sha256 for place, sha256 in enumerate(codebooks, 1)}
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", asking) as copy:
        return by_length(copy)


@dataclass(frozen=True)
class _Part:
    """Rows of one version and length, in the columns of the instrument asked with."""

    table: Rows
    vector: NDArray[np.uint8]
    numbers: NDArray[np.float64]

    def column(self, name: str, kind: np.dtype) -> NDArray[Any]:
        is_asked = name in (self.table.dtype.names or ())
        return self.table[name].astype(kind) if is_asked else np.zeros(len(self.table), kind)


def _part(
    body: bytearray, length: int, where: NDArray[np.bool_], version: _Version, instrument: Instrument
) -> _Part | None:
    found = table(body, length, version.row)
    if found is None:
        return None
    its = found if where.all() else found[where]
    said = moved(its["vector"], numbers_of(its, version.row), version.instrument, instrument)
    return _Part(its, *said) if said and is_regular(its, version.row) else None


def _joined(parts: Sequence[_Part], asked: Asked, instrument: Instrument) -> PackedRows:
    def column(name: str, kind: np.dtype) -> NDArray[Any]:
        return np.concatenate([np.empty(0, kind), *(part.column(name, kind) for part in parts)])

    roles: list[str] = []
    widths = len(codebook.columns(instrument)), len(codebook.number_items(instrument))
    return PackedRows(
        participation=places([pk.bytes for pk in asked.participations], column("participation", UUIDS)),
        role=np.concatenate([np.empty(0, np.intp), *(roles_of(part.table, roles) for part in parts)]),
        is_agreed=(column("key", np.dtype(np.intp)) & 1).astype(np.bool_),
        is_coordinator=column("is_coordinator", np.dtype(np.bool_)),
        order=_ranks(parts, asked),
        vector=np.concatenate([np.empty((0, widths[0]), np.uint8), *(part.vector for part in parts)]),
        numbers=np.concatenate([np.empty((0, widths[1])), *(part.numbers for part in parts)]),
        roles=tuple(roles),
    )


def _ranks(parts: Sequence[_Part], asked: Asked) -> NDArray[np.intp]:
    """0, 1, 2 ... in the order of submission, then of ids, as `records` reads them; all 0 where it was not asked for."""
    found = np.zeros(sum(len(part.table) for part in parts), np.intp)
    if asked.in_order:
        ids = np.concatenate([np.empty(0, UUIDS), *(part.table["id"] for part in parts)]).view("S16")
        submitted = np.concatenate([np.empty(0, np.int64), *(part.table["submitted"] for part in parts)])
        found[np.lexsort((ids, submitted))] = np.arange(len(found))
    return found
