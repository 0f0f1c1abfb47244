from math import comb, sqrt

import pytest
from scipy.stats import t

from benchmarking.stats.intervals import (
    hypergeometric_interval,
    proportion_interval,
    published_half_width,
    sampled_share,
    sampling_half_width,
    wilson_interval,
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
