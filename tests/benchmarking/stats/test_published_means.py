from dataclasses import replace
from math import sqrt
from statistics import pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.intervals import published_half_width, sampling_half_width
from benchmarking.stats.published_means import overall
from benchmarking.stats.quantiles import median_ends
from benchmarking.stats.records import Cohort, Estimate, Figure, Metric, PeerTree
from benchmarking.stats.rounding import round_points, round_total
from tests.benchmarking.stats.sectors import Sector, scores, shown


def test_a_mean_is_the_middle_of_the_step_of_its_sum():
    figure = Sector({"a": [35.0, 45.0, 55.0, 40.0, 50.0, 44.0, 48.0, 52.0]}).figure()  # sum 369, step 350-400
    assert (figure.value, figure.least, figure.most, figure.bound) == (375 / 8, 350 / 8, 400 / 8, "")


def test_the_interval_is_centred_on_the_printed_mean_with_the_spread_of_the_sector():
    sector = Sector({"a": scores(12), "other": scores(8)})
    group = sector.figure("sector/a", population={"sector/a": 24})
    squares = sum((x - sum(v) / len(v)) ** 2 for v in (scores(12), scores(8)) for x in v)
    half = t.ppf(0.975, 18) * sqrt(squares / 18) * sqrt((1 - 12 / 24) / 12)
    published = published_half_width(half, 50 / 12)
    assert (group.low, group.high) == (group.value - published, group.value + published)


def test_from_twenty_owners_the_interval_uses_the_own_spread_but_never_less_than_eight():
    narrow = Sector({"a": [50.0] * 25}).figure()
    assert narrow.high - narrow.value == pytest.approx(published_half_width(t.ppf(0.975, 24) * 8 / 5, 2))
    wide = Sector({"a": [0.0, 100.0] * 15}).figure()
    own = t.ppf(0.975, 29) * np.std([0, 100] * 15, ddof=1) / sqrt(30)
    assert wide.high - wide.value == pytest.approx(published_half_width(own, 50 / 30))


def test_a_small_group_that_agrees_still_has_the_interval_of_a_spread_of_eight():
    figure = Sector({"a": [50.0] * 6}).figure()
    half = published_half_width(t.ppf(0.975, 5) * 8 / sqrt(6), 50 / 6)
    assert figure.high - figure.value == pytest.approx(half)


@pytest.mark.parametrize(
    ("value", "least", "most", "bound"), [(1.0, 0, 150 / 6, "at_most"), (99.0, 75, 100, "at_least")]
)
def test_close_to_either_end_only_a_bound_is_printed(value, least, most, bound):
    figure = Sector({"a": [value] * 6}).figure()
    assert (figure.value, figure.least, figure.most, figure.bound) == (None, least, most, bound)
    half = published_half_width(t.ppf(0.975, 5) * 8 / sqrt(6), 0)
    assert (figure.low, figure.high) == (max(0, least - half), min(100, most + half))


def test_no_quartiles_stand_beside_a_clamped_mean():
    assert shown(Sector({"a": [1.0] * 25}, quantiles=True).figures()) == {("sector", "mean")}


@pytest.mark.parametrize(("n", "step"), [(20, 2), (60, 1)])
def test_quantiles_are_rounded_and_intervals_of_quartiles_are_whole_points_about_them(n, step):
    sector = Sector({"a": scores(n)}, quantiles=True)
    for name in ("lower_quartile", "median", "upper_quartile"):
        figure, exact = sector.figure(statistic=name), sector.estimate()
        assert figure.value % step == 0
        assert abs(figure.value - exact.quantiles[name]) <= step / 2
        assert (figure.least, figure.most) == (figure.value - step / 2, figure.value + step / 2)
        if name == "median":
            continue
        error = max(exact.quantile_errors[name], 8 / sqrt(n))
        half = published_half_width(t.ppf(0.975, n - 1) * error, step)
        assert (figure.low, figure.high) == (figure.value - half, figure.value + half)


@pytest.mark.parametrize(("n", "step"), [(20, 2), (60, 1)])
def test_the_interval_of_a_median_ends_at_two_more_blends_rounded_alike(n, step):
    sector = Sector({"a": scores(n)}, quantiles=True)
    figure, exact = sector.figure(statistic="median"), median_ends(scores(n))
    assert [figure.low, figure.high] == [round_points(end, step) for end in exact]
    assert figure.low < figure.value < figure.high


def test_the_interval_of_a_median_of_equal_scores_does_not_say_that_they_are_equal():
    figure = Sector({"a": [60.0] * 20}, quantiles=True).figure(statistic="median")
    half = published_half_width(t.ppf(0.975, 19) * 8 / sqrt(20), 2)
    assert (figure.low, figure.high) == (60 - half, 60 + half)


@pytest.mark.parametrize(("n", "step"), [(20, 1), (40, 0.5), (64, 0.2), (100, 0.1)])
def test_half_widths_of_means_are_multiples_of_a_step_that_n_alone_sets(n, step):
    figure = Sector({"a": scores(n)}).figure()
    half = sampling_half_width(pstdev(scores(n)) * sqrt(n / (n - 1)), n, n - 1)
    assert figure.high - figure.value == pytest.approx(published_half_width(half, 50 / n, step))
    assert (figure.high - figure.value) / step == pytest.approx(round((figure.high - figure.value) / step))


