from math import comb, log, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from benchmarking.stats.intervals import (
    STEPS,
    half_width_step,
    hypergeometric_interval,
    korn_graubard_interval,
    logit_interval,
    owners_share_interval,
    proportion_interval,
    published_half_width,
    sampled_share,
    sampling_half_width,
    wilson_interval,
    worst_case_bounds,
)


def test_the_half_width_follows_the_formula_with_its_population_correction():
    assert sampling_half_width(15, 8, 60, 0.4) == pytest.approx(t.ppf(0.975, 60) * 15 * sqrt(0.6 / 8))


def test_a_census_has_no_sampling_error():
    assert sampling_half_width(15, 8, 60, 1.0) == 0


@pytest.mark.parametrize(("n", "df", "sampled"), [(0, 5, 0), (8, 0, 0), (8, 5, 1.1), (8, 5, -0.1)])
def test_an_interval_without_a_base_is_refused(n, df, sampled):
    with pytest.raises(ValueError, match="No interval"):
        sampling_half_width(15, n, df, sampled)


def test_rounding_widens_and_is_rounded_up_to_a_whole_point():
    assert published_half_width(3.0, 0) == 3
    assert published_half_width(3.01, 0) == 4
    assert published_half_width(3.0, 50 / 6) == 6  # √(9 + 4.715²) = 5.59


def test_rounding_up_takes_the_step_it_is_given():
    assert [published_half_width(1.41, 0, step) for step in STEPS] == [1.5, 1.6, 1.5, 2]
    assert [published_half_width(1.5, 0, step) for step in STEPS] == [1.5, 1.6, 1.5, 2]


def test_half_widths_are_whole_points_at_twenty_and_finer_in_larger_groups_and_nearly_full_registers():
    assert [half_width_step(n) for n in (6, 20, 31, 32, 58, 59, 92, 93, 5000)] == [
        1,
        1,
        1,
        0.5,
        0.5,
        0.2,
        0.2,
        0.1,
        0.1,
    ]
    assert [half_width_step(20, f) for f in (0.4, 0.7, 0.75, 0.8, 0.96, 0.99, 1)] == [1, 1, 0.5, 0.5, 0.2, 0.1, 0.1]


@pytest.mark.parametrize(("n", "sampled"), [(0, 0), (20, 1.1), (20, -0.1)])
def test_there_is_no_step_without_a_base(n, sampled):
    with pytest.raises(ValueError, match="No step"):
        half_width_step(n, sampled)


def test_the_sampled_share_needs_a_population_that_can_hold_the_sample():
    assert [sampled_share(10, n) for n in (40, 10, 9, None)] == [0.25, 1, 0, 0]


def slow_hypergeometric_interval(count, n, population):
    def law(holders):
        return [comb(holders, x) * comb(population - holders, n - x) / comb(population, n) for x in range(n + 1)]

    def possible(holders):
        p = law(holders)
        return (
            sum(p[count + 1 :]) + p[count] / 2 > 0.025
            and sum(p[:count]) + p[count] / 2 > 0.025
            and count <= holders <= population - n + count
        )

    found = [holders for holders in range(population + 1) if possible(holders)]
    return found[0] / population, found[-1] / population


@pytest.mark.parametrize(("n", "population"), [(6, 6), (6, 8), (10, 25), (14, 40), (20, 33)])
def test_hypergeometric_intervals_are_those_of_the_slow_twin(n, population):
    for count in range(n + 1):
        assert hypergeometric_interval(count, n, population) == slow_hypergeometric_interval(count, n, population)


def test_a_census_knows_the_share():
    assert hypergeometric_interval(3, 10, 10) == (0.3, 0.3)


def test_a_sample_larger_than_its_population_is_refused():
    with pytest.raises(ValueError, match="cannot hold"):
        hypergeometric_interval(3, 10, 9)


def test_a_population_decides_which_interval_is_taken():
    assert proportion_interval(4, 14) == wilson_interval(4, 14)
    assert proportion_interval(4, 14, 40) == hypergeometric_interval(4, 14, 40)


@pytest.mark.parametrize(("count", "n"), [(5, 4), (-1, 4), (0, 0)])
def test_a_count_outside_its_base_is_refused(count, n):
    with pytest.raises(ValueError, match="No interval for"):
        proportion_interval(count, n)


@pytest.mark.parametrize(("n", "population"), [(8, 20), (12, 20), (20, 40)])
def test_mid_p_intervals_cover_on_average_and_never_below_ninety_per_cent(n, population):
    def chance(count, holders):
        return comb(holders, count) * comb(population - holders, n - count) / comb(population, n)

    intervals = [hypergeometric_interval(count, n, population) for count in range(n + 1)]
    coverage = [
        sum(chance(x, m) for x, (low, high) in enumerate(intervals) if low <= m / population <= high)
        for m in range(population + 1)
    ]
    assert sum(coverage) / len(coverage) >= 0.94
    assert min(coverage) >= 0.90


def clopper_pearson(count, n):
    """By halving: the least and the largest share under which what was seen is not too unlikely."""

    def chance_of_at_least(x, p):
        return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(x, n + 1))

    def where(is_below):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if is_below(middle) else (low, middle)
        return low

    low = where(lambda p: chance_of_at_least(count, p) < 0.025) if count else 0.0
    high = where(lambda p: 1 - chance_of_at_least(count + 1, p) > 0.025) if count < n else 1.0
    return low, high


