"""Whose answer would help a survey that is under way: for organisers, who telephone. An organisation's progress, never a
person's, and nothing of what anybody answered.

Places are named as disclosure control names its groups: "sector", "sector/contract", "sector/contract/biologics"; "sector/" is
whoever's first fact is not known. Groups across the tree are "size:small".
"""

# ruff: noqa: S608 - statements are put together of parts written here; whatever comes from elsewhere is a parameter

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection

from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave
from surveyapp.selectors import response_counts, site_rows
from surveyapp.selectors.outlook import GroupToday, Outlook, Question
from surveyapp.selectors.populations import least_owners, peer_order, side_order
from surveyapp.selectors.response_counts import Counts, Path, Segment

SECTOR = "sector"
OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """A list to telephone: whom it is of, from which row on. `segment`: a group's name, or "" for all."""

    segment: str = ""
    is_uncalled: bool = False
    first: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Reachable:
    """An organisation whose answer would help, how to reach it, how far it is, and the groups it would help, the one that is
    nearest to its number first."""

    organisation: UUID
    name: str
    reference: str
    contact_name: str
    email: str
    website: str
    state: str
    groups: tuple[str, ...]
    missing: int


def name_of(path: Path) -> str:
    return "/".join((SECTOR, *path))


def name_of_side(side: tuple[str, str]) -> str:
    return ":".join(side)


def question(
    wave: Wave, instrument: Instrument, segments: Sequence[Segment], sides: Mapping[str, Mapping[str, Counts]]
) -> Question:
    """What `outlook` is asked: `segments` and `sides` are counts of the questionnaire's population."""
    order, across = peer_order(wave.programme, instrument), side_order(wave.programme, instrument)
    return Question(
        wave=wave,
        order=order,
        places=tuple(_places(wave, instrument, (*order, *across))),
        in_register={each.path: each.counts.owners for each in segments},
        sides_in_register={
            (code, value): counts.owners for code in across for value, counts in sides.get(code, {}).items() if value
        },
        least=least_owners(wave.programme),
    )


