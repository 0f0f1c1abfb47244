"""How many owners the register counts, per place in the peer tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.selectors import facets


def peer_order(programme: Programme, instrument: Instrument) -> tuple[str, ...]:
    """The facets that peer groups follow, from the sector down: the programme's setting, else the instrument's."""
    return tuple(programme.peer_tree or instrument.peer_tree)


def owners_by_path(programme: Programme, instrument: Instrument) -> dict[str, int]:
    """Path in the peer tree ("" the sector, "contract/biologics") → owners in the register.

    Organisations that the instrument's population leaves out by what the register knows are not counted.
    """
    order = peer_order(programme, instrument)
    owners: dict[str, set[object]] = defaultdict(set)
    for organisation in Organisation.objects.filter(programme=programme):
        known = facets.with_families(instrument, organisation.facets)
        if facets.is_in_population(instrument, known, {}):
            for place in _places(facets.path(known, order)):
                owners[place].add(organisation.owner_id)
    return {place: len(owners[place]) for place in sorted(owners)}


def _places(path: Sequence[str]) -> list[str]:
    return ["/".join(path[:depth]) for depth in range(len(path) + 1)]
