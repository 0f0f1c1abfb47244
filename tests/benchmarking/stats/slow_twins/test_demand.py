from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.demand import Plan, Range, demand, people_short

FTE = st.integers(0, 30)
RANGES = st.tuples(FTE, FTE, FTE).map(lambda three: Range(*map(float, sorted(three))))
PLANS = st.dictionaries(
    st.integers(0, 60).map(lambda i: f"w{i:02}"),
    st.builds(Plan, st.none() | RANGES, st.none() | st.integers(0, 5).map(float), st.none() | FTE.map(float)),
    max_size=12,
)
TWELFTHS = st.integers(0, 12).map(lambda n: Fraction(n, 12))


@given(RANGES, TWELFTHS, FTE)
def test_people_short_are_places_to_fill_less_people_there(planned, share, stock):
    """Twelve twelfths of a place for each FTE planned: those at the level, one by one."""
    found = people_short(planned, float(share), float(stock))
    for places, short in ((planned.low, found.low), (planned.central, found.central), (planned.high, found.high)):
        at_level = sum(twelfth < share * 12 for _ in range(int(places)) for twelfth in range(12))
        assert short == pytest.approx(at_level / 12 - stock)


def slow_demand(plans, level):
    """Every planned place stands in a row with the level it needs."""
    answered = [plan for plan in plans.values() if plan.planned and plan.stock is not None]
    levels = [plan.needed for plan in answered if plan.needed is not None for _ in range(int(plan.planned.central))]
    if not levels:
        return None
    share = Fraction(sum(needed >= level for needed in levels), len(levels))
    stock = sum(int(plan.stock) for plan in answered)
    ends = ("low", "central", "high")
    short = [float(sum(int(getattr(plan.planned, end)) for plan in answered) * share - stock) for end in ends]
    return short, float(share), len(answered), sum(plan.needed is not None for plan in answered)


@given(PLANS, st.integers(0, 5))
def test_the_demand_of_a_sector_is_that_of_the_slow_twin(plans, level):
    found, slow = demand(plans, float(level)), slow_demand(plans, level)
    if slow is None:
        assert found is None
        return
    assert [found.short.low, found.short.central, found.short.high] == pytest.approx(slow[0])
    assert (found.share, found.n_owners, found.n_levels) == (pytest.approx(slow[1]), *slow[2:])
