"""Packed vectors of a wave as arrays, read by one binary COPY. For workers only, as `records`, and by the same rules.

The vectors are derived from the documents. Where they cannot be read as one table (an older version with other choices,
a vector that does not fit its codebook) the answer is None, and whoever asks reads the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from surveyapp.instruments import codebook
from surveyapp.instruments.schema import FeedsRespondent, Instrument
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.selectors import instruments
from surveyapp.selectors.packed_columns import moved
from surveyapp.selectors.packed_rows import Row, Rows, numbers_of, tables

QUERY = """
    SELECT p.place::int4, coalesce(array_position(%(roles)s::varchar[], a.role), 0)::int2,
        coalesce(array_position(%(codebooks)s::varchar[], a.codebook_sha256), 0)::int2, a.is_agreed, {order} a.vector {numbers}
    FROM {table} a
    JOIN unnest(%(participations)s::uuid[]) WITH ORDINALITY AS p(id, place) ON p.id = a.participation_id {joined}
    WHERE {submitted} AND (a.benchmark_use OR NOT %(only_for_benchmark)s)
"""
LINKED = {
    "table": "surveyapp_responseanswers",
    "submitted": "a.is_submitted",
    "order": "i.is_coordinator, r.submitted_at, r.id,",
    "joined": "JOIN surveyapp_response r ON r.id = a.response_id JOIN surveyapp_invitation i ON i.id = r.invitation_id",
}
UNLINKED = {"table": "surveyapp_unlinkedanswers", "submitted": "true", "order": "false, 0::int8, a.id,", "joined": ""}


@dataclass(frozen=True)
class Asked:
    """Which responses: of these participations, all of one wave or one alone, and of these roles first of all.

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
    found = _read(asked, instrument, _usual_roles(instrument))
    if found is not None and (found.role < 0).any():
        found = _read(asked, instrument, _roles(asked))
    if found is not None and not asked.in_order and found.is_agreed.any():
        return read(Asked(asked.participations, asked.is_confidential, asked.only_for_benchmark), instrument)
    return found


def _usual_roles(instrument: Instrument) -> tuple[str, ...]:
    own = [code for code, item in instrument.items.items() if isinstance(item.feeds, FeedsRespondent)]
    named = {choice.code for code in own for choice in instrument.choices(code)}
    return tuple(sorted({"", "coordinator", *instrument.roles, *named}))


def _roles(asked: Asked) -> tuple[str, ...]:
    table = (UNLINKED if asked.is_confidential else LINKED)["table"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT role FROM {table} WHERE participation_id = ANY(%s) ORDER BY role",  # noqa: S608 - ours
            [list(asked.participations)],
        )
        return tuple(role for (role,) in cursor.fetchall())


def _versions(instrument: Instrument) -> dict[str, Instrument]:
    """Hash → a version with this codebook, of all versions of the questionnaire; this one for its own."""
    ids = InstrumentVersion.objects.filter(instrument__slug=instrument.slug).values_list("pk", flat=True)
    others = (instruments.instrument(pk) for pk in ids)
    return {codebook.codebook_hash(each): each for each in (*others, instrument)}


def _read(asked: Asked, instrument: Instrument, roles: tuple[str, ...]) -> PackedRows | None:
    versions = _versions(instrument)
    rows = {sha256: _row(version, versions.values(), in_order=asked.in_order) for sha256, version in versions.items()}
    found = tables(_copied(asked, roles, list(versions), rows[next(iter(rows))]), set(rows.values()))
    parts = []
    for number, (sha256, version) in enumerate(versions.items(), 1):
        for table in found or ():
            its = table if (table["codebook"] == number).all() else table[table["codebook"] == number]
            if len(its):
                parts.append(_part(its, rows[sha256], version, instrument))
    whole = [part for part in parts if part is not None]
    if found is None or len(whole) < len(parts) or sum(map(len, whole)) < sum(map(len, found)):
        return None
    return _joined(whole, instrument, roles)


def _row(version: Instrument, versions: Iterable[Instrument], *, in_order: bool) -> Row:
    has_numbers = any(codebook.number_items(each) for each in versions)
    n_numbers = len(codebook.number_items(version)) if has_numbers else None
    return Row(len(codebook.columns(version)), n_numbers, in_order)


def _copied(asked: Asked, roles: Sequence[str], codebooks: Sequence[str], row: Row) -> Iterator[memoryview]:
    source = UNLINKED if asked.is_confidential else LINKED
    order = source if asked.in_order else dict(source, order="", joined="")
    query = QUERY.format(**order, numbers=", a.numbers" if row.n_numbers is not None else "")
    asking = {
        "participations": list(asked.participations),
        "roles": list(roles),
        "codebooks": list(codebooks),
        "only_for_benchmark": asked.only_for_benchmark,
    }
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", asking) as copy:
        yield from copy


def _part(table: Rows, row: Row, version: Instrument, instrument: Instrument) -> _Part | None:
    """What one version's rows say, in this instrument's columns."""
    said = moved(np.ascontiguousarray(table["vector"]), numbers_of(table, row), version, instrument)
    return _Part(table, *said) if said else None


@dataclass(frozen=True)
class _Part:
    table: Rows
    vector: NDArray[np.uint8]
    numbers: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> NDArray[Any]:
        is_asked = name in (self.table.dtype.names or ())
        return self.table[name] if is_asked else np.zeros(len(self), np.int64)


def _joined(parts: Sequence[_Part], instrument: Instrument, roles: tuple[str, ...]) -> PackedRows:
    def column(name: str, kind: type) -> NDArray[Any]:
        return np.concatenate([np.empty(0, kind), *(part.column(name).astype(kind) for part in parts)])

    widths = len(codebook.columns(instrument)), len(codebook.number_items(instrument))
    return PackedRows(
        participation=column("participation", np.intp) - 1,
        role=column("role", np.intp) - 1,
        is_agreed=column("is_agreed", np.bool_),
        is_coordinator=column("is_coordinator", np.bool_),
        order=_ranks(parts),
        vector=_stacked([part.vector for part in parts], np.empty((0, widths[0]), np.uint8)),
        numbers=_stacked([part.numbers for part in parts], np.empty((0, widths[1]))),
        roles=roles,
    )


def _ranks(parts: Sequence[_Part]) -> NDArray[np.intp]:
    """0, 1, 2 ... in the order of submission, then of ids, as `records` reads them; all 0 where it was not asked for."""
    n = sum(map(len, parts))
    if not all("id" in (part.table.dtype.names or ()) for part in parts):
        return np.zeros(n, np.intp)
    ids = np.concatenate([np.empty(0, "S16"), *(part.table["id"] for part in parts)])
    submitted = np.concatenate([np.empty(0, np.int64), *(part.table["submitted"] for part in parts)])
    found = np.empty(n, np.intp)
    found[np.lexsort((ids, submitted))] = np.arange(n)
    return found


def _stacked(parts: Sequence[NDArray[Any]], nothing: NDArray[Any]) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate([nothing, *parts])
