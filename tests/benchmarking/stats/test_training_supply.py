from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.training_supply import Pace, pace, years_to_train

COMPLETERS = st.lists(st.integers(0, 12), max_size=4)


@given(COMPLETERS)
def test_a_pace_runs_from_everybody_the_same_to_everybody_different(completers):
    """People with numbers on their backs: all elements draw from the first ones, or each from its own."""
    same = set().union(*(range(n) for n in completers))
    different = {(element, person) for element, n in enumerate(completers) for person in range(n)}
    assert pace(completers) == Pace(len(same), len(different))


@given(st.tuples(st.integers(1, 300), st.integers(0, 50)), COMPLETERS, COMPLETERS)
def test_years_are_the_quickest_and_slowest_of_every_pace_and_need(need, at_work, degrees):
    needed = (need[0], need[0] + need[1])
    found = years_to_train(needed, pace([*at_work, *degrees]), pace(at_work))
    paces = range(max(at_work, default=0), sum(at_work) + sum(degrees) + 1)
    every = [Fraction(people, a_year) for people, a_year in product(needed, paces) if a_year]
    if not every:
        assert found is None
    else:
        assert found.least == pytest.approx(float(min(every)))
        assert found.most == (pytest.approx(float(max(every))) if max(at_work, default=0) else None)


@pytest.mark.parametrize("needed", [(0, 5), (5, 4), (1, float("inf"))])
def test_needs_that_are_none_are_refused(needed):
    with pytest.raises(ValueError, match="no needs"):
        years_to_train(needed, Pace(1, 1), Pace(1, 1))


@pytest.mark.parametrize("number", [-1, float("nan")])
def test_completers_that_are_none_are_refused(number):
    with pytest.raises(ValueError, match="completers"):
        pace([number])
