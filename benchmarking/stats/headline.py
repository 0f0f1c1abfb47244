"""A sector's mean weighted to the register, from published figures alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, fsum, sqrt
from typing import Literal

from benchmarking.stats.peer_groups import units
from benchmarking.stats.records import WEIGHTED, Contributor, Figure, Metric, PeerTree
from benchmarking.stats.weighting import HeadlineWeights, headline_weights, kish_over_owners

Reason = Literal["", "no_register", "no_groups", "only_bounds", "not_counted", "too_uneven"]


@dataclass(frozen=True)
class Headline:
    """A metric's headline of the sector: `figure` is the weighted mean; None where the mean stays as answered, for `reason`.

    "no_register": no complete list. "no_groups": no smaller group of it is published. "only_bounds": of one of them only
    a bound is. "not_counted": the register does not count the groups, or fewer in them than answered. "too_uneven":
    weighting would cost more than half of n. `n_effective`: Kish's n over owners, down to a whole number; None as answered.
    """

    metric: str
    figure: Figure | None
    n_effective: int | None = None
    reason: Reason = ""


def sector_headline(
    figures: Sequence[Figure],
    tree: PeerTree,
    contributors: Sequence[Contributor],
    metric: Metric,
    register: Mapping[str, int],
) -> Headline | None:
    """The headline of one metric, from its published means; None where the sector's own is not published.

    figures: what `publish` let through of the metric, made on `tree`; metric: its `values` give its base and who of it
    stated something (an organisation each, None: not stated), never a value. register: owners by cohort code, empty without
    a complete list. Weights are those of `headline_weights` on `strata`, the value that of `weighted_headline`. Which
    reason applies depends on numbers of owners and on published figures only. Source: STATISTICS 2, weights.
    """
    means = {f.cohort: f for f in figures if f.statistic == "mean"}
    shown = replace(tree, cohorts=tuple(c for c in tree.cohorts if c.code in means))
    if not shown.cohorts:
        return None
    plain, leaves = means[shown.cohorts[0].code], [means[leaf.code] for leaf in shown.leaves()]
    stratum = strata(shown, register)
    if reason := _why_not(leaves, stratum, register):
        return Headline(metric.code, None, reason=reason)
    stated = [organisation for organisation, value in metric.values.items() if value is not None]
    found = units(shown.cohorts[0], shown, contributors, stated)
    counted = {code: register[code] for code in stratum.values()}
    weights = headline_weights(Counter(leaf for _, leaf in found), [(stratum, counted)])
    if not weights.is_weighted:
        return Headline(metric.code, None, reason="too_uneven")
    worth = kish_over_owners([owner for owner, _ in found], [weights.by_leaf[leaf] for _, leaf in found])
    return Headline(metric.code, weighted_headline(plain, leaves, weights, worth), _whole(worth))


def strata(tree: PeerTree, register: Mapping[str, int]) -> dict[str, str]:
    """Leaf → the smallest group around it that can be weighted: one whose whole family the register counts.

    tree: the metric's published groups; register: owners by cohort code. A family of groups is told apart where the
    register has at least as many owners in each of them as answered; else all of its leaves stand in the group around it.
    So a stratum is a union of leaves, weights are constant in a leaf, and no count of the register is guessed. {} for an
    empty tree. Source: STATISTICS 2, weights; I14.
    """
    told_apart = {cohort.code for cohort in tree.cohorts if cohort.parent is None}
    for cohort in tree.cohorts:  # parents come before their children
        family = tree.children(cohort.code)
        if cohort.code in told_apart and all(register.get(each.code, 0) >= each.n_owners for each in family):
            told_apart |= {each.code for each in family}
    smallest = [c for c in tree.cohorts if c.code in told_apart]
    return {leaf.code: next(c.code for c in reversed(smallest) if leaf.members <= c.members) for leaf in tree.leaves()}


def _why_not(leaves: Sequence[Figure], stratum: Mapping[str, str], register: Mapping[str, int]) -> Reason:
    if not register:
        return "no_register"
    if len(leaves) == 1:
        return "no_groups"
    if any(leaf.value is None for leaf in leaves):
        return "only_bounds"
    return "not_counted" if len(set(stratum.values())) == 1 else ""


def weighted_headline(
    plain: Figure, leaves: Sequence[Figure], weights: HeadlineWeights, n_effective: float
) -> Figure | None:
    """The sector's mean as it would be if every leaf had answered alike, 0-100 points; None where weights are not used.

    Σ w n v / Σ w n over the published means v of all leaves, of n units and weight w each. As weights are constant within
    a leaf nothing but published figures is needed, so nothing can be solved from it. Bounds likewise; the value is None
    where that of a leaf is. Half-width: √Σ (part · half)², of each leaf's published half-width and its part of Σ w n,
    times √(Kish n over units / n_effective) for owners of several units, both as they are printed, down to whole numbers;
    up to a whole point. `plain` is the unweighted figure, whose cohort and n it keeps; `n_effective`
    `weighting.kish_over_owners`. Raises ValueError for figures other than the means of the weighted leaves. Source:
    STATISTICS 2, weights, and 3, rule 7.
    """
    if sorted(f.cohort for f in leaves) != sorted(weights.by_leaf) or any(f.statistic != "mean" for f in leaves):
        raise ValueError("A headline needs the published mean of every leaf that has a weight, and no other figure.")
    if not weights.is_weighted:
        return None
    parts = _parts(leaves, weights)
    least, most = _mixed(leaves, parts, lambda f: f.least), _mixed(leaves, parts, lambda f: f.most)
    value = _mixed(leaves, parts, lambda f: f.value) if all(f.value is not None for f in leaves) else None
    half = _half_width(leaves, parts, _whole(weights.n_effective) / _whole(n_effective))
    low, high = (least, most) if value is None else (value, value)
    low, high = max(0.0, low - half), min(100.0, high + half)
    return replace(plain, statistic=WEIGHTED, value=value, low=low, high=high, least=least, most=most, bound="")


def _whole(number: float) -> int:
    """Down, after six decimals: 33.9999999 units are 34."""
    return floor(round(number, 6))


def _parts(leaves: Sequence[Figure], weights: HeadlineWeights) -> dict[str, float]:
    """Leaf → its part of the headline; they add up to 1."""
    mass = {f.cohort: weights.by_leaf[f.cohort] * f.n_units for f in leaves}
    return {code: each / fsum(mass.values()) for code, each in mass.items()}


def _mixed(leaves: Sequence[Figure], parts: Mapping[str, float], number: Callable[[Figure], float | None]) -> float:
    return fsum(parts[f.cohort] * (number(f) or 0.0) for f in leaves)


def _half_width(leaves: Sequence[Figure], parts: Mapping[str, float], units_an_owner: float) -> int:
    spread = sqrt(fsum((parts[f.cohort] * _half(f)) ** 2 for f in leaves))
    return ceil(round(spread * sqrt(max(1.0, units_an_owner)), 6))


def _half(figure: Figure) -> float:
    """The wider side of the published interval; of a bound, from the bound's far end."""
    low, high = figure.low or 0.0, 100.0 if figure.high is None else figure.high
    if figure.value is not None:
        return max(figure.value - low, high - figure.value)
    return max((figure.least or 0.0) - low, high - (100.0 if figure.most is None else figure.most))
