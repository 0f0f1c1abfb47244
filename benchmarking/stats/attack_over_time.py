"""What somebody makes of everything that was ever published of one metric: of this release and of those before it (I6).

Asked twice. An attacker who knows exactly whose answers changed has their records as they are; one who takes everybody
that took part again for unchanged knows less that is true and derives more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from benchmarking.stats.attack_check import Attacked, unit_name
from benchmarking.stats.attack_on_counts import PublishedCount, certainty
from benchmarking.stats.attack_program import PublishedSum
from benchmarking.stats.doubt_about_scores import cornered
from benchmarking.stats.knowledge_groups import knowledge_groups
from benchmarking.stats.records import Figure
from benchmarking.stats.releases_over_time import record_version

Row = TypeVar("Row", PublishedSum, PublishedCount)
Value = TypeVar("Value")

Naming = Mapping[str, str]
"""Unit of one release → the record that it is among all releases."""


MOST_TOGETHER = 400
"""Units of all releases in one program: three waves of 130. Beyond it the release is attacked beside each earlier one in
turn, since with every wave the program has some times as many atoms, and as many attackers."""


@dataclass(frozen=True)
class Shown:
    """One metric of a release that is out: as an attacker has it, with its figures."""

    attacked: Attacked
    figures: Sequence[Figure]


def attack_over_time(now: Attacked, before: Sequence[Shown]) -> Callable[[Sequence[Figure]], bool]:
    """Whether figures of this metric may stand beside those that stand already, to be asked of `publish`'s attempts.

    True iff every rival's interval keeps 30 points (means), or every answer of every question stays possible for every rival
    (shares, cuts), in the program over the rows of all releases together (up to MOST_TOGETHER units). Twice: with a record for each
    `record_version` of an owner's organisations in a leaf (an attacker who knows who changed), and with one record
    however they answered (one who takes all that stayed for unchanged; where that contradicts what is published it
    tells nobody anything, and what it says of somebody counts where it holds the earlier answer or the later one). Knowledge groups are those of all releases together. before: oldest first, of the same
    kind and cuts; others are left out, since they measured something else. Always True without any. Source: STATISTICS 3,
    rule 11 and I6.
    """
    alike = [s for s in before if s.figures and _question(s.attacked) == _question(now)]
    n_units = sum(len(each.organisations) for each in (now, *(s.attacked for s in alike)))
    beside = [alike] if alike and n_units <= MOST_TOGETHER else [[each] for each in alike]
    return lambda figures: all(_is_safe([*its, Shown(now, figures)]) for its in beside)


def _question(attacked: Attacked) -> tuple[str, tuple[int, ...]]:
    return attacked.metric.kind, attacked.metric.cuts


def _is_safe(shown: Sequence[Shown]) -> bool:
    with_later, with_earlier = _Together(shown, _stayers), _Together(shown[::-1], _stayers)
    knowing_who_changed = _Together(shown, _versions)
    return knowing_who_changed.is_safe(assumed=False) and all(
        taken.is_safe(assumed=True) for taken in (with_later, with_earlier)
    )


@dataclass(frozen=True)
class _Together:
    """The rows of all releases over the records that `naming` makes of their units."""

    shown: Sequence[Shown]
    naming: Callable[[Attacked], Naming]

    def is_safe(self, *, assumed: bool) -> bool:
        if self.shown[-1].attacked.metric.kind == "mean":
            sums = [row for i, s in enumerate(self.shown) for row in self._of_records(i, s.attacked.sums(s.figures))]
            values = self._merged([s.attacked.stated for s in self.shown])
            return cornered(sums, values, self._contributors(), assumed=assumed) is None
        bands = [row for i, s in enumerate(self.shown) for row in self._of_records(i, s.attacked.bands(s.figures))]
        answers = self._merged([s.attacked.answers for s in self.shown])
        questions = self.shown[-1].attacked.questions
        return certainty(bands, answers, self._contributors(), questions, assumed=assumed) is None

    @cached_property
    def _names(self) -> list[Naming]:
        return [self.naming(each.attacked) for each in self.shown]

    def _of_records(self, release: int, rows: Sequence[Row]) -> Iterator[Row]:
        name = self._names[release]
        for row in rows:
            yield replace(row, name=f"{release} {row.name}", units=frozenset(name[unit] for unit in row.units))

    def _merged(self, by_release: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
        """Record → value; of a record in several releases that of the last one here."""
        pairs = zip(self._names, by_release, strict=True)
        return {name[unit]: value for name, values in pairs for unit, value in values.items()}

    def _contributors(self) -> dict[str, str]:
        groups = _groups(self.shown)
        owners = [{unit_name(unit): groups[unit[0]] for unit in s.attacked.organisations} for s in self.shown]
        return self._merged(owners)


def _versions(attacked: Attacked) -> Naming:
    stayers = _stayers(attacked)
    return {
        unit_name(unit): record_version(stayers[unit_name(unit)], [value]) for unit, value in attacked.values.items()
    }


def _stayers(attacked: Attacked) -> Naming:
    """An owner with those of its organisations that are averaged: in whichever leaf, and whatever they say."""
    return {unit_name(unit): f"{unit[0]}: {' '.join(sorted(its))}" for unit, its in attacked.organisations.items()}


def _groups(shown: Sequence[Shown]) -> dict[str, str]:
    """Owner → knowledge group: whoever was in one group in any release still knows what it knew."""
    pairs = ((f"{i} {c.known_by}", c.owner) for i, s in enumerate(shown) for c in s.attacked.contributors)
    return knowledge_groups([], pairs)
