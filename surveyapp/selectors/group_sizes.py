"""Which peer groups a register would give, and how many companies are in each, for an order that is only being thought about."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.instruments.schema import Instrument
from surveyapp.models.programme import Programme
from surveyapp.selectors.populations import owners_by_path


@dataclass(frozen=True)
class Group:
    """`path`: facet values from the root down; () is the whole sector. `owners`: companies, not sites."""

    path: tuple[str, ...]
    owners: int


def tree(programme: Programme, instrument: Instrument, order: Sequence[str]) -> list[Group]:
    """Every group that the facets in this order make of the register, the sector first, each above its parts.

    Sizes are of the register: how many of them answer decides which groups are shown.
    """
    found = owners_by_path(_ordered(programme, order), instrument) if order else {}
    return [Group(tuple(path.split("/")) if path else (), owners) for path, owners in sorted(found.items())]


def margin(programme: Programme, instrument: Instrument, facet: str) -> list[Group]:
    """The groups that one facet alone makes, the largest first."""
    found = (each for each in tree(programme, instrument, [facet]) if each.path)
    return sorted(found, key=lambda each: (-each.owners, each.path))


def _ordered(programme: Programme, order: Sequence[str]) -> Programme:
    thought = copy.copy(programme)  # never saved
    thought.peer_tree = list(order)
    return thought
