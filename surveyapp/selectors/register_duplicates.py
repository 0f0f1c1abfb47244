"""Organisations of the register that may stand in it twice, or whose owners may be one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.models.register import Register
from surveyapp.selectors.name_likeness import alike_pairs

# Names of more are compared by their keys alone: somebody waits for the page.
MOST_COMPARED = 50_000
SHORTEST = 5  # letters; of fewer, one is too much of a difference
NAMES = """
    SELECT id, waymark_name_key(name) AS key, reference <> '' FROM surveyapp_organisation
    WHERE programme_id = %(programme)s AND left_at IS NULL ORDER BY key, id
"""
# One organisation of each further owner beside the first one with the domain.
SAME_DOMAIN = """
    WITH known AS (
        SELECT DISTINCT ON (domain, owner_id) id, owner_id, domain, name FROM (
            SELECT id, owner_id, name, waymark_domain(website, email) AS domain FROM surveyapp_organisation
            WHERE programme_id = %(programme)s AND left_at IS NULL AND (website <> '' OR email <> '')) found
        WHERE domain <> '' ORDER BY domain, owner_id, name, id
    )
    SELECT first, id FROM (
        SELECT id, first_value(id) OVER (PARTITION BY domain ORDER BY name, id) AS first FROM known) pairs
    WHERE first <> id
"""


class _Name(NamedTuple):
    id: UUID
    key: str
    has_reference: bool


@dataclass(frozen=True)
class Pair:
    """Two that may be one. `is_domain`: not their names are alike, but their web or e-mail domain is the same."""

    one: UUID
    other: UUID
    is_domain: bool

    @property
    def key(self) -> str:
        return pair_key(self.one, self.other)


def pair_key(one: UUID, other: UUID) -> str:
    """The same for both orders."""
    return ":".join(sorted((str(one), str(other))))


def likely_duplicates(programme: Programme) -> list[Pair]:
    """Pairs of organisations in the register: the same name but for its spelling first, then names that are nearly the
    same, the most alike first, then the same domain under another owner. Without those that somebody said are two, and,
    where names are nearly the same, those that a reference each tells apart, as in imports."""
    said = set(Register.objects.filter(programme=programme).values_list("apart", flat=True).first() or ())
    found: dict[str, Pair] = {}
    for pair in _all(programme):
        if pair.key not in said:
            found.setdefault(pair.key, pair)
    return list(found.values())


def is_too_large(programme: Programme) -> bool:
    """Whether names that are nearly the same are not looked for."""
    return Organisation.objects.in_register().filter(programme=programme).count() > MOST_COMPARED


def _all(programme: Programme) -> Iterator[Pair]:
    names = [_Name(*row) for row in _rows(NAMES, programme)]
    for _key, same in groupby((each for each in names if each.key), key=attrgetter("key")):
        first, *others = same
        yield from (Pair(first.id, other.id, is_domain=False) for other in others)
    if len(names) <= MOST_COMPARED:
        near = [pair for part in (slice(4), slice(-4, None)) for pair in _near(names, part)]
        yield from (pair for _score, pair in sorted(near, key=lambda each: (-each[0], each[1].key)))
    yield from (Pair(one, other, is_domain=True) for one, other in _rows(SAME_DOMAIN, programme))


def _near(names: Sequence[_Name], part: slice) -> Iterator[tuple[int, Pair]]:
    """Names that begin alike or end alike, four letters each, as imports compare them."""

    def block(name: _Name) -> str:
        return name.key[part]

    for _block, found in groupby(sorted((each for each in names if len(each.key) > SHORTEST), key=block), key=block):
        rows = list(found)
        if all(row.has_reference for row in rows):
            continue
        for one, other, score in alike_pairs([row.key for row in rows]):
            if not (rows[one].has_reference and rows[other].has_reference):
                yield score, Pair(rows[one].id, rows[other].id, is_domain=False)


def _rows(sql: str, programme: Programme) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"programme": programme.pk})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
