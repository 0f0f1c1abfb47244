"""Means, medians and quartiles as they may be shown: rounded sums, "all other" by subtraction.

Called by `disclosure_control`, which decides which cohorts are open at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from benchmarking.stats.intervals import half_width_step, published_half_width, sampling_half_width
from benchmarking.stats.records import WEIGHTED, Estimate, Figure, PeerTree
from benchmarking.stats.rounding import RoundedTotal, round_points, round_total, subtract_totals
from benchmarking.stats.thresholds import Thresholds

QUARTILES = ("lower_quartile", "median", "upper_quartile")
TAILS = ("p10", "p90")


@dataclass(frozen=True)
class Pooled:
    """The within-leaf SD over the sector and its degrees of freedom."""

    sd: float
    df: float


def mean_figures(tree: PeerTree, estimates: Mapping[str, Estimate], pooled: Pooled, limits: Thresholds) -> list[Figure]:
    """Mean and quantiles of every cohort of an open tree; `estimates` by cohort code.

    A cohort's total is rounded (`round_total`) and divided by its units; a residual's is its
    parent's rounded total minus those of its siblings, and it has no quantiles. Source: STATISTICS
    3, rules 3, 4 and 8.
    """
    totals = _totals(tree, estimates, limits)
    figures = []
    for cohort in tree.cohorts:
        estimate, total = estimates[cohort.code], totals[cohort.code]
        figures.append(_mean(total, estimate, _sampling(estimate, pooled, limits), _step(estimate, limits)))
        # A clamped mean says "close to the end"; quartiles beside it would say how close.
        if estimate.n_owners >= limits.quantiles and not cohort.is_residual and not total.bound:
            figures += _quantiles(estimate, limits)
    return figures


def _totals(tree: PeerTree, estimates: Mapping[str, Estimate], limits: Thresholds) -> dict[str, RoundedTotal]:
    totals = {}
    for cohort in tree.cohorts:
        if not cohort.is_residual:
            e = estimates[cohort.code]
            totals[cohort.code] = round_total(e.total, e.n_units, limits.step, limits.clamp)
    for cohort in tree.cohorts:  # parents come first: a residual's own residual is subtracted from it
        if cohort.is_residual and cohort.parent:
            siblings = [totals[c.code] for c in tree.children(cohort.parent) if c != cohort]
            totals[cohort.code] = subtract_totals(totals[cohort.parent], siblings, estimates[cohort.code].n_units)
    return totals


def _sampling(estimate: Estimate, pooled: Pooled, limits: Thresholds) -> float:
    """Half-width before rounding: the sector's SD below 20 owners and for residuals, else one's own."""
    n = estimate.n_effective or estimate.n_units
    sd, df = (estimate.sd or 0.0, n - 1) if _has_own_sd(estimate, limits) else (pooled.sd, pooled.df)
    return sampling_half_width(max(sd, limits.sd_floor), n, df, estimate.sampled)


def _has_own_sd(estimate: Estimate, limits: Thresholds) -> bool:
    return estimate.n_owners >= limits.own_sd and estimate.sd is not None


def _step(estimate: Estimate, limits: Thresholds) -> float:
    """Whole points for a pooled SD, which many half-widths of a metric are made of."""
    own = _has_own_sd(estimate, limits)
    return half_width_step(estimate.n_effective or estimate.n_units, estimate.sampled) if own else 1.0


def _mean(total: RoundedTotal, estimate: Estimate, sampling: float, step: float) -> Figure:
    """Centre: the printed number, or the bounds. Half-width: a multiple of `step` points."""
    n = estimate.n_units
    least, most = total.least / n, total.most / n
    value = None if total.middle is None else total.middle / n
    half = published_half_width(sampling, 0.0 if value is None else total.width / n, step)
    low, high = (least, most) if value is None else (value, value)
    return Figure(
        estimate.cohort,
        estimate.metric,
        "mean",
        estimate.n_owners,
        n,
        value,
        max(0.0, low - half),
        min(100.0, high + half),
        least,
        most,
        total.bound,
    )


def _quantiles(estimate: Estimate, limits: Thresholds) -> Iterator[Figure]:
    fine = estimate.n_owners >= limits.fine_quantiles
    names = (*QUARTILES, *TAILS) if fine else QUARTILES
    for name in names:
        if name in estimate.quantiles:
            yield _quantile(name, estimate, 1 if fine else 2, limits)


def _quantile(name: str, estimate: Estimate, step: int, limits: Thresholds) -> Figure:
    """Harrell-Davis, rounded; a median's interval ends at two more, rounded alike, others' are ± t(n-1)·SE·√(1 - n/N);
    neither is narrower than one with the error of a mean at the SD's floor."""
    value, half = float(round_points(estimate.quantiles[name], step)), _half_width(name, estimate, step, limits)
    ends = [float(round_points(end, step)) for end in estimate.median_ends] if name == "median" else [value]
    low, high = max(0.0, min(*ends, value - half)), min(100.0, max(*ends, value + half))
    least, most = max(0.0, value - step / 2), min(100.0, value + step / 2)
    return Figure(
        estimate.cohort, estimate.metric, name, estimate.n_owners, estimate.n_units, value, low, high, least, most
    )


def _half_width(name: str, estimate: Estimate, step: int, limits: Thresholds) -> float:
    """Of a median: the least there is."""
    n = estimate.n_effective or estimate.n_units
    least = limits.sd_floor / sqrt(n)
    error = least if name == "median" else max(estimate.quantile_errors[name], least)
    return published_half_width(sampling_half_width(error * sqrt(n), n, n - 1, estimate.sampled), step)


def overall(dimensions: Sequence[Figure], metric: str) -> Figure:
    """The mean of one cohort's published dimension means, or of its weighted ones, never computed from answers (rule 7).

    Bounds and interval are the means of theirs, which is the width for dimensions that move together:
    never too narrow. The value is None where one of them is a bound; n is the smallest of theirs.
    Raises ValueError without figures, for figures of several cohorts, for others than means, and for both sorts mixed.
    """
    if len({(f.cohort, f.statistic) for f in dimensions}) != 1 or dimensions[0].statistic not in ("mean", WEIGHTED):
        raise ValueError("An overall figure is the mean of one cohort's dimension means: pass those and no others.")
    values = [f.value for f in dimensions if f.value is not None]
    return Figure(
        dimensions[0].cohort,
        metric,
        dimensions[0].statistic,
        min(f.n_owners for f in dimensions),
        min(f.n_units for f in dimensions),
        _average(values) if len(values) == len(dimensions) else None,
        _average([f.low or 0.0 for f in dimensions]),
        _average([f.high or 0.0 for f in dimensions]),
        _average([f.least or 0.0 for f in dimensions]),
        _average([f.most or 0.0 for f in dimensions]),
    )


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values)