def _places(wave: Wave, instrument: Instrument, codes: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    found = site_rows.values(instrument, codes)
    condition, parameters = response_counts.of_wave(wave, instrument, of_population=True)
    statement = f"""
        SELECT DISTINCT owner{site_rows.as_columns(found)} FROM ({site_rows.TAKING_PART}) t
        WHERE finished AND {counts(wave)} AND {condition}
    """
    for owner, *known in site_rows.fetch(statement, {**parameters, **found.parameters}):
        yield str(owner), dict(zip(codes, known, strict=True))


def counts(wave: Wave) -> str:
    """Where the survey says so, only confirmed organisations count."""
    return "true" if wave.counts_unconfirmed else "confirmed"


@dataclass(frozen=True)
class Need:
    """An answer from `place` that is of nobody who has answered there helps `group`, which lacks `more`."""

    place: str
    group: str
    more: int


def needs(found: Outlook, segments: Sequence[Segment]) -> list[Need]:
    """Where one more answer counts: in groups that are too small, and beside those that are hidden by what is left."""
    groups = found.groups
    made = [Need(name_of(path), name_of(path), each.more) for path, each in groups.items() if each.state == "too_few"]
    made += [
        Need(name_of_side(s), name_of_side(s), each.more) for s, each in found.sides.items() if each.state == "too_few"
    ]
    if any(each.state == "sector" for each in groups.values()):
        more = next(each.more for each in groups.values() if each.state == "sector")
        made.append(Need(SECTOR, SECTOR, more))
    for path, each in groups.items():
        if each.rest:
            made += [Need(place, f"{name_of(path)}/", each.rest) for place in _beside(path, found, segments)]
    return made


def _beside(path: Path, found: Outlook, segments: Sequence[Segment]) -> list[str]:
    """Places of a family that are in no large group: small ones, "other", and whoever's fact is not known."""
    below = [each.path for each in segments if each.path[:-1] == path and len(each.path) > len(path)]
    large = ("shown", "beside", "above")
    small = [each for each in below if each[-1] == OTHER or _state(found, each) not in large]
    return [*(name_of(each) for each in small), f"{name_of(path)}/"]


def _state(found: Outlook, path: Path) -> str:
    return found.groups.get(path, GroupToday("never", 0)).state


def reachable(
    wave: Wave, instrument: Instrument, found: Outlook, lacking: Sequence[Need], asked: Asked
) -> tuple[list[Reachable], int]:
    """Organisations that would help, each once, those first that help the group nearest to its number; and how many there
    are in all. One that is of the same owner as one that has answered in a group does not help it.

    In a confidential survey nothing tells, not even the order, who has started: often that is one person.
    """
    statement, parameters = _statement(wave, instrument, found, lacking, asked)
    rows = site_rows.fetch(statement, parameters)
    if not rows and asked.first:
        return reachable(wave, instrument, found, lacking, replace(asked, first=0))
    return [_row(each) for each in rows], (rows[0][0] if rows else 0)


def all_reachable(
    wave: Wave, instrument: Instrument, found: Outlook, lacking: Sequence[Need], asked: Asked
) -> Iterator[Reachable]:
    """As `reachable`, all of them, some at a time."""
    statement, parameters = _statement(wave, instrument, found, lacking, asked)
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(2_000):
            yield from map(_row, rows)


def _row(row: Sequence[Any]) -> Reachable:
    _, *fields, groups, missing = row
    organisation, name, reference, contact_name, email, website, state = fields
    return Reachable(organisation, name, reference, contact_name, email, website, state, tuple(groups), missing)


def _statement(
    wave: Wave, instrument: Instrument, found: Outlook, lacking: Sequence[Need], asked: Asked
) -> tuple[str, dict[str, Any]]:
    order, across = peer_order(wave.programme, instrument), side_order(wave.programme, instrument)
    tree, sides = site_rows.values(instrument, order), site_rows.values(instrument, across, "s")
    condition, parameters = response_counts.of_wave(wave, instrument, of_population=True)
    places, named = _names_of_places(len(order), across)
    given = {
        "needs": json.dumps([{"place": each.place, "target": each.group, "more": each.more} for each in lacking]),
        "known_by": json.dumps(dict(found.known_by)),
        "segment": asked.segment,
        "is_uncalled": asked.is_uncalled,
        "is_confidential": wave.is_confidential,
        "survey": str(wave.pk),
        "first": asked.first,
        "most": asked.most,
    }
    across_columns = "".join(f", {each} AS s{at}" for at, each in enumerate(sides.expressions))
    statement = f"""
        WITH known AS (
            SELECT *, {counts(wave)} AND finished AS counted{site_rows.as_columns(tree)}{across_columns}
            FROM ({site_rows.EVERYBODY}) e WHERE {condition}
        ), placed AS (
            SELECT {", ".join(["known.*", *site_rows.levels(len(order))])},
                coalesce(%(known_by)s::jsonb ->> owner::text, owner::text) AS known_by
            FROM known
        ), named AS (SELECT placed.*, array_remove(ARRAY[{places}], NULL) AS places FROM placed
        ), need AS (SELECT * FROM jsonb_to_recordset(%(needs)s::jsonb) AS n (place text, target text, more int)
        ), done AS (SELECT DISTINCT place, known_by FROM named, unnest(places) AS place WHERE counted
        ), helps AS (
            SELECT named.organisation, named.invited, named.started, named.finished, need.target, min(need.more) AS more
            FROM named CROSS JOIN LATERAL unnest(named.places) AS of (place) JOIN need ON need.place = of.place
            WHERE NOT named.counted AND (%(segment)s = '' OR %(segment)s = ANY(named.places))
                AND NOT EXISTS (SELECT FROM done WHERE done.place = need.place AND done.known_by = named.known_by)
                AND NOT (%(is_uncalled)s AND named.organisation::text IN ({CALLED}))
            GROUP BY 1, 2, 3, 4, 5
        ), listed AS (
            SELECT organisation, array_agg(target ORDER BY more, target) AS targets, min(more) AS more, count(*) AS n,
                CASE WHEN finished THEN 'finished' WHEN started AND NOT %(is_confidential)s THEN 'started'
                    WHEN invited OR started THEN 'invited' ELSE '' END AS state
            FROM helps GROUP BY organisation, invited, started, finished
        )
        SELECT count(*) OVER (), o.id, o.name, o.reference, o.contact_name, o.email, o.website, l.state, l.targets, l.more
        FROM listed l JOIN surveyapp_organisation o ON o.id = l.organisation
        ORDER BY l.more, l.n DESC, array_position(ARRAY['finished', 'started', 'invited', ''], l.state), o.name, o.id
        LIMIT %(most)s OFFSET %(first)s
    """
    return statement, {**parameters, **tree.parameters, **sides.parameters, **named, **given}


CALLED = """
    SELECT a.target_id FROM surveyapp_auditentry a WHERE a.programme_id = %(programme)s AND a.action = 'organisation.called'
        AND a.detail ->> 'survey' = %(survey)s
"""


def _names_of_places(depth: int, across: Sequence[str]) -> tuple[str, dict[str, str]]:
    """SQL for the names of all places an organisation stands in, NULL for a place below one that is not known."""
    found = [f"'{SECTOR}'"]
    for at in range(depth):
        whole = " || '/' || ".join([f"'{SECTOR}'", *(f"l{n}" for n in range(at + 1))])
        found.append(whole if not at else f"CASE WHEN l{at - 1} <> '' THEN {whole} END")
    found += [f"CASE WHEN s{at} <> '' THEN %(side{at})s || ':' || s{at} END" for at in range(len(across))]
    return ", ".join(found), {f"side{at}": code for at, code in enumerate(across)}
