import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.rounding import (
    RoundedTotal,
    count_band,
    round_points,
    round_total,
    subtract_bands,
    subtract_totals,
)
from benchmarking.stats.thresholds import COARSE, STANDARD, Thresholds


@pytest.mark.parametrize(
    ("total", "least", "most", "middle", "bound"),
    [
        (0, 0, 150, None, "at_most"),
        (149.99, 0, 150, None, "at_most"),
        (150, 150, 200, 175, ""),
        (199.9, 150, 200, 175, ""),
        (200, 200, 250, 225, ""),
        (449.9, 400, 450, 425, ""),
        (450, 450, 600, None, "at_least"),
        (600, 450, 600, None, "at_least"),
    ],
)
def test_a_sum_over_six_is_rounded_down_to_fifty_and_clamped_at_either_end(total, least, most, middle, bound):
    assert round_total(total, 6) == RoundedTotal(least, most, middle, 50, bound)


def test_thirds_that_add_up_to_a_step_stand_on_it():
    assert round_total(sum([100 / 3] * 6) - 1e-10, 6).least == 200


@pytest.mark.parametrize(("total", "n"), [(-1, 6), (601, 6), (float("nan"), 6), (100, 3)])
def test_a_sum_that_cannot_be_is_refused(total, n):
    with pytest.raises(ValueError, match="cannot be rounded"):
        round_total(total, n)


@given(st.integers(6, 300), st.floats(0, 1), st.sampled_from([STANDARD, COARSE]))
def test_a_rounded_sum_holds_the_sum_between_multiples_of_the_step(n, share, limits):
    rounded = round_total(100 * n * share, n, limits.step, limits.clamp)
    assert rounded.least - 1e-6 <= 100 * n * share <= rounded.most + 1e-6
    assert rounded.least % limits.step == rounded.most % limits.step == 0
    assert rounded.most - rounded.least == (limits.clamp if rounded.bound else limits.step)
    assert rounded.bound or rounded.middle % limits.step == limits.step / 2


def test_all_other_is_the_difference_of_the_printed_sums():
    parent, child = round_total(1010, 20), round_total(420, 10)
    rounding = 50 * 2**0.5
    assert subtract_totals(parent, [child], 10) == RoundedTotal(550, 650, 600, pytest.approx(rounding))


def test_all_other_of_a_clamped_child_has_bounds_alone():
    parent, child = round_total(1010, 20), round_total(120, 10)
    other = subtract_totals(parent, [child], 10)
    assert (other.least, other.most, other.middle, other.bound) == (850, 1000, None, "at_least")


def test_all_other_stays_within_its_range():
    parent, children = round_total(1010, 26), [round_total(520, 10), round_total(490, 10)]
    other = subtract_totals(parent, children, 6)
    assert (other.least, other.most, other.middle) == (0, 100, 25)


@pytest.mark.parametrize(
    ("n", "bands"),
    [
        (10, [(0, 2), (3, 5), (6, 10)]),
        (11, [(0, 2), (3, 5), (6, 8), (9, 11)]),
        (12, [(0, 2), (3, 5), (6, 8), (9, 12)]),
        (13, [(0, 2), (3, 5), (6, 8), (9, 13)]),
        (14, [(0, 2), (3, 5), (6, 8), (9, 11), (12, 14)]),
    ],
)
def test_counts_are_bands_of_three_and_the_top_one_is_joined(n, bands):
    assert [count_band(count, n) for count in range(n + 1)] == [
        band for band in bands for _ in range(band[0], band[1] + 1)
    ]


def test_bands_of_six_join_at_the_top_as_well():
    assert [count_band(c, 13, 6) for c in (0, 5, 6, 13)] == [(0, 5), (0, 5), (6, 13), (6, 13)]


@pytest.mark.parametrize("count", [-1, 15])
def test_a_count_that_cannot_be_is_refused(count):
    with pytest.raises(ValueError, match="cannot be banded"):
        count_band(count, 14)


@given(st.integers(10, 300), st.data(), st.sampled_from([3, 6]))
def test_a_band_holds_its_count_and_at_least_three(n, data, width):
    count = data.draw(st.integers(0, n))
    least, most = count_band(count, n, width)
    assert least <= count <= most
    assert least % width == 0
    assert most - least >= 2
    assert count_band(least, n, width) == count_band(most, n, width) == (least, most)


def test_bands_of_all_other_are_differences_within_its_range():
    assert subtract_bands((9, 11), [(3, 5)], 10) == (4, 8)
    assert subtract_bands((18, 22), [(0, 2)], 10) == (16, 10)
    assert subtract_bands((3, 5), [(3, 5)], 10) == (0, 2)


@pytest.mark.parametrize(("value", "step", "points"), [(60.9, 2, 60), (61, 2, 62), (60.4, 1, 60), (60.5, 1, 61)])
def test_quantiles_are_rounded_to_the_nearest_step(value, step, points):
    assert round_points(value, step) == points


def test_the_coarse_limits_stand_on_their_own_grid():
    assert (COARSE.step, COARSE.clamp, COARSE.band) == (100, 200, 6)


@pytest.mark.parametrize("lower", [{"owners": 5}, {"band": 2}, {"clamp": 100}, {"sd_floor": 7}, {"step": 25}])
def test_limits_may_only_be_raised(lower):
    with pytest.raises(ValueError, match="may only be raised"):
        Thresholds(**lower)


@pytest.mark.parametrize("odd", [{"step": 60, "clamp": 180}, {"step": 100}])
def test_limits_that_break_the_grid_of_the_sums_are_refused(odd):
    with pytest.raises(ValueError, match="whole number of steps"):
        Thresholds(**odd)
