"""What a total of the sector tells about one owner's answer, beside the shares of those who hold (I6, linked metrics).

Who is short of a skill states how many people should move up, and who is not states none: so a total and the bands of the
share speak of the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, gcd, lcm


@dataclass(frozen=True)
class Answered:
    """A unit: whether it holds (None: not stated), the amounts above 0 that its organisations stated, who knows them."""

    holds: bool | None
    amounts: tuple[float, ...]
    contributor: str


@dataclass(frozen=True)
class HoldersBand:
    """Between `least` and `most` of `units` hold: a published share."""

    units: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True)
class Total:
    """A published sum of all amounts, each of which is one of `possible`."""

    least: float
    most: float
    possible: Collection[float]


def answers_stay_possible(answered: Mapping[str, Answered], published: Sequence[HoldersBand], total: Total) -> bool:
    """Whether every rival could have given the other answer, whichever contributor attacks.

    answered: every unit of the sector; published: the bands of all groups of the share; total: beside them. A rival's
    answer is turned round together with that of a partner who answered the other way, so that every band still holds and
    neither is the attacker's; one of both then holds with one amount or without saying which, the other has none, and the
    amounts of whoever holds besides, which the attacker does not know, add up to the total in some way. Sufficient, not necessary: worlds in which
    more than two answers turn are not looked for. Raises ValueError for a band or total that does not hold the true one, and
    for amounts that are not possible ones. Source: STATISTICS 3, I6.
    """
    sector = _Sector(answered, published, total)
    sector.check()
    return all(sector.stays_possible(rivals, attacker) for attacker in sector.attackers() for rivals in sector.classes)


_Class = tuple[frozenset[int], bool, int]
"""The bands that a unit is counted in, whether it holds, and how many amounts it stated."""


@dataclass(frozen=True)
class _Sector:
    answered: Mapping[str, Answered]
    published: Sequence[HoldersBand]
    total: Total

    def check(self) -> None:
        amounts = [amount for each in self.answered.values() for amount in each.amounts]
        if not set(amounts) <= set(self.total.possible):
            raise ValueError("An amount is not a possible one.")
        bands = zip(self.published, self._counts, strict=True)
        if not self.total.least <= sum(amounts) <= self.total.most or any(
            not band.least <= n <= band.most for band, n in bands
        ):
            raise ValueError("A published band or total does not hold the true one.")

    @cached_property
    def _counts(self) -> list[int]:
        return [sum(self.answered[unit].holds is True for unit in band.units) for band in self.published]

    @cached_property
    def classes(self) -> dict[_Class, frozenset[str]]:
        """Units that are alike → their contributors."""
        found: dict[_Class, set[str]] = defaultdict(set)
        for unit, answer in self.answered.items():
            if answer.holds is not None:
                bands = frozenset(i for i, band in enumerate(self.published) if unit in band.units)
                found[bands, answer.holds, len(answer.amounts)].add(answer.contributor)
        return {each: frozenset(contributors) for each, contributors in found.items()}

    def attackers(self) -> list[str]:
        """One for all who stated the same amounts and are missed in the same classes."""
        alone = {next(iter(its)) for its in self.classes.values() if len(its) == 1}
        alike = {name if name in alone else tuple(sorted(known)): name for name, known in self._known.items()}
        return sorted(alike.values())

    @cached_property
    def _known(self) -> dict[str, list[float]]:
        """Contributor → all amounts it knows."""
        found: dict[str, list[float]] = defaultdict(list)
        for answer in self.answered.values():
            found[answer.contributor] += answer.amounts
        return found

    def stays_possible(self, rivals: _Class, attacker: str) -> bool:
        known = self._known[attacker]
        if self.classes[rivals] <= {attacker}:
            return True
        stated = sum(len(each.amounts) for each in self.answered.values()) - len(known)
        left = (self.total.least - sum(known), self.total.most - sum(known))
        partners = (p for p in self.classes if not self.classes[p] <= {attacker} and self._may_turn(rivals, p))
        numbers = (stated - rivals[2] - partner[2] + said for partner in partners for said in (1, 0))
        return any(self._sums.reach(number, *left) for number in numbers)

    def _may_turn(self, one: _Class, other: _Class) -> bool:
        """They answered differently, and every band that counts only one of them bears the change."""
        if one[1] == other[1]:
            return False
        by = -1 if one[1] else 1
        changes = {**dict.fromkeys(one[0] - other[0], by), **dict.fromkeys(other[0] - one[0], -by)}
        return all(
            self.published[i].least <= self._counts[i] + change <= self.published[i].most
            for i, change in changes.items()
        )

    @cached_property
    def _sums(self) -> _Sums:
        return _Sums(self.total.possible)


class _Sums:
    """What so many amounts can add up to: the bits of a number, in the largest part that all possible amounts are made of."""

    def __init__(self, possible: Collection[float]) -> None:
        exact = [Fraction(amount).limit_denominator(1000) for amount in possible]
        whole = lcm(*(each.denominator for each in exact))
        self.part = Fraction(gcd(*(int(each * whole) for each in exact)), whole)
        self.steps = [int(each / self.part) for each in exact]
        self.found = [1]

    def reach(self, number: int, least: float, most: float) -> bool:
        """Whether `number` amounts can add up to between `least` and `most`."""
        while len(self.found) <= number:
            self.found.append(self._one_more(self.found[-1]))
        first, last = max(0, ceil(Fraction(least) / self.part)), floor(Fraction(most) / self.part)
        window = (1 << max(0, last - first + 1)) - 1
        return number >= 0 and bool(self.found[number] >> first & window)

    def _one_more(self, sums: int) -> int:
        more = 0
        for step in self.steps:
            more |= sums << step
        return more
