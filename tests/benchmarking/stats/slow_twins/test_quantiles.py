from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import sqrt
from statistics import stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from benchmarking.stats.quantiles import (
    RESAMPLES,
    bootstrap_errors,
    kish,
    median_ends,
    sector_median,
    survey_quantiles,
)
from tests.benchmarking.stats.slow_twins.laws import student_point, worth

SCORES = st.lists(st.integers(0, 100).map(float), min_size=1, max_size=15)
QUARTERS = (0.25, 0.5, 0.75)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=15).filter(any))
def test_kishs_n_is_one_over_the_chance_to_meet_the_same_owner_twice(weights):
    assert kish(weights) == pytest.approx(float(worth(weights)))


@given(st.lists(st.none() | st.just(float("nan")) | st.integers(0, 100).map(float), max_size=20), st.integers(0, 100))
def test_a_median_is_the_middle_of_what_was_stated(values, last):
    values = [*values, float(last)]
    kept = sorted(v for v in values if v in range(101))
    while len(kept) > 2:
        kept = kept[1:-1]
    assert sector_median(values) == float(Fraction(sum(map(int, kept)), len(kept)))


def blend(n, p):
    """What the i-th smallest of n weighs: the i-th n-th of the beta distribution of ((n + 1) p, (n + 1) (1 - p))."""
    law = beta((n + 1) * p, (n + 1) * (1 - p))
    return [law.cdf((i + 1) / n) - law.cdf(i / n) for i in range(n)]


@given(st.lists(st.integers(0, 100).map(float), min_size=2, max_size=40), st.integers(0, 60))
def test_ends_of_a_median_are_those_of_the_slow_twin(values, away):
    """Nine tenths of the way that a count of n drawn from the register may be off a half, a blend at either end of it."""
    n = len(values)
    of_count = 0.9 * student_point(n - 1) * sqrt(away / (n + away)) * sqrt(0.25 / n)
    way = min(0.25, max(of_count, sqrt(0.25 / n)))
    slow = [sum(w * x for w, x in zip(blend(n, p), sorted(values), strict=True)) for p in (0.5 - way, 0.5 + way)]
    assert median_ends(values, n / (n + away)) == pytest.approx(slow, abs=1e-6)


def resamples(values, weights, size):
    """The same draws, one after the other: a value by its place, or by where a number falls on the row of weights."""
    random = np.random.default_rng(int.from_bytes(sha256(np.array(values).tobytes()).digest()[:8], "big"))
    if weights is None:
        yield from ([values[i] for i in row] for row in random.integers(0, len(values), (RESAMPLES, size)))
        return
    ends = np.cumsum(weights) / sum(weights)
    for row in random.random((RESAMPLES, size)):
        yield [next(value for value, end in zip(values, ends, strict=True) if u < end) for u in row]


def slow_errors(values, weights, size):
    drawn = [sorted(resample) for resample in resamples(values, weights, size)]
    return [
        stdev(sum(w * x for w, x in zip(weights_, row, strict=True)) for row in drawn)
        for weights_ in (blend(size, p) for p in QUARTERS)
    ]


WEIGHTED = st.lists(st.tuples(st.integers(0, 100).map(float), st.integers(1, 5)), min_size=1, max_size=8)


@settings(max_examples=8)
@given(WEIGHTED, st.booleans())
def test_errors_of_quantiles_are_those_of_every_resample_in_turn(pairs, is_weighted):
    values, weights = zip(*sorted(pairs), strict=True)
    given_weights = weights if is_weighted else None
    size = max(1, round(float(worth(weights)))) if is_weighted else len(values)
    found = bootstrap_errors(values, QUARTERS, weights=given_weights)
    assert found == pytest.approx(slow_errors(values, given_weights, size))


@pytest.mark.parametrize("values", [(10.0, 50.0, 60.0, 90.0), (0.0, 20.0, 30.0, 40.0, 100.0)])
def test_errors_of_quantiles_are_near_those_of_all_resamples_there_are(values):
    n = len(values)
    for p, error in zip(QUARTERS, bootstrap_errors(values, QUARTERS), strict=True):
        parts = blend(n, p)
        blends = [sum(w * x for w, x in zip(parts, sorted(row), strict=True)) for row in product(values, repeat=n)]
        centre = sum(blends) / len(blends)
        exact = (sum((x - centre) ** 2 for x in blends) / len(blends)) ** 0.5
        assert error == pytest.approx(exact, rel=0.06)


TYPES = {4: ("0", "0"), 5: ("1/2", "0"), 6: ("0", "1"), 7: ("1", "-1"), 8: ("1/3", "1/3"), 9: ("3/8", "1/4")}


@given(WEIGHTED.filter(lambda pairs: len(pairs) > 1), st.integers(0, 20), st.sampled_from(sorted(TYPES)))
def test_survey_quantiles_lie_on_the_line_between_the_two_values_around_them(pairs, twentieths, kind):
    """Each value stands at the share of the weight up to it; between two of them as far along as the probability is."""
    pairs = sorted(pairs, key=lambda pair: pair[0])
    a, b = map(Fraction, TYPES[kind])
    whole, last = sum(w for _, w in pairs), pairs[-1][1]
    places = [(sum(w for _, w in pairs[: k + 1]) - a * pairs[k][1]) / (whole + b * last) for k in range(len(pairs))]
    p = Fraction(twentieths, 20)
    below = [k for k, place in enumerate(places) if place <= p]
    above = [k for k, place in enumerate(places) if place >= p]
    if not below or not above:
        slow = pairs[0 if not below else -1][0]
    else:
        k, after = below[-1], above[0]
        along = 0 if places[after] <= places[k] else (p - places[k]) / (places[after] - places[k])
        slow = pairs[k][0] + float(along) * (pairs[after][0] - pairs[k][0])
    values, weights = zip(*pairs, strict=True)
    assert survey_quantiles(values, weights, [float(p)], kind) == (pytest.approx(slow, abs=1e-6),)
