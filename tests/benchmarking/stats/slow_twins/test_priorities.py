from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.priorities import Interval, published_borich, quadrant
from benchmarking.stats.records import Figure
from tests.benchmarking.stats.slow_twins.laws import average

LEVEL = st.integers(0, 5)
OWNERS = st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=20)


def printed(levels):
    return Figure("sector", "M", "mean", len(levels), len(levels), float(average(levels) * 20))


@given(OWNERS)
def test_borichs_score_of_printed_means_weighs_each_owners_discrepancy(owners):
    """Levels 0 to 5, printed on 0 to 100 without rounding: every owner's discrepancy times the mean importance."""
    needed, current = zip(*owners, strict=True)
    importance = average(needed)
    slow = average([(n - c) * importance for n, c in owners]) * 100 / 25
    assert published_borich(printed(needed), printed(current)) == pytest.approx(float(slow))


POINT = st.integers(0, 10).map(float)
INTERVALS = st.tuples(POINT, POINT).map(lambda ends: Interval(*sorted(ends)))

CORNERS = {
    (True, False): "concentrate_here",
    (True, True): "keep_up",
    (False, False): "low_priority",
    (False, True): "possible_overkill",
}


def slow_quadrant(importance, performance, crosses):
    """Every half point of the rectangle lies in the same corner, and none on the crosshair."""
    axes = [[half / 2 for half in range(int(2 * one.low), int(2 * one.high) + 1)] for one in (importance, performance)]
    spots = set(product(*axes))
    if any(spot[i] == crosses[i] for spot in spots for i in (0, 1)):
        return None
    found = {CORNERS[spot[0] > crosses[0], spot[1] > crosses[1]] for spot in spots}
    return found.pop() if len(found) == 1 else None


@given(INTERVALS, INTERVALS, st.tuples(POINT, POINT))
def test_a_quadrant_is_that_of_every_point_of_both_intervals(importance, performance, crosses):
    assert quadrant(importance, performance, *crosses) == slow_quadrant(importance, performance, crosses)
