from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.learners import Delegate, change_figure, later_figure
from benchmarking.stats.published_means import Pooled
from tests.benchmarking.stats.slow_twins.laws import average, student_point, whole_points

SCORE = st.sampled_from([None, 0.0, 20.0, 35.0, 50.0, 71.0, 100.0, 100.0])
OWNERS = [f"w{i}" for i in range(12)]


@st.composite
def courses(draw):
    """Delegates of up to twelve owners, some of whom share a coordinator, and the spread of other courses."""
    one = draw(st.booleans())  # everybody rises to the top: sums near the end
    person = st.builds(Delegate, st.sampled_from(OWNERS), st.just(0.0) if one else SCORE, SCORE, SCORE)
    delegates = draw(st.lists(person, min_size=8, max_size=45))
    shared = draw(st.sets(st.sampled_from(OWNERS), max_size=4))
    known_by = {owner: "consultant" if owner in shared else owner for owner in OWNERS}
    return delegates, known_by, Pooled(float(draw(st.integers(1, 40))), draw(st.integers(1, 60)))


def slow_step(total, n):
    """The step of a hundred that a sum lies in, with three steps at either end joined."""
    ends = [-100 * n, *range(-100 * n + 300, 100 * n - 200, 100), 100 * n]
    return next(step for step in pairwise(ends) if step[0] <= total < step[1] or step[1] == 100 * n)


def slow_figure(delegates, known_by, spread, last):
    """(owners, people, value, low, high, least, most)."""
    owners = {d.owner for d in delegates}
    if len({known_by[o] for o in owners}) < 6 or len(delegates) < 10:
        return None
    changes = [average([last(d) - d.before for d in delegates if d.owner == owner]) for owner in owners]
    n = len(changes)
    least, most = slow_step(sum(changes), n)
    sd = max(spread.sd, 8)
    chance = Fraction(student_point(spread.df)) ** 2 * Fraction(sd) ** 2 / n
    inside = most - least == 100
    width = Fraction(100, n) if inside else 0
    half = whole_points(chance + Fraction(196, 100) ** 2 * width**2 / 12)
    value = float(Fraction(least + most, 2 * n)) if inside else None
    low, high = (value, value) if inside else (least / n, most / n)
    return n, len(delegates), value, max(-100, low - half), min(100, high + half), least / n, most / n


def numbers(figure):
    return figure and (
        figure.n_owners,
        figure.n_people,
        figure.value,
        figure.low,
        figure.high,
        figure.least,
        figure.most,
    )


def the_same(found, slow):
    return found == slow or found == pytest.approx(slow)


@given(courses())
def test_changes_of_a_course_are_those_of_the_slow_twin(course):
    delegates, known_by, spread = course
    both = [d for d in delegates if d.before is not None and d.after is not None]
    slow = slow_figure(both, known_by, spread, lambda d: d.after)
    assert the_same(numbers(change_figure(delegates, known_by, spread)), slow)


def slow_later(delegates, known_by, spread):
    """Nothing where one to five contributors lost somebody, whose part the two changes would leave over."""
    both = [d for d in delegates if d.before is not None and d.after is not None]
    lost = {known_by[d.owner] for d in both if d.later is None}
    if len(lost) in range(1, 6):
        return None
    return slow_figure([d for d in both if d.later is not None], known_by, spread, lambda d: d.later)


@settings(max_examples=200)
@given(courses(), st.booleans())
def test_later_changes_are_those_of_the_slow_twin(course, everybody_came):
    delegates, known_by, spread = course
    if everybody_came:
        delegates = [Delegate(d.owner, d.before, d.after, d.later or 0.0) for d in delegates]
    found = later_figure(delegates, known_by, spread)
    assert the_same(numbers(found), slow_later(delegates, known_by, spread))
