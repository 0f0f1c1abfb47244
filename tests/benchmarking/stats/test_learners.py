from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.attack_program import SAFE, PublishedSum, narrowest_interval
from benchmarking.stats.learners import Delegate, change_figure, later_figure
from benchmarking.stats.published_means import Pooled

SPREAD = Pooled(8, 30)


def delegates(*changes, each=2, **more):
    """As many delegates an owner, all of whom change alike from 50."""
    return [Delegate(f"o{i}", 50.0, 50.0 + change, **more) for i, change in enumerate(changes) for _ in range(each)]


def own(people):
    return {person.owner: person.owner for person in people}


def figure(people, of=change_figure, **together):
    return of(people, own(people) | together, SPREAD)


def test_six_owners_with_ten_people_have_a_change_in_steps_of_a_hundred():
    """Changes of 10, 20, 30, 0, 5 and 15 add up to 80: the step 0-100, its middle 50 over six owners."""
    found = figure(delegates(10, 20, 30, 0, 5, 15))
    assert (found.n_owners, found.n_people, found.value) == (6, 12, 50 / 6)
    assert (found.least, found.most) == (0, 100 / 6)
    # h = 2.0423 x 8/√6 = 6.67; rounding 1.96 x 16.67/√12 = 9.43; together 11.55.
    assert (found.low, found.high, found.direction) == (50 / 6 - 12, 50 / 6 + 12, "unclear")


def test_a_clear_change_has_a_direction():
    assert figure(delegates(*[40] * 6)).direction == "up"
    assert figure(delegates(*[-40] * 6)).direction == "down"


def test_delegates_average_within_their_owner_first():
    """One owner sends ten who gain 40, five send one each who gain nothing: 40 in all, not 400."""
    people = [*delegates(40, each=10), *[replace(d, owner=f"p{i}") for i, d in enumerate(delegates(*[0] * 5, each=1))]]
    assert figure(people).value == 50 / 6


def test_below_six_owners_or_ten_people_nothing_is_shown():
    assert figure(delegates(*[10] * 5)) is None
    assert figure(delegates(*[10] * 9, each=1)) is None
    assert figure(delegates(*[10] * 10, each=1)).n_people == 10


def test_owners_of_one_consultant_count_once():
    assert figure(delegates(*[10] * 6), o0="one", o1="one") is None
    assert figure(delegates(*[10] * 7), o0="one", o1="one").n_owners == 7


def test_who_has_one_score_only_is_in_neither_mean():
    with_one = [*delegates(*[10] * 6), Delegate("o9", 90.0, None), Delegate("o8", None, 90.0)]
    assert figure(with_one) == figure(delegates(*[10] * 6))


def test_a_sum_near_its_end_is_a_bound():
    found = figure(delegates(*[50] * 6, each=2))
    assert (found.value, found.least, found.most) == (None, 300 / 6, 100)
    fallen = [replace(d, before=80.0, after=20.0) for d in delegates(*[0] * 6)]
    assert (figure(fallen).value, figure(fallen).least, figure(fallen).most) == (None, -100, -300 / 6)


def test_later_scores_need_nobody_or_six_owners_missing():
    stayed = delegates(*[10] * 13, later=70.0)
    assert figure(stayed, later_figure).value == 250 / 13
    for missing, shown in ((1, False), (5, False), (6, True), (8, False)):
        people = [replace(d, later=None) if int(d.owner[1:]) < missing else d for d in stayed]
        assert (figure(people, later_figure) is not None) == shown


def test_an_owner_who_lost_one_delegate_is_another_value_and_counts_as_missing():
    stayed = delegates(*[10] * 13, later=70.0)
    assert figure([replace(stayed[0], later=None), *stayed[1:]], later_figure) is None


def test_what_is_no_score_or_lowers_a_limit_is_refused():
    with pytest.raises(ValueError, match="outside 0 to 100"):
        figure(delegates(*[60] * 6))
    with pytest.raises(ValueError, match="may only be raised"):
        change_figure([], {}, SPREAD, 5)


@given(st.lists(st.integers(-50, 50), min_size=6, max_size=14))
def test_a_rival_keeps_thirty_points_of_two_hundred(changes):
    found = figure(delegates(*changes))
    values = {f"o{i}": 100.0 + change for i, change in enumerate(changes)}
    n = found.n_owners
    row = PublishedSum("course", frozenset(values), round(n * (found.least + 100)), round(n * (found.most + 100)))
    assert narrowest_interval([row], values, {o: o for o in values}, top=200).width >= 2 * SAFE


@given(st.lists(st.integers(-50, 50), min_size=6, max_size=14))
def test_the_bounds_hold_the_true_change(changes):
    found = figure(delegates(*changes))
    assert found.least <= sum(changes) / len(changes) <= found.most
