"""The organisations of a survey as PostgreSQL counts them: a register of many thousands never comes into Python.

What is here are parts of statements. Facts about an organisation stand in a column `facets`; everything that varies is a
parameter, also the names of facts.
"""

# ruff: noqa: S608 - statements are put together of parts written here; whatever comes from elsewhere is a parameter

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from surveyapp.instruments.conditions import references
from surveyapp.instruments.schema import FacetDef, Instrument
from surveyapp.selectors import facets as known_facets

Parameters = Mapping[str, Any]

REGISTER = """
    SELECT o.id AS organisation, o.owner_id AS owner, o.facets FROM surveyapp_organisation o
    WHERE o.programme_id = %(programme)s AND o.left_at IS NULL
"""
"""Whoever is in the register now."""

INVITED = """
    SELECT p.organisation_id AS organisation, coalesce(p.owner_id, o.owner_id) AS owner, o.facets
    FROM surveyapp_participation p JOIN surveyapp_organisation o ON o.id = p.organisation_id
    WHERE p.wave_id = %(wave)s AND EXISTS (
        SELECT FROM surveyapp_invitation i WHERE i.participation_id = p.id AND i.revoked_at IS NULL)
"""
"""Whoever has a personal link to a survey, answered or not, as the register places them."""

TAKING_PART = """
    SELECT p.wave_id AS wave, p.organisation_id AS organisation, coalesce(p.owner_id, o.owner_id) AS owner, p.facets,
        EXISTS (SELECT FROM surveyapp_invitation i WHERE i.participation_id = p.id AND i.revoked_at IS NULL) AS invited,
        EXISTS (SELECT FROM surveyapp_invitation i WHERE i.participation_id = p.id AND i.revoked_at IS NULL
            AND i.opened_at IS NOT NULL) AS opened,
        coalesce(p.n_submitted_at_close, 0) > 0 OR EXISTS (
            SELECT FROM surveyapp_response r WHERE r.participation_id = p.id AND r.state <> 'withdrawn') AS started,
        p.is_imported OR coalesce(p.n_submitted_at_close, 0) > 0 OR EXISTS (
            SELECT FROM surveyapp_response r WHERE r.participation_id = p.id AND r.state = 'submitted') AS finished,
        p.confirmed_at IS NOT NULL AS confirmed, p.is_imported AS imported
    FROM surveyapp_participation p JOIN surveyapp_organisation o ON o.id = p.organisation_id
    WHERE p.wave_id = ANY(%(waves)s)
"""
"""Whoever takes part in these surveys, and how far each is. Its owner: frozen at close, before that the register's."""

EVERYBODY = f"""
    SELECT organisation, owner, facets, invited, opened, started, finished, confirmed, imported FROM ({TAKING_PART}) t
    UNION ALL
    SELECT organisation, owner, facets, false, false, false, false, false, false FROM ({REGISTER}) r
    WHERE NOT EXISTS (
        SELECT FROM surveyapp_participation p WHERE p.wave_id = ANY(%(waves)s) AND p.organisation_id = r.organisation)
"""
"""Whoever takes part, and whoever stands in the register besides."""

COUNTS = """
    count(*), count(*) FILTER (WHERE invited), count(*) FILTER (WHERE opened), count(*) FILTER (WHERE started),
    count(*) FILTER (WHERE finished), count(*) FILTER (WHERE confirmed), count(*) FILTER (WHERE imported),
    count(DISTINCT owner) FILTER (WHERE finished), count(DISTINCT owner)
"""
"""In the order of the fields of `response_counts.Counts`."""


@dataclass(frozen=True)
class Values:
    """One SQL expression a fact, "" where it is not known, and their parameters: as `facets.with_families` says."""

    expressions: tuple[str, ...]
    parameters: Parameters


