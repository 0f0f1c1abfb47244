from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import betainc

from benchmarking.stats.intervals import (
    owners_share_interval,
    published_half_width,
    sampled_share,
    sampling_half_width,
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


@given(QUARTERS, QUARTERS)
def test_half_widths_as_printed_are_those_of_the_slow_twin(sampling, rounding):
    slow = whole_points(sampling**2 + Fraction(196, 100) ** 2 * rounding**2 / 12)
    assert published_half_width(float(sampling), float(rounding)) == slow


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
