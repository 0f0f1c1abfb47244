from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats import ranks
from benchmarking.stats.ranks import RankSet, Tiers, rank_sets, tiers

LEVEL = st.integers(0, 5)


def tables(most_skills=5, least_owners=2, most_owners=25):
    return st.integers(1, most_skills).flatmap(
        lambda p: st.lists(st.tuples(*[LEVEL.map(float)] * p), min_size=least_owners, max_size=most_owners).map(
            lambda rows: {f"s{i}": [row[i] for row in rows] for i in range(p)}
        )
    )


def mean(values):
    return sum(values) / len(values)


def error(values):
    centre = mean(values)
    return sqrt(sum((v - centre) ** 2 for v in values) / (len(values) - 1) / len(values))


def one_by_one(values):
    """Every resample, every pair and every owner in turn."""
    skills = sorted(values)
    rows = sorted(zip(*(values[s] for s in skills), strict=True))
    pairs = [(a, b) for a in range(len(skills)) for b in range(a + 1, len(skills))]
    n = len(rows)
    random = np.random.default_rng(ranks._seed(np.array(rows, dtype=float)))
    found = []
    for counts in random.multinomial(n, [1 / n] * n, size=1999):
        resample = [row for row, count in zip(rows, counts, strict=True) for _ in range(count)]
        largest = 0.0
        for a, b in pairs:
            off = mean([row[a] - row[b] for row in resample]) - mean([row[a] - row[b] for row in rows])
            spread = error([row[a] - row[b] for row in resample])
            if abs(off) > 1e-9:
                largest = max(largest, abs(off) / spread if spread > 1e-9 else inf)
        found.append(largest)
    critical = sorted(found)[1899]
    best, worst = dict.fromkeys(skills, 1), dict.fromkeys(skills, len(skills))
    for a in range(len(skills)):
        for b in range(len(skills)):
            apart = [row[a] - row[b] for row in rows]
            if a != b and mean(apart) > max(1e-9, critical * error(apart) if error(apart) > 1e-9 else 0.0):
                best[skills[b]] += 1
                worst[skills[a]] -= 1
    return {s: (best[s], worst[s]) for s in skills}


@settings(max_examples=6)
@given(tables(most_skills=3, most_owners=8))
def test_sets_of_ranks_agree_with_going_through_every_resample(values):
    assert {r.skill: (r.best, r.worst) for r in rank_sets(values)} == one_by_one(values)


def test_sets_of_ranks_agree_with_going_through_every_resample_where_some_are_clear():
    random = np.random.default_rng(1)
    values = {f"s{i}": list(i * 0.5 + random.normal(size=20)) for i in range(4)}
    found = {r.skill: (r.best, r.worst) for r in rank_sets(values)}
    assert found == one_by_one(values)
    assert len(set(found.values())) > 1


def test_three_skills_far_apart_have_one_rank_each():
    zigzag = [0.0, 1.0] * 10
    values = {"a": [v + 20 for v in zigzag], "b": zigzag[::-1], "c": [v + 90 for v in reversed(zigzag)]}
    assert rank_sets(values) == (RankSet("a", 20.5, 2, 2), RankSet("b", 0.5, 3, 3), RankSet("c", 90.5, 1, 1))


def test_skills_that_are_the_same_everywhere_share_all_ranks():
    same = [1.0, 2.0, 3.0]
    assert {(r.best, r.worst) for r in rank_sets({"a": same, "b": same, "c": same})} == {(1, 3)}


def test_a_skill_that_every_owner_places_higher_by_the_same_is_clear():
    assert [(r.best, r.worst) for r in rank_sets({"a": [1.0, 2.0, 5.0], "b": [2.0, 3.0, 6.0]})] == [(2, 2), (1, 1)]


def test_one_skill_has_rank_one():
    assert rank_sets({"a": [1.0, 2.0]}) == (RankSet("a", 1.5, 1, 1),)