def values(instrument: Instrument, codes: Sequence[str], name: str = "c") -> Values:
    """`codes`: facts or families of facts. `name`: begins the names of the parameters."""
    found: dict[str, Any] = {}
    expressions = []
    for at, code in enumerate(codes):
        key = f"{name}{at}"
        found[key] = code
        of_family = _with_this_family(instrument, code)
        if of_family is None:
            expressions.append(f"coalesce(facets ->> %({key})s, '')")
            continue
        found |= {f"{key}_of": of_family.code, f"{key}_families": json.dumps(_families(of_family))}
        coarser = f"%({key}_families)s::jsonb ->> (facets ->> %({key}_of)s)"
        expressions.append(f"coalesce(nullif(facets ->> %({key})s, ''), {coarser}, '')")
    return Values(tuple(expressions), found)


def _with_this_family(instrument: Instrument, code: str) -> FacetDef | None:
    return next((each for each in instrument.facets if each.families and f"{each.code}_family" == code), None)


def fact_behind(instrument: Instrument, code: str) -> str:
    """The fact whose values a family of facts groups; any other fact itself."""
    of_family = _with_this_family(instrument, code)
    return code if of_family is None else of_family.code


def _families(facet: FacetDef) -> dict[str, str]:
    """Value → its family, the first that names it."""
    return {value: family for family, its in reversed(facet.families.items()) for value in its}


def levels(count: int) -> list[str]:
    """Columns l0, l1 ... of v0, v1 ...: a path ends where something is not known, whatever is known below it."""
    return [
        "v0 AS l0"
        if at == 0
        else f"CASE WHEN '' IN ({', '.join(f'v{n}' for n in range(at))}) THEN '' ELSE v{at} END AS l{at}"
        for at in range(count)
    ]


def rollup(names: Sequence[str]) -> str:
    return f"ROLLUP ({', '.join(names)})" if names else "()"


def grouping(names: Sequence[str]) -> str:
    """A bit for each column that a row of a ROLLUP does not tell apart."""
    return f"GROUPING ({', '.join(names)})" if names else "0"


def as_columns(found: Values) -> str:
    """`, ... AS v0, ... AS v1`, for the end of a SELECT."""
    return "".join(f", {expression} AS v{at}" for at, expression in enumerate(found.expressions))


def in_population(instrument: Instrument, source: str, parameters: Parameters) -> tuple[str, Parameters]:
    """A condition on `facets` that leaves out whom the figures do not speak of (`facets.is_in_population`), as far as facts
    say so, and its parameters. `source` gives the organisations: its distinct facts are read, not its rows."""
    asked = _asked_by_the_rule(instrument)
    if not asked:
        return "true", {}
    found = values(instrument, asked, "p")
    key = f"jsonb_build_array({', '.join(found.expressions)})::text"
    rows = fetch(f"SELECT DISTINCT {key} FROM ({source}) s", {**parameters, **found.parameters})
    out = [text for (text,) in rows if not _is_in(instrument, dict(zip(asked, json.loads(text), strict=True)))]
    return f"NOT ({key} = ANY(%(left_out)s))", {**found.parameters, "left_out": out}


def _asked_by_the_rule(instrument: Instrument) -> list[str]:
    """The facts that the rule asks for; none where it also asks for something that no register knows."""
    if instrument.population is None:
        return []
    items = {mention.item for mention in references(instrument.population.when)}
    asked = [facet.code for facet in instrument.facets if facet.item in items]
    return asked if items <= {facet.item for facet in instrument.facets} else []


def _is_in(instrument: Instrument, known: Mapping[str, str]) -> bool:
    return known_facets.is_in_population(instrument, known, {})


def fetch(statement: str, parameters: Parameters) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def by_path(rows: Sequence[tuple[Any, ...]], depth: int) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...]]]:
    """Rows of a ROLLUP of l0, l1 ... after their GROUPING: path → the rest. What only repeats a path that ends is left out."""
    for grouping, *rest in rows:
        length = depth - int(grouping).bit_count()
        path = tuple(rest[:length])
        if "" not in path:
            yield path, tuple(rest[depth:])
