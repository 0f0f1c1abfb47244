from itertools import permutations
from math import ceil, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import Figure
from benchmarking.stats.waves import (
    Fielded,
    WavePair,
    change,
    change_error,
    choose_method,
    common_items,
    correlation_of_waves,
    published_change,
)

TWENTY = WavePair(20, 20, 15, 0.8)


def test_twenty_owners_of_whom_fifteen_came_back():
    independent = WavePair(20, 20, 0, 0.8)
    assert round(change_error(15, independent), 2) == 4.74
    assert round(change_error(15, TWENTY), 2) == 3.00
    assert round(change_error(15, TWENTY, "matched"), 2) == 2.45
    assert choose_method(TWENTY) == "matched"
    assert TWENTY.attrition == 0.25


def test_without_correlation_everybody_counts():
    assert choose_method(WavePair(20, 20, 15, 0.0)) == "everybody"
    assert choose_method(WavePair(20, 20, 20, 0.8)) == "everybody"


def test_few_who_came_back_make_no_matched_change():
    assert choose_method(WavePair(8, 8, 6, 0.99)) == "matched"
    assert choose_method(WavePair(8, 8, 5, 0.99)) == "everybody"


@st.composite
def pairs(draw, least_matched=0):
    before, after = (draw(st.integers(max(1, least_matched), 12)) for _ in range(2))
    matched = draw(st.integers(least_matched, min(before, after)))
    return WavePair(before, after, matched, draw(st.floats(-0.9, 0.99)))


def by_covariances(pair, method):
    """Every owner's weight in the change, multiplied out with the covariance of every two answers."""
    first = [f"o{i}" for i in range(pair.n_before)]
    second = [f"o{i}" for i in range(pair.n_before - pair.n_matched, pair.n_before - pair.n_matched + pair.n_after)]
    if method == "matched":
        first = second = sorted(set(first) & set(second))
    answers = [(owner, 1, -1 / len(first)) for owner in first] + [(owner, 2, 1 / len(second)) for owner in second]
    total = 0.0
    for owner, wave, weight in answers:
        for other, other_wave, other_weight in answers:
            shared = 0.0 if owner != other else 1.0 if wave == other_wave else pair.correlation
            total += weight * other_weight * shared
    return sqrt(total)


@given(pairs(), st.floats(0, 30))
def test_the_error_is_that_of_all_covariances_added_up(pair, sd):
    assert change_error(sd, pair) == pytest.approx(sd * by_covariances(pair, "everybody"), abs=1e-6)
    if pair.n_matched:
        assert change_error(sd, pair, "matched") == pytest.approx(sd * by_covariances(pair, "matched"), abs=1e-6)


@given(pairs(least_matched=6))
def test_the_chosen_method_is_never_the_less_certain_one(pair):
    other = {"matched": "everybody", "everybody": "matched"}[choose_method(pair)]
    assert change_error(1, pair, choose_method(pair)) <= change_error(1, pair, other) * (
        1 + 1e-12
    )  # equal, to the last digits


def test_two_waves_drawn_from_a_register_in_every_possible_way():
    first, second = np.array([10.0, 20, 40, 50, 80]), np.array([20.0, 10, 50, 40, 80])
    assert first.std() == second.std()
    found = [np.mean(second[[p[1], p[2], p[3]]]) - np.mean(first[[p[0], p[1]]]) for p in permutations(range(5))]
    pair = WavePair(2, 3, 1, float(np.corrcoef(first, second)[0, 1]), population=5)
    assert change_error(first.std(ddof=1), pair) == pytest.approx(np.std(found))
    matched = [np.mean((second - first)[[p[0], p[1]]]) for p in permutations(range(5))]
    pair = WavePair(3, 3, 2, float(np.corrcoef(first, second)[0, 1]), population=5)
    assert change_error(first.std(ddof=1), pair, "matched") == pytest.approx(np.std(matched))


