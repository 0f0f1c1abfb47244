"""Titles, words and tables of the findings, each from a comparison written by hand."""

from dataclasses import replace

import pytest

from benchmarking.dashboards import headline, next_levels, skills
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.finding import Key
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.page import page
from benchmarking.dashboards.profile import profile
from benchmarking.dashboards.sector_change import sector_change
from benchmarking.selectors.own_results import OwnDimension
from tests.benchmarking.dashboards.conftest import GROUPS, OWN, mean


def own_with(comparison, **changes):
    return replace(comparison, own=replace(comparison.own, **changes))


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_profile_of_a_large_group_speaks_of_quarters(compared):
    found = profile(compared(), profile_metrics(compared().instrument))
    assert found.title == "One of three dimensions in the highest quarter of the whole sector, one in the lowest"
    assert found.words == (
        "In the highest quarter: Automation. In the lowest quarter: Analysis. "
        "On the border of a quarter, too close to call: Data and records."
    )
    assert plain(found.subtitle) == "Score from 0 to 100. The whole sector, n = 64, 2026 survey"
    assert [row[-1] for row in found.rows] == [
        "In the highest quarter",
        "Too close to call: from the lowest quarter to the third quarter",
        "In the lowest quarter",
    ]
    assert Key("band", "Middle half of the group") in found.key


def test_a_profile_of_a_small_group_speaks_of_the_mean_only(compared):
    found = profile(compared("sector/other"), profile_metrics(compared().instrument))
    assert found.title == (
        "One of three dimensions above the mean of all other organisations in the whole sector, "
        "one below, the others too close to call"
    )
    assert found.words == "Above the interval of the mean: Automation. Below the interval of the mean: Analysis."
    assert Key("median", "Mean of the group, with 95 % interval") in found.key
    assert "quarter" not in str(found.rows)
    assert found.rows[0] == ("Automation", "75", "50", "44–56", "7", "Above the interval of the mean")


def test_a_profile_states_what_could_not_be_scored_and_how_sure_it_is(compared):
    dimensions = {"AUT": OwnDimension(None), "DAT": OwnDimension(50.0, 40.0, 62.0, incomplete=True)}
    found = profile(own_with(compared(), dimensions=dimensions), profile_metrics(compared().instrument))
    assert "Too few answers to score: Automation; Analysis." in found.words
    assert ("Automation", "too few answers to score") in {row[:2] for row in found.rows}
    assert found.footnote == (
        "How sure we are of your own score: about ±10 points. Too few organisations had several people answer the same "
        "question, so this is a cautious assumption. Data and records, incomplete evidence: depending on what “I do not "
        "know” hides, anything from 40 to 62."
    )


def test_a_dimension_that_the_group_is_too_small_for_says_so(compared):
    comparison = compared()
    figures = {metric: known for metric, known in comparison.figures.by_metric.items() if metric != "dimension:DAT"}
    hidden = replace(comparison, by_group={"sector": replace(comparison.figures, by_metric=figures)})
    found = profile(hidden, profile_metrics(comparison.instrument))
    assert "Not enough organisations to show: Data and records." in found.words
    assert [row[3] for row in found.rows if row[0] == "Data and records"] == [""]
    assert [row[2] for row in found.rows if row[0] == "Data and records"] == ["not enough organisations to show"]


@pytest.fixture
def compared_with_2025(store, people, released, compared):
    """2025: automation stood at 50, and the sector four points lower."""

    def compare_after(**document):
        before = store.survey("2025", people.alpha.organisation)
        dimensions = OWN["dimensions"] | {"AUT": {"score": 50.0, "low": 50.0, "high": 50.0, "incomplete": False}}
        store.own(before, people.alpha.organisation, **({"dimensions": dimensions} | document))
        figures = [
            mean(f"sector dimension:{code}", 60, value, 3.0) for code, value in {"AUT": 40.0, "DAT": 51.0}.items()
        ]
        store.release(before, figures, groups=[GROUPS[0] | {"n_owners": 60}])
        return compared()

    return compare_after


