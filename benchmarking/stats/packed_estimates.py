"""Exact totals of many metrics in many groups at once: `estimate.estimate_metric` without quantiles, by whole columns.

Units are added up once, by leaf; groups above are sums of leaves, so that groups cost nothing for each response, nor for
each organisation. What is made here may not be shown: it has not passed disclosure control.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.exact_sums import Floats, Integers, add_up_exactly, adding, counts, exact_sums, halves

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Units:
    """Owners in leaves, and what each says: `value` (units, metrics), NaN where none of its organisations states it."""

    owner: Integers
    leaf: Integers
    value: Floats


@dataclass(frozen=True)
class GroupTotals:
    """One row a group and one column a metric; the names are those of `records.Estimate`. `sd` is NaN below two owners."""

    n_owners: Counts
    n_units: Counts
    total: Floats
    sd: Floats


def units(values: Floats, owner: Integers, leaf: Integers) -> Units:
    """An owner's value in a leaf: the mean of its organisations there that state one.

    values: (organisations, metrics), NaN where not stated; owner, leaf: (organisations,), numbered from 0. Units come in
    order of leaf and owner. Source: STATISTICS 2, weights.
    """
    n_owners = int(owner.max(initial=0)) + 1
    keys, unit = np.unique(leaf * n_owners + owner, return_inverse=True)
    n = counts(~np.isnan(values), unit, len(keys))
    sums = exact_sums(np.nan_to_num(values), unit, len(keys))
    return Units(keys % n_owners, keys // n_owners, np.where(n, sums / np.maximum(n, 1), np.nan))


def group_totals(of: Units, levels: Sequence[Integers]) -> list[GroupTotals]:
    """n, exact total and SD of every metric in every group, for each level of groups.

    levels: for each, the group of each leaf, (leaves,), numbered from 0; leaves without units may be among them. total
    and n are those of `estimate_metric`, to the bit. sd: s² = G/(G - 1) Σ_o (Σ (x - mean))²/Σ_o m_o², o one of G owners
    with m_o units of the group, so that s/√(Kish n) is the standard error linearised over owners; it agrees to 1e-5.
    Source: STATISTICS 2, weights.
    """
    n_leaves = len(levels[0]) if levels else 0
    stated = ~np.isnan(of.value)
    centre = np.nan_to_num(of.value).sum(axis=0) / np.maximum(stated.sum(axis=0), 1)
    said = _Said(of.owner, of.leaf, np.where(stated, of.value - centre, 0.0), stated.astype(float))
    shared = np.bincount(of.owner, minlength=1)[of.owner] > 1
    alone, together = said.only(~shared), said.only(shared)
    by_leaf = alone.moments(alone.leaf, n_leaves)
    exact = _ExactSums.of(of, n_leaves)
    n_units = counts(stated, of.leaf, n_leaves)
    found = []
    for level in levels:
        n_groups = int(level.max()) + 1
        add = adding(level, n_groups)
        of_shared = together.moments_of_pairs(level[together.leaf], n_groups)
        moments = [add @ one + other for one, other in zip(by_leaf, of_shared, strict=True)]
        found.append(_totals((add @ n_units).astype(np.int64), exact.by(level, n_groups), moments, centre))
    return found


def _totals(n_units: Counts, total: Floats, moments: Sequence[Floats], centre: Floats) -> GroupTotals:
    squares, products, weights, owners = moments
    mean, n_owners = total / np.maximum(n_units, 1) - centre, owners.astype(np.int64)
    spread = np.maximum(squares - 2 * mean * products + mean**2 * weights, 0.0) / np.maximum(weights, 1)
    sd = np.sqrt(spread * n_owners / np.maximum(n_owners - 1, 1))
    return GroupTotals(n_owners, n_units, total, np.where(n_owners > 1, sd, np.nan))


@dataclass(frozen=True)
class _Said:
    """Units, how far each is from the middle of its metric, and 1 where it is stated."""

    owner: Integers
    leaf: Integers
    beyond: Floats
    stated: Floats

    def only(self, chosen: NDArray[np.bool_]) -> _Said:
        return _Said(self.owner[chosen], self.leaf[chosen], self.beyond[chosen], self.stated[chosen])

    def moments(self, group: Integers, n_groups: int) -> list[Floats]:
        """Σ X², Σ X m, Σ m² and owners, of owners with m = 1 unit each, X what it says."""
        add = adding(group, n_groups)
        n = add @ self.stated
        return [add @ self.beyond**2, add @ self.beyond, n, n]

    def moments_of_pairs(self, group: Integers, n_groups: int) -> list[Floats]:
        """The same of owners with several units, X what these say together."""
        n_owners = int(self.owner.max(initial=0)) + 1
        keys, pair = np.unique(group * n_owners + self.owner, return_inverse=True)
        total, m = (adding(pair, len(keys)) @ each for each in (self.beyond, self.stated))
        add = adding(keys // n_owners, n_groups)
        return [add @ each for each in (total**2, total * m, m**2, (m > 0).astype(float))]


@dataclass(frozen=True)
class _ExactSums:
    """Sums by leaf of both halves, which may be added further; None where they would be rounded."""

    units: Units
    halves: tuple[Floats, Floats] | None

    @classmethod
    def of(cls, units: Units, n_leaves: int) -> _ExactSums:
        values = np.nan_to_num(units.value)
        if not add_up_exactly(values, len(values)):
            return cls(units, None)
        add, (high, rest) = adding(units.leaf, n_leaves), halves(values)
        return cls(units, (add @ high, add @ rest))

    def by(self, level: Integers, n_groups: int) -> Floats:
        if self.halves is None:
            return exact_sums(np.nan_to_num(self.units.value), level[self.units.leaf], n_groups)
        add = adding(level, n_groups)
        total: Floats = add @ self.halves[0] + add @ self.halves[1]
        return total


def counts_at_least(of: Units, thresholds: Sequence[float], levels: Sequence[Integers]) -> list[list[Counts]]:
    """By threshold and level of groups, (groups, metrics): units whose value is the threshold or above it.

    To nine decimals, as in `estimate_metric`. levels: as in `group_totals`.
    """
    values, n_leaves = np.round(np.nan_to_num(of.value, nan=-np.inf), 9), len(levels[0]) if levels else 0
    by_leaf = [counts(values >= threshold, of.leaf, n_leaves) for threshold in thresholds]
    adds = [adding(level, int(level.max()) + 1) for level in levels]
    return [[(add @ reached).astype(np.int64) for add in adds] for reached in by_leaf]
