from itertools import product
from math import floor, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.intervals import owners_share_interval, proportion_interval
from benchmarking.stats.published_counts import count_figures
from benchmarking.stats.published_means import Pooled, mean_figures, overall
from benchmarking.stats.records import Figure
from benchmarking.stats.thresholds import STANDARD
from tests.benchmarking.stats.sectors import Sector
from tests.benchmarking.stats.slow_twins.drawn import sectors
from tests.benchmarking.stats.slow_twins.test_estimate import grown
from tests.benchmarking.stats.slow_twins.test_rounding import slow_bands, slow_total


def slow_half_width(sampling, rounding, step=1):
    """The first multiple of the step that is wide enough."""
    wide = sqrt(sampling**2 + (1.96 * rounding) ** 2 / 12)
    return next(steps * step for steps in range(100_000) if steps * step >= wide - 1e-6)


def slow_step(worth, sampled):
    """The finest at which a sum of squares is as doubtful as by whole points at twenty."""
    enough = [step for step in (0.1, 0.2, 0.5) if worth**3 * step**2 >= 20**3 * (1 - sampled) - 1e-6]
    return enough[0] if enough else 1


def slow_sampling(sd, df, n, sampled):
    return t.ppf(0.975, df) * max(sd, 8) * sqrt(1 - sampled) / sqrt(n)


def ends_of(tree, cohort, estimates):
    """(least, most, middle, width²) of a cohort's printed sum; of "all other" by subtraction."""
    if not cohort.is_residual:
        return (*slow_total(round(estimates[cohort.code].total, 6), estimates[cohort.code].n_units), 50**2)
    parent = next(c for c in tree.cohorts if c.code == cohort.parent)
    siblings = [ends_of(tree, c, estimates) for c in tree.children(parent.code) if c.code != cohort.code]
    least, most, middle, square = ends_of(tree, parent, estimates)
    least, most = least - sum(s[1] for s in siblings), most - sum(s[0] for s in siblings)
    least, most = max(0, least), min(100 * estimates[cohort.code].n_units, most)
    if middle is not None and all(s[2] is not None for s in siblings):
        middle = min(max(middle - sum(s[2] for s in siblings), least), most)
    else:
        middle = None
    return least, most, middle, square + sum(s[3] for s in siblings)


def slow_mean_figure(tree, cohort, estimates, pooled):
    estimate, (least, most, middle, square) = estimates[cohort.code], ends_of(tree, cohort, estimates)
    n, worth = estimate.n_units, estimate.n_effective or estimate.n_units
    own = estimate.n_owners >= 20 and not cohort.is_residual
    sd, df = (estimate.sd, worth - 1) if own else (pooled.sd, pooled.df)
    rounding, step = 0 if middle is None else sqrt(square) / n, slow_step(worth, estimate.sampled) if own else 1
    half = slow_half_width(slow_sampling(sd, df, worth, estimate.sampled), rounding, step)
    low, high = (least / n, most / n) if middle is None else (middle / n, middle / n)
    value = None if middle is None else middle / n
    return value, max(0, low - half), min(100, high + half), least / n, most / n


@given(sectors(least=20), st.sampled_from([{}, {"sector": 50, "sector/a": 30, "sector/b": 25, "sector/other": 25}]))
def test_means_as_printed_are_those_of_the_slow_twin(drawn, register):
    contributors, metric = drawn
    tree, pooled = grown(contributors, metric), None
    estimates = {e.cohort: e for e in estimate_metric(tree, contributors, metric, register, register)}
    pooled = Pooled(*pooled_sd(tree, contributors, metric))
    if not tree.cohorts or any(e.n_owners < 6 for e in estimates.values()):
        return
    figures = mean_figures(tree, estimates, pooled, STANDARD)
    for cohort in tree.cohorts:
        its = {f.statistic: f for f in figures if f.cohort == cohort.code}
        mean, estimate = its.pop("mean"), estimates[cohort.code]
        slow = slow_mean_figure(tree, cohort, estimates, pooled)
        assert (mean.value, mean.low, mean.high, mean.least, mean.most) == pytest.approx(slow)
        assert (mean.n_owners, mean.n_units) == (estimate.n_owners, estimate.n_units)
        open_quantiles = estimate.n_owners >= 20 and metric.quantiles and mean.value is not None
        expected = (
            {"lower_quartile", "median", "upper_quartile"} if open_quantiles and not cohort.is_residual else set()
        )
        assert its.keys() == expected
        for figure in its.values():
            assert_quantile(figure, estimate)


