"""A sector's mean weighted to the register, from published figures alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import ceil, fsum, sqrt

from benchmarking.stats.records import Figure
from benchmarking.stats.weighting import HeadlineWeights


def weighted_headline(
    plain: Figure, leaves: Sequence[Figure], weights: HeadlineWeights, n_effective: float
) -> Figure | None:
    """The sector's mean as it would be if every leaf had answered alike, 0-100 points; None where weights are not used.

    Σ w n v / Σ w n over the published means v of all leaves, of n units and weight w each. As weights are constant within
    a leaf nothing but published figures is needed, so nothing can be solved from it. Bounds likewise; the value is None
    where that of a leaf is. Half-width: √Σ (part · half)², of each leaf's published half-width and its part of Σ w n,
    times √(Kish n over units / n_effective) for owners of several units, up to a whole point. `plain` is the
    unweighted figure, whose cohort and n it keeps; `n_effective` `weighting.kish_over_owners`. Raises ValueError for
    figures other than the means of the weighted leaves. Source: STATISTICS 2, weights, and 3, rule 7.
    """
    if sorted(f.cohort for f in leaves) != sorted(weights.by_leaf) or any(f.statistic != "mean" for f in leaves):
        raise ValueError("A headline needs the published mean of every leaf that has a weight, and no other figure.")
    if not weights.is_weighted:
        return None
    parts = _parts(leaves, weights)
    least, most = _mixed(leaves, parts, lambda f: f.least), _mixed(leaves, parts, lambda f: f.most)
    value = _mixed(leaves, parts, lambda f: f.value) if all(f.value is not None for f in leaves) else None
    half = _half_width(leaves, parts, weights.n_effective / n_effective)
    low, high = (least, most) if value is None else (value, value)
    low, high = max(0.0, low - half), min(100.0, high + half)
    return replace(plain, value=value, low=low, high=high, least=least, most=most, bound="")


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
