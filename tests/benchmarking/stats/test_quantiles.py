import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.mstats import hdquantiles

from benchmarking.stats.quantiles import bootstrap_errors, harrell_davis, kish, sector_median, type_8_quantiles

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


@pytest.mark.parametrize("quantile", [lambda: sector_median([None]), lambda: type_8_quantiles([], [0.5])])
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