def test_two_censuses_leave_nothing_to_chance():
    assert change_error(15, WavePair(9, 9, 9, 0.3, population=9)) == 0


@pytest.mark.parametrize(
    "counts", [(0, 5, 0, 0.5), (5, 5, 6, 0.5), (5, 5, -1, 0.5), (5, 5, 5, 1.1), (5, 5, 5, float("nan"))]
)
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(ValueError, match="are no two waves"):
        WavePair(*counts)


def test_a_register_smaller_than_those_who_answered_and_a_negative_sd_are_refused():
    with pytest.raises(ValueError, match="A register of 19 cannot hold 20"):
        WavePair(20, 20, 15, 0.8, 19)
    with pytest.raises(ValueError, match="SD of -1"):
        change_error(-1, TWENTY)
    with pytest.raises(ValueError, match="SD of nan"):
        change_error(float("nan"), TWENTY)


BEFORE = {"a": 10.0, "b": 20.0, "c": 30.0, "d": 60.0}
AFTER = {"b": 30.0, "c": 40.0, "d": 50.0, "e": 80.0}


def test_a_change_over_everybody_by_hand():
    found = change(BEFORE, AFTER, 0.5, "everybody")
    sd = sqrt((1400 + 1400) / 6)
    assert (found.value, found.pair) == (20.0, WavePair(4, 4, 3, 0.5))
    assert found.standard_error == pytest.approx(sd * sqrt(0.25 + 0.25 - 2 * 0.5 * 3 / 16))
    assert found.high - found.value == pytest.approx(3.1824463 * found.standard_error)
    assert found.value - found.low == pytest.approx(found.high - found.value)


def test_a_change_over_those_in_both_waves_by_hand():
    found = change(BEFORE, AFTER, 0.5, "matched")
    sd = sqrt((26000 / 30 + 200) / 4)
    assert found.value == pytest.approx(10 / 3)
    assert found.standard_error == pytest.approx(sd * sqrt(2 * 0.5 / 3))
    assert found.high - found.value == pytest.approx(4.3026527 * found.standard_error)


def test_too_few_make_no_change():
    assert change({"a": 1.0}, {"a": 2.0}, 0.5, "everybody") is None
    assert change(BEFORE, {"a": 1.0, "f": 2.0}, 0.5, "matched") is None
    assert change({"a": 1.0, "b": 2.0}, {"a": 1.0, "b": 2.0}, 0.5, "everybody") is None


@given(st.permutations(sorted(BEFORE)), st.floats(-50, 50))
def test_order_changes_nothing_and_a_shift_after_shifts_the_change(order, shift):
    shuffled = {owner: BEFORE[owner] for owner in order}
    moved = {owner: score + shift for owner, score in AFTER.items()}
    plain = change(BEFORE, AFTER, 0.5, "everybody")
    found = change(shuffled, moved, 0.5, "everybody")
    assert found.value == pytest.approx(plain.value + shift)
    assert found.standard_error == pytest.approx(plain.standard_error)


def scores(seed, n, correlation):
    random = np.random.default_rng(seed)
    draws = random.multivariate_normal([50, 52], 225 * np.array([[1, correlation], [correlation, 1]]), n)
    return draws[:, 0], draws[:, 1]


def test_the_interval_of_a_change_holds_the_truth():
    held = {"everybody": 0, "matched": 0}
    for seed in range(600):
        first, second = scores(seed, 25, 0.8)
        before = {f"o{i}": first[i] for i in range(20)}
        after = {f"o{i}": second[i] for i in range(5, 25)}
        for method in held:
            found = change(before, after, 0.8, method)
            held[method] += found.low <= 2 <= found.high
    assert 0.93 <= held["everybody"] / 600 <= 0.98
    assert 0.93 <= held["matched"] / 600 <= 0.98