def assert_quantile(figure, estimate):
    """Below fifty owners: to the nearest two points."""
    exact, n = estimate.quantiles[figure.statistic], estimate.n_effective or estimate.n_units
    assert figure.value % 2 == 0
    assert abs(figure.value - exact) <= 1 + 1e-6
    own_error, ends = estimate.quantile_errors[figure.statistic], []
    if figure.statistic == "median":
        own_error, ends = 0, [2 * floor(end / 2 + 0.5 + 1e-9) for end in estimate.median_ends]
    half = slow_half_width(t.ppf(0.975, n - 1) * max(own_error, 8 / sqrt(n)) * sqrt(1 - estimate.sampled), 2)
    low, high = min([figure.value - half, *ends]), max([figure.value + half, *ends])
    assert (figure.low, figure.high) == (max(0, low), min(100, high))


POINTS = st.integers(0, 100).map(float)
DIMENSION = st.tuples(st.integers(6, 40), st.integers(0, 3), st.none() | POINTS, POINTS, POINTS, POINTS, POINTS)


@given(st.lists(DIMENSION, min_size=1, max_size=8))
def test_an_overall_figure_is_that_of_the_slow_twin(drawn):
    figures = [Figure("sector", f"D{i}", "mean", n, n + more, *numbers) for i, (n, more, *numbers) in enumerate(drawn)]
    found = overall(figures, "overall")
    for field in ("value", "low", "high", "least", "most"):
        numbers = [getattr(figure, field) for figure in figures]
        expected = None if None in numbers else pytest.approx(sum(numbers) / len(numbers))
        assert getattr(found, field) == expected
    assert (found.n_owners, found.n_units) == (min(f.n_owners for f in figures), min(f.n_units for f in figures))


@st.composite
def families(draw):
    """One level of two to four groups of six to twelve owners, and a few who own two sites of two groups."""
    kind = draw(st.sampled_from(["share", "cuts"]))
    answer = st.none() | st.integers(0, 1).map(float) if kind == "share" else st.none() | st.integers(1, 4).map(float)
    sizes = draw(st.lists(st.integers(6, 12), min_size=2, max_size=4).filter(lambda sizes: sum(sizes) >= 24))
    groups = {f"g{i}": draw(st.lists(answer, min_size=n, max_size=n)) for i, n in enumerate(sizes)}
    shared = {f"{group}0": "of both" for group in list(groups)[: draw(st.sampled_from([0, 2]))]}
    return Sector(groups, kind, shared, cuts=(2, 3, 4) if kind == "cuts" else ())


def band_of(count, n):
    return next((band[0], band[-1]) for band in slow_bands(n, 3) if count in band)


def slow_shown_bands(sector, estimates, statistic):
    """Cohort → band, for those with ten owners; of "all other" if parent and siblings have one."""
    bands = {}
    for cohort in sector.tree.cohorts:
        estimate = estimates[cohort.code, statistic]
        if not cohort.is_residual and estimate.n_owners >= 10:
            bands[cohort.code] = band_of(round(estimate.total), estimate.n_units)
    family = sector.tree.children("sector")
    for cohort in (c for c in family if c.is_residual):
        named = [c.code for c in family if c is not cohort]
        n = estimates[cohort.code, statistic].n_units
        if estimates[cohort.code, statistic].n_owners >= 10 and all(code in bands for code in ["sector", *named]):
            whole = bands["sector"]
            least = whole[0] - sum(bands[code][1] for code in named)
            most = whole[1] - sum(bands[code][0] for code in named)
            bands[cohort.code] = max(0, least), min(n, most)
    return bands


