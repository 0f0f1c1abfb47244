"""Titles, words and tables of the other findings, each from a comparison written by hand."""

from dataclasses import replace

from django.template.loader import render_to_string

from benchmarking.dashboards import next_levels
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.measures import all_measures
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.page import page
from benchmarking.dashboards.profile import profile
from benchmarking.dashboards.sector_change import sector_change
from benchmarking.dashboards.shares import TECHNIQUES, practices, twins
from surveyapp.instruments import loader


def own_with(comparison, **changes):
    return replace(comparison, own=replace(comparison.own, **changes))


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_sector_as_a_whole_is_compared_with_the_survey_before(compared_with_2025):
    found = sector_change(compared_with_2025())
    assert found.title == "The sector as a whole changed in automation since the 2025 survey"
    assert found.rows == (
        ("Automation", "40", "50", "+10", "+5 to +15", "60; 64", "Up"),
        ("Data and records", "51", "52", "+1", "−4 to +6", "60; 64", "Too close to call"),
    )
    assert plain(found.subtitle) == (
        "Means from 0 to 100 of all organisations in the sector: 2026 survey, publication 1, n = 64; 2025 survey, "
        "publication 1, n = 60"
    )


def test_barriers_run_from_the_most_named_and_say_what_you_said(compared):
    found = barriers(compared())
    assert plain(found.title) == "Named most often: no time, 60 %, n = 64, 49–70 %, 2026 survey"
    assert [tuple(map(plain, row)) for row in found.rows] == [
        ("No time", "60 %", "49–70 %", "64", "not shown for this group", ""),
        ("Budget", "40 %", "30–51 %", "64", "10 %, n = 64, 5–19 %", "Slows us a lot"),
    ]
    assert (
        plain(found.words) == "No time (60 %, n = 64, 49–70 %); budget (40 %, n = 64, 30–51 %). You named “Budget” too."
    )


def test_findings_come_in_reading_order(compared):
    assert [finding.id for finding in page(compared()).findings] == [
        "profile",
        "questions",
        "skills",
        "skill-groups",
        "skill-priorities",
        "twins",
        "barriers",
        "practices",
    ]


def test_every_question_stands_in_a_table_with_what_others_have_reached(compared):
    found = next_levels.all_questions(compared())
    assert found.title == "All 6 questions"
    assert [column.head for column in found.columns][:5] == [
        *("Question", "Dimension", "Your level", "Share at each level", "Level 2 or higher")
    ]
    hidden = ("not shown for this group", "", "")
    at = ("How is ANA2 done?", "Analysis", "1", "1: 34 %; 2–5: 66 %", "66 %, 55–76 %", *hidden, "64")
    assert tuple(map(plain, found.rows[5])) == at
    assert found.rows[4][:3] == ("How is ANA1 done?", "Analysis", "2.5")


def test_before_a_release_the_table_of_questions_has_your_levels_only(compared):
    found = next_levels.all_questions(replace(compared(), group=None))
    assert [column.head for column in found.columns] == ["Question", "Dimension", "Your level"]


def test_overlapping_shares_are_not_put_in_an_order(compared):
    assert barriers(compared()).footnote == "Where intervals overlap, the order may be chance."


def test_a_barrier_named_without_saying_how_much_is_named(compared):
    found = barriers(own_with(compared(), barriers={"no_time": None}))
    assert [row[-1] for row in found.rows] == ["Named", ""]
    assert plain(found.words).endswith("You named “No time” too.")


def test_a_share_that_leads_says_n_interval_and_survey_in_its_title(compared):
    found = twins(compared())
    assert plain(found.title) == "25 % have started with twins, n = 64, 15–36 %, 2026 survey"
    assert plain(found.subtitle) == (
        "Share of those who answered, “digital twin” in their own sense of the word. The whole sector, n = 64, 2026 survey, "
        "publication 1"
    )


def test_what_was_printed_elsewhere_stands_beside_the_share(compared):
    comparison = compared()
    assert [column.head for column in twins(comparison).columns][1] == "Share"
    started, planning = comparison.instrument.statistics
    printed = started.model_copy(update={"beside": {"en": "A leaflet printed 24 %."}})
    asked = comparison.instrument.model_copy(update={"statistics": (printed, planning)})
    found = twins(replace(comparison, instrument=asked))
    assert found.words == "A leaflet printed 24 %."
    assert [column.head for column in found.columns if column.is_note] == ["Printed elsewhere"]
    assert found.rows[0][:2] == ("Have started with twins", "A leaflet printed 24 %.")
    assert len(found.rows[0]) == len(found.columns)


def test_the_bioprocess_survey_names_what_was_printed_about_twins():
    statistics = loader.load(loader.find("bioprocess-digital", "1")).statistics
    said = {each.code: each.beside["en"] for each in statistics if each.beside}
    assert said == {"twins_started": "A trade article printed 24 %, without saying of how many."}


def test_what_techniques_share_is_said_once_above_them(compared):
    comparison = compared()
    techniques = tuple(
        each.model_copy(update={"code": f"in_use_{each.code}"}) for each in comparison.instrument.statistics
    )
    figures = {f"statistic:{each.code}": comparison.figures.of("statistic:planning") for each in techniques}
    asked = replace(
        comparison,
        instrument=comparison.instrument.model_copy(update={"statistics": techniques}),
        by_group={"sector": replace(comparison.figures, by_metric=figures)},
    )
    assert practices(asked).subtitle.startswith("Share that uses it, in development or beyond. ")
    assert practices(comparison).subtitle.startswith("Share of those who answered. ")
    assert plain(practices(asked).words) == "Most common: Have started with twins, 30 %, n = 64, 20–42 %, 2026 survey."


def test_the_techniques_of_the_bioprocess_survey_have_short_names():
    statistics = loader.load(loader.find("bioprocess-digital", "1")).statistics
    names = [each.text["en"] for each in statistics if each.code.startswith(TECHNIQUES)]
    assert len(names) == 9
    assert not [name for name in names if ": " in name]


def test_scores_from_a_file_stand_as_they_are(imported):
    comparison = imported((64.0, 79.0, 90.0))
    found = profile(comparison, profile_metrics(comparison.instrument))
    assert (
        found.footnote
        == "Your own scores are taken as they stand in the file: it does not say how sure each of them is."
    )
    assert [row[-1] for row in found.rows] == [
        *("Above the interval of the mean, +4", "Inside the interval of the mean, 0")
    ]


def test_a_short_label_has_the_words_of_the_survey_under_it_and_in_the_file(imported):
    comparison = imported((64.0, 79.0, 90.0))
    items = dict(comparison.instrument.items)
    items["EES"] = items["EES"].model_copy(update={"help": {"en": "Engagement index (% positive)"}})
    helped = replace(comparison, instrument=comparison.instrument.model_copy(update={"items": items}))
    found = all_measures(helped)
    assert [(column.head, column.is_note) for column in found.columns][:3] == [
        ("Measure", False),
        ("In the words of the survey", True),
        ("You", False),
    ]
    assert [row[:3] for row in found.rows] == [
        ("Engagement", "Engagement index (% positive)", "64"),
        ("The work itself", "", "79"),
        ("Work is interesting", "", "90"),
    ]
    assert [column.head for column in all_measures(comparison).columns][:2] == ["Measure", "You"]
    table = render_to_string("partials/data_table.html", {"columns": found.columns, "rows": found.table})
    assert (
        '<th scope="row"><span><bdi>Engagement</bdi><small>Engagement index (% positive)</small></span></th>' in table
    )
    assert "In the words of the survey" not in table
    assert table.count("<td") == 3 * (len(found.columns) - 2)
