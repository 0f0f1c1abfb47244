"""Shares and cuts as they may be shown: bands of counts, "all other" by subtraction.

Called by `disclosure_control`, which decides which cohorts are open at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from benchmarking.stats.intervals import owners_share_interval, proportion_interval
from benchmarking.stats.records import Estimate, Figure, PeerTree
from benchmarking.stats.rounding import Bound, count_band, subtract_bands
from benchmarking.stats.thresholds import Thresholds

Band = tuple[int, int]
Bands = dict[str, Band]
"""By cohort code: (least, most) of a count."""


def count_figures(
    tree: PeerTree, estimates: Mapping[tuple[str, str], Estimate], limits: Thresholds
) -> list[Figure] | None:
    """Bands of every statistic for the cohorts of an open tree; None if they would give a rival away.

    `estimates` by (cohort code, statistic). A cohort below `limits.shares` owners has no band, and an
    "all other" only if its parent and all its siblings have one. "Give away" is the test of
    `narrowed`. Source: STATISTICS 3, rules 3, 5, 6, 8 and I6.
    """
    statistics = list(dict.fromkeys(statistic for _, statistic in estimates))
    n_units = {cohort: e.n_units for (cohort, _), e in estimates.items()}
    direct = {s: _bands_of_answers(tree, estimates, s, limits) for s in statistics}
    if any(_gives_away(tree, bands, n_units) for bands in direct.values()):
        return None
    shown = {s: bands | _all_others(tree, bands, estimates, s, limits) for s, bands in direct.items()}
    _tighten([shown[s] for s in _rising_cuts(statistics)], tree)
    if any(most - least < 2 for bands in shown.values() for least, most in bands.values()):
        return None
    return [
        _figure(estimates[cohort.code, s], shown[s][cohort.code], limits)
        for cohort in tree.cohorts
        for s in statistics
        if cohort.code in shown[s]
    ]


def _bands_of_answers(
    tree: PeerTree, estimates: Mapping[tuple[str, str], Estimate], statistic: str, limits: Thresholds
) -> Bands:
    its = [estimates[cohort.code, statistic] for cohort in tree.cohorts if not cohort.is_residual]
    return {
        e.cohort: count_band(round(e.total), e.n_units, limits.band, limits.top_band)
        for e in its
        if e.n_owners >= limits.shares
    }


def _all_others(
    tree: PeerTree,
    bands: Bands,
    estimates: Mapping[tuple[str, str], Estimate],
    statistic: str,
    limits: Thresholds,
) -> Bands:
    found: Bands = {}
    for cohort in tree.cohorts:  # parents come first: a residual's own residual is subtracted from it
        known = bands | found
        siblings = [c.code for c in tree.children(cohort.parent or "") if not c.is_residual]
        estimate = estimates[cohort.code, statistic]
        if cohort.is_residual and estimate.n_owners >= limits.shares and {cohort.parent, *siblings} <= known.keys():
            found[cohort.code] = subtract_bands(
                known[cohort.parent or ""], [known[s] for s in siblings], estimate.n_units
            )
    return found


def _rising_cuts(statistics: Sequence[str]) -> list[str]:
    return sorted((s for s in statistics if s.startswith("at_least_")), key=lambda s: int(s.rpartition("_")[2]))


def _tighten(cuts: Sequence[Bands], tree: PeerTree) -> None:
    """At level 3 or above is never more than at level 2 or above: also for "all other".

    Bands of answers are monotone by themselves (one grid a cohort). `cuts` by rising level, changed
    in place.
    """
    for residual in (c.code for c in tree.cohorts if c.is_residual and cuts and c.code in cuts[0]):
        for lower, higher in pairwise(cuts):
            higher[residual] = (higher[residual][0], min(higher[residual][1], lower[residual][1]))
        for higher, lower in pairwise(cuts[::-1]):
            lower[residual] = (max(lower[residual][0], higher[residual][0]), lower[residual][1])


def _gives_away(tree: PeerTree, bands: Bands, n_units: Mapping[str, int]) -> bool:
    """Does some leaf leave a member, who knows itself, no doubt about the others? (I6)

    Fewer than two possible holders: the one who holds knows that nobody else does. More than n - 2
    certain holders: the one who does not knows that all others do.
    """
    possible = narrowed(tree, bands, n_units)
    return any(
        possible[leaf.code][1] < 2 or possible[leaf.code][0] > n_units[leaf.code] - 2
        for leaf in tree.leaves()
        if leaf.parent
    )


def narrowed(tree: PeerTree, bands: Bands, n_units: Mapping[str, int]) -> Bands:
    """The tightest bands that anyone can derive for every cohort, shown or not.

    One pass from the leaves up, one from the sector down: exact, since the bands are integer bounds
    on a laminar family (totally unimodular). Cohorts without a band start from 0 to n.
    """
    possible = {c.code: bands.get(c.code, (0, n_units[c.code])) for c in tree.cohorts}
    for cohort in reversed(tree.cohorts):
        if children := [possible[c.code] for c in tree.children(cohort.code)]:
            possible[cohort.code] = _meet(
                possible[cohort.code], (sum(c[0] for c in children), sum(c[1] for c in children))
            )
    for cohort in tree.cohorts:
        family = tree.children(cohort.code)
        before = {c.code: possible[c.code] for c in family}
        for child in family:
            others = [band for code, band in before.items() if code != child.code]
            left = subtract_bands(possible[cohort.code], others, n_units[child.code])
            possible[child.code] = _meet(before[child.code], left)
    return possible


def _meet(one: Band, other: Band) -> Band:
    return max(one[0], other[0]), min(one[1], other[1])


def _figure(estimate: Estimate, band: Band, limits: Thresholds) -> Figure:
    value, bound = _per_cent(band, estimate, limits)
    low, high = (None, None) if estimate.statistic == "not_stated" else _interval(band, estimate)
    return Figure(
        estimate.cohort,
        estimate.metric,
        estimate.statistic,
        estimate.n_owners,
        estimate.n_units,
        value,
        low,
        high,
        float(band[0]),
        float(band[1]),
        bound,
    )


def _per_cent(band: Band, estimate: Estimate, limits: Thresholds) -> tuple[float | None, Bound]:
    """The mid-point as a whole per cent; what would be 0 or 100 is "at most 1" or "at least 99"."""
    if estimate.n_owners < limits.percentages:
        return None, ""
    share = floor(50 * (band[0] + band[1]) / estimate.n_units + 0.5)
    if share < 1:
        return 1.0, "at_most"
    return (99.0, "at_least") if share > 99 else (float(share), "")


def _interval(band: Band, estimate: Estimate) -> tuple[float, float]:
    """From the lower limit of the band's least count to the upper limit of its largest, whole per cents."""
    (low, _), (_, high) = (_exact_interval(count, estimate) for count in band)
    return float(floor(round(100 * low, 6))), float(ceil(round(100 * high, 6)))


def _exact_interval(count: int, estimate: Estimate) -> tuple[float, float]:
    """For each owner one unit N is scaled so that n/N stays that of the population correction."""
    n, sampled = estimate.n_units, estimate.sampled
    if estimate.n_effective is not None:
        return owners_share_interval(count, n, estimate.n_owners, estimate.n_effective, sampled)
    return _interval_of(count, n, max(n, round(n / sampled)) if sampled else None)


# The same counts of the same groups come back in metric after metric.
_interval_of = lru_cache(maxsize=10_000)(proportion_interval)
