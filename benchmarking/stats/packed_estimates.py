"""Exact totals of many metrics in many groups at once: `estimate.estimate_metric` without quantiles, by whole columns.

The groups of one level (families, say) part the units among them, so a level costs the same with one group or a
thousand. What is made here may not be shown: it has not passed disclosure control.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.exact_sums import Floats, Integers, adding, counts, exact_sums

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


def group_totals(of: Units, group_of_leaf: Integers, n_groups: int) -> GroupTotals:
    """n, exact total and SD of every metric in every group of one level.

    group_of_leaf: (leaves,), the group of each, 0 to n_groups - 1. total and n are those of `estimate_metric`, to the
    bit. sd: s² = G/(G - 1) Σ_o (Σ (x - mean))²/Σ_o m_o², o one of G owners with m_o units of the group, so that
    s/√(Kish n) is the standard error linearised over owners; it agrees to rounding. Source: STATISTICS 2, weights.
    """
    group, stated = group_of_leaf[of.leaf], ~np.isnan(of.value)
    total, n = exact_sums(np.nan_to_num(of.value), group, n_groups), counts(stated, group, n_groups)
    n_all = int(of.owner.max(initial=0)) + 1
    keys, part = np.unique(group * n_all + of.owner, return_inverse=True)
    part_group, its_units = keys // n_all, counts(stated, part, len(keys))
    n_owners = counts(its_units > 0, part_group, n_groups)
    beyond = np.where(stated, of.value - (total / np.maximum(n, 1))[group], 0.0)
    squares, weights = ((found**2).astype(float) for found in (adding(part, len(keys)) @ beyond, its_units))
    by_group = adding(part_group, n_groups)
    spread = (by_group @ squares) / np.maximum(by_group @ weights, 1)
    sd = np.sqrt(spread * n_owners / np.maximum(n_owners - 1, 1))
    return GroupTotals(n_owners, n, total, np.where(n_owners > 1, sd, np.nan))


def counts_at_least(of: Units, levels: Sequence[float], group_of_leaf: Integers, n_groups: int) -> Counts:
    """(levels, groups, metrics) Units whose value is a level or above it, to nine decimals as in `estimate_metric`."""
    values, group = np.round(np.nan_to_num(of.value, nan=-np.inf), 9), group_of_leaf[of.leaf]
    return np.stack([counts(values >= level, group, n_groups) for level in levels])
