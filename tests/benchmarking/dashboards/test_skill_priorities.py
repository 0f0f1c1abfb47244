"""Which skill a page says to begin with, and where the companies asked stand."""

from dataclasses import replace

import pytest

from benchmarking.dashboards.skill_priorities import skill_priorities
from benchmarking.dashboards.skills import skills
from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.figures import Figures
from benchmarking.selectors.own_results import OwnSkill
from benchmarking.stats.records import Figure
from benchmarking.stats.training_choice import Module
from tests.benchmarking.dashboards.conftest import mean, share


def plain(text):
    return text.replace("\u00a0", " ")


def levels(comparison, **by_skill):
    skills_of = {code: OwnSkill(now, needed, needed - now) for code, (now, needed) in by_skill.items()}
    return replace(comparison, own=replace(comparison.own, skills=skills_of, first=()))


def publishing(comparison, *figures):
    found = dict(comparison.sector.by_metric)
    for each in (Figure(**entry) for entry in figures):
        found[each.metric] = {each.statistic: each}
    return replace(comparison, by_group={"sector": Figures("sector", found)})


def of_others(comparison, python, charts, n=(31, 31)):
    """Needed and current level and the share short, of two skills."""
    figures = []
    for code, (needed, current, short), its in zip(("python", "charts"), (python, charts), n, strict=True):
        figures += [
            mean(f"sector skill:{code}:needed", its, needed),
            mean(f"sector skill:{code}:current", its, current),
            mean(f"sector skill:{code}:gap", its, needed - current),
            share(f"sector skill_short:{code}", 40, short, (short - 5, short + 5)),
        ]
    return publishing(comparison, *figures)


@pytest.mark.parametrize(
    ("python", "charts", "title"),
    [
        ((1, 3), (2, 3), "Gap and need together put first: python"),
        ((3, 4), (1, 2), "Gap and need together put first: python"),
        ((1, 3), (4, 5), "Gap and need together put first: python"),
        ((0, 2), (0, 2), "Gaps and needs alone put none of your skills first"),
    ],
)
def test_a_gap_counts_for_more_where_more_is_needed(compared, python, charts, title):
    assert skill_priorities(levels(compared(), python=python, charts=charts)).title == title


def test_with_one_skill_short_there_is_nothing_to_choose(compared):
    assert skill_priorities(levels(compared(), python=(1, 3))) is None
    assert skill_priorities(levels(compared())) is None
    assert skill_priorities(replace(compared(), own=None)) is None


def test_the_priority_of_others_follows_from_published_figures(compared):
    found = skill_priorities(of_others(compared(), (60.0, 30.0, 45.0), (80.0, 60.0, 50.0)))
    assert [tuple(map(plain, row)) for row in found.rows] == [
        ("Python", "Data skills", "2", "6", "not among the first", "18.0", "31", "45 %, n = 40, 40–50 %"),
        ("Charts", "Data skills", "1", "3", "first", "16.0", "31", "50 %, n = 40, 45–55 %"),
    ]
    assert found.words == (
        "The two orders of the companies asked do not agree: by gap and need first comes python, by how many are short "
        "charts. Which is right hangs on how far apart levels are taken to be."
    )


@pytest.mark.parametrize(
    ("charts", "words"),
    [
        ((40.0, 20.0, 40.0), "Among these skills both orders of the companies asked put first: python."),
        ((60.0, 30.0, 45.0), "Among these skills both orders of the companies asked put first: python and charts."),
    ],
)
def test_where_both_orders_agree_that_is_said(compared, charts, words):
    assert skill_priorities(of_others(compared(), (60.0, 30.0, 45.0), charts)).words == words


def test_where_nothing_of_others_is_published_their_columns_stay_away_with_the_reason(compared):
    found = skill_priorities(compared("sector/biologics"))
    assert [column.head for column in found.columns][-1] == "You chose it"
    assert (len(found.left_out), found.why_left_out, found.footnote) == (3, "not shown for this group", "")


def test_means_of_different_bases_make_no_score(compared):
    comparison = of_others(compared(), (60.0, 30.0, 45.0), (80.0, 60.0, 50.0))
    other_base = publishing(comparison, mean("sector skill:charts:current", 30, 60.0))
    rows = skill_priorities(other_base).rows
    assert rows[1][5:7] == ("not shown for this group", "")
    assert skill_priorities(other_base).words == ""


def test_a_tick_shows_where_the_companies_asked_stand_now(compared):
    found = skills(of_others(compared(), (60.0, 30.0, 45.0), (80.0, 60.0, 50.0)))
    tick = found.figure["data"][0]
    assert (tick["x"], tick["marker"]["symbol"]) == ([1.5, 3.0], "line-ns-open")
    at = [column.head for column in found.columns].index("Mean level now of the companies asked")
    assert [row[at : at + 2] for row in found.rows] == [("1.5", "1.2 to 1.8"), ("3", "2.7 to 3.3")]
    assert "Mean level now of the companies asked, with 95 % interval" in [key.text for key in found.key]


def test_a_level_of_others_stands_only_beside_their_gap_of_the_same_companies(compared):
    comparison = of_others(compared(), (60.0, 30.0, 45.0), (80.0, 60.0, 50.0))
    found = skills(publishing(comparison, mean("sector skill:charts:gap", 30, 20.0)))
    assert found.figure["data"][0]["x"] == [1.5]


def test_each_skill_names_the_courses_that_raise_it_or_that_none_does(compared):
    comparison = compared()
    audience = comparison.instrument.skill_groups[0].audience
    courses = [
        Course(Module("A", audience, {"python": 2.0}), {"en": "Course A"}),
        Course(Module("B", "managers", {"charts": 5.0}), {"en": "Course B"}),
        Course(Module("C", audience, {"charts": 2.0}), {"en": "Course C"}),
    ]
    found = skills(replace(comparison, courses=tuple(courses)))
    at = [column.head for column in found.columns].index("Your courses on offer")
    assert [row[at] for row in found.rows] == ["Course A", "not covered by any course"]
    assert "Your courses on offer" not in [column.head for column in skills(comparison).columns]
    assert found.plan_url == "/benchmarks/plan/add/"
