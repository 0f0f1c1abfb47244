from fractions import Fraction
from itertools import product
from math import sqrt
from statistics import stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarking.stats.learning import (
    Learner,
    Reliability,
    changes_by_organisation,
    expected_regression,
    selected_gain,
    standardised_change,
)
from tests.benchmarking.stats.slow_twins.laws import average, student_point, variance

SCORE = st.none() | st.integers(0, 100).map(float)
COURSES = st.lists(st.builds(Learner, st.sampled_from("abcdefgh"), SCORE, SCORE), max_size=25)


def slow_changes(learners):
    found = {}
    for organisation in "abcdefgh":
        its = [p for p in learners if p.organisation == organisation and None not in (p.before, p.after)]
        if its:
            found[organisation] = tuple(p.after - p.before for p in its)
    return found


@given(COURSES)
def test_changes_are_those_of_the_slow_twin(learners):
    assert changes_by_organisation(learners) == slow_changes(learners)


def slow_size(learners):
    """(g, low, high) after Becker and Hedges, the SD of the people before as the unit."""
    changes = slow_changes(learners)
    before = [p.before for p in learners if None not in (p.before, p.after)]
    if len(changes) < 2 or len(before) < 3 or len(set(before)) == 1:
        return None
    means = [average(its) for its in changes.values()]
    n, organisations, unit = len(before), len(means), stdev(before)
    d, error_of_d = float(average(means)) / unit, sqrt(variance(means) / organisations) / unit
    unbiased = 1 - 3 / (4 * n - 5)
    error = unbiased * sqrt(error_of_d**2 + d * d / (2 * n - 2))
    half = student_point(organisations - 1) * error
    return unbiased * d, unbiased * d - half, unbiased * d + half


@given(COURSES)
def test_the_size_of_a_change_is_that_of_the_slow_twin(learners):
    found, slow = standardised_change(learners), slow_size(learners)
    assert (found and (found.g, found.low, found.high)) == (slow and pytest.approx(slow, abs=1e-6))


def everybody(lasting, chance):
    """(before, what is expected after): each person a row of ones and minus ones, some of which are drawn anew."""
    rows = product((-1, 1), repeat=lasting + chance)
    return [(sum(row), sum(row[:lasting])) for row in rows]


@st.composite
def selections(draw):
    """All people there could be, those of them with the lowest scores, and the part of the spread that lasts."""
    lasting, chance = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    assume(lasting + chance)
    people = everybody(lasting, chance)
    cut = draw(st.sampled_from(sorted({before for before, _ in people})))
    chosen = [person for person in people if person[0] <= cut]
    return people, chosen, Fraction(lasting, lasting + chance)


@given(selections())
def test_regression_to_the_mean_is_what_a_second_measurement_brings(drawn):
    people, chosen, lasting = drawn
    before, after = average([b for b, _ in chosen]), average([a for _, a in chosen])
    found = expected_regression(float(lasting), float(average([b for b, _ in people])), float(before))
    assert found == pytest.approx(float(after - before))


@given(selections(), st.integers(-20, 20), st.booleans())
def test_a_selected_gain_is_what_the_second_measurement_leaves_of_it(drawn, gain, is_estimated):
    people, chosen, lasting = drawn
    chance = float(average([after - before for before, after in chosen]))
    means = (float(average([b for b, _ in people])), float(average([b for b, _ in chosen])))
    found = selected_gain(float(gain), *means, Reliability(float(lasting), is_estimated))
    assert (found.gain, found.expected) == (gain, pytest.approx(chance))
    assert found.beyond == (pytest.approx(gain - chance) if is_estimated else None)
