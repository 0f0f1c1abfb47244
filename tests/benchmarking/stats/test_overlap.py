"""What may be told of two waves, and what may not."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarking.stats.intervals import published_half_width, sampling_half_width
from benchmarking.stats.overlap import Overlap, apart, coarse_correlation, overlap
from benchmarking.stats.records import Figure
from benchmarking.stats.rounding import round_total
from benchmarking.stats.waves import WavePair, change_error, choose_method, published_change

K = 6


def owners(stayed, left, joined):
    """(before, after), each owner a knowledge group of its own."""
    named = [[f"{part} {i}" for i in range(number)] for part, number in zip("slj", (stayed, left, joined), strict=True)]
    return ({o: o for o in named[0] + named[1]}, {o: o for o in named[0] + named[2]})


def told(stayed, left, joined, correlation=0.75, *, k=K):
    return overlap(*owners(stayed, left, joined), k, correlation)


def test_stayers_leavers_and_joiners_are_told_where_each_are_none_or_enough():
    assert told(20, 0, 0) == Overlap(WavePair(20, 20, 20, 0.7), "exactly", "everybody")
    assert told(15, 6, 8) == Overlap(WavePair(21, 23, 15, 0.7), "exactly", "matched")
    assert told(0, 7, 9) == Overlap(WavePair(7, 9, 0, 0.0), "exactly", "everybody")


@pytest.mark.parametrize(("stayed", "left", "joined"), [(19, 1, 1), (15, 5, 5), (17, 3, 9), (20, 0, 1), (20, 1, 0)])
def test_where_a_few_left_or_joined_it_is_as_if_five_had(stayed, left, joined):
    fewest = stayed + min(left, joined)
    assert told(stayed, left, joined) == Overlap(
        WavePair(stayed + left, stayed + joined, fewest - 5, 0.7),
        "nearly_all",
        choose_method(WavePair(stayed + left, stayed + joined, fewest - 5, 0.7)),
    )


@pytest.mark.parametrize(("stayed", "left", "joined"), [(5, 9, 9), (1, 20, 20), (6, 1, 0), (9, 1, 1)])
def test_where_a_few_stayed_or_too_few_are_left_to_hide_among_nothing_is_told(stayed, left, joined):
    assert told(stayed, left, joined) == apart(stayed + left, stayed + joined)


def test_owners_of_one_adviser_count_as_one():
    before, after = owners(20, 6, 0)
    advised = {owner: "adviser" if owner in ("l 0", "l 1") else group for owner, group in before.items()}
    assert overlap(before, after, K).told == "exactly"
    assert overlap(advised, after, K).told == "nearly_all"


def test_fewer_stayers_than_a_group_needs_tell_nothing_of_how_alike_they_answered():
    before, after = owners(8, 0, 0)
    advised = {owner: "adviser" if owner > "s 3" else group for owner, group in before.items()}
    assert overlap(before, after, K, 0.5).pair.correlation == 0.5
    assert overlap(advised, advised, K, 0.5) == apart(8, 8)


@given(st.integers(11, 40), st.integers(0, 30), st.data())
def test_what_is_told_of_few_is_the_same_however_many_of_them_left(smaller, more, data):
    """Both n are printed: of the numbers of stayers that go with them and are not told, readers see one."""
    stayed = data.draw(st.lists(st.integers(smaller - 5, smaller), min_size=2, max_size=2, unique=True))
    found = [told(m, smaller - m, smaller + more - m) for m in stayed]
    assume(all(each.told == "nearly_all" for each in found))
    assert found[0] == found[1]


@given(st.integers(0, 40), st.integers(0, 20), st.integers(0, 20), st.integers(6, 12))
def test_no_number_of_one_to_k_less_one_can_be_worked_out(stayed, left, joined, k):
    assume(min(stayed + left, stayed + joined) >= k)  # smaller waves publish nothing
    found = told(stayed, left, joined, k=k)
    if found.told == "exactly":
        assert all(part == 0 or part >= k for part in (stayed, left, joined))
    else:
        smaller = min(stayed + left, stayed + joined)
        others = [m for m in range(smaller + 1) if told(m, stayed + left - m, stayed + joined - m, k=k) == found]
        assert len(others) >= k - 1


@given(st.integers(6, 40), st.integers(0, 20), st.integers(0, 20), st.floats(0, 0.99))
def test_what_is_told_never_makes_a_change_surer_than_the_truth_does(stayed, left, joined, correlation):
    true = WavePair(stayed + left, stayed + joined, stayed, correlation)
    assert change_error(1, told(stayed, left, joined, correlation).pair) >= change_error(1, true) - 1e-12


@pytest.mark.parametrize(
    ("correlation", "coarse"),
    [(None, 0.0), (-0.4, 0.0), (0.09, 0.0), (0.1, 0.1), (0.3, 0.3), (0.79, 0.7), (0.8, 0.8), (0.95, 0.8), (1.0, 0.8)],
)
def test_a_correlation_is_told_down_to_a_tenth_and_at_most_as_eight(correlation, coarse):
    assert coarse_correlation(correlation) == coarse


def test_limits_that_were_lowered_and_what_is_no_correlation_are_refused():
    with pytest.raises(ValueError, match="k = 5 is not allowed"):
        told(20, 0, 0, k=5)
    with pytest.raises(ValueError, match=r"1\.1 is no correlation"):
        coarse_correlation(1.1)
    with pytest.raises(ValueError, match="are no two waves"):
        overlap({}, {}, K)


def as_published(scores, n):
    """A sector's mean as it is printed: the middle of its step of 50, an interval in whole points, an SD of 8 or more."""
    total, spread = round_total(float(scores.sum()), n), max(8.0, float(scores.std(ddof=1)))
    half = published_half_width(sampling_half_width(spread, n, n - 1), 50 / n)
    value = total.middle / n
    return Figure("sector", "x", "mean", n, n, value, value - half, value + half, total.least / n, total.most / n)


@pytest.mark.parametrize(("stayed", "left", "joined"), [(25, 0, 0), (20, 6, 6), (22, 3, 3), (10, 15, 15)])
@pytest.mark.parametrize("together", [0.0, 0.5, 0.75, 0.95])
def test_the_interval_of_a_change_as_published_holds_the_truth(stayed, left, joined, together):
    """500 sectors, of which the sector's true mean rises by two points; how alike they answered is taken from each."""
    chance, held = np.random.default_rng(1), 0
    cover = 225 * np.array([[1, together], [together, 1]])
    for _ in range(500):
        first, second = np.clip(chance.multivariate_normal([50, 52], cover, stayed + left + joined), 0, 100).T
        rho = float(np.corrcoef(first[:stayed], second[:stayed])[0, 1])
        pair = told(stayed, left, joined, rho).pair
        then = as_published(first[: stayed + left], stayed + left)
        now = as_published(np.concatenate([second[:stayed], second[stayed + left :]]), stayed + joined)
        found = published_change(then, now, pair, (50 / (stayed + left), 50 / (stayed + joined)))
        held += abs(found.value - 2) <= found.half_width
    assert held / 500 >= 0.94
