"""Invariants of the numbers themselves: I3 (all other), I8 and I13. Each gives its violations: [] where it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum, hypot, isclose

from benchmarking.stats.intervals import half_width_step, published_half_width, sampling_half_width
from benchmarking.stats.records import Cohort, Figure
from tests.attack.release import Published, Release

QUANTILES = {"lower_quartile", "median", "upper_quartile", "p10", "p90"}
SHOWN = QUANTILES | {"mean", "share", "not_stated", "total", "tier", *(f"at_least_{level}" for level in range(2, 6))}
STEP_AND_CLAMP = ((50, 150), (100, 200))
BANDS = (3, 6)


def all_other_is_parent_less_children(release: Release) -> list[str]:
    """I3: computed from published numbers, to the last digit."""
    return [
        f"{published.metric.code} of {residual.code}"
        for published in release.metrics
        for residual in published.shown
        for figure in published.figures
        if residual.is_residual and figure.cohort == residual.code and not _is_the_rest(published, residual, figure)
    ]


def _is_the_rest(published: Published, residual: Cohort, figure: Figure) -> bool:
    children = published.tree.children(residual.parent or "")
    siblings = [published.figure(c.code, figure.statistic) for c in children if c != residual]
    parent = published.figure(residual.parent or "", figure.statistic)
    if parent is None or None in siblings:
        return False
    parts = [_range(f) for f in (parent, *siblings) if f is not None]
    whole = (100 if published.metric.kind == "mean" else 1) * figure.n_units
    least = max(0, parts[0][0] - sum(most for _, most in parts[1:]))
    most = min(whole, parts[0][1] - sum(least for least, _ in parts[1:]))
    found = _range(figure)
    if figure.statistic.startswith("at_least"):  # cuts of one item also bound each other
        return least <= found[0] <= found[1] <= most
    return isclose(found[0], least, abs_tol=1e-6) and isclose(found[1], most, abs_tol=1e-6)


def _range(figure: Figure) -> tuple[float, float]:
    n = figure.n_units if figure.statistic == "mean" else 1
    return (figure.least or 0) * n, (figure.most or 0) * n


def sums_stand_in_their_steps(release: Release) -> list[str]:
    """I8: 25 mod 50, or 50 mod 100 everywhere in the metric, or clamped; and they hold the true sum of owners in leaves."""
    found = []
    for published in _means(release):
        sums = [(c, f) for c in published.shown if (f := published.figure(c.code)) and not c.is_residual]
        if not any(all(_is_stepped(f, *sizes) for _, f in sums) for sizes in STEP_AND_CLAMP):
            found.append(f"{published.metric.code}: {[(f.value or 0) * f.n_units for _, f in sums]}")
        for cohort, figure in sums:
            least, most = _range(figure)
            true = fsum(value or 0 for value in published.units(cohort).values())
            found += (
                [] if least - 1e-6 <= true <= most + 1e-6 else [f"{published.metric.code} of {cohort.code}: {true}"]
            )
    return found


def _is_stepped(figure: Figure, step: int, clamp: int) -> bool:
    least, most = (round(end, 6) for end in _range(figure))
    whole = 100 * figure.n_units
    if figure.value is None:
        return (least, most) in {(0, clamp), (whole - clamp, whole)}
    inside = least >= clamp and most <= whole - clamp
    return (
        inside
        and least % step == 0
        and most == least + step
        and isclose(figure.value * figure.n_units, least + step / 2)
    )


def bands_are_three_or_six_wide(release: Release) -> list[str]:
    """I8: from 0, 3, 6 ... to the next, the last one joined to the one before where it would be narrower."""
    found = []
    for published in release.metrics:
        direct = {c.code for c in published.shown if not c.is_residual}
        bands = [f for f in published.figures if f.statistic != "mean" and f.cohort in direct and f.statistic in SHOWN]
        counts = [] if published.metric.kind == "mean" else bands
        if not any(all(_is_band(f, width) for f in counts) for width in BANDS):
            found.append(f"{published.metric.code}: {[(f.least, f.most, f.n_units) for f in counts]}")
    return found


def _is_band(figure: Figure, width: int) -> bool:
    least, most = figure.least or 0, figure.most or 0
    joined = most == figure.n_units and most - least >= 2
    return least % width == 0 and (most == least + width - 1 or joined)


def nothing_opens_below_its_number_of_owners(release: Release) -> list[str]:
    """I8: means from 6, bands from 10, per cents, totals, tiers and quartiles from 20, P10 and P90 from 50, nothing else ever."""
    return [
        f"{f.metric} {f.statistic} of {f.cohort}: n {f.n_owners}"
        for f in release.figures
        if f.statistic not in SHOWN or f.n_owners < _least(f)
    ]


def _least(figure: Figure) -> int:
    if figure.statistic == "mean":
        return 6
    if figure.statistic in QUANTILES | {"total"}:
        return 50 if figure.statistic in ("p10", "p90") else 20
    return 10 if figure.value is None else 20


def an_item_is_published_one_way(release: Release) -> list[str]:
    """I8: cuts or a mean, never both."""
    items = {(f.metric, f.statistic == "mean") for f in release.figures if f.metric.startswith("item:")}
    return sorted(metric for metric, is_mean in items if is_mean and (metric, False) in items)


def half_widths_say_nothing_of_a_small_group(release: Release) -> list[str]:
    """I8: multiples of a step, whole points below 20 owners and for all other; of an SD of 8 at least, there of the
    sector's pooled one. A step of less than a point leaves a sum of squares as doubtful as whole points do at 20 owners."""
    found = []
    for published in _means(release):
        sd, df = _pooled(published)
        for cohort in published.shown:
            figure = published.figure(cohort.code)
            if figure is None or (half := _half_width(figure)) is None:
                continue
            n = figure.n_owners if figure.n_owners == figure.n_units else None
            width = _rounding(published, cohort, figure)
            small = figure.n_owners < 20 or cohort.is_residual
            step = 1.0 if small else half_width_step(n) if n else 0.1  # owners of several sites: a multiple of it
            floor = published_half_width(sampling_half_width(8.0, n, n - 1), width, step) if n else 0
            expected = published_half_width(sampling_half_width(max(sd, 8.0), n, df), width) if n else half
            if (
                not isclose(half / step, round(half / step), abs_tol=1e-4)
                or (small and not isclose(half, expected))
                or half < floor - (1 if small else 0)
            ):
                found.append(f"{published.metric.code} of {cohort.code}: {half}, not {expected}")
    return found


