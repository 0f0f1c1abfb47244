from fractions import Fraction
from itertools import combinations
from math import log
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import betainc

from benchmarking.stats.intervals import (
    half_width_step,
    korn_graubard_interval,
    logit_interval,
    owners_share_interval,
    published_half_width,
    sampled_share,
    sampling_half_width,
    wilson_interval,
)
from tests.benchmarking.stats.slow_twins.laws import average, student_point, variance, whole_points, worth

REGISTERS = st.lists(st.integers(0, 100), min_size=3, max_size=7)


@given(REGISTERS, st.data())
def test_the_error_of_a_mean_is_that_of_every_sample_there_could_be(register, data):
    """The SD of the means of all samples of n from a register, each as likely, times the point of Student's t."""
    n = data.draw(st.integers(2, len(register)))
    means = [average(sample) for sample in combinations(register, n)]
    centre = average(means)
    error = float(sum((m - centre) ** 2 for m in means) / len(means)) ** 0.5
    found = sampling_half_width(float(variance(register)) ** 0.5, n, n - 1, n / len(register))
    assert found == pytest.approx(student_point(n - 1) * error, abs=1e-6)


QUARTERS = st.integers(0, 200).map(lambda quarters: Fraction(quarters, 4))


@given(QUARTERS, QUARTERS, st.sampled_from([1, 2, 5, 10]))
def test_half_widths_as_printed_are_those_of_the_slow_twin(sampling, rounding, steps_a_point):
    wide = sampling**2 + Fraction(196, 100) ** 2 * rounding**2 / 12
    slow = Fraction(whole_points(steps_a_point**2 * wide), steps_a_point)
    assert published_half_width(float(sampling), float(rounding), 1 / steps_a_point) == pytest.approx(float(slow))


@given(st.integers(1, 400), st.integers(0, 400))
def test_steps_of_half_widths_are_those_of_the_slow_twin(n, away):
    """n³ d² N/(N - n) >= 20³ in whole numbers, for as many tenths of a point as d has; 1 where none does."""
    tenths = [d for d in (1, 2, 5, 10) if n**3 * d**2 * (n + away) >= 20**3 * 100 * away]
    assert half_width_step(n, n / (n + away)) == (tenths[0] if tenths else 10) / 10


@given(st.integers(0, 40), st.none() | st.integers(0, 60))
def test_sampled_shares_are_counted_in_the_register(n, population):
    register = [i < n for i in range(population or 0)]
    known = len(register) >= n and register
    assert sampled_share(n, population) == (sum(register) / len(register) if known else 0)


def slow_point(holds, misses, chance):
    """Where the beta distribution has this much below: its area, by halving."""
    return brentq(lambda p: betainc(holds, misses, p) - chance, 0, 1, xtol=1e-13)


def slow_owners_interval(n_of_owner, count, population):
    """Clopper and Pearson's for as many units as the owners are worth, more where the register is nearly complete."""
    n_units, n_owners, kish = sum(n_of_owner), len(n_of_owner), float(worth(n_of_owner))
    share = count / n_units
    if population == n_owners:
        return share, share
    units = kish * population / (population - n_owners) * (student_point(n_owners - 1) / student_point(kish - 1)) ** 2
    low = slow_point(units * share, units * (1 - share) + 1, 0.025) if count else 0
    high = slow_point(units * share + 1, units * (1 - share), 0.975) if count < n_units else 1
    return low, high


@given(st.lists(st.integers(1, 4), min_size=3, max_size=20), st.integers(0, 80), st.integers(0, 40))
def test_shares_of_owners_of_several_units_are_those_of_the_slow_twin(n_of_owner, count, away):
    kish, population = float(worth(n_of_owner)), len(n_of_owner) + away
    assume(count <= sum(n_of_owner))
    found = owners_share_interval(count, sum(n_of_owner), len(n_of_owner), kish, len(n_of_owner) / population)
    assert found == pytest.approx(slow_owners_interval(n_of_owner, count, population), abs=1e-6)


@given(st.integers(1, 60), st.integers(0, 60))
def test_wilsons_ends_are_the_shares_under_which_the_sample_is_just_not_too_far_off(n, count):
    """|p - x/n| = 1.96 √(p (1 - p)/n), by halving on either side."""
    assume(count <= n)
    seen, z = count / n, NormalDist().inv_cdf(0.975)

    def beyond(p):
        return (p - seen) ** 2 - z * z * p * (1 - p) / n

    low = brentq(beyond, 0, seen - 1e-9) if count else 0
    high = brentq(beyond, seen + 1e-9, 1) if count < n else 1
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=1e-6)


@given(st.integers(2, 60), st.integers(1, 59), st.floats(0.02, 0.2), st.integers(2, 40))
def test_korn_and_graubards_interval_is_that_of_the_slow_twin(n, count, error, df):
    """Clopper and Pearson's for the sample that has this error, taken as drawn one by one."""
    assume(count < n)
    share = count / n
    drawn = share * (1 - share) / error**2 * (student_point(n - 1) / student_point(df)) ** 2
    low = slow_point(drawn * share, drawn * (1 - share) + 1, 0.025)
    high = slow_point(drawn * share + 1, drawn * (1 - share), 0.975)
    assert korn_graubard_interval(share, error, n, df) == pytest.approx((low, high), abs=1e-6)


@given(st.floats(0.02, 0.98), st.floats(0.001, 0.2), st.integers(2, 40))
def test_the_logit_interval_is_that_of_the_slow_twin(share, error, df):
    """The log-odds move by their slope at p, which is taken over a small step, times the half-width of the share."""

    def odds(p):
        return log(p) - log(1 - p)

    step = 1e-6
    slope = (odds(share + step) - odds(share - step)) / (2 * step)
    half = student_point(df) * error * slope
    assume(half + abs(odds(share)) < 30)
    ends = [brentq(lambda p, to=to: odds(p) - to, 1e-15, 1 - 1e-15) for to in (odds(share) - half, odds(share) + half)]
    assert logit_interval(share, error, df) == pytest.approx(ends, abs=1e-6)
