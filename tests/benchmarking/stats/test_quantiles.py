from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta
from scipy.stats.mstats import hdquantiles

from benchmarking.stats.quantiles import (
    bootstrap_errors,
    harrell_davis,
    hyndman_fan,
    kish,
    median_ends,
    sector_median,
    survey_quantiles,
)

SCORES = st.lists(st.integers(0, 1000).map(lambda x: x / 10), min_size=3, max_size=60)
PROBABILITIES = (0.1, 0.25, 0.5, 0.75, 0.9)


@given(SCORES)
def test_harrell_davis_agrees_with_scipy(scores):
    assert harrell_davis(scores, PROBABILITIES) == pytest.approx(
        list(hdquantiles(scores, prob=PROBABILITIES)), abs=1e-9
    )


@given(SCORES, st.floats(2, 60))
def test_quantiles_rise_stay_in_range_and_ignore_order(scores, n_effective):
    found = harrell_davis(scores, PROBABILITIES, n_effective)
    assert list(found) == pytest.approx(sorted(found), abs=1e-9)
    assert min(scores) - 1e-9 <= found[0]
    assert found[-1] <= max(scores) + 1e-9
    assert harrell_davis(scores[::-1], PROBABILITIES, n_effective) == found


def test_a_smaller_effective_n_blends_more():
    scores = [0.0] * 19 + [100.0]
    assert harrell_davis(scores, [0.5], 6)[0] > harrell_davis(scores, [0.5])[0]


def test_the_interval_of_a_median_is_made_of_blends_and_ends_inside_the_quartiles():
    scores = [10.0] * 12 + [90.0] * 12
    low, high = median_ends(scores)
    assert (low + high) / 2 == pytest.approx(50)
    lower, upper = harrell_davis(scores, [0.25, 0.75])
    assert 10 < lower < low < 30
    assert 70 < high < upper < 90


def test_the_interval_of_a_median_narrows_with_the_register_but_not_to_nothing():
    scores = list(np.random.default_rng(1).normal(50, 15, 40))
    widths = [high - low for low, high in (median_ends(scores, f) for f in (0, 0.4, 0.9, 1))]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] > 3


@pytest.mark.parametrize("worth", [0.5, 1, 6, 14])
def test_however_little_a_sample_is_worth_its_median_ends_no_farther_than_at_the_quartiles(worth):
    scores = list(np.random.default_rng(1).normal(50, 15, 25))
    assert median_ends(scores, 0, worth) == pytest.approx(harrell_davis(scores, [0.25, 0.75], worth))


def test_bootstrap_errors_are_the_same_for_the_same_data_in_any_order():
    scores = list(np.random.default_rng(1).normal(50, 15, 40))
    assert bootstrap_errors(scores, [0.5]) == bootstrap_errors(scores[::-1], [0.5])
    assert bootstrap_errors(scores, [0.5]) != bootstrap_errors([*scores[1:], 99.0], [0.5])


def test_the_error_of_a_median_is_near_its_theory():
    random = np.random.default_rng(1)
    errors = [bootstrap_errors(list(random.normal(50, 15, 100)), [0.5])[0] for _ in range(40)]
    assert np.mean(errors) == pytest.approx(1.2533 * 15 / 10, rel=0.1)


def test_the_error_follows_the_effective_n():
    scores = list(np.random.default_rng(1).normal(50, 15, 400))
    whole, quarter = bootstrap_errors(scores, [0.5])[0], bootstrap_errors(scores, [0.5], 100.0)[0]
    assert quarter == pytest.approx(2 * whole, rel=0.15)


def test_the_sector_median_leaves_out_what_was_not_stated():
    assert sector_median([1.0, None, 7.0, float("nan"), 3.0]) == 3
    assert sector_median([1.0, 2.0]) == 1.5


@pytest.mark.parametrize("quantile", [lambda: sector_median([None]), lambda: hyndman_fan([], [0.5])])
def test_nothing_stated_has_no_quantile(quantile):
    with pytest.raises(ValueError, match="at least one value"):
        quantile()


def test_kish_counts_equal_weights_and_discounts_unequal_ones():
    assert kish([2, 2, 2]) == 3
    assert kish([3, 1]) == pytest.approx(1.6)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_kish_needs_weights(weights):
    with pytest.raises(ValueError, match="weights"):
        kish(weights)


WEIGHTED = st.lists(
    st.tuples(st.integers(0, 100).map(float), st.sampled_from([0.5, 1.0, 2.0, 3.0])), min_size=2, max_size=30
)


def slow_weighted_harrell_davis(pairs, p):
    """Each value by the part of the beta distribution over its part of the weights, one after the other."""
    whole = sum(w for _, w in pairs)
    worth = whole**2 / sum(w * w for _, w in pairs)
    law = beta((worth + 1) * p, (worth + 1) * (1 - p))
    found, up_to = 0.0, 0.0
    for value, weight in sorted(pairs):
        found += value * (law.cdf(min(1.0, (up_to + weight) / whole)) - law.cdf(up_to / whole))
        up_to += weight
    return found


