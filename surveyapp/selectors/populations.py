"""How many owners and sites the register counts, per place in the peer tree."""

# ruff: noqa: S608 - statements are put together of parts written here; whatever comes from elsewhere is a parameter

from __future__ import annotations

from typing import Any

from django.conf import settings

from surveyapp.instruments.schema import Instrument
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import site_rows


def peer_order(programme: Programme, instrument: Instrument) -> tuple[str, ...]:
    """The facets that peer groups follow, from the sector down: the programme's setting, else the instrument's."""
    return tuple(programme.peer_tree or instrument.peer_tree)


def side_order(programme: Programme, instrument: Instrument) -> tuple[str, ...]:
    """The facets whose values are groups across the peer tree, in the programme's order; none that the tree itself follows."""
    return tuple(facet for facet in programme.side_facets if facet not in peer_order(programme, instrument))


def least_owners(programme: Programme) -> int:
    """The fewest owners of a group that is shown: the programme's, or the installation's where that is higher.

    The setting is a whole number of 6 or more: nothing starts without.
    """
    return max(programme.least_owners, int(settings.LEAST_OWNERS))


def owners_by_path(programme: Programme, instrument: Instrument) -> dict[str, int]:
    """Path in the peer tree ("" the sector, "contract/biologics") → owners in the register.

    Organisations that the instrument's population leaves out by what the register knows are not counted.
    """
    return _by_path(programme, instrument, "count(DISTINCT owner)", site_rows.REGISTER, {"programme": programme.pk})


def sites_by_path(programme: Programme, instrument: Instrument) -> dict[str, int]:
    """The same for organisations: an owner with three sites in a place counts three times there."""
    return _by_path(programme, instrument, "count(*)", site_rows.REGISTER, {"programme": programme.pk})


def invited_by_path(wave: Wave, instrument: Instrument) -> dict[str, int]:
    """Path in the peer tree → owners with a personal link to the survey that was not withdrawn, whether they answered or
    not, as the register places them; empty where nobody was invited from here."""
    return _by_path(wave.programme, instrument, "count(DISTINCT owner)", site_rows.INVITED, {"wave": wave.pk})


def owners_in_no_group(programme: Programme, instrument: Instrument, facet: str) -> tuple[int, int]:
    """Owners of whose organisations none has a group by this facet: (the register does not say the fact, the fact is in none
    of the questionnaire's families). Whom the instrument's population leaves out is not counted."""
    parameters = {"programme": programme.pk}
    found = site_rows.values(instrument, [facet, site_rows.fact_behind(instrument, facet)])
    condition, more = site_rows.in_population(instrument, site_rows.REGISTER, parameters)
    statement = f"""
        WITH known AS (SELECT owner{site_rows.as_columns(found)} FROM ({site_rows.REGISTER}) r WHERE {condition}),
            unplaced AS (SELECT bool_or(v1 <> '') AS is_said FROM known GROUP BY owner HAVING bool_and(v0 = ''))
        SELECT count(*) FILTER (WHERE NOT is_said), count(*) FILTER (WHERE is_said) FROM unplaced
    """
    ((unsaid, in_none),) = site_rows.fetch(statement, {**parameters, **found.parameters, **more})
    return unsaid, in_none


def _by_path(
    programme: Programme, instrument: Instrument, counted: str, source: str, parameters: dict[str, Any]
) -> dict[str, int]:
    order = peer_order(programme, instrument)
    found = site_rows.values(instrument, order)
    condition, more = site_rows.in_population(instrument, source, parameters)
    names = [f"l{at}" for at in range(len(order))]
    statement = f"""
        WITH known AS (SELECT owner{site_rows.as_columns(found)} FROM ({source}) r WHERE {condition}),
            placed AS (SELECT {", ".join(["owner", *site_rows.levels(len(order))])} FROM known)
        SELECT {site_rows.grouping(names)}, {"".join(f"{name}, " for name in names)}{counted}
        FROM placed GROUP BY {site_rows.rollup(names)} HAVING count(*) > 0
    """
    rows = site_rows.fetch(statement, {**parameters, **found.parameters, **more})
    return {"/".join(path): n for path, (n,) in sorted(site_rows.by_path(rows, len(order)))}
