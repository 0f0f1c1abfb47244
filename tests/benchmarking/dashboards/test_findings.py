"""Titles, words and tables of the findings, each from a comparison written by hand."""

from dataclasses import replace

from django.template.loader import render_to_string

from benchmarking.dashboards import next_levels, peers, skills
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.finding import Key
from benchmarking.dashboards.measures import all_measures
from benchmarking.dashboards.metrics import profile_metrics
from benchmarking.dashboards.page import page
from benchmarking.dashboards.profile import profile
from benchmarking.dashboards.sector_change import sector_change
from benchmarking.dashboards.shares import TECHNIQUES, practices, skill_groups, twins
from benchmarking.selectors.own_results import OwnDimension
from surveyapp.instruments import loader


def own_with(comparison, **changes):
    return replace(comparison, own=replace(comparison.own, **changes))


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_profile_of_a_large_group_speaks_of_quarters(compared):
    found = profile(compared(), profile_metrics(compared().instrument))
    assert found.title == "In the highest quarter of the whole sector: automation; in the lowest: analysis"
    assert found.words == (
        "On the border of a quarter: Data and records. "
        "This looks at each dimension by itself; strengths and gaps above allow for looking at three at once."
    )
    assert plain(found.subtitle) == "Score from 0 to 100. The whole sector, n = 64, 2026 survey, publication 1"
    assert [row[-1] for row in found.rows] == [
        "In the highest quarter",
        "On a border: from the lowest quarter to the third quarter",
        "In the lowest quarter",
    ]
    assert Key("band", "Middle half of the group") in found.key


def test_a_profile_of_a_small_group_speaks_of_the_mean_only(compared):
    found = profile(compared("sector/other"), profile_metrics(compared().instrument))
    assert found.title == "Your three dimensions beside the group's means"
    assert found.words == (
        "Above the interval of the mean: Automation. Below the interval of the mean: Analysis. "
        "Inside the interval of the mean: Data and records. "
        "This looks at each dimension by itself; strengths and gaps above allow for looking at three at once."
    )
    assert Key("median", "Mean of the group, with 95 % interval") in found.key
    assert "quarter" not in str(found.rows)
    assert found.rows[0] == ("Automation", "75", "50", "44–56", "7", "Above the interval of the mean")