@settings(max_examples=25)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_owners_and_skills_changes_nothing(values, random):
    n = len(next(iter(values.values())))
    order = random.sample(range(n), n)
    shuffled = {skill: [values[skill][i] for i in order] for skill in sorted(values, reverse=True)}
    assert rank_sets(shuffled) == rank_sets(values)


@settings(max_examples=25)
@given(tables())
def test_every_set_holds_the_rank_of_its_mean(values):
    sets = rank_sets(values)
    for found in sets:
        larger = sum(other.mean > found.mean + 1e-9 for other in sets)
        assert 1 <= found.best <= 1 + larger <= found.worst <= len(sets)


@settings(max_examples=25)
@given(tables(least_owners=4))
def test_more_confidence_never_makes_a_set_smaller(values):
    for sure, surer in zip(rank_sets(values, 0.8), rank_sets(values, 0.99), strict=True):
        assert surer.best <= sure.best
        assert sure.worst <= surer.worst


def test_owners_without_all_values_are_left_out():
    assert rank_sets({"a": [1.0, 2.0, None, 9.0], "b": [3.0, 4.0, 9.0, None]}) == rank_sets(
        {"a": [1.0, 2.0], "b": [3.0, 4.0]}
    )


@pytest.mark.parametrize(
    "values",
    [{}, {"a": [1.0], "b": [2.0]}, {"a": [1.0, None], "b": [2.0, 3.0]}, {"a": [1.0, float("nan")], "b": [2.0, 3.0]}],
)
def test_fewer_than_two_owners_and_what_is_no_number_are_refused(values):
    with pytest.raises(ValueError, match="two owners or more with a number"):
        rank_sets(values)


def test_skills_of_different_lengths_and_no_confidence_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        rank_sets({"a": [1.0, 2.0], "b": [1.0]})
    with pytest.raises(ValueError, match="confidence of 1"):
        rank_sets({"a": [1.0, 2.0]}, 1)


def sector(n_owners, n_skills, step, seed):
    """Gaps that rise by `step` from skill to skill, with an owner's own level in all of them."""
    random = np.random.default_rng(seed)
    owners, noise = random.normal(0, 0.5, (n_owners, 1)), random.normal(0, 1, (n_owners, n_skills))
    return {f"s{i:02}": list(column) for i, column in enumerate((step * np.arange(n_skills) + owners + noise).T)}


@pytest.mark.parametrize(("n_owners", "step"), [(20, 0.0), (20, 0.15), (60, 0.15)])
def test_sets_hold_every_true_rank_at_once(n_owners, step):
    held = 0
    for seed in range(100):
        sets = rank_sets(sector(n_owners, 8, step, seed))
        # with equal means every rank is true of every skill, and any claim at all is false
        held += all(s.best == 1 if step == 0 else s.best <= 8 - i <= s.worst for i, s in enumerate(sets))
    assert held / 100 >= 0.95


def test_tiers_name_what_is_clear_and_leave_the_rest_in_the_middle():
    values = sector(40, 6, 0.0, 1)
    values["s00"] = [v + 4 for v in values["s00"]]
    values["s01"] = [v - 4 for v in values["s01"]]
    assert tiers(values) == Tiers(("s00",), ("s02", "s03", "s04", "s05"), ("s01",), 40)


def test_tiers_need_twenty_owners_with_all_values():
    values = sector(20, 4, 3.0, 1)
    assert tiers(values) == Tiers(("s02", "s03"), (), ("s00", "s01"), 20)
    assert tiers({**values, "s00": [None, *values["s00"][1:]]}) is None


def test_the_skill_between_two_halves_is_in_the_middle():
    assert tiers(sector(30, 3, 5.0, 1)) == Tiers(("s02",), ("s01",), ("s00",), 30)


@settings(max_examples=15)
@given(tables(least_owners=20))
def test_every_skill_is_in_one_tier_and_no_tier_holds_more_than_half(values):
    found = tiers(values)
    assert sorted(found.largest + found.middle + found.small) == sorted(values)
    assert max(len(found.largest), len(found.small)) <= len(values) // 2
