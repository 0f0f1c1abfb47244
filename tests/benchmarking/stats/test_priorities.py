from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.priorities import (
    Interval,
    borich,
    published_borich,
    quadrant,
    reach,
)
from benchmarking.stats.records import Figure

LEVEL = st.integers(0, 5)
OWNERS = st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=30)


def test_borichs_score_by_hand():
    assert borich([5, 4, 3, 4], [3, 4, 4, 1]) == pytest.approx(1.0 * 4.0)
    assert borich([2, 2], [3, 3]) == -2.0


def test_an_owner_who_lacks_a_level_counts_for_neither_mean():
    assert borich([5, 4, None, 3], [3, None, 1, 3]) == pytest.approx(1.0 * 4.0)
    assert borich([None], [3]) is None
    assert borich([], []) is None


@given(OWNERS)
def test_borichs_score_agrees_with_weighing_each_owners_discrepancy(levels):
    importance, ability = zip(*levels, strict=True)
    mean = Fraction(sum(importance), len(levels))
    weighted = [(needed - present) * mean for needed, present in levels]
    assert borich(importance, ability) == pytest.approx(float(sum(weighted) / len(levels)))


def test_levels_that_do_not_pair_or_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        borich([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="not finite"):
        borich([float("nan")], [1.0])


def mean_figure(value, cohort="sector"):
    return Figure(cohort, "S1", "mean", 20, 20, value)


def test_a_published_priority_follows_from_published_means():
    assert published_borich(mean_figure(80.0), mean_figure(55.0)) == 20.0
    assert published_borich(mean_figure(80.0), mean_figure(None)) is None
    with pytest.raises(ValueError, match="one group and base"):
        published_borich(mean_figure(80.0), mean_figure(55.0, "small"))


@given(OWNERS)
def test_a_priority_from_exact_means_is_borichs_on_0_to_100(levels):
    needed, present = (20 * sum(side) / len(levels) for side in zip(*levels, strict=True))
    expected = borich(*zip(*levels, strict=True)) * 100 / 25
    assert published_borich(mean_figure(needed), mean_figure(present)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("importance", "performance", "expected"),
    [
        ((61, 70), (30, 49), "concentrate_here"),
        ((61, 70), (51, 60), "keep_up"),
        ((40, 59), (30, 49), "low_priority"),
        ((40, 59), (51, 60), "possible_overkill"),
        ((60, 70), (30, 49), None),
        ((61, 70), (30, 50), None),
        ((50, 70), (40, 60), None),
    ],
)
def test_a_quadrant_is_named_only_clear_of_the_crosshair(importance, performance, expected):
    assert quadrant(Interval(*importance), Interval(*performance), 60, 50) == expected


@pytest.mark.parametrize("ends", [(2.0, 1.0), (float("nan"), 1.0), (0.0, float("inf"))])
def test_an_interval_that_is_none_is_refused(ends):
    with pytest.raises(ValueError, match="no interval against a crosshair"):
        quadrant(Interval(*ends), Interval(0, 1), 5, 5)


GAPS = {"a": 2.0, "b": 1.0, "c": 0.9, "d": 0.0, "e": None}


def test_how_far_a_gap_reaches_by_hand():
    found = reach(GAPS, {"a": 10.0, "b": 30.0, "c": 40.0, "e": 500.0})
    assert (found.n_owners, found.n_short, found.prevalence, found.intensity) == (4, 2, 0.5, 1.5)
    assert found.fte_exposure == pytest.approx(40 / 80)
    assert (found.low, found.high) == (pytest.approx(0.1500, abs=1e-4), pytest.approx(0.8500, abs=1e-4))


def mid_p(count, n, population, holders):
    ways = [comb(holders, x) * comb(population - holders, n - x) for x in range(n + 1)]
    half = ways[count] / 2
    return min(sum(ways[count + 1 :]) + half, sum(ways[:count]) + half) / comb(population, n)


def test_the_interval_of_a_prevalence_is_every_number_of_short_owners_that_mid_p_allows():
    found = reach({str(i): float(i < 3) for i in range(8)}, {}, population=12)
    possible = [m for m in range(3, 8) if mid_p(3, 8, 12, m) > 0.025]
    assert (found.low * 12, found.high * 12) == (pytest.approx(possible[0]), pytest.approx(possible[-1]))


def test_a_census_leaves_no_doubt():
    found = reach({"a": 2.0, "b": 0.0}, {}, population=2)
    assert (found.low, found.prevalence, found.high, found.fte_exposure) == (0.5, 0.5, 0.5, None)


def test_where_nobody_is_short_there_is_no_intensity():
    found = reach({"a": 0.0, "b": 0.5}, {"a": 0.0})
    assert (found.prevalence, found.intensity, found.fte_exposure) == (0.0, None, None)
    assert reach({"a": None}, {"a": 5.0}) is None


@given(st.dictionaries(st.integers(0, 99), st.tuples(LEVEL, st.integers(1, 500)), min_size=1))
def test_reach_agrees_with_counting_one_by_one(owners):
    found = reach({str(o): float(g) for o, (g, _) in owners.items()}, {str(o): f for o, (_, f) in owners.items()})
    short = [(g, f) for g, f in owners.values() if g >= 1]
    assert found.prevalence == len(short) / len(owners)
    assert found.fte_exposure == pytest.approx(sum(f for _, f in short) / sum(f for _, f in owners.values()))
    assert found.intensity == (pytest.approx(sum(g for g, _ in short) / len(short)) if short else None)
    assert found.low - 1e-9 <= found.prevalence <= found.high + 1e-9


def test_negative_gaps_and_people_and_a_small_register_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        reach({"a": -1.0}, {})
    with pytest.raises(ValueError, match="0 or more"):
        reach({"a": 1.0}, {"a": float("nan")})
    with pytest.raises(ValueError, match="cannot hold a sample"):
        reach({"a": 1.0, "b": 0.0}, {}, population=1)
