"""One metric's figures, as they would be published, before the attacker: does every rival stay in the dark?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from benchmarking.stats.attack_on_counts import NOT_STATED, PublishedCount, certainty
from benchmarking.stats.attack_program import SAFE, PublishedSum, narrowest_interval
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
    sector = _Sector(tree, contributors, metric, margins or {})
    return sector.means_are_safe if metric.kind == "mean" else sector.counts_are_safe


@dataclass(frozen=True)
class _Sector:
    tree: PeerTree
    contributors: Sequence[Contributor]
    metric: Metric
    margins: Mapping[str, Collection[Unit]]

    def means_are_safe(self, figures: Sequence[Figure]) -> bool:
        stated = {_name(unit): value for unit, value in self.values.items() if value is not None}
        sums = self._sums(figures, frozenset(stated))
        if not self._pass_the_gate(sums):
            return False
        found = narrowest_interval(sums, stated, self._groups())
        return found is None or found.width >= SAFE

    def counts_are_safe(self, figures: Sequence[Figure]) -> bool:
        answers = {_name(unit): _answer(value, self._thresholds) for unit, value in self.values.items()}
        questions = _questions(len(self._thresholds))
        bands = self._bands(figures)
        return self._pass_the_gate(bands) and certainty(bands, answers, self._groups(), questions) is None

    def _pass_the_gate(self, published: Sequence[PublishedSum] | Sequence[PublishedCount]) -> bool:
        return leak({row.name: row.units for row in published}, self._groups(), self.metric.k) is None

    @cached_property
    def values(self) -> dict[Unit, float | None]:
        """The mean of an owner's organisations in a leaf; None where none of them stated anything."""
        return {
            unit: _mean([self.metric.values[o] for o in sorted(organisations)])
            for cohort in self.tree.cohorts[:1]
            for unit, organisations in units(cohort, self.tree, self.contributors, self.metric.values.keys()).items()
        }

    @property
    def _thresholds(self) -> Sequence[float]:
        return self.metric.cuts if self.metric.kind == "cuts" else (0.5,)

    def _groups(self) -> dict[str, str]:
        known_by = {c.owner: c.known_by for c in self.contributors}
        return {_name(unit): known_by[unit[0]] for unit in self.values}

    @cached_property
    def _units(self) -> dict[str, frozenset[str]]:
        """By cohort code."""
        base = self.metric.values.keys()
        of_tree = {c.code: units(c, self.tree, self.contributors, base) for c in self.tree.cohorts}
        return {code: frozenset(map(_name, its)) for code, its in {**of_tree, **self.margins}.items()}

    def _sums(self, figures: Sequence[Figure], stated: frozenset[str]) -> list[PublishedSum]:
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

    def _bands(self, figures: Sequence[Figure]) -> list[PublishedCount]:
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
        ]


def _name(unit: Unit) -> str:
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
