"""Weights by which a headline stands for the register, and figures above the smallest groups.

Weights are found for leaves of the peer tree, so every unit of a leaf has the same one: with others, a raked and an
unraked headline could be solved for a single owner (STATISTICS 2, weights; I14).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.intervals import sampled_share
from benchmarking.stats.quantiles import kish
from benchmarking.stats.sampling_design import WHOLE, Design, Linearised, mean

Floats = NDArray[np.float64]

TRIM = (0.3, 3.0)
"""Weights stay within these multiples of their median (STATISTICS 2, weights), before the margins are met again."""

LEAST_WORTH = 0.5
"""Below this Kish n/n weighting costs more than half the sample; then the headline is unweighted (STATISTICS 2)."""

CLOSE = 1e-12
"""Raking ends when every category is met within this part of the whole, far below what a figure could show."""

ROUNDS = 10_000


@dataclass(frozen=True)
class Margin:
    """What the register knows: the category of each unit (or leaf), and how many there are of each category."""

    categories: Sequence[str]
    register: Mapping[str, float]


def rake(weights: Sequence[float], margins: Sequence[Margin]) -> tuple[float, ...]:
    """Weights whose sums by category are the register's, for all margins at once (iterative proportional fitting).

    weights: starting weights above 0, one a unit; a margin's categories in the same order. Each round multiplies every
    category by register/current, margin by margin, until all are met within 1e-12 of the whole. Raises ValueError for
    margins of different totals, a category without units or without a register's count above 0, and where no weights
    meet all margins. Source: Deming & Stephan 1940; R survey `rake` (which stops earlier).
    """
    found = np.asarray(weights, dtype=float)
    fits = [_Fit.of(margin, len(found)) for margin in margins]
    _check_totals(found, margins)
    for _ in range(ROUNDS):
        for fit in fits:
            found = found * fit.factors(found)[fit.category]
        if all(fit.is_met(found) for fit in fits):
            return tuple(float(weight) for weight in found)
    raise ValueError("No weights meet all margins at once: join categories that have few units.")


@dataclass(frozen=True)
class _Fit:
    category: NDArray[np.intp]
    register: Floats

    @classmethod
    def of(cls, margin: Margin, n_units: int) -> _Fit:
        names = sorted(margin.register)
        if len(margin.categories) != n_units or set(margin.categories) != set(names):
            missing = sorted(set(names) ^ set(margin.categories))
            raise ValueError(f"Categories without units or without a register's count: {missing}. Join them first.")
        if not all(margin.register[name] > 0 for name in names):
            raise ValueError("Every category needs a register's count above 0: join it with another.")
        place = {name: i for i, name in enumerate(names)}
        category = np.array([place[name] for name in margin.categories])
        return cls(category, np.array([float(margin.register[name]) for name in names]))

    def _sums(self, weights: Floats) -> Floats:
        sums: Floats = np.bincount(self.category, weights, len(self.register)).astype(float)
        return sums

    def factors(self, weights: Floats) -> Floats:
        return self.register / self._sums(weights)

    def is_met(self, weights: Floats) -> bool:
        return bool(np.abs(self._sums(weights) - self.register).max() <= CLOSE * self.register.sum())


def _check_totals(weights: Floats, margins: Sequence[Margin]) -> None:
    totals = [fsum(margin.register.values()) for margin in margins]
    if not len(weights) or not (weights > 0).all():
        raise ValueError("Raking starts from weights above 0, one a unit.")
    if totals and max(totals) - min(totals) > 1e-9 * max(totals):
        raise ValueError(f"Margins of one register add up to one total, not to {totals}.")


def trim(weights: Sequence[float]) -> tuple[float, ...]:
    """Each weight moved into [0.3, 3] × the median weight. Source: STATISTICS 2, weights."""
    middle = float(np.median(weights))
    low, high = (times * middle for times in TRIM)
    return tuple(min(max(weight, low), high) for weight in weights)


@dataclass(frozen=True)
class HeadlineWeights:
    """Leaf → weight of each of its units, adding up to the number of units; all 1 where `is_weighted` is False.

    `n_effective` is Kish's n over units with the weights as published. `reason` why a headline is unweighted, which is
    printed beside it: "no_register" without margins, "too_uneven" where weighting would cost more than half of n.
    """

    by_leaf: Mapping[str, float]
    n_units: int
    n_effective: float
    reason: Literal["", "no_register", "too_uneven"] = ""

    @property
    def is_weighted(self) -> bool:
        return not self.reason


def headline_weights(
    units_by_leaf: Mapping[str, int], margins: Sequence[tuple[Mapping[str, str], Mapping[str, float]]]
) -> HeadlineWeights:
    """Raked, trimmed and raked again, for leaves: raking strata are unions of leaves, so weights are constant in each.

    units_by_leaf: leaf → its units (owners in it), 1 or more. margins: for each, leaf → category, and category → owners
    in the register; only shares of a margin count, since an owner in two categories makes totals differ. Unweighted, with the
    reason, where Kish n/n < 0.5 or without margins. Raises ValueError as `rake`, and for a leaf without units.
    Source: STATISTICS 2, weights.
    """
    if not units_by_leaf or min(units_by_leaf.values()) < 1:
        raise ValueError("Every leaf needs one unit or more.")
    leaves = sorted(units_by_leaf)
    n = np.array([units_by_leaf[leaf] for leaf in leaves])
    if not margins:
        return _unweighted(units_by_leaf, "no_register")
    shares = [_in_shares(leaves, categories, register, int(n.sum())) for categories, register in margins]
    once = np.array(rake([float(units) for units in n], shares)) / n
    trimmed = np.array(trim([float(weight) for weight in np.repeat(once, n)]))[np.cumsum(n) - 1]
    weights = np.array(rake([float(mass) for mass in trimmed * n], shares)) / n
    effective = kish(float(weight) for weight in np.repeat(weights, n))
    if effective < LEAST_WORTH * n.sum():
        return _unweighted(units_by_leaf, "too_uneven")
    by_leaf = {leaf: float(weight) for leaf, weight in zip(leaves, weights, strict=True)}
    return HeadlineWeights(by_leaf, int(n.sum()), effective)


def _in_shares(
    leaves: Sequence[str], categories: Mapping[str, str], register: Mapping[str, float], n_units: int
) -> Margin:
    whole = fsum(register.values())
    if whole <= 0 or any(leaf not in categories for leaf in leaves):
        raise ValueError("A margin needs a category for every leaf, and a register that is not empty.")
    return Margin(
        [categories[leaf] for leaf in leaves], {name: n_units * size / whole for name, size in register.items()}
    )


def _unweighted(units_by_leaf: Mapping[str, int], reason: Literal["no_register", "too_uneven"]) -> HeadlineWeights:
    n = sum(units_by_leaf.values())
    return HeadlineWeights(dict.fromkeys(sorted(units_by_leaf), 1.0), n, float(n), reason)


def mean_above_leaves(
    values: Sequence[float],
    owners: Sequence[str],
    weights: Sequence[float],
    sampled: float = 0.0,
    margins: Sequence[Sequence[str]] = (),
) -> Linearised:
    """Σ w y / Σ w over units, its standard error linearised over owners, df Kish n - 1.

    One entry a unit (an owner in a leaf): its value, its owner, its leaf's weight. sampled: `lower_response_rate`.
    Kish's n is over owners, of the sums of their weights. Raises ValueError below two owners unless sampled is 1, and as
    `sampling_design.ratio`. Source: STATISTICS 2, weights: coverage .957-.962, against .83-.91 over sites.
    """
    found = mean(values, Design(weights, owners=owners, sampled={WHOLE: sampled}, margins=margins))
    return replace(found, df=kish_over_owners(owners, weights) - 1)


def kish_over_owners(owners: Sequence[str], weights: Sequence[float]) -> float:
    """(Σ W)² / Σ W², W the sum of an owner's weights; 1 to the number of owners."""
    parts: dict[str, list[float]] = defaultdict(list)
    for owner, weight in zip(owners, weights, strict=True):
        parts[owner].append(weight)
    return kish(fsum(parts[owner]) for owner in sorted(parts))


def lower_response_rate(
    n_owners: int, owners_in_register: int | None, n_sites: int, sites_in_register: int | None
) -> float:
    """n/N for the population correction: the lower of that of owners and that of their sites, 0 where one is unknown.

    An owner of whose ten sites one answered is not fully known, though it counts as there. Source: STATISTICS 2,
    weights: with owner n and owner N alone, coverage falls to .67-.93.
    """
    return min(sampled_share(n_owners, owners_in_register), sampled_share(n_sites, sites_in_register))
