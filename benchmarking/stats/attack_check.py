"""One metric's figures, as they would be published, before the attacker: does every rival stay in the dark?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from benchmarking.stats.attack_on_counts import NOT_STATED, PublishedCount, certainty
from benchmarking.stats.attack_program import PublishedSum
from benchmarking.stats.doubt_about_scores import cornered
from benchmarking.stats.gate import leak
from benchmarking.stats.peer_groups import units
from benchmarking.stats.records import Contributor, Figure, Metric, PeerTree

Unit = tuple[str, str]
"""(owner, leaf): what sums are made of."""


def attack_check(
    tree: PeerTree,
    contributors: Sequence[Contributor],
    metric: Metric,
    margins: Mapping[str, Collection[Unit]] | None = None,
) -> Callable[[Sequence[Figure]], bool]:
    """Whether figures of this metric may stand, to be asked of `publish`'s attempts.

    True iff the gate finds no sum or difference of their groups that involves fewer than the metric's k, and every rival's interval keeps 30 points (means), or every answer of every question stays possible for
    every rival (shares, cuts), whichever knowledge group attacks. tree: the one that the estimates were made on. margins: the
    units of each side margin that figures may speak of, by its code. Quantiles are not attacked. Source: STATISTICS 3, I6.
    """
    attacked = Attacked(tree, contributors, metric, margins or {})
    return attacked.means_are_safe if metric.kind == "mean" else attacked.counts_are_safe


@dataclass(frozen=True)
class Attacked:
    """One metric of one release as an attacker has it: rows over the units of the tree, which stand by `unit_name`."""

    tree: PeerTree
    contributors: Sequence[Contributor]
    metric: Metric
    margins: Mapping[str, Collection[Unit]]

    def means_are_safe(self, figures: Sequence[Figure]) -> bool:
        sums = self.sums(figures)
        if not self._pass_the_gate(sums):
            return False
        return cornered(sums, self.stated, self._groups()) is None

    def counts_are_safe(self, figures: Sequence[Figure]) -> bool:
        bands = self.bands(figures)
        return self._pass_the_gate(bands) and certainty(bands, self.answers, self._groups(), self.questions) is None

    def _pass_the_gate(self, published: Sequence[PublishedSum] | Sequence[PublishedCount]) -> bool:
        return leak({row.name: row.units for row in published}, self._groups(), self.metric.k) is None

    @cached_property
    def organisations(self) -> dict[Unit, frozenset[str]]:
        """Unit → the owner's organisations in the leaf, of the metric's base."""
        base = self.metric.values.keys()
        found = (units(cohort, self.tree, self.contributors, base) for cohort in self.tree.cohorts[:1])
        return next(found, {})

    @cached_property
    def values(self) -> dict[Unit, float | None]:
        """The mean of an owner's organisations in a leaf; None where none of them stated anything."""
        its = self.organisations.items()
        return {unit: _mean([self.metric.values[o] for o in sorted(organisations)]) for unit, organisations in its}

    @cached_property
    def stated(self) -> dict[str, float]:
        """Unit → value, of those that stated one."""
        return {unit_name(unit): value for unit, value in self.values.items() if value is not None}

    @cached_property
    def answers(self) -> dict[str, int]:
        """Unit → how many thresholds it reaches, or NOT_STATED."""
        return {unit_name(unit): _answer(value, self._thresholds) for unit, value in self.values.items()}

    @property
    def questions(self) -> list[frozenset[int]]:
        """For each threshold: reached, and stated but not reached."""
        return _questions(len(self._thresholds))

    @property
    def _thresholds(self) -> Sequence[float]:
        return self.metric.cuts if self.metric.kind == "cuts" else (0.5,)

    def _groups(self) -> dict[str, str]:
        known_by = {c.owner: c.known_by for c in self.contributors}
        return {unit_name(unit): known_by[unit[0]] for unit in self.values}

    @cached_property
    def _units(self) -> dict[str, frozenset[str]]:
        """By cohort code."""
        base = self.metric.values.keys()
        of_tree = {c.code: units(c, self.tree, self.contributors, base) for c in self.tree.cohorts}
        return {code: frozenset(map(unit_name, its)) for code, its in {**of_tree, **self.margins}.items()}

    def sums(self, figures: Sequence[Figure]) -> list[PublishedSum]:
        """What published means say of sums over units."""
        stated = frozenset(self.stated)
        return [
            PublishedSum(
                f.cohort,
                self._units[f.cohort] & stated,
                round((f.least or 0) * f.n_units, 6),
                round((f.most or 0) * f.n_units, 6),
                None if f.value is None else f.value * f.n_units,
            )
            for f in figures
            if f.statistic == "mean"
        ]

    def bands(self, figures: Sequence[Figure]) -> list[PublishedCount]:
        """What published bands say of counts of units."""
        counted = _answers_counted(self.metric)
        return [
            PublishedCount(
                f"{f.cohort} {f.statistic}",
                self._units[f.cohort],
                counted[f.statistic],
                int(f.least or 0),
                int(f.most or 0),
            )
            for f in figures
            if f.statistic in counted
        ]


def unit_name(unit: Unit) -> str:
    """One text for an owner in a leaf."""
    return " in ".join(unit)


def _mean(values: Sequence[float | None]) -> float | None:
    stated = [value for value in values if value is not None]
    return fsum(stated) / len(stated) if stated else None


def _answer(value: float | None, thresholds: Sequence[float]) -> int:
    """How many thresholds a unit reaches, as `estimate` counts: values to nine decimals."""
    return NOT_STATED if value is None else sum(round(value, 9) >= threshold for threshold in thresholds)


def _answers_counted(metric: Metric) -> dict[str, frozenset[int]]:
    """Statistic → the answers that its band counts."""
    last = len(metric.cuts)
    cuts = {f"at_least_{level}": frozenset(range(i + 1, last + 1)) for i, level in enumerate(metric.cuts)}
    return {"share": frozenset({1}), "not_stated": frozenset({NOT_STATED}), **cuts}


def _questions(n_thresholds: int) -> list[frozenset[int]]:
    """For each threshold: reached, and stated but not reached."""
    return [
        frozenset(answers) for i in range(1, n_thresholds + 1) for answers in (range(i, n_thresholds + 1), range(i))
    ]
