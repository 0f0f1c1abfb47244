import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from benchmarking.stats.attack_program import PublishedSum, narrowest_interval, plainly
from benchmarking.stats.doubt_about_scores import cornered
from benchmarking.stats.rounding import round_total


def units(*names):
    return frozenset(names)


def own(values):
    return {unit: unit for unit in values}


def narrowest(published, values, contributor=None, **options):
    return narrowest_interval(published, values, contributor or own(values), **options)


def group(n, value, name="a"):
    return {f"{name}{i}": float(value) for i in range(n)}


def rounded(name, values, step=50, clamp=150):
    total = round_total(sum(values.values()), len(values), step, clamp)
    return PublishedSum(name, frozenset(values), total.least, total.most, total.middle)


def test_two_owners_know_each_other_from_their_exact_sum():
    values = {"a": 20.0, "b": 70.0}
    found = narrowest([PublishedSum("both", units("a", "b"), 90, 90)], values)
    assert (found.width, found.least) == pytest.approx((0, values[found.rival]), abs=1e-3)


def test_with_three_the_highest_is_the_best_attacker():
    """Sum 240: c, who has 100, leaves 140 to two of at most 100, so both lie in 40 to 100; a leaves 160: 60 to 100."""
    values = {"a": 80.0, "b": 60.0, "c": 100.0}
    found = narrowest([PublishedSum("all", units("a", "b", "c"), 240, 240)], values)
    assert (found.attacker, round(found.least), round(found.most)) == ("b", 80, 100)


def test_six_owners_in_steps_of_fifty_know_nothing():
    values = group(6, 50)
    assert narrowest([rounded("sector", values)], values).width == pytest.approx(100)


def test_six_owners_near_the_bottom_are_held_by_the_clamp_alone():
    values = group(5, 0) | {"b": 10.0}
    assert narrowest([rounded("sector", values)], values).width == pytest.approx(100)
    assert narrowest([PublishedSum("sector", frozenset(values), 0, 50)], values).width == pytest.approx(40)


def test_two_releases_joined_by_one_give_the_joiner_away_to_the_step():
    before, joiner = group(20, 52), {"j": 70.0}
    both = [rounded("interim", before), rounded("final", before | joiner)]
    found = narrowest(both, before | joiner)
    assert (found.rival, round(found.width)) == ("j", 50)
    exact = [
        PublishedSum("interim", frozenset(before), 1040, 1040),
        PublishedSum("final", frozenset(before | joiner), 1110, 1110),
    ]
    assert narrowest(exact, before | joiner).width == pytest.approx(0, abs=1e-3)


def test_owners_of_one_knowledge_group_put_what_they_know_together():
    values = group(5, 0) | {"b": 100.0}
    published = [PublishedSum("sector", frozenset(values), 50, 150)]
    alone = narrowest(published, values).width
    shared = narrowest(published, values, own(values) | {"a0": "one", "a1": "one", "a2": "one", "a3": "one"})
    assert alone == pytest.approx(50)
    assert (shared.attacker, shared.rival) == ("b", "a0")
    assert narrowest(published, values, own(values) | dict.fromkeys(["a0", "a1", "a2", "a3", "b"], "one")).width == (
        pytest.approx(50)
    )


def test_who_takes_printed_numbers_for_exact_is_misled():
    """360 of six is printed as 375, 400 with a seventh as 425: the seventh has 40, not 50."""
    before, joiner = group(6, 60), {"j": 40.0}
    both = [rounded("interim", before), rounded("final", before | joiner)]
    found = narrowest(plainly(both), before | joiner)
    assert (found.rival, round(found.least, 3), round(found.most, 3)) == ("j", 50, 50)
    assert narrowest(both, before | joiner).width == pytest.approx(100)


def test_printed_numbers_that_contradict_each_other_tell_nothing():
    values = group(6, 50)
    both = [PublishedSum(name, frozenset(values), 300, 350, value) for name, value in (("x", 325.0), ("y", 310.0))]
    assert narrowest(plainly(both), values) is None


