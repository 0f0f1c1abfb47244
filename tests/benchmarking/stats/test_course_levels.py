from math import ceil, sqrt
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.course_levels import level_figure, level_then, mean_change, published_size
from benchmarking.stats.learners import ChangeFigure, Delegate, change_figure
from benchmarking.stats.published_means import Pooled

SPREAD = Pooled(8, 30)
T30 = 2.042272456301238  # the 97.5 % point of t with 30 degrees of freedom
OWN = {f"o{i}": f"o{i}" for i in range(12)}
SCORES = st.one_of(st.none(), st.integers(0, 5).map(lambda level: 20.0 * level))
PEOPLE = st.lists(st.builds(Delegate, st.sampled_from(list(OWN)), SCORES, SCORES), max_size=60)


def delegates(*levels, change=20):
    return [Delegate(f"o{i}", level, level + change) for i, level in enumerate(levels) for _ in range(2)]


def slow_level(people):
    """The same by whole sentences: who has both scores, by owner, rounded by counting up in fifties."""
    both = [p for p in people if p.before is not None and p.after is not None]
    owners = sorted({p.owner for p in both})
    if len(owners) < 6 or len(both) < 10:
        return None
    n, total = len(owners), sum(fmean(p.before for p in both if p.owner == owner) for owner in owners)
    total = round(total, 6)
    least, most = next((s, s + 50) for s in range(0, 100 * n + 50, 50) if s <= total < s + 50)
    if total < 150:
        least, most = 0, 150
    if total >= 100 * n - 150:
        least, most = 100 * n - 150, 100 * n
    is_bound = most - least == 150
    rounding = 0 if is_bound else 1.96 * 50 / n / sqrt(12)
    half = ceil(round(sqrt((T30 * 8 / sqrt(n)) ** 2 + rounding**2), 6))
    ends = (least / n, most / n) if is_bound else ((least + 25) / n, (least + 25) / n)
    return n, len(both), max(0, ends[0] - half), min(100, ends[1] + half)


@given(PEOPLE)
def test_levels_before_are_those_of_the_slow_twin(people):
    found, expected = level_figure(people, OWN, SPREAD), slow_level(people)
    shown = None if found is None else (found.n_owners, found.n_people, found.low, found.high)
    assert shown == (None if expected is None else pytest.approx(expected))


def test_levels_of_six_owners_stand_in_steps_of_fifty():
    """20, 40, 40, 40, 20 and 30 add up to 190: the step 150-200, its middle 175 over six."""
    found = level_figure(delegates(20, 40, 40, 40, 20, 30), OWN, SPREAD)
    assert (found.value, found.least, found.most) == (175 / 6, 25, 200 / 6)
    # h = 6.67; rounding 1.96 x 8.33/√12 = 4.72; together 8.17.
    assert (found.low, found.high) == (175 / 6 - 9, 175 / 6 + 9)


def test_a_level_stands_only_where_the_change_does():
    assert level_figure(delegates(20, 40, 40, 40, 20), OWN, SPREAD) is None
    assert level_figure(delegates(20, 40, 40, 40, 20, 30), OWN | {"o0": "o1"}, SPREAD) is None


def test_the_level_after_is_the_sum_of_what_is_published():
    """As the slow twin: 175/6 + 150/6, with both steps in the half-width."""
    people = delegates(20, 40, 40, 40, 20, 30)
    before, change = level_figure(people, OWN, SPREAD), change_figure(people, OWN, SPREAD)
    found = level_then(before, change, SPREAD)
    half = ceil(sqrt((T30 * 8 / sqrt(6)) ** 2 + 1.96**2 / 12 * ((50 / 6) ** 2 + (100 / 6) ** 2)))
    assert found.value == before.value + change.value == pytest.approx(325 / 6)
    assert (found.low, found.high) == pytest.approx((325 / 6 - half, 325 / 6 + half))
    assert (found.least, found.most) == (25 + 100 / 6, 400 / 6)


def test_a_bound_makes_a_bound_and_other_people_make_nothing():
    low = delegates(0, 0, 20, 20, 20, 20)
    before, change = level_figure(low, OWN, SPREAD), change_figure(low, OWN, SPREAD)
    assert (before.value, before.least, before.most) == (None, 0, 25)
    assert level_then(before, change, SPREAD).value is None
    more = change_figure(delegates(0, 0, 20, 20, 20, 20, 40), OWN, SPREAD)
    assert level_then(before, more, SPREAD) is None


def test_the_change_over_all_skills_is_the_mean_of_the_published():
    changes = [ChangeFigure(8, 20, 10.0, -1.0, 21.0, 6.0, 18.0), ChangeFigure(6, 14, 20.0, 7.0, 33.0, 16.0, 33.0)]
    assert mean_change(changes) == ChangeFigure(6, 14, 15.0, 3.0, 27.0, 11.0, 25.5)
    assert mean_change([*changes, ChangeFigure(6, 14, None, 50.0, 100.0, 50.0, 100.0)]).value is None
    assert mean_change([]) is None


def test_the_size_is_hedges_g_of_the_published_change():
    """15 points at an SD of 20: 0.75, by J = 1 - 3/163 0.7362; half √(0.6² + 1.96² 0.75²/82) J."""
    found = published_size(ChangeFigure(6, 14, 15.0, 3.0, 27.0, 11.0, 25.5), Pooled(20.0, 41))
    small = 1 - 3 / 163
    assert found.g == pytest.approx(small * 0.75)
    assert found.high - found.g == pytest.approx(small * sqrt(0.36 + 1.96**2 * 0.5625 / 82))


def test_a_bound_or_a_baseline_of_a_handful_has_no_size():
    assert published_size(ChangeFigure(6, 14, None, 3.0, 27.0, 11.0, 25.5), Pooled(20.0, 41)) is None
    assert published_size(ChangeFigure(6, 14, 15.0, 3.0, 27.0, 11.0, 25.5), Pooled(20.0, 2)) is None
