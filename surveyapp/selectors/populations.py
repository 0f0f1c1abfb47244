"""How many owners and sites the register counts, per place in the peer tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings

from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.selectors import facets


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
    found = _by_path(programme, instrument)
    return {place: len({each.owner_id for each in found[place]}) for place in sorted(found)}


def sites_by_path(programme: Programme, instrument: Instrument) -> dict[str, int]:
    """The same for organisations: an owner with three sites in a place counts three times there."""
    found = _by_path(programme, instrument)
    return {place: len(found[place]) for place in sorted(found)}


def _by_path(programme: Programme, instrument: Instrument) -> dict[str, list[Organisation]]:
    order = peer_order(programme, instrument)
    found: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in Organisation.objects.in_register().filter(programme=programme):
        known = facets.with_families(instrument, organisation.facets)
        if facets.is_in_population(instrument, known, {}):
            for place in _places(facets.path(known, order)):
                found[place].append(organisation)
    return found


def _places(path: Sequence[str]) -> list[str]:
    return ["/".join(path[:depth]) for depth in range(len(path) + 1)]
