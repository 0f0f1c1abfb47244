from math import ceil, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.headline import weighted_headline
from benchmarking.stats.records import Figure
from benchmarking.stats.weighting import HeadlineWeights, headline_weights
from tests.benchmarking.stats.sectors import Sector

PLAIN = Figure("sector", "A", "mean", 30, 30, 55.0, 50.0, 60.0, 54.0, 56.0)


def leaf(code, n, value, half=6.0):
    return Figure(code, "A", "mean", n, n, value, value - half, value + half, value - 2, value + 2)


def two(red=1.5, blue=0.5):
    return HeadlineWeights({"red": red, "blue": blue}, 20, 16.0)


def test_each_leaf_counts_by_its_weight():
    found = weighted_headline(PLAIN, [leaf("red", 10, 40.0), leaf("blue", 10, 80.0)], two(), 16.0)
    assert (found.value, found.least, found.most) == (50, 48, 52)
    half = ceil(sqrt((0.75 * 6) ** 2 + (0.25 * 6) ** 2))
    assert (found.low, found.high) == (50 - half, 50 + half)
    assert (found.cohort, found.n_owners, found.n_units, found.statistic) == ("sector", 30, 30, "mean_weighted")


def test_owners_in_several_leaves_widen_it():
    leaves = [leaf("red", 10, 40.0), leaf("blue", 10, 80.0)]
    one, several = (weighted_headline(PLAIN, leaves, two(), n) for n in (16.0, 4.0))
    assert (several.value, several.high - several.value) == (one.value, ceil(2 * sqrt(4.5**2 + 1.5**2)))


def test_beside_a_bound_only_bounds_are_known():
    clamped = Figure("blue", "A", "mean", 10, 10, None, 0.0, 19.0, 0.0, 15.0, "at_most")
    found = weighted_headline(PLAIN, [leaf("red", 10, 40.0), clamped], two(), 16.0)
    assert (found.value, found.least, found.most) == (None, 0.75 * 38, 0.75 * 42 + 0.25 * 15)
    half = ceil(sqrt((0.75 * 6) ** 2 + (0.25 * 4) ** 2))
    assert (found.low, found.high) == (found.least - half, found.most + half)


@pytest.mark.parametrize("reason", ["too_uneven", "no_register"])
def test_where_weights_are_not_used_there_is_no_weighted_headline(reason):
    weights = HeadlineWeights({"red": 1.0, "blue": 1.0}, 20, 20.0, reason)
    assert weighted_headline(PLAIN, [leaf("red", 10, 40.0), leaf("blue", 10, 80.0)], weights, 20.0) is None


@pytest.mark.parametrize(
    "leaves",
    [[leaf("red", 10, 40.0)], [leaf("red", 10, 40.0)] * 2, [leaf("red", 10, 1.0), leaf("blue", 9, 1.0), PLAIN]],
)
def test_other_figures_than_those_of_the_leaves_are_refused(leaves):
    with pytest.raises(ValueError, match="of every leaf"):
        weighted_headline(PLAIN, leaves, two(), 16.0)


@given(
    st.dictionaries(
        st.sampled_from("abcde"),
        st.tuples(st.integers(6, 30), st.integers(10, 90).map(float), st.floats(0.3, 3)),
        min_size=1,
    )
)
def test_a_headline_is_that_of_the_slow_twin_and_between_its_leaves(drawn):
    top = bottom = 0.0
    for n, value, weight in drawn.values():
        for _ in range(n):
            top += weight * value
            bottom += weight
    weights = HeadlineWeights({code: w for code, (_, _, w) in drawn.items()}, 1, 10.0)
    found = weighted_headline(PLAIN, [leaf(code, n, v) for code, (n, v, _) in drawn.items()], weights, 10.0)
    assert found.value == pytest.approx(top / bottom)
    values = [v for _, v, _ in drawn.values()]
    assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9


def test_it_finds_the_register_s_mean_where_kinds_answered_unevenly_and_the_plain_one_does_not():
    # 400 owners: 24 of 320 small ones at 40 points and 40 of 80 large ones at 70 answer, over and over.
    random, held, plain_held = np.random.default_rng(3), 0, 0
    for _ in range(60):
        small, large = random.normal(40, 12, 320).clip(0, 100), random.normal(70, 12, 80).clip(0, 100)
        sector = Sector({"small": list(small[:24]), "large": list(large[:40])})
        figures = {f.cohort: f for f in sector.figures() if f.statistic == "mean"}
        leaves = [figures["sector/small"], figures["sector/large"]]
        kinds = {"sector/small": "s", "sector/large": "l"}
        weights = headline_weights({"sector/small": 24, "sector/large": 40}, [(kinds, {"s": 320, "l": 80})])
        found = weighted_headline(figures["sector"], leaves, weights, weights.n_effective)
        truth = (small.sum() + large.sum()) / 400
        held += found.low <= truth <= found.high
        plain_held += figures["sector"].low <= truth <= figures["sector"].high
    assert held >= 56
    assert plain_held == 0