def test_bounds_without_a_printed_value_stay_bounds():
    row = PublishedSum("sector", units("a"), 0, 150)
    assert plainly([row, PublishedSum("b", units("b"), 0, 50, 25.0)]) == [
        row,
        PublishedSum("b", units("b"), 25, 25, 25),
    ]


def test_one_group_or_no_sums_have_no_rivals():
    assert narrowest([], {}) is None
    assert narrowest([PublishedSum("one", units("a"), 0, 50)], {"a": 20.0}) is None


def test_what_cannot_be_attacked_is_named():
    with pytest.raises(ValueError, match="without a value or a contributor: b"):
        narrowest([PublishedSum("x", units("a", "b"), 0, 50)], {"a": 20.0})
    with pytest.raises(ValueError, match="outside 0 to 100: a"):
        narrowest([PublishedSum("x", units("a"), 0, 150)], {"a": 120.0})
    with pytest.raises(ValueError, match="do not hold the true sum: x"):
        narrowest([PublishedSum("x", units("a", "b"), 0, 30)], {"a": 20.0, "b": 20.0})


# The slow twin: a variable a unit, every attacker, every rival.


def widths_one_by_one(published, values, contributor):
    names = sorted(values)
    inside = np.array([[name in p.units for name in names] for p in published], dtype=float)
    least, most = np.array([(p.least, p.most) for p in published]).T
    for group in sorted(set(contributor.values())):
        box = [(values[n],) * 2 if contributor[n] == group else (0, 100) for n in names]
        for rival in (n for n in names if contributor[n] != group):
            aim = np.array([n == rival for n in names], dtype=float)
            ends = [
                linprog(sign * aim, np.vstack([inside, -inside]), np.concatenate([most, -least]) + 1e-6, bounds=box).fun
                for sign in (1, -1)
            ]
            yield -ends[1] - ends[0]


@st.composite
def published_sums(draw):
    n = draw(st.integers(3, 7))
    values = {f"u{i}": draw(st.sampled_from([0.0, 5.0, 37.0, 50.0, 95.0, 100.0])) for i in range(n)}
    sites = draw(st.sets(st.integers(0, n - 1), max_size=2))
    contributor = {f"u{i}": "u0" if i in sites else f"u{i}" for i in range(n)}
    rows = draw(st.lists(st.sets(st.sampled_from(sorted(values)), min_size=1), min_size=1, max_size=4))
    step = draw(st.sampled_from([10, 25, 50]))
    return [_row(i, row, values, step) for i, row in enumerate([*rows, set(values)])], values, contributor


def _row(i, row, values, step):
    total = sum(values[u] for u in row)
    least = step * (total // step)
    return PublishedSum(str(i), frozenset(row), least, least + step)


@settings(max_examples=30)
@given(published_sums())
def test_atoms_and_extremes_find_what_every_attacker_finds_about_every_rival(sector):
    published, values, contributor = sector
    by_all = min(widths_one_by_one(published, values, contributor), default=None)
    for everybody in (False, True):
        found = narrowest(published, values, contributor, everybody=everybody)
        assert (found is None) == (by_all is None)
        assert found is None or found.width == pytest.approx(by_all, abs=1e-3)


@settings(max_examples=60)
@given(published_sums(), st.sampled_from([3, 15, 30, 45, 70]), st.booleans())
def test_somebody_is_cornered_where_the_narrowest_interval_is_below_what_is_asked(sector, width, assumed):
    published, values, contributor = sector
    believed = {unit: 100 - value for unit, value in values.items()} if assumed else values
    narrow = narrowest(published, believed, contributor, assumed=assumed)
    found = cornered(published, believed, contributor, width=width + 0.5, assumed=assumed)
    assert (found is not None) == (narrow is not None and narrow.width < width + 0.5)
    assert found is None or found.width < width + 0.5


@given(published_sums())
def test_the_truth_lies_in_what_an_attacker_derives(sector):
    published, values, contributor = sector
    found = narrowest(published, values, contributor)
    if found is not None:
        assert found.least - 1e-3 <= values[found.rival] <= found.most + 1e-3