def slow_gives_away(sector, estimates, statistic):
    """Some group in which, of all ways to answer that fit the bands, fewer than two or all but one may hold."""
    bands = {
        code: band
        for code, band in slow_shown_bands(sector, estimates, statistic).items()
        if not any(c.code == code and c.is_residual for c in sector.tree.cohorts)
    }
    leaves = sector.tree.children("sector")
    sizes = [estimates[leaf.code, statistic].n_units for leaf in leaves]
    allowed = [bands.get(leaf.code, (0, n)) for leaf, n in zip(leaves, sizes, strict=True)]
    whole = bands.get("sector", (0, sum(sizes)))
    ways = [w for w in product(*(range(a, b + 1) for a, b in allowed)) if whole[0] <= sum(w) <= whole[1]]
    return any(max(w[i] for w in ways) < 2 or min(w[i] for w in ways) > n - 2 for i, n in enumerate(sizes))


def slow_tightened(bands, sector, cuts):
    """At most as many reach a level as a lower one, at least as many as a higher one: also in "all other"."""
    tight = {cut: dict(bands[cut]) for cut in bands}
    for residual in (c.code for c in sector.tree.cohorts if c.is_residual):
        for i, cut in enumerate(cuts):
            if residual in bands[cut]:
                most = min(bands[lower][residual][1] for lower in cuts[: i + 1])
                least = max(bands[higher][residual][0] for higher in cuts[i:])
                tight[cut][residual] = least, most
    return tight


def slow_share_interval(count, estimate):
    n, register = estimate.n_units, estimate.population
    if estimate.n_effective is not None:
        sampled = estimate.sampled
        return owners_share_interval(count, n, estimate.n_owners, estimate.n_effective, sampled)
    return proportion_interval(count, n, register if register is not None and register >= n else None)


@settings(max_examples=60)
@given(families(), st.booleans())
def test_counts_as_printed_are_those_of_the_slow_twin(sector, has_register):
    register = {c.code: 2 * len(c.members) for c in sector.tree.cohorts} if has_register else {}
    found = estimate_metric(sector.tree, sector.contributors, sector.metric, register, register)
    estimates = {(e.cohort, e.statistic): e for e in found}
    statistics = list(dict.fromkeys(e.statistic for e in found))
    figures = count_figures(sector.tree, estimates, STANDARD)
    bands = {s: slow_shown_bands(sector, estimates, s) for s in statistics}
    bands = slow_tightened(bands, sector, [s for s in statistics if s.startswith("at_least")])
    narrow = any(most - least < 2 for its in bands.values() for least, most in its.values())
    if narrow or any(slow_gives_away(sector, estimates, s) for s in statistics):
        assert figures is None
        return
    assert {(f.cohort, f.statistic): (f.least, f.most) for f in figures} == {
        (code, s): band for s in statistics for code, band in bands[s].items()
    }
    for figure in figures:
        assert_percentages(figure, estimates[figure.cohort, figure.statistic])


def assert_percentages(figure, estimate):
    assert (figure.n_owners, figure.n_units) == (estimate.n_owners, estimate.n_units)
    middle = 100 * (figure.least + figure.most) / 2 / figure.n_units
    if figure.n_owners < 20:
        assert figure.value is None
    elif not figure.bound:
        assert abs(figure.value - middle) <= 0.5
    if figure.statistic == "not_stated":
        assert (figure.low, figure.high) == (None, None)
        return
    low = slow_share_interval(int(figure.least), estimate)[0]
    high = slow_share_interval(int(figure.most), estimate)[1]
    whole = range(101)
    assert figure.low == max(points for points in whole if points <= 100 * low + 1e-6)
    assert figure.high == min(points for points in whole if points >= 100 * high - 1e-6)
