"""Which groups a page offers, and what stands where one is too small to show."""

from dataclasses import replace

import pytest

from benchmarking.dashboards import groups
from tests.benchmarking.dashboards.reading import text_of


def offered(comparison):
    return [(part.name, [(each.code, each.is_chosen) for each in part.options]) for part in groups.chooser(comparison)]


@pytest.fixture
def makes_plasma(released):
    from surveyapp.models.wave import Participation

    Participation.objects.filter(wave=released).update(facets={"sub_sector": "plasma"})


def test_groups_of_others_that_are_too_small_are_not_offered(compared):
    assert offered(compared()) == [
        ("Your own groups", [("sector", True), ("sector/biologics", False)]),
        ("Other groups", [("sector/other", False)]),
    ]


def test_one_that_was_asked_for_stays_chosen(compared):
    assert offered(compared("sector/blood"))[-1] == ("Not enough organisations to show", [("sector/blood", True)])


def test_your_own_group_is_offered_though_it_is_too_small(compared, makes_plasma):
    assert offered(compared())[-1] == ("Not enough organisations to show", [("sector/blood", False)])
    assert len(offered(compared("sector/blood"))[-1][1]) == 1


def test_your_own_group_that_is_too_small_says_why_without_being_asked(alpha, makes_plasma):
    text = text_of(alpha.get("/benchmarks/"))
    why = "“Blood plasma” cannot be shown. Groups open at six companies: invite one. This says nothing about how anyone answered."
    assert f"Not enough organisations to show {why}" in text
    assert text_of(alpha.get("/benchmarks/", {"group": "sector/blood"})).count(why) == 1


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("too_few", "Groups open at six companies: invite one."),
        ("would_reveal_others", "Showing this group would let others be worked out by subtraction."),
        ("sector_below_20", "Groups within the sector open when twenty companies take part."),
    ],
)
def test_why_a_group_is_not_shown(compared, reason, why):
    comparison = compared("sector/blood")
    withheld = groups.too_small(replace(comparison, asked=replace(comparison.asked, reason=reason)))
    assert withheld.reason == f"“Blood plasma” cannot be shown. {why} This says nothing about how anyone answered."
    assert withheld.remedy == "Shown below instead: the whole sector."
