"""What a total of the sector tells about one owner's answer, beside the shares of those who hold (I6, linked metrics).

Who is short of a skill states how many people should move up, and who is not states none: so a total and the bands of the
share speak of the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    """A unit: whether it holds (None: not stated), of how many organisations it is, and who knows its answer."""

    holds: bool | None
    n_organisations: int
    contributor: str


@dataclass(frozen=True)
class HoldersBand:
    """Between `least` and `most` of `units` hold: a published share."""

    units: frozenset[str]
    least: int
    most: int


_Class = tuple[frozenset[int], bool, int]
"""The bands that a unit is counted in, whether it holds, and of how many organisations it is."""


def answers_stay_exchangeable(answered: Mapping[str, Answered], published: Sequence[HoldersBand]) -> bool:
    """Whether every rival could have given another one's answer, so that no total tells who holds.

    answered: every unit of the sector; published: the bands of all groups of the share. Two units exchange their answers,
    amounts and all: every total stays what it is, and if every band still holds an attacker sees no difference. True iff
    each unit that stated something has a partner that answered the other way, with as many organisations, who is not the
    attacker, whichever other contributor attacks. Sufficient, not necessary; worlds in which more than two answers change
    are not looked for. Raises ValueError for a band that does not hold the true count. Source: STATISTICS 3, I6.
    """
    counts = [sum(answered[unit].holds is True for unit in band.units) for band in published]
    if any(not band.least <= n <= band.most for band, n in zip(published, counts, strict=True)):
        raise ValueError("A published band does not hold the true count.")
    classes = _classes(answered, published)
    for one, contributors in classes.items():
        partners = frozenset[str]().union(
            *(its for other, its in classes.items() if _may_exchange(one, other, published, counts))
        )
        if len(partners) < 2 and any(partners != {contributor} for contributor in contributors):
            return False
    return True


def _classes(answered: Mapping[str, Answered], published: Sequence[HoldersBand]) -> dict[_Class, frozenset[str]]:
    """Units that are alike → their contributors."""
    found: dict[_Class, set[str]] = defaultdict(set)
    for unit, answer in answered.items():
        if answer.holds is not None:
            bands = frozenset(i for i, band in enumerate(published) if unit in band.units)
            found[bands, answer.holds, answer.n_organisations].add(answer.contributor)
    return {each: frozenset(contributors) for each, contributors in found.items()}


def _may_exchange(one: _Class, other: _Class, published: Sequence[HoldersBand], counts: Sequence[int]) -> bool:
    """They answered differently, are as many organisations, and every band that counts only one of them bears the change."""
    (here, holds, n), (there, other_holds, other_n) = one, other
    if holds == other_holds or n != other_n:
        return False
    gained = {**dict.fromkeys(here - there, -1 if holds else 1), **dict.fromkeys(there - here, 1 if holds else -1)}
    return all(published[i].least <= counts[i] + by <= published[i].most for i, by in gained.items())
