"""I3, I6, I8 and I13: what is printed, and what somebody who knows its own answers makes of it."""

from dataclasses import replace

from hypothesis import given

from tests.attack import attacker, linked, mutants, number_checks
from tests.attack.how_many import ATTACKERS, LARGEST, few, fewest
from tests.attack.release import publish
from tests.attack.sectors import LEVELS, Shape, sector, sectors, shapes
from tests.attack.test_groups import WAVES, released


@few
@given(sectors(most=LARGEST), WAVES)
def test_all_other_is_the_published_parent_less_its_published_children(drawn, wave):
    assert number_checks.all_other_is_parent_less_children(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_sums_stand_in_the_middle_of_their_steps_or_are_clamped(drawn, wave):
    assert number_checks.sums_stand_in_their_steps(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_counts_are_bands_of_three_or_six(drawn, wave):
    assert number_checks.bands_are_three_or_six_wide(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_nothing_is_shown_below_its_number_of_owners_and_no_end_of_the_range_ever(drawn, wave):
    assert number_checks.nothing_opens_below_its_number_of_owners(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_no_item_has_a_mean_beside_its_cuts(drawn, wave):
    assert number_checks.an_item_is_published_one_way(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_intervals_say_nothing_of_a_small_group_s_own_spread(drawn, wave):
    assert number_checks.half_widths_say_nothing_of_a_small_group(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_derived_figures_are_those_of_published_figures(drawn, wave):
    assert number_checks.derived_figures_follow_from_published_ones(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_whoever_attacks_every_rival_keeps_thirty_points(drawn, wave):
    assert attacker.every_rival_keeps_thirty_points(released(drawn, wave)) == []


@few
@given(sectors(most=LARGEST), WAVES)
def test_whoever_attacks_every_answer_of_a_rival_stays_possible(drawn, wave):
    assert attacker.every_answer_stays_possible(released(drawn, wave)) == []


@fewest
@given(shapes(most=40).map(sector).map(linked.plain))
def test_metrics_made_of_the_same_answers_corner_nobody_together(drawn):
    release = publish(drawn.waves[0], linked.ALL_IN_CUTS)
    found = [linked.nobody_is_cornered(release, link, ATTACKERS) for link in linked.LINKS]
    assert found == [[]] * len(linked.LINKS)


AT_ONE_LEVEL = {"NOW": 2.0, "NEED": 5.0}


def test_there_are_links_to_attack(monkeypatch):
    """Where neither counts nor sums are rounded, and all who rated themselves said the same."""
    mutants.without_the_attack_check(monkeypatch)
    mutants.without_bands(monkeypatch)
    mutants.without_the_rounding_of_sums(monkeypatch)
    wave = linked.plain(sector(Shape(4, 30, zipf=0.7, levels="bottom"))).waves[0]
    alike = (
        replace(o, values=o.values | AT_ONE_LEVEL) if o.values["SCREEN"] == "partly" else o for o in wave.organisations
    )
    release = publish(replace(wave, organisations=tuple(alike)), linked.ALL_IN_CUTS)
    assert all(linked.nobody_is_cornered(release, link, ATTACKERS) for link in linked.LINKS)


def test_there_are_means_bands_quartiles_and_all_others_to_attack():
    found = [f for levels in LEVELS for f in publish(sector(Shape(1, 60, levels=levels)).waves[0]).figures]
    assert {f.statistic for f in found} >= {"mean", "median", "share", "at_least_3", "not_stated", "p10"}
    assert {f.bound for f in found if f.statistic == "mean"} == {"", "at_most", "at_least"}
    assert any(f.value is None and f.statistic == "share" for f in found)