@given(WEIGHTED)
def test_weighted_harrell_davis_is_that_of_the_slow_twin(pairs):
    values, weights = zip(*pairs, strict=True)
    found = harrell_davis(values, PROBABILITIES, weights=weights)
    assert found == pytest.approx([slow_weighted_harrell_davis(pairs, p) for p in PROBABILITIES], abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 100).map(float), st.integers(1, 4)), min_size=2, max_size=12))
def test_a_weight_of_three_is_three_of_the_same_value(pairs):
    values, weights = zip(*pairs, strict=True)
    repeated = [value for value, times in pairs for _ in range(times)]
    assert harrell_davis(values, PROBABILITIES, 10.0, weights) == pytest.approx(
        harrell_davis(repeated, PROBABILITIES, 10.0), abs=1e-9
    )


@given(WEIGHTED, st.randoms())
def test_weighted_quantiles_and_their_errors_ignore_order(pairs, random):
    values, weights = zip(*pairs, strict=True)
    mixed, mixed_weights = zip(*random.sample(pairs, len(pairs)), strict=True)
    assert harrell_davis(mixed, [0.5], weights=mixed_weights) == harrell_davis(values, [0.5], weights=weights)
    assert bootstrap_errors(mixed, [0.5], weights=mixed_weights) == bootstrap_errors(values, [0.5], weights=weights)


def test_equal_weights_change_no_quantile_and_hardly_its_error():
    scores = list(np.random.default_rng(1).normal(50, 15, 60))
    assert harrell_davis(scores, [0.5], weights=[2.0] * 60) == pytest.approx(harrell_davis(scores, [0.5]))
    plain, weighted = bootstrap_errors(scores, [0.5])[0], bootstrap_errors(scores, [0.5], weights=[2.0] * 60)[0]
    assert weighted == pytest.approx(plain, rel=0.1)


def test_a_heavy_half_pulls_quantiles_and_widens_their_error():
    scores = [float(i) for i in range(40)]
    weights = [1.0] * 20 + [5.0] * 20
    assert harrell_davis(scores, [0.5], weights=weights)[0] > 23
    assert bootstrap_errors(scores, [0.5], weights=[1.0, 9.0] * 20) > bootstrap_errors(scores, [0.5])


def slow_hyndman_fan(values, p, kind):
    """The paper's definition: x_j and x_j+1 mixed by gamma, with j + g = n p + m, in exact fractions."""
    ordered, n = sorted(values), len(values)
    m = {4: Fraction(0), 5: Fraction(1, 2), 6: p, 7: 1 - p, 8: (p + 1) / 3, 9: p / 4 + Fraction(3, 8)}.get(kind)
    m = Fraction(-1, 2) if kind == 3 else Fraction(0) if m is None else m
    j = floor(n * p + m)
    g = n * p + m - j
    gamma = {1: int(g > 0), 2: Fraction(1, 2) if g == 0 else 1, 3: int(g != 0 or j % 2 != 0)}.get(kind, g)
    below, above = (ordered[min(max(i, 1), n) - 1] for i in (j, j + 1))
    return float((1 - gamma) * Fraction(below) + gamma * Fraction(above))


@pytest.mark.parametrize("kind", range(1, 10))
@given(scores=st.lists(st.integers(0, 100), min_size=1, max_size=20), sixteenths=st.integers(0, 16))
def test_the_nine_types_are_those_of_the_paper(kind, scores, sixteenths):
    p = Fraction(sixteenths, 16)
    found = hyndman_fan([float(s) for s in scores], [float(p)], kind)
    assert found[0] == pytest.approx(slow_hyndman_fan(scores, p, kind), abs=1e-9)


@given(SCORES, st.integers(4, 9))
def test_with_equal_weights_survey_quantiles_are_those_without(scores, kind):
    found = survey_quantiles(scores, [2.5] * len(scores), PROBABILITIES, kind)
    assert found == pytest.approx(hyndman_fan(scores, PROBABILITIES, kind), abs=1e-9)


def test_a_survey_quantile_lies_on_the_line_between_two_values():
    # Type 8 stands the k-th value at (sum of weights up to it - its weight/3) / (all + the last weight/3).
    low, high = (1 - 1 / 3) / 5, (4 - 1) / 5
    assert survey_quantiles([20.0, 10.0], [3.0, 1.0], [0.3]) == pytest.approx([10 + 10 * (0.3 - low) / (high - low)])


def test_one_value_is_every_quantile():
    assert survey_quantiles([7.0], [2.0], [0.1, 0.9], 7) == (7, 7)


def test_types_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="types 1 to 9, none 10"):
        hyndman_fan([1.0], [0.5], 10)
    with pytest.raises(ValueError, match="types 4 to 9, not 2"):
        survey_quantiles([1.0], [1.0], [0.5], 2)


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [0.0, 0.0], [1.0, float("nan")]])
def test_quantiles_refuse_weights_that_cannot_be(weights):
    for quantile in (survey_quantiles, lambda v, w, p: harrell_davis(v, p, weights=w)):
        with pytest.raises(ValueError, match="one weight a value"):
            quantile([1.0, 2.0], weights, [0.5])
