from fractions import Fraction
from math import log, sqrt
from statistics import correlation as pearson

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarking.stats.records import Figure
from benchmarking.stats.waves import WavePair, change, correlation_of_waves, published_change
from tests.benchmarking.stats.slow_twins.laws import average, student_point, whole_points

OWNERS = [f"w{i:02}" for i in range(14)]
SCORE = st.integers(0, 100).map(float)
WAVES = st.dictionaries(st.sampled_from(OWNERS), SCORE, max_size=14)
PARTS = st.integers(-9, 9).map(lambda tenths: tenths / 10)
METHODS = st.sampled_from(["everybody", "matched"])


def covered(weights, rho, everyone):
    """Σ over every two answers of weight · weight · covariance; of a register of N, each owner's mean is taken off.

    An owner's answers to two waves go together by ρ, those of two owners not at all. Every owner of the register has a
    weight in either wave, of 0 where it did not answer, less the mean weight of all of the register.
    """
    total = 0.0
    for wave, its in weights.items():
        for other, theirs in weights.items():
            off = sum(its.values()) * sum(theirs.values()) / everyone if everyone else 0.0
            shared = sum(weight * theirs.get(owner, 0.0) for owner, weight in its.items()) - off
            total += shared * (1.0 if wave == other else rho)
    return max(0.0, total)


def weights_of(before, after):
    return {1: dict.fromkeys(before, -1 / len(before)), 2: dict.fromkeys(after, 1 / len(after))}


def squares(scores):
    centre = average(scores)
    return sum((Fraction(score) - centre) ** 2 for score in scores)


def slow_change(before, after, rho, method, everyone):
    """(value, error, low, high) over those the method takes."""
    both = before.keys() & after.keys()
    kept = [{o: wave[o] for o in (both if method == "matched" else wave)} for wave in (before, after)]
    df = len(both) - 1 if method == "matched" else len(before.keys() | after.keys()) - 2
    if min(map(len, kept)) < 2 or df < 1:
        return None
    value = float(average(kept[1].values()) - average(kept[0].values()))
    pooled = sum(squares(wave.values()) for wave in kept) / (sum(map(len, kept)) - 2)
    error = sqrt(pooled * Fraction(covered(weights_of(*kept), rho, everyone)))
    half = student_point(df) * error
    return value, error, value - half, value + half


@given(WAVES, WAVES, PARTS, METHODS, st.none() | st.integers(14, 40))
def test_a_change_is_that_of_the_slow_twin(before, after, rho, method, everyone):
    assume(before and after)
    found, slow = change(before, after, rho, method, everyone), slow_change(before, after, rho, method, everyone)
    numbers = found and (found.value, found.standard_error, found.low, found.high)
    assert numbers == (slow and pytest.approx(slow, abs=1e-6))


METRICS = st.dictionaries(st.sampled_from(["x", "y", "z"]), WAVES)


def slow_correlation(before, after):
    """Fisher's z of each metric counts m - 3 times, of those six owners or more answered twice, not all alike."""
    z = []
    for metric in set(before) & set(after):
        both = set(before[metric]) & set(after[metric])
        columns = [[wave[metric][owner] for owner in both] for wave in (before, after)]
        if len(both) >= 6 and all(len(set(column)) > 1 for column in columns):
            r = max(-0.999, min(0.999, pearson(*columns)))
            z += [log((1 + r) / (1 - r)) / 2] * (len(both) - 3)
    if not z:
        return None
    double = 10 ** (2 * sum(z) / len(z) / log(10))
    return (double - 1) / (double + 1)


@given(METRICS, METRICS)
def test_the_correlation_of_two_waves_is_that_of_the_slow_twin(before, after):
    slow = slow_correlation(before, after)
    assert correlation_of_waves(before, after) == (slow and pytest.approx(slow, abs=1e-6))


@st.composite
def printed(draw):
    """A published mean, whose interval may be cut at an end of the scale, or one that is not printed."""
    value, half = float(draw(st.integers(0, 100))), draw(st.integers(1, 30))
    if not draw(st.integers(0, 9)):
        return Figure("sector", "D", "mean", 20, 20, None, 40.0, 60.0)
    return Figure("sector", "D", "mean", 20, 20, value, max(0.0, value - half), min(100.0, value + half))


@st.composite
def pairs(draw):
    before, after = draw(st.integers(6, 14)), draw(st.integers(6, 14))
    return WavePair(
        before, after, draw(st.integers(0, min(before, after))), draw(PARTS), draw(st.none() | st.integers(15, 40))
    )


def slow_together(pair):
    """How two means go together: what both waves share by what each has, over owners and register."""
    first = OWNERS[: pair.n_before]
    second = OWNERS[pair.n_before - pair.n_matched :][: pair.n_after]
    second += [f"new{i}" for i in range(pair.n_after - len(second))]
    one = {1: dict.fromkeys(first, 1 / len(first))}
    other = {2: dict.fromkeys(second, 1 / len(second))}
    everyone = pair.population
    apart = covered(one, 0, everyone) * covered(other, 0, everyone)
    sum_of_both = covered({**one, **other}, pair.correlation, everyone)
    shared = (sum_of_both - covered(one, 0, everyone) - covered(other, 0, everyone)) / 2
    return shared / sqrt(apart)


@given(printed(), printed(), pairs(), st.tuples(st.sampled_from([0, 2, 5]), st.sampled_from([0, 2, 5])))
def test_a_published_change_is_that_of_the_slow_twin(before, after, pair, rounding):
    found = published_change(before, after, pair, rounding)
    if before.value is None or after.value is None:
        assert found is None
        return
    widest = [max(f.high - f.value, f.value - f.low) for f in (before, after)]
    steps = [(1.96 * step) ** 2 / 12 for step in rounding]
    chance = [max(0.0, wide * wide - step) for wide, step in zip(widest, steps, strict=True)]
    left = chance[0] + chance[1] - 2 * max(-1.0, min(1.0, slow_together(pair))) * sqrt(chance[0] * chance[1])
    assert found.value == after.value - before.value
    assert found.half_width == whole_points(max(0.0, left) + sum(steps))