def test_one_correlation_for_all_metrics_of_two_waves():
    first, second = scores(1, 2000, 0.8)
    before = {"x": {str(i): v for i, v in enumerate(first)}, "same": dict.fromkeys("abcdefg", 1.0), "gone": {}}
    after = {"x": {str(i): v for i, v in enumerate(second)}, "same": dict.fromkeys("abcdefg", 2.0)}
    assert correlation_of_waves(before, after) == pytest.approx(0.8, abs=0.02)
    assert correlation_of_waves({"few": dict.fromkeys("abcde", 1.0)}, {"few": dict.fromkeys("abcde", 1.0)}) is None


def test_the_correlation_weighs_metrics_by_those_in_both_waves():
    def numbered(values):
        return {str(i): float(v) for i, v in enumerate(values)}

    before = {"x": numbered([1, 2, 3, 4, 5, 6]), "y": numbered([1, 2, 3, 4, 5, 6, 7])}
    after = {"x": numbered([2, 1, 4, 3, 6, 5]), "y": numbered([1, 2, 3, 4, 5, 7, 6])}
    x, y = 29 / 35, 27 / 28
    expected = np.tanh((3 * np.arctanh(x) + 4 * np.arctanh(y)) / 7)
    assert correlation_of_waves(before, after) == pytest.approx(expected)


def test_a_perfect_correlation_has_an_end():
    same = {"x": {str(i): float(i) for i in range(6)}}
    assert correlation_of_waves(same, same) == pytest.approx(0.999)


def figure(value, half, metric="D1", cohort="sector"):
    low, high = (None, None) if half is None else (value - half, value + half)
    return Figure(cohort, metric, "mean", 20, 20, value, low, high)


def test_a_published_change_is_the_difference_of_published_figures():
    found = published_change(figure(50.0, 7.0), figure(54.0, 7.0), TWENTY)
    assert (found.value, found.half_width, found.pair) == (4.0, ceil(7 * sqrt(0.8)), TWENTY)


def test_rounding_is_not_shared_between_waves():
    blur = 1.96 * 5 / sqrt(12)
    expected = ceil(sqrt(2 * (49 - blur**2) * (1 - 0.6) + 2 * blur**2))
    found = published_change(figure(50.0, 7.0), figure(54.0, 7.0), TWENTY, rounding=(5.0, 5.0))
    assert (found.half_width, expected) == (7, 7)


def test_owners_of_both_waves_beyond_chance_make_the_interval_narrower():
    drawn_anew = WavePair(20, 20, 10, 0.8, population=40)
    assert published_change(figure(50.0, 7.0), figure(54.0, 7.0), drawn_anew).half_width == ceil(7 * sqrt(2))
    assert published_change(figure(50.0, 7.0), figure(54.0, 7.0), WavePair(9, 9, 9, 0.8, 9)).half_width == 10


def test_a_withheld_mean_or_interval_makes_no_change():
    assert published_change(figure(50.0, None), figure(54.0, 7.0), TWENTY) is None
    assert published_change(figure(50.0, 7.0), Figure("sector", "D1", "mean", 20, 20), TWENTY) is None


def test_a_change_between_two_groups_is_refused():
    with pytest.raises(ValueError, match="needs one of each"):
        published_change(figure(50.0, 7.0), figure(54.0, 7.0, cohort="small"), TWENTY)


ONE = Fielded("maturity", "1", frozenset({"A", "B", "C"}))
TWO = Fielded("maturity", "2", frozenset({"B", "C2"}))


def test_one_version_shares_the_items_both_waves_asked():
    assert common_items(ONE, Fielded("maturity", "1", frozenset({"C", "B", "D"}))) == (("B", "B"), ("C", "C"))


def test_across_versions_only_declared_items_are_the_same():
    assert common_items(ONE, TWO) == ()
    assert common_items(ONE, TWO, {"C": "C2"}) == (("C", "C2"),)


def test_declarations_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="X"):
        common_items(ONE, TWO, {"A": "X"})
    with pytest.raises(ValueError, match="named twice"):
        common_items(ONE, TWO, {"A": "B", "B": "B"})
