"""Side margins as the pipeline publishes them, attacked together with the tree; and each of their rules taken away."""

from dataclasses import replace

import pytest
from hypothesis import given

from benchmarking import pipeline
from benchmarking.stats import side_margins
from tests.attack import attacker, group_checks, mutants, number_checks, side_checks
from tests.attack.how_many import LARGEST, few
from tests.attack.release import publish
from tests.attack.sectors import Shape, sector, sectors
from tests.attack.test_groups import WAVES

CHECKS = [
    group_checks.every_group_has_k_contributors,
    group_checks.nested_groups_differ_by_none_or_k,
    group_checks.no_combination_of_groups_leaves_fewer_than_k,
    group_checks.five_remain_when_one_leaves,
    number_checks.sums_stand_in_their_steps,
    number_checks.bands_are_three_or_six_wide,
    number_checks.nothing_opens_below_its_number_of_owners,
    attacker.every_rival_keeps_thirty_points,
    side_checks.every_answer_stays_possible,
    side_checks.no_owner_is_above_a_quarter_of_a_margin,
    side_checks.above_a_tenth_a_margin_shows_what_small_groups_do,
    side_checks.follow_ups_have_no_margin,
]


def released(inputs, *sides):
    return side_checks.together(publish(replace(inputs, sides=sides or ("size",))))


@few
@given(sectors(least=30, most=LARGEST), WAVES)
def test_tree_and_side_margins_together_keep_every_rule(drawn, wave):
    release = released(drawn.waves[wave])
    assert [check(release) for check in CHECKS] == [[]] * len(CHECKS)


@few
@given(sectors(least=30, most=LARGEST))
def test_the_tree_shows_what_it_shows_without_them(drawn):
    alone, beside = publish(drawn.waves[0]), released(drawn.waves[0])
    of_tree = [f for f in beside.figures if ":" not in f.cohort and f.statistic != "total"]
    assert of_tree == [f for f in alone.figures if f.statistic != "total"]


@few
@given(sectors(least=30, most=LARGEST))
def test_which_margins_there_are_depends_on_no_answer(drawn):
    """I10: answers go to others, groups stay; whether a metric's margins are shown may change (rule 12)."""
    inputs = replace(drawn.waves[0], sides=("size",))
    values = [each.values for each in inputs.organisations]
    moved = zip(inputs.organisations, [*values[1:], values[0]], strict=True)
    other = replace(inputs, organisations=tuple(replace(e, values=v) for e, v in moved))
    one, two = (pipeline.compute_whole(each, publish.__globals__["SMALL"]).margins for each in (inputs, other))
    assert [m.code for m in one.shown] == [m.code for m in two.shown]
    assert [(m.code, r) for m, r in one.withheld] == [(m.code, r) for m, r in two.withheld]


def test_there_are_margins_to_attack():
    release = released(sector(Shape(3, 60)).waves[0])
    assert {m.code for p in release.metrics for m in p.margins} == {"size:large", "size:middle", "size:small"}
    assert len([f for f in release.figures if ":" in f.cohort]) >= 50


def without_the_gate(patch):
    patch.setattr(side_margins, "leaks", lambda *_: iter(()))


def without_a_largest_weight(patch):
    patch.setattr(side_margins, "LARGEST_WEIGHT", 1.0)


def with_the_row_of_twenty_for_all(patch):
    patch.setattr(side_margins, "LARGEST_WEIGHT_OF_QUANTILES", 1.0)


def with_margins_of_follow_ups(patch):
    whole = pipeline.Margins.of
    patch.setattr(
        pipeline.Margins, "of", lambda self, measure, groups: whole(self, replace(measure, asked=None), groups)
    )


def nothing_else(_):
    """The attack check is off in any case."""


def with_exact_means_of_margins(patch):
    whole = pipeline.publish

    def exact(tree, estimates, *given, **options):
        sums = {e.cohort: e.total / e.n_units for e in estimates if e.statistic == "mean" and ":" in e.cohort}
        figures = whole(tree, estimates, *given, **options)
        return [
            replace(f, **dict.fromkeys(("value", "least", "most"), sums.get(f.cohort, f.value)))
            if f.cohort in sums and f.statistic == "mean"
            else f
            for f in figures
        ]

    patch.setattr(pipeline, "publish", exact)


def heavy(inputs, n):
    """The first n small sites, in whichever group, are one owner's."""
    small = [e.organisation for e in inputs.organisations if e.facets["size"] == "small"][:n]
    changed = (replace(e, owner="heavy") if e.organisation in small else e for e in inputs.organisations)
    return replace(inputs, organisations=tuple(changed))


def even(n):
    return sector(Shape(0, n, zipf=0.0, alike=0)).waves[0]


PLAIN = sector(Shape(3, 60)).waves[0]
CUT = sector(Shape(0, 60)).waves[0]
TELLING = sector(Shape(8, 40, zipf=0.7, alike=0, silent=0)).waves[0]


@pytest.mark.parametrize(
    ("take_away", "inputs", "check"),
    [
        (without_the_gate, CUT, group_checks.no_combination_of_groups_leaves_fewer_than_k),
        (with_margins_of_follow_ups, PLAIN, side_checks.follow_ups_have_no_margin),
        (with_exact_means_of_margins, PLAIN, number_checks.sums_stand_in_their_steps),
        (nothing_else, TELLING, side_checks.every_answer_stays_possible),
        (without_a_largest_weight, heavy(even(60), 10), side_checks.no_owner_is_above_a_quarter_of_a_margin),
        (
            with_the_row_of_twenty_for_all,
            heavy(even(100), 10),
            side_checks.above_a_tenth_a_margin_shows_what_small_groups_do,
        ),
    ],
    ids=["gate", "follow-ups", "means", "shares", "a quarter", "a tenth"],
)
def test_a_planted_violation_is_caught(take_away, inputs, check, monkeypatch):
    assert check(released(inputs)) == []
    mutants.without_the_attack_check(monkeypatch)
    take_away(monkeypatch)
    assert check(released(inputs)) != []