def test_all_other_is_the_parent_minus_the_children_as_published():
    sector = Sector({"a": scores(9), "b": scores(8), "other": scores(7)})
    whole, a, b, other = (sector.figure(c) for c in ("sector", "sector/a", "sector/b", "sector/other"))
    assert other.value * 7 == pytest.approx(whole.value * 24 - a.value * 9 - b.value * 8)
    squares = sum((x - sum(v) / len(v)) ** 2 for v in (scores(9), scores(8), scores(7)) for x in v)
    half = sampling_half_width(sqrt(squares / 21), 7, 21)
    assert other.high - other.value == pytest.approx(published_half_width(half, 50 * sqrt(3) / 7))


def test_all_other_beside_a_clamped_group_has_bounds_alone():
    other = Sector({"a": [2.0] * 12, "other": scores(8)}).figure("sector/other")
    total = 24 + sum(scores(8))
    rounded = round_total(total, 20)
    assert (other.value, other.bound) == (None, "at_most")
    assert (other.least * 8, other.most * 8) == (rounded.least - 150, rounded.most)


def test_all_other_has_no_quartiles():
    figures = Sector({"a": scores(30), "other": scores(25)}, quantiles=True).figures()
    assert ("sector/a", "median") in shown(figures)
    assert [f.statistic for f in figures if f.cohort == "sector/other"] == ["mean"]


@st.composite
def neighbours(draw):
    """Two sets of owners whose sums fall into the same step."""
    n = draw(st.integers(6, 19))
    step = draw(st.integers(3, 2 * n - 4))
    first, second = (50 * step + draw(st.floats(0, 49.9)) for _ in range(2))
    return n, first, second


@given(neighbours())
def test_sums_of_one_step_cannot_be_told_apart(drawn):
    n, *totals = drawn
    sector = Sector({"a": [50.0] * n})
    blank = sector.estimate()
    first, second = ([replace(blank, total=total, sd=total / 50)] for total in totals)
    one, other = (publish(sector.tree, e, 15, 60, sector.metric, withstands=bool) for e in (first, second))
    assert one == other


@given(st.lists(st.floats(0, 100), min_size=20, max_size=70), st.integers(6, 60))
def test_printed_means_stand_on_the_grid_and_intervals_on_tenths_of_points(answers, split):
    figures = Sector({"a": answers[:split], "other": answers[split:]}, quantiles=True).figures()
    for figure in figures:
        if figure.statistic == "mean" and figure.value is not None and figure.cohort != "sector/other":
            assert round(figure.value * figure.n_units, 6) % 50 == 25
        if figure.value is not None and figure.low > 0:
            step = 0.1 if figure.statistic == "mean" and figure.n_owners >= 20 else 1
            assert (figure.value - figure.low) / step == pytest.approx(round((figure.value - figure.low) / step))
        assert 0 <= figure.low <= figure.high <= 100
        assert figure.least <= figure.most


def test_an_overall_figure_is_the_mean_of_the_printed_dimension_means():
    one = Figure("sector", "A", "mean", 14, 15, 40.0, 34.0, 46.0, 38.0, 42.0)
    two = Figure("sector", "B", "mean", 12, 13, 50.0, 40.0, 60.0, 47.0, 53.0)
    assert overall([one, two], "overall") == Figure("sector", "overall", "mean", 12, 13, 45.0, 37.0, 53.0, 42.5, 47.5)


def test_an_overall_figure_with_a_bound_in_it_has_bounds_alone():
    one = Figure("sector", "A", "mean", 14, 14, None, 0.0, 15.0, 0.0, 10.0, "at_most")
    two = Figure("sector", "B", "mean", 14, 14, 50.0, 40.0, 60.0, 47.0, 53.0)
    found = overall([one, two], "overall")
    assert (found.value, found.least, found.most) == (None, 23.5, 31.5)


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [Figure("sector", "A", "median", 20, 20, 50.0)],
        [Figure("sector", "A", "mean", 20, 20, 50.0), Figure("sector/a", "B", "mean", 20, 20, 50.0)],
    ],
)
def test_an_overall_figure_needs_the_means_of_one_group(figures):
    with pytest.raises(ValueError, match="one cohort's dimension means"):
        overall(figures, "overall")


SHAPES = {
    "bell": lambda random, size: np.clip(random.normal(50, 15, size), 0, 100),
    "skewed": lambda random, size: 100 * random.beta(2, 5, size),
    "bimodal": lambda random, size: np.clip(
        np.where(random.random(size) < 0.5, 35, 65) + random.normal(0, 7, size), 0, 100
    ),
}


def covered(n, population, shape, random):
    frame = SHAPES[shape](random, population)
    others = SHAPES[shape](random, (10, n))
    df = 10 * (n - 1)
    estimate = Estimate(
        "sector", "M", "mean", n, n, float(frame[:n].sum()), float(frame[:n].std(ddof=1)), 0, {}, {}, population
    )
    tree = PeerTree((Cohort("sector", (), None, frozenset(map(str, range(n))), n),), ())
    pooled = sqrt(others.var(axis=1, ddof=1).mean())
    (figure,) = publish(tree, [estimate], pooled, df, Metric("M", "mean", {}), withstands=bool)
    return figure.low <= frame.mean() <= figure.high


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("n", "population"), [(6, 10), (8, 40), (20, 50)])
def test_published_intervals_cover_the_mean_of_the_frame(n, population, shape):
    random = np.random.default_rng(n)
    share = np.mean([covered(n, population, shape, random) for _ in range(2000)])
    assert 0.93 <= share <= 0.985
