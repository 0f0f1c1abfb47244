"""Each rule matters: taken away, the check that is named after it speaks up."""

import pytest

from tests.attack import attacker, group_checks, mutants, number_checks, stayers, streams
from tests.attack.release import publish
from tests.attack.sectors import Change, Shape, sector

PLAIN = Shape(1, 60, alike=0)
SITES = Shape(2, 60, alike=60, advised=0)
FEW_LEFT_OVER = Shape(8, 40, zipf=1.6, alike=0)
AT_AN_END = Shape(4, 40, zipf=0.7, alike=0, levels="bottom", silent=0)

TAKEN_AWAY = [
    (mutants.without_k, PLAIN, group_checks.every_group_has_k_contributors),
    (mutants.without_k, PLAIN, group_checks.five_remain_when_one_leaves),
    (mutants.without_k, PLAIN, group_checks.no_combination_of_groups_leaves_fewer_than_k),
    (mutants.without_the_complement, FEW_LEFT_OVER, group_checks.nested_groups_differ_by_none_or_k),
    (mutants.without_the_complement, FEW_LEFT_OVER, group_checks.no_combination_of_groups_leaves_fewer_than_k),
    (mutants.without_the_clamp, AT_AN_END, number_checks.sums_stand_in_their_steps),
    (mutants.without_the_clamp, AT_AN_END, attacker.every_rival_keeps_thirty_points),
    (mutants.without_the_rounding_of_sums, PLAIN, number_checks.sums_stand_in_their_steps),
    (mutants.without_the_rounding_of_sums, AT_AN_END, attacker.every_rival_keeps_thirty_points),
    (mutants.with_rounded_means, PLAIN, number_checks.sums_stand_in_their_steps),
    (mutants.without_bands, PLAIN, number_checks.bands_are_three_or_six_wide),
    (mutants.without_bands, AT_AN_END, attacker.every_answer_stays_possible),
    (mutants.with_all_other_from_answers, PLAIN, number_checks.all_other_is_parent_less_children),
    (mutants.with_a_mean_of_an_item, PLAIN, number_checks.an_item_is_published_one_way),
    (mutants.with_each_group_s_own_sd, PLAIN, number_checks.half_widths_say_nothing_of_a_small_group),
    (mutants.with_a_share_in_between_of_its_own, PLAIN, number_checks.derived_figures_follow_from_published_ones),
    (mutants.with_an_owner_s_weight_spread_over_its_sites, SITES, group_checks.no_owner_is_above_a_sixth),
    (mutants.with_an_owner_s_weight_spread_over_its_sites, SITES, number_checks.sums_stand_in_their_steps),
]


@pytest.mark.parametrize(
    ("take_away", "shape", "check"), TAKEN_AWAY, ids=[f"{m.__name__}: {c.__name__}" for m, _, c in TAKEN_AWAY]
)
def test_without_it_the_check_of_it_fails(take_away, shape, check, monkeypatch):
    mutants.without_the_attack_check(monkeypatch)
    wave = sector(shape).waves[0]
    take_away(monkeypatch)
    assert check(publish(wave)) != []


@pytest.mark.parametrize("shape", [PLAIN, SITES, FEW_LEFT_OVER, AT_AN_END])
def test_with_every_rule_in_place_the_same_sectors_pass(shape):
    release = publish(sector(shape).waves[0])
    assert [check(release) for _, _, check in TAKEN_AWAY] == [[]] * len(TAKEN_AWAY)


def test_the_attack_check_alone_protects_a_sector_that_no_other_rule_does(monkeypatch):
    wave = sector(AT_AN_END).waves[0]
    mutants.without_the_clamp(monkeypatch)
    assert attacker.every_rival_keeps_thirty_points(publish(wave)) == []


NOTHING = Change(frozenset(), frozenset(), frozenset())
JOINED = sector(Shape(1, 30))
LATE = sector(Shape(1, 40, alike=0, silent=0))
CHANGED_ELSEWHERE = streams.one_joins_where_nobody_changed(sector(Shape(1, 36, zipf=0.7, alike=0, silent=0)))


def who_takes_all_for_unchanged_knows_an_answer():
    return stayers.nobody_s_answer_is_known(streams.waves(JOINED, 2))


def a_latecomer_s_answer_is_known():
    return stayers.nobody_s_answer_is_known(streams.interim_and_close(LATE, 1, NOTHING), knows_changes=True)


def a_joiner_is_cornered_though_others_changed():
    return stayers.nobody_is_within_thirty_points(streams.waves(CHANGED_ELSEWHERE, 2), knows_changes=True)


OVER_TIME = [
    (mutants.without_the_union, who_takes_all_for_unchanged_knows_an_answer),
    (mutants.without_the_union, a_latecomer_s_answer_is_known),
    (mutants.with_whole_records_hashed, a_joiner_is_cornered_though_others_changed),
]


@pytest.mark.parametrize(("take_away", "attack"), OVER_TIME, ids=[f"{m.__name__}: {a.__name__}" for m, a in OVER_TIME])
def test_without_it_releases_over_time_give_somebody_away(take_away, attack, monkeypatch):
    if take_away is mutants.with_whole_records_hashed:  # rounding would hide most of it
        mutants.without_the_attack_check(monkeypatch)
        mutants.without_the_rounding_of_sums(monkeypatch)
    assert attack() == []
    take_away(monkeypatch)
    assert attack() != []
