import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.demand import Demand, Forecast, Plan, Range, demand, next_wave, people_short

INF, NAN = float("inf"), float("nan")


def test_people_short_by_hand():
    assert people_short(Range(80, 100, 140), 0.25, 22.0) == Range(-2.0, 3.0, 13.0)


@pytest.mark.parametrize(
    "planned", [Range(-1, 0, 1), Range(2, 1, 3), Range(1, 3, 2), Range(1, 2, INF), Range(1, NAN, 2), Range(NAN, 1, 2)]
)
def test_a_plan_that_is_none_is_refused(planned):
    with pytest.raises(ValueError, match="is no plan"):
        people_short(planned, 0.5, 1.0)


@pytest.mark.parametrize(("share", "stock"), [(-0.1, 1.0), (1.1, 1.0), (NAN, 1.0), (0.5, -1.0), (0.5, NAN), (0.5, INF)])
def test_a_share_or_stock_that_is_none_is_refused(share, stock):
    with pytest.raises(ValueError, match="give no demand"):
        people_short(Range(1, 2, 3), share, stock)


PLANS = {
    "a": Plan(Range(20, 30, 40), 4.0, 10.0),
    "b": Plan(Range(5, 10, 10), 2.0, 1.0),
    "c": Plan(Range(10, 20, 60), None, 4.0),
    "d": Plan(None, 4.0, 100.0),
    "e": Plan(Range(500, 500, 500), 4.0, None),
}


def test_the_demand_of_a_sector_by_hand():
    found = demand(PLANS, 3.0)
    assert found == Demand(Range(35 * 0.75 - 15, 60 * 0.75 - 15, 110 * 0.75 - 15), 0.75, 3, 2)


def test_without_a_stated_level_there_is_no_demand():
    assert demand({"c": PLANS["c"], "d": PLANS["d"]}, 3.0) is None
    assert demand({"a": Plan(Range(0, 0, 5), 3.0, 1.0)}, 3.0) is None
    assert demand({}, 3.0) is None


def test_a_bad_plan_among_good_ones_is_refused():
    with pytest.raises(ValueError, match="is no plan"):
        demand({**PLANS, "f": Plan(Range(2, 1, 1), 3.0, 1.0)}, 3.0)
    with pytest.raises(ValueError, match="level is not finite"):
        demand({**PLANS, "f": Plan(Range(1, 1, 1), NAN, 1.0)}, 3.0)
    with pytest.raises(ValueError, match="level is not finite"):
        demand(PLANS, NAN)


FTE = st.integers(0, 200)
COMPLETE = st.builds(
    lambda parts, needed, stock: Plan(Range(*map(float, sorted(parts))), float(needed), float(stock)),
    st.tuples(FTE, FTE, FTE),
    st.integers(0, 5),
    FTE,
)


@given(st.dictionaries(st.integers(0, 50).map(str), COMPLETE), st.integers(0, 5))
def test_where_all_is_stated_the_central_demand_is_work_at_the_level_less_people_at_it(plans, level):
    found = demand(plans, level)
    if not sum(plan.planned.central for plan in plans.values()):
        assert found is None
        return
    work = sum(plan.planned.central for plan in plans.values() if plan.needed >= level)
    people = sum(plan.stock for plan in plans.values())
    assert found.short.central == pytest.approx(work - people, abs=1e-6)
    assert found.short.low <= found.short.central <= found.short.high


@given(st.dictionaries(st.integers(0, 50).map(str), COMPLETE))
def test_a_higher_level_never_needs_more_of_the_work(plans):
    shares = [found.share for level in range(6) if (found := demand(plans, level)) is not None]
    assert shares == sorted(shares, reverse=True)
    assert not shares or shares[0] == 1.0


def test_nothing_is_foretold_before_three_waves():
    assert next_wave([], [], 1) is None
    assert next_wave([1, 2], [10.0, 20.0], 3) is None


def test_a_line_that_foretold_the_past_is_drawn_on():
    assert next_wave([2021, 2022, 2024], [10.0, 20.0, 40.0], 2025) == Forecast(
        pytest.approx(50.0), "trend", 0.0, 20.0, 1
    )


def test_a_line_that_was_more_wrong_than_no_change_is_not():
    assert next_wave([1, 2, 3], [10.0, 20.0, 20.0], 4) == Forecast(20.0, "same_as_last", 10.0, 0.0, 1)
    assert next_wave([1, 2, 3], [10.0, 20.0, 25.0], 4) == Forecast(25.0, "same_as_last", 5.0, 5.0, 1)


HISTORY = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 1000)), min_size=3, max_size=8)


@given(HISTORY, st.integers(1, 4))
def test_a_forecast_agrees_with_fitting_every_line_anew(steps, ahead):
    times = list(np.cumsum([step for step, _ in steps], dtype=float))
    values = [float(value) for _, value in steps]
    found = next_wave(times, values, times[-1] + ahead)
    lines = [abs(np.polyval(np.polyfit(times[:i], values[:i], 1), times[i]) - values[i]) for i in range(2, len(times))]
    assert found.error_of_trend == pytest.approx(np.mean(lines), abs=1e-6)
    assert found.error_of_same == pytest.approx(np.mean(np.abs(np.diff(values)[1:])))
    if found.method == "trend":
        assert found.value == pytest.approx(np.polyval(np.polyfit(times, values, 1), times[-1] + ahead), abs=1e-6)
    else:
        assert found.value == values[-1]
        assert found.error_of_trend >= found.error_of_same


@pytest.mark.parametrize(
    ("times", "values", "at", "words"),
    [
        ([1, 2], [1.0], 3, "one finite value"),
        ([1, 2], [1.0, NAN], 3, "one finite value"),
        ([1, 2], [1.0, 2.0], INF, "one finite value"),
        ([2, 2], [1.0, 2.0], 3, "must rise"),
        ([1, 2], [1.0, 2.0], 2, "must rise"),
    ],
)
def test_a_history_that_is_none_is_refused(times, values, at, words):
    with pytest.raises(ValueError, match=words):
        next_wave(times, values, at)
