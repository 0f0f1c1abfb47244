"""I11 inside whole releases: every total that the pipeline lets through, and planted ones that it must not."""

from dataclasses import replace

import pytest
from hypothesis import given

from benchmarking import pipeline
from benchmarking.selectors import sector_totals
from benchmarking.stats import weighted_totals
from benchmarking.stats.records import Missing
from tests.attack import total_checks
from tests.attack.how_many import LARGEST, few
from tests.attack.release import publish
from tests.attack.sectors import Shape, sector, sectors
from tests.attack.test_groups import WAVES, released

CHECKS = [
    total_checks.totals_stand_at_the_root_from_twenty_owners,
    total_checks.nobody_is_most_of_a_total,
    total_checks.totals_have_two_digits_that_hold_the_sum,
    total_checks.n_of_a_total_is_that_of_the_share_beside_it,
    total_checks.no_total_tells_who_is_short,
]
PLAIN = sector(Shape(1, 40)).waves[0]


@few
@given(sectors(most=LARGEST), WAVES)
def test_every_total_of_a_release_keeps_the_rules(drawn, wave):
    release = released(drawn, wave)
    assert [check(release) for check in CHECKS] == [[]] * len(CHECKS)


def test_there_are_totals_to_check():
    shown = [publish(sector(Shape(seed, 40)).waves[0]).figures for seed in range(8)]
    assert sum(any(f.statistic == "total" for f in figures) for figures in shown) >= 6


def of_one_consultant(inputs, n):
    """The first n organisations that are short have one coordinator."""
    short = [e.organisation for e in inputs.organisations if e.values["SCREEN"] == "partly"][:n]
    owners = {e.owner for e in inputs.organisations if e.organisation in short}
    changed = (replace(e, knowledge_group="consultant") if e.owner in owners else e for e in inputs.organisations)
    return replace(inputs, organisations=tuple(changed))


def with_a_total_of_a_group(patch):
    whole = pipeline.totals

    def more(sector, margins, published):
        found = whole(sector, margins, published)
        return [*found, *(replace(f, cohort=c.code) for f in found for c in margins.tree.cohorts[1:2])]

    patch.setattr(pipeline, "totals", more)


def without_dominance(patch):
    patch.setattr(weighted_totals, "LARGEST", 1.0)


def without_two_digits(patch):
    patch.setattr(weighted_totals, "two_digits", lambda amount: amount)


def with_an_n_of_those_who_said(patch):
    made = sector_totals.total_figure
    patch.setattr(
        sector_totals, "total_figure", lambda m, amounts, of, _, least: made(m, amounts, of, len(amounts), least)
    )


def without_the_attack(patch):
    patch.setattr(sector_totals, "answers_stay_possible", lambda *_: True)


DOMINATED = of_one_consultant(PLAIN, 12)
SILENT = replace(
    PLAIN,
    organisations=tuple(
        replace(e, values={**e.values, "SCREEN": Missing.DONT_KNOW} if i % 9 == 0 else e.values)
        for i, e in enumerate(PLAIN.organisations)
    ),
)
TELLING = sector(Shape(19, 30, zipf=0.7, alike=0)).waves[0]


@pytest.mark.parametrize(
    ("take_away", "inputs", "check"),
    [
        (with_a_total_of_a_group, PLAIN, total_checks.totals_stand_at_the_root_from_twenty_owners),
        (without_dominance, DOMINATED, total_checks.nobody_is_most_of_a_total),
        (with_an_n_of_those_who_said, SILENT, total_checks.n_of_a_total_is_that_of_the_share_beside_it),
        (without_the_attack, TELLING, total_checks.no_total_tells_who_is_short),
        (without_two_digits, sector(Shape(1, 64)).waves[0], total_checks.totals_have_two_digits_that_hold_the_sum),
    ],
    ids=["of a group", "dominance", "n", "attack", "digits"],
)
def test_a_planted_violation_is_caught(take_away, inputs, check, monkeypatch):
    assert check(publish(inputs)) == []
    take_away(monkeypatch)
    assert check(publish(inputs)) != []
