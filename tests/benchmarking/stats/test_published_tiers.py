"""Sets of ranks and tiers made of published shares: what they say, and that what they say is true of the sector."""

from dataclasses import replace
from functools import cache
from math import ceil, floor, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.derived import tier_figures
from benchmarking.stats.intervals import proportion_interval
from benchmarking.stats.ranks import RankSet, Tiers, published_rank_sets, published_tiers
from benchmarking.stats.records import Figure
from benchmarking.stats.rounding import count_band

exact = cache(proportion_interval)


def share(count, n=60, skill="a", population=None):
    """As disclosure control prints a share: a band of counts, and an interval round both its ends."""
    least, most = count_band(count, n)
    low, high = exact(least, n, population)[0], exact(most, n, population)[1]
    ends = float(floor(100 * low)), float(ceil(100 * high))
    value = float(floor(50 * (least + most) / n + 0.5))
    return Figure("sector", f"skill_short:{skill}", "share", n, n, value, *ends, float(least), float(most))


def shares(counts, n=60, population=None):
    return {f"s{i:02}": share(count, n, f"s{i:02}", population) for i, count in enumerate(counts)}


def one_by_one(found, confidence=0.95):
    """Every pair in turn, both ways."""
    pairs = max(1, len(found) * (len(found) - 1) // 2)
    normal = NormalDist()
    wider = normal.inv_cdf(1 - (1 - confidence) / 2 / pairs) / normal.inv_cdf(0.975)
    sets = {}
    for skill, its in found.items():
        ranks = [1, len(found)]
        for other in found.values():
            for place, (more, less) in enumerate([(other, its), (its, other)]):
                at_least, at_most = 100 * more.least / more.n_units, 100 * less.most / less.n_units
                room = sqrt((at_least - more.low) ** 2 + (less.high - at_most) ** 2)
                if at_least - at_most > wider * room + 1e-9:
                    ranks[place] += 1 - 2 * place
        sets[skill] = tuple(ranks)
    return sets


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9), st.sampled_from([None, 62, 90]), st.floats(0.5, 0.99))
def test_sets_of_ranks_of_shares_agree_with_going_through_every_pair(counts, population, confidence):
    found = shares(counts, 60, population)
    sets = {each.skill: (each.best, each.worst) for each in published_rank_sets(found, confidence)}
    assert sets == one_by_one(found, confidence)


def test_two_shares_worked_out_by_hand():
    """9-11 of 60 with 8 to 30 %, 45-47 of 60 with 62 to 88 %: 75 - 18.3 points, against √(13² + 11.7²)."""
    few = Figure("sector", "few", "share", 60, 60, 17.0, 8.0, 30.0, 9.0, 11.0)
    many = Figure("sector", "many", "share", 60, 60, 77.0, 62.0, 88.0, 45.0, 47.0)
    sets = published_rank_sets({"many": many, "few": few})
    assert sets == (RankSet("few", pytest.approx(100 / 6), 2, 2), RankSet("many", pytest.approx(100 * 46 / 60), 1, 1))
    assert [(s.best, s.worst) for s in published_rank_sets({"many": many, "few": replace(few, high=80.0)})] == [
        (1, 2)
    ] * 2


def test_shares_far_apart_are_in_tiers_and_the_rest_in_the_middle():
    assert published_tiers(shares([48, 30, 30, 6])) == Tiers(("s00",), ("s01", "s02"), ("s03",), 60)


def test_shares_close_together_are_all_in_the_middle():
    assert published_tiers(shares([20, 24, 28, 32])) == Tiers((), ("s00", "s01", "s02", "s03"), (), 60)


def test_skills_of_fewer_than_twenty_owners_have_no_tier_and_are_compared_with_none():
    found = shares([48, 30, 30, 6])
    fewer = found | {"s04": share(18, 19), "s05": share(0, 19)}
    assert published_tiers(fewer) == published_tiers(found)
    assert published_tiers(shares([18, 0, 0], 19)) is None
    assert published_tiers({"a": share(50), "b": share(2, 19)}) is None
    assert published_tiers({}) is None