def test_a_profile_states_what_could_not_be_scored_and_how_sure_it_is(compared):
    dimensions = {"AUT": OwnDimension(None), "DAT": OwnDimension(50.0, 40.0, 62.0, incomplete=True)}
    found = profile(own_with(compared(), dimensions=dimensions), profile_metrics(compared().instrument))
    assert "Too few answers to score: Automation; Analysis." in found.words
    assert ("Automation", "too few answers to score") in {row[:2] for row in found.rows}
    assert found.footnote == (
        "How sure we are of your own score: about ±10 points. This is an assumption, as too few organisations had "
        "several people answer the same question: it may be more or less. Data and records, incomplete evidence: depending on what “I do not "
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


def drawn(finding):
    return finding.payload["layout"]["meta"]


def test_the_chart_of_a_profile_names_the_median_it_subtracts(compared):
    comparison = compared()
    meta = drawn(profile(comparison, profile_metrics(comparison.instrument)))
    assert [column["head"] for column in meta["columns"]] == ["You", "Median of the group", "From the median"]
    assert [row["values"] for row in meta["rows"]] == [["75", "51", "+24"], ["50", "53", "−3"], ["25", "46", "−21"]]
    assert meta["rows"][0]["values_narrow"] == "75 against median 51"


def test_where_there_are_only_means_the_chart_names_the_mean(compared):
    comparison = compared("sector/biologics")
    meta = drawn(profile(comparison, profile_metrics(comparison.instrument)))
    assert [column["head"] for column in meta["columns"]] == ["You", "Mean of the group", "From the mean"]
    assert meta["rows"][0]["values_narrow"] == "75 against mean 50"


def changed(comparison, metric, change):
    by_metric = {**comparison.figures.by_metric, metric: change(comparison.figures.by_metric[metric])}
    code = comparison.group.code
    return replace(comparison, by_group={code: replace(comparison.figures, by_metric=by_metric)})


def test_a_row_that_rests_on_fewer_than_the_group_has_its_own_n(compared):
    comparison = changed(
        compared(), "dimension:AUT", lambda old: {name: replace(each, n_owners=63) for name, each in old.items()}
    )
    rows = drawn(profile(comparison, profile_metrics(comparison.instrument)))["rows"]
    assert [plain(row["values"][1]) for row in rows] == ["51, n = 63", "53", "46"]
    assert plain(rows[0]["values_narrow"]) == "75 against median 51, n = 63"


def test_a_mean_among_medians_is_named_in_its_row(compared):
    comparison = changed(compared(), "dimension:AUT", lambda old: {"mean": old["mean"]})
    meta = drawn(profile(comparison, profile_metrics(comparison.instrument)))
    assert [column["head"] for column in meta["columns"]] == ["You", "Median or mean", "Difference"]
    assert [row["values"][1] for row in meta["rows"]] == ["mean 50", "median 53", "median 46"]
    assert meta["rows"][0]["values_narrow"] == "75 against mean 50"


def test_the_share_of_a_group_of_skills_is_said_to_be_of_its_first_question_alone(compared):
    found = skill_groups(compared())
    assert found.subtitle.startswith(
        "Share whose people have these skills only partly or hardly, by the first question about the group. "
    )
    assert found.words == (
        "Short at your site: data skills. The share looks at that question alone; your site does not count as short where "
        "your ratings meet every skill."
    )


def test_the_skills_table_has_every_gap_with_that_of_the_group(compared):
    found = skills.skills(compared())
    assert found.title == "Python is your widest gap, at 2 levels"
    assert found.rows == (
        ("Python", "Data skills", "1", "3", "2", "6 to 10 people", "1.5", "1.2 to 1.8", "31"),
        ("Charts", "Data skills", "2", "3", "1", "6 to 10 people", "not shown for this group", "", ""),
    )


def test_a_gap_of_others_is_said_to_be_of_the_companies_asked_with_their_own_n(compared):
    found = skills.skills(compared())
    assert [column.head for column in found.columns][-3:] == [
        "Mean gap of the companies asked",
        "95 % interval of the mean gap",
        "n",
    ]
    assert plain(found.subtitle).endswith(
        "Your site beside the companies asked in the whole sector, n = 31, 2026 survey, publication 1"
    )
    assert plain(found.source[1]) == "n = 31"
    assert "the mean gap of the companies asked: those of the whole sector whose people" in found.words


def test_the_picture_of_skills_has_n_and_interval_of_each_gap(compared):
    meta = skills.skills(compared()).payload["layout"]["meta"]
    assert plain(meta["n"]) == "n = 31"
    assert [column["head"] for column in meta["columns"]] == ["Your gap", "Mean gap of the companies asked", "People"]
    assert [plain(row["values"][1]) for row in meta["rows"]] == ["1.5, n = 31, 1.2 to 1.8", "not shown"]
    assert plain(meta["rows"][0]["values_narrow"]) == "gap 2; asked: 1.5, n = 31"


def test_gaps_of_different_bases_say_from_which_n_to_which(compared):
    comparison = compared()
    more = {"mean": replace(comparison.figures.one("skill:python:gap", "mean"), n_owners=20)}
    by_metric = {**comparison.figures.by_metric, "skill:charts:gap": more}
    both = replace(comparison, by_group={"sector": replace(comparison.figures, by_metric=by_metric)})
    assert plain(skills.skills(both).source[1]) == "n = 20–31"


def test_where_no_gap_of_the_group_is_published_the_skills_table_has_no_empty_columns(compared):
    found = skills.skills(compared("sector/biologics"))
    assert [column.head for column in found.columns][-2:] == ["Your gap", "People"]
    assert found.rows[0] == ("Python", "Data skills", "1", "3", "2", "6 to 10 people")


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
    hidden = ("not shown for this group", "", "")
    at = ("How is ANA2 done?", "Analysis", "1", "66 %, 55–76 %", *hidden, "64")
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


def test_skills_that_are_short_lead_with_n_interval_and_survey(compared):
    assert plain(skill_groups(compared()).title) == "Short most often: data skills, 45 %, n = 64, 34–56 %, 2026 survey"


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
    assert [row[-1] for row in found.rows] == ["Above the interval of the mean", "Inside the interval of the mean"]


def test_no_difference_is_clear_inside_the_interval_beside_it(imported):
    inside = imported((63.4, 79.0, 90.0))
    assert peers.headline(inside) == "There is no clear difference between you and the whole sector"


def test_a_profile_in_no_outer_quarter_stands_beside_the_middle_half(compared):
    own = own_with(compared(), dimensions={code: OwnDimension(50.0) for code in ("AUT", "DAT")}, sem=1.0)
    found = profile(own, profile_metrics(own.instrument))
    assert found.title == "Your two dimensions beside the middle half of the whole sector"


def test_a_score_on_the_printed_edge_of_the_interval_is_never_called_clear(imported):
    edge = imported((83.4, 79.0, 90.0), means=(79.6, 79.0, 88.0))
    assert edge.figures.one("score:EES", "mean").high == 82.6
    assert peers.headline(edge) == "There is no clear difference between you and the whole sector"
    assert profile(edge, profile_metrics(edge.instrument)).rows[0][-1] == "Inside the interval of the mean"
    assert "ahead" in peers.headline(own_with(edge, scores={"EES": 83.6}))


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