@pytest.mark.parametrize("n", [6, 14, 30])
def test_with_equal_weights_the_beta_interval_is_that_of_clopper_and_pearson(n):
    for count in range(n + 1):
        p = count / n
        found = korn_graubard_interval(p, sqrt(p * (1 - p) / n), n, n - 1)
        assert found == pytest.approx(clopper_pearson(count, n), abs=1e-9)


def test_a_sample_that_is_worth_less_has_a_wider_beta_interval():
    plain = korn_graubard_interval(0.3, sqrt(0.21 / 40), 40, 39)
    worth_half = korn_graubard_interval(0.3, sqrt(0.21 / 20), 40, 39)
    assert worth_half[0] < plain[0] < 0.3 < plain[1] < worth_half[1]
    assert korn_graubard_interval(0.3, sqrt(0.21 / 40), 40, 10)[1] > plain[1]


def test_a_share_without_error_is_worth_its_sample():
    assert korn_graubard_interval(0.5, 0, 10, 9) == pytest.approx(clopper_pearson(5, 10))


def test_units_of_owners_that_have_one_each_are_so_many_units():
    assert owners_share_interval(4, 14, 14, 14.0) == pytest.approx(clopper_pearson(4, 14))
    assert owners_share_interval(0, 14, 14, 14.0) == pytest.approx(clopper_pearson(0, 14))


def test_units_of_few_owners_say_less_and_a_register_nearly_complete_more():
    plain = owners_share_interval(10, 30, 30, 30.0)
    few = owners_share_interval(10, 30, 20, 12.5)
    nearly_all = owners_share_interval(10, 30, 20, 12.5, 0.9)
    assert few[0] < plain[0] < nearly_all[0] < 1 / 3 < nearly_all[1] < plain[1] < few[1]
    assert owners_share_interval(10, 30, 20, 12.5, 1.0) == (1 / 3, 1 / 3)


def test_units_of_few_owners_cover_where_counting_them_singly_does_not():
    random, shares = np.random.default_rng(7), (0.3, 0.5)
    sizes = [6, 4, 3] + [1] * 17
    worth = sum(sizes) ** 2 / sum(size**2 for size in sizes)
    for share in shares:
        counts = [
            sum(s for s, holds in zip(sizes, random.random(20) < share, strict=True) if holds) for _ in range(1500)
        ]
        covered = [low <= share <= high for low, high in (owners_share_interval(c, 30, 20, worth) for c in counts)]
        singly = [low <= share <= high for low, high in (wilson_interval(c, 30) for c in counts)]
        assert np.mean(singly) < 0.90
        assert np.mean(covered) >= 0.95


@pytest.mark.parametrize(
    "wrong", [(5, 4, 4, 4.0), (-1, 4, 4, 4.0), (2, 4, 4, 1.0), (2, 4, 4, 5.0), (2, 4, 4, 4.0, 1.1)]
)
def test_units_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="No interval for"):
        owners_share_interval(*wrong)


@given(st.floats(0.01, 0.99), st.floats(0.001, 0.2), st.floats(2, 200))
def test_the_logit_interval_lies_evenly_about_the_log_odds(share, error, df):
    def odds(p):
        return log(p / (1 - p))

    low, high = logit_interval(share, error, df)
    half = t.ppf(0.975, df) * error / (share * (1 - share))
    if half < 15:  # beyond it a share is too close to 0 or 1 for its odds to be told
        assert (odds(low), odds(high)) == pytest.approx((odds(share) - half, odds(share) + half), abs=1e-3)
    assert 0 <= low <= share <= high <= 1


@pytest.mark.parametrize("interval", [lambda *a: korn_graubard_interval(a[0], a[1], 20, a[2]), logit_interval])
@pytest.mark.parametrize("wrong", [(1.1, 0.1, 19), (-0.1, 0.1, 19), (0.5, -0.1, 19), (0.5, 0.1, 0), (0.5, nan, 19)])
def test_a_share_that_cannot_be_is_refused(interval, wrong):
    with pytest.raises(ValueError, match="No interval for a share"):
        interval(*wrong)


def test_a_weighted_share_of_one_unit_is_refused():
    with pytest.raises(ValueError, match="from n = 1"):
        korn_graubard_interval(0.5, 0.1, 1, 1)


@pytest.mark.parametrize("share", [0, 1])
def test_nobody_and_everybody_have_no_log_odds(share):
    with pytest.raises(ValueError, match="no log-odds"):
        logit_interval(share, 0.1, 19)


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30))
def test_worst_case_bounds_are_the_ends_of_every_register_there_could_be(n, count, away):
    count = min(count, n)
    possible = [(count + holding) / (n + away) for holding in range(away + 1)]
    assert worst_case_bounds(count / n, n / (n + away)) == pytest.approx((min(possible), max(possible)))


@pytest.mark.parametrize(("share", "rate"), [(1.1, 0.5), (0.5, -0.1), (nan, 0.5)])
def test_bounds_of_what_cannot_be_are_refused(share, rate):
    with pytest.raises(ValueError, match="No bounds"):
        worst_case_bounds(share, rate)