def test_tiers_say_the_smallest_number_of_owners_behind_them():
    assert published_tiers({"a": share(50), "b": share(2, 24)}).n_owners == 24


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_skills_come_changes_nothing(counts, random):
    found = shares(counts)
    assert published_tiers(dict(random.sample(list(found.items()), len(found)))) == published_tiers(found)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_counts_that_are_printed_as_the_same_band_give_the_same_tiers(counts):
    moved = [count_band(count, 60)[0] for count in counts]
    assert published_tiers(shares(moved)) == published_tiers(shares(counts))


@pytest.mark.parametrize("change", [{"least": None}, {"low": None}, {"cohort": "sector/red"}])
def test_shares_without_a_band_or_of_another_group_are_refused(change):
    with pytest.raises(ValueError, match="shares of one group"):
        published_rank_sets(shares([3, 4]) | {"b": replace(share(9), **change)})


def test_no_confidence_is_refused():
    with pytest.raises(ValueError, match="confidence of 0"):
        published_rank_sets(shares([3, 4]), 0)


def test_a_tier_is_a_figure_with_the_n_of_its_share():
    found = tier_figures({"c": share(48), "a": share(6), "b": share(30, 59)})
    assert [(f.cohort, f.metric, f.statistic, f.n_owners, f.n_units, f.value) for f in found] == [
        ("sector", "skill_tier:a", "tier", 60, 60, 3.0),
        ("sector", "skill_tier:b", "tier", 59, 59, 2.0),
        ("sector", "skill_tier:c", "tier", 60, 60, 1.0),
    ]
    assert tier_figures({"a": share(18, 19)}) == []


def drawn(n, population, true_shares, seed, together=0.4):
    """Whether each of the owners is short of each skill, who is short of one being likelier short of another; the first n
    answered. The truth is that of the register, or of what the owners were drawn from."""
    chance = np.random.default_rng(seed)
    size = (population or n, 1)
    level = np.sqrt(together) * chance.normal(size=size)
    level = level + np.sqrt(1 - together) * chance.normal(size=(size[0], len(true_shares)))
    is_short = level > [NormalDist().inv_cdf(1 - each) for each in true_shares]
    return is_short[:n].sum(axis=0).tolist(), is_short.mean(axis=0) if population else np.array(true_shares)


SECTORS = {
    "alike": [0.3] * 12,
    "rare": [0.05] * 12,
    "two groups": [0.2] * 6 + [0.5] * 6,
    "rising": np.linspace(0.1, 0.6, 12).tolist(),
}


@pytest.mark.parametrize(("n", "population"), [(20, None), (20, 25), (64, 105), (200, None)])
@pytest.mark.parametrize("kind", SECTORS)
def test_what_tiers_say_is_true_of_all_skills_at_once_in_95_of_100_sectors(kind, n, population):
    """A skill called large is short in more companies than half of the others, or as many; a small one in fewer."""
    held = 0
    for seed in range(100):
        counts, truth = drawn(n, population, SECTORS[kind], seed)
        found = published_tiers(shares(counts, n, population))
        place = {f"s{i:02}": i for i in range(12)}
        held += all(sum(truth <= truth[place[s]]) >= 7 for s in found.largest) and all(
            sum(truth >= truth[place[s]]) >= 7 for s in found.small
        )
    assert held >= 95


def test_published_shares_of_a_sector_tell_clear_skills_from_others():
    """Two thirds of a register of 105: as many as the exact bootstrap of gaps names, and in no sector a wrong one."""
    named = [published_tiers(shares(drawn(64, 105, SECTORS["rising"], seed)[0], 64, 105)) for seed in range(40)]
    assert sum(len(found.largest) for found in named) / 40 > 1
    assert sum(len(found.small) for found in named) / 40 > 1