def test_what_changed_names_dimensions_beyond_both_uncertainties(compared_with_2025):
    statement = headline.change_statement(compared_with_2025())
    assert statement.head == "Since the 2025 survey"
    assert statement.text == "One dimension up: automation, from 50 to 75."
    assert statement.more == "The others moved less than chance can explain."


def test_a_change_within_the_uncertainty_is_no_change(compared_with_2025):
    statement = headline.change_statement(compared_with_2025(sem=20.0))
    assert statement.text == "No dimension moved by more than the difference two sets of answers can make by chance."


def test_without_a_survey_before_nothing_is_said_of_change(compared):
    assert headline.change_statement(compared()) is None


def test_questions_that_changed_are_not_compared(compared_with_2025):
    comparison = compared_with_2025()
    reworded = comparison.instrument.model_copy(update={"dimensions": (), "items": {}})
    changed = replace(comparison, before=replace(comparison.before, instrument=reworded))
    assert headline.change_statement(changed).text == "The questions changed, so the two surveys cannot be compared."
    assert sector_change(changed) is None


def test_the_sector_as_a_whole_is_compared_with_the_survey_before(compared_with_2025):
    found = sector_change(compared_with_2025())
    assert found.title == "The sector as a whole changed in automation since the 2025 survey"
    assert found.rows == (
        ("Automation", "40", "50", "+10", "+5 to +15", "Up"),
        ("Data and records", "51", "52", "+1", "−4 to +6", "Too close to call"),
    )
    assert plain(found.subtitle) == (
        "Means from 0 to 100 of all organisations in the sector: 2026 survey, n = 64; 2025 survey, n = 60"
    )


def test_the_skills_table_has_every_gap_with_that_of_the_group(compared):
    found = skills.skills(compared())
    assert found.title == "Python is your widest gap, at 2 levels"
    assert found.rows == (
        ("Python", "Data skills", "1", "3", "2", "6 to 10 people", "1.5", "31"),
        ("Charts", "Data skills", "2", "3", "1", "6 to 10 people", "", ""),
    )


def test_barriers_run_from_the_most_named_and_say_what_you_said(compared):
    found = barriers(compared())
    assert plain(found.title) == "No time holds back the most: 60 %"
    assert [tuple(map(plain, row)) for row in found.rows] == [
        ("No time", "60 %", "49–70 %", "64", "", ""),
        ("Budget", "40 %", "30–51 %", "64", "10 %", "Slows us a lot"),
    ]
    assert (
        plain(found.words) == "No time (60 %, n = 64, 49–70 %); budget (40 %, n = 64, 30–51 %). You named budget too."
    )


def test_findings_come_in_reading_order(compared):
    assert [finding.id for finding in page(compared()).findings] == [
        "profile",
        "skills",
        "skill-groups",
        "twins",
        "practices",
        "barriers",
        "questions",
    ]


def test_every_question_stands_in_a_table_with_what_others_have_reached(compared):
    found = next_levels.all_questions(compared())
    assert found.title == "All 6 questions"
    assert [column.head for column in found.columns][:4] == ["Question", "Dimension", "Your level", "Level 2 or higher"]
    assert tuple(map(plain, found.rows[5])) == ("How is ANA2 done?", "Analysis", "1", "66 %", "–", "–", "–", "64")
    assert found.rows[4][:3] == ("How is ANA1 done?", "Analysis", "2.5")


def test_before_a_release_the_table_of_questions_has_your_levels_only(compared):
    found = next_levels.all_questions(replace(compared(), group=None))
    assert [column.head for column in found.columns] == ["Question", "Dimension", "Your level"]


def test_overlapping_shares_are_not_put_in_an_order(compared):
    assert barriers(compared()).footnote == "Where intervals overlap, the order may be chance."