def _half_width(figure: Figure) -> float | None:
    """The side that 0 or 100 did not cut off; None for a bound."""
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    if figure.low > 0:
        return round(figure.value - figure.low, 6)
    return round(figure.high - figure.value, 6) if figure.high < 100 else None


def _rounding(published: Published, cohort: Cohort, figure: Figure) -> float:
    direct = [
        f for c in published.shown if not c.is_residual and (f := published.figure(c.code)) and f.value is not None
    ]
    step = round((direct[0].most or 0) * direct[0].n_units - (direct[0].least or 0) * direct[0].n_units, 6)
    return _steps(published, cohort, step) / figure.n_units


def _steps(published: Published, cohort: Cohort, step: float) -> float:
    if not cohort.is_residual:
        return step
    (parent,) = [c for c in published.tree.cohorts if c.code == cohort.parent]
    siblings = [c for c in published.tree.children(parent.code) if c != cohort]
    return hypot(*(_steps(published, c, step) for c in (parent, *siblings)))


def _pooled(published: Published) -> tuple[float, int]:
    """Within leaves, over owners."""
    squares, df = 0.0, 0
    for leaf in published.tree.leaves():
        values = [value or 0 for value in published.units(leaf).values()]
        squares += fsum((value - fsum(values) / len(values)) ** 2 for value in values)
        df += len(values) - 1
    return (squares / df) ** 0.5, df


def derived_figures_follow_from_published_ones(release: Release) -> list[str]:
    """I13: overall = mean of dimension means, gap = needed - current, a share in between = one band less the other."""
    by = {(f.cohort, f.metric, f.statistic): f for f in release.figures}
    found = []
    for cohort in {f.cohort for f in release.figures}:
        dimensions = [by.get((cohort, f"dimension:{d}", "mean")) for d in "AB"]
        found += _differs(by.get((cohort, "overall", "mean")), dimensions, lambda a, b: (a + b) / 2)
        skills = [by.get((cohort, f"skill:python:{which}", "mean")) for which in ("needed", "current")]
        found += _differs(by.get((cohort, "skill:python:gap", "mean")), skills, lambda a, b: a - b)
        cuts = (by.get((cohort, "item:A1", f"at_least_{level}")) for level in (2, 4))
        found += _is_not_between(by.get((cohort, "statistic:low_a1", "share")), *cuts)
    return found


def _is_not_between(figure: Figure | None, reached: Figure | None, passed: Figure | None) -> list[str]:
    """At 2 or 3: of the band from 2 up and the one from 4 up, and, where both are per cents, of what is printed."""
    if figure is None or reached is None or passed is None:
        return [] if figure is None else [f"{figure.metric} of {figure.cohort}: of nothing that is published"]
    band = (max(0, (reached.least or 0) - (passed.most or 0)), max(0, (reached.most or 0) - (passed.least or 0)))
    printed = None not in (reached.value, passed.value) and not (reached.bound or passed.bound)
    value = max(0.0, (reached.value or 0) - (passed.value or 0)) if printed else None
    same = (figure.least, figure.most, figure.value, figure.n_owners) == (*band, value, reached.n_owners)
    return [] if same else [f"{figure.metric} of {figure.cohort}: {figure} of {reached} and {passed}"]


def _differs(figure: Figure | None, parts: Sequence[Figure | None], formula) -> list[str]:
    if figure is None or figure.value is None:
        return []
    values = [part.value for part in parts if part is not None and part.value is not None]
    same = len(values) == len(parts) and isclose(figure.value, formula(*values), abs_tol=1e-9)
    return [] if same else [f"{figure.metric} of {figure.cohort}: {figure.value} of {values}"]


def _means(release: Release) -> Iterator[Published]:
    return (published for published in release.metrics if published.metric.kind == "mean" and published.figures)
