"""What a page says of the sector since the survey before, and of who took part both times."""

from dataclasses import replace

import pytest

from benchmarking.dashboards.sector_change import sector_change
from benchmarking.models.release import Release
from benchmarking.selectors.overlaps import Since
from benchmarking.stats.overlap import apart, overlap
from benchmarking.stats.records import Figure
from benchmarking.stats.waves import published_change
from tests.benchmarking.dashboards.conftest import GROUPS, mean


def known(stayed, left, joined, correlation=0.75):
    """Each company a knowledge group of its own."""
    both, before, after = (
        {f"{p} {i}": f"{p} {i}" for i in range(n)} for p, n in zip("slj", (stayed, left, joined), strict=True)
    )
    return overlap(both | before, both | after, 6, correlation)


@pytest.fixture
def changed(compared_with_2025):
    """The finding, with what the 2026 release tells of itself and another, by default the one of 2025."""
    comparison = compared_with_2025()

    def make(both, release=None):
        since = Since(release or Release.objects.get(wave__slug="2025").pk, both) if both else None
        return sector_change(replace(comparison, publication=replace(comparison.publication, since=since)))

    return make


def test_companies_that_took_part_both_times_make_a_change_surer(changed):
    found = changed(known(54, 6, 10, 0.85))
    assert found.rows == (
        ("Automation", "40", "50", "+10", "+7 to +13", "60; 64", "Up"),
        ("Data and records", "51", "52", "+1", "−2 to +4", "60; 64", "Too close to call"),
    )
    assert found.footnote.replace("\u00a0", " ") == (
        "54 companies took part both times. Of 60 then, 6 (10 %) did not come back; of 64 now, 10 are new. Intervals allow "
        "for that: who takes part twice mostly stays near where it was."
    )


def test_the_half_width_is_that_of_the_published_change(changed):
    both = known(54, 6, 10, 0.85)
    low, high = mean("sector dimension:AUT", 60, 40.0, 3.0), mean("sector dimension:AUT", 64, 50.0, 4.0)
    half = published_change(Figure(**low), Figure(**high), both.pair).half_width
    assert changed(both).rows[0][4] == f"+{10 - half} to +{10 + half}"


def test_the_rounding_of_sums_keeps_a_change_unsure(store, people, released, compared):
    """Steps of 5 points each time: √(2 (1.96 · 5)²/12) alone are four points."""
    before = store.survey("2025", people.alpha.organisation)
    store.own(before, people.alpha.organisation)
    figure = mean("sector dimension:AUT", 60, 40.0, 3.0)
    store.release(before, [figure | {"least": 37.5, "most": 42.5}], groups=[GROUPS[0] | {"n_owners": 60}])
    row = sector_change(compared()).rows[0]
    assert row[4] == "+5 to +15"


def test_a_few_who_left_are_told_by_no_number(changed):
    found = changed(known(58, 2, 6))
    assert found.footnote == (
        "At least 55 companies took part both times. How many more is not said where only a few left or joined. Intervals "
        "allow for that: who takes part twice mostly stays near where it was."
    )
    assert found == changed(known(57, 3, 7))


@pytest.mark.parametrize(
    ("both", "said"),
    [
        (known(60, 0, 0), "The same 60 companies took part both times. Intervals allow for that"),
        (known(54, 6, 10, None), "of 64 now, 10 are new. Intervals are those of two separate samples"),
        (known(0, 60, 64), "0 companies took part both times. Of 60 then, 60 (100 %) did not come back"),
        (
            apart(60, 64),
            "How many companies took part both times is not known, or not said. Intervals are those of two",
        ),
        (None, "How many companies took part both times is not known, or not said. Intervals are those of two"),
    ],
)
def test_what_is_known_of_those_who_came_back_is_said_with_what_it_does_to_intervals(changed, both, said):
    assert said in changed(both).footnote.replace("\u00a0", " ")


def test_rows_that_rest_on_fewer_say_that_companies_are_counted(changed):
    said = (
        "That counts companies that took part; not each has a score in every row, and how many of a row took part both "
        "times is not published."
    )
    assert changed(known(55, 6, 10)).footnote.endswith(said)  # 61 and 65, of whom 60 and 64 have scores
    assert said not in changed(known(54, 6, 10)).footnote
    assert said not in changed(None).footnote


def test_what_is_told_of_another_survey_than_the_one_on_the_page_is_not_used(changed, released):
    assert changed(known(54, 6, 10), release=Release.objects.get(wave=released).pk).rows == changed(None).rows


def test_a_mean_that_is_a_bound_has_no_change(store, people, released, compared):
    before = store.survey("2025", people.alpha.organisation)
    store.own(before, people.alpha.organisation)
    figure = mean("sector dimension:AUT", 60, 40.0) | {"value": None, "least": 0.0, "most": 2.5, "bound": "at_most"}
    store.release(before, [figure], groups=GROUPS[:1])
    row = sector_change(compared()).rows[0]
    assert row == ("Automation", "at most 3", "50", "none: one of both is a bound", "", "60; 64", "Too close to call")
