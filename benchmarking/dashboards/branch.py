"""Which published groups an organisation belongs to, from the sector down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarking.dashboards.words import said
from benchmarking.selectors.figures import SECTOR, Group, Publication, WithheldGroup
from benchmarking.selectors.places import names_of, path_of, value_of
from benchmarking.selectors.surveys import Survey
from benchmarking.stats.peer_groups import OTHER
from surveyapp.instruments.schema import Instrument


def own_branch(publication: Publication, survey: Survey, order: Sequence[str]) -> tuple[Group, ...]:
    """The sector, every group below it that holds the organisation, and those across; none where it did not take part.

    `order`: the facets of the tree from the root down. Where no named group holds it, "all other" does.
    """
    if not survey.takes_part:
        return ()
    values = own_values(publication.instrument, survey.facets, order)
    branch: list[Group] = []
    here = publication.group(SECTOR)
    while here:
        branch.append(here)
        here = _child_of_mine(publication, here, values)
    across = (group for group in publication.groups if group.facet)
    return (*branch, *(group for group in across if _is_mine(publication, survey, group)))


def own_withheld(publication: Publication, survey: Survey, order: Sequence[str]) -> tuple[WithheldGroup, ...]:
    """The groups that hold the organisation and cannot be shown, from the widest down, and then those across."""
    if not survey.takes_part:
        return ()
    values = own_values(publication.instrument, survey.facets, order)
    within = (g for g in publication.withheld if not g.facet and g.path == values[: len(g.path)])
    across = (g for g in publication.withheld if g.facet and _is_mine(publication, survey, g))
    return (*sorted(within, key=lambda group: len(group.path)), *across)


def _is_mine(publication: Publication, survey: Survey, group: Group | WithheldGroup) -> bool:
    """Whether the organisation has the value that makes a group across the tree."""
    return value_of(publication.instrument, survey.facets, group.facet) == group.value


@dataclass(frozen=True)
class OwnGroup:
    """The deepest group of an organisation. `name`: its last step down, as the questionnaire calls it."""

    path: tuple[str, ...]
    name: str


def own_group_unpublished(publication: Publication, survey: Survey, order: Sequence[str]) -> OwnGroup | None:
    """The deepest group that would hold the organisation; None where it is published or nothing of it is known."""
    path = own_path(publication.instrument, survey.facets, order)
    if not survey.takes_part or not path or any(group.path == path for group in publication.groups):
        return None
    return OwnGroup(path, _name(publication.instrument, order[len(path) - 1], path[-1]))


def _name(instrument: Instrument, facet: str, value: str) -> str:
    """Read from the questionnaire: the answers of others are out of reach here. The value itself where it has no name."""
    return said(names_of(instrument, facet, value)) or value


def _child_of_mine(publication: Publication, parent: Group, values: Sequence[str]) -> Group | None:
    family = [group for group in publication.groups if group.parent == parent.code]
    named = next((group for group in family if group.path == tuple(values[: len(group.path)])), None)
    return named or next((group for group in family if group.path[-1] == OTHER), None)


def own_values(instrument: Instrument, facets: Mapping[str, str], order: Sequence[str]) -> tuple[str, ...]:
    """The organisation's value of each facet of the tree, "" where unknown; families are looked up in the instrument."""
    return tuple(value_of(instrument, facets, name) for name in order)


def own_path(instrument: Instrument, facets: Mapping[str, str], order: Sequence[str]) -> tuple[str, ...]:
    """The organisation's place in the tree, as deep as its values are known without a gap."""
    return path_of(instrument, facets, order)
