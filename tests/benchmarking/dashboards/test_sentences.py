"""The sentences of the page, each from a comparison written by hand."""

from dataclasses import replace

import pytest

from benchmarking.dashboards import groups, headline, next_levels, peers, skills
from benchmarking.dashboards.barriers import barriers
from benchmarking.dashboards.course import course_sentence
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


@pytest.mark.parametrize(
    ("overall", "sentence"),
    [
        (62.0, "Overall you stand between Established and Integrated; lowest is analysis, at Partial"),
        (50.0, "Overall you stand at Established; lowest is analysis, at Partial"),
        (None, "The lowest of your dimensions is analysis: at Partial"),
    ],
)
def test_the_level_never_stands_without_the_lowest_dimension(compared, overall, sentence):
    assert headline.level_sentence(own_with(compared(), overall=overall)) == sentence


def test_without_any_score_there_is_no_level(compared):
    assert not headline.level_sentence(own_with(compared(), overall=None, lowest=None))


def test_the_next_step_is_the_lowest_question_of_the_lowest_dimension(compared):
    step = page(compared()).in_short.step
    assert (step.dimension, step.question) == ("Analysis", "How is ANA2 done?")
    assert (step.here_at, step.here) == ("You are here: level 1, Starting", "ANA2 done at 1")
    assert (step.next_at, step.next) == ("Next: level 2, Partial", "ANA2 done at 2")
    assert step.first_step == "Begin ANA2 from 1."
    assert plain(step.group) == "At level 2 or higher in the whole sector: 66 %, n = 64, 55–76 %."


def test_between_two_levels_you_are_at_the_lower_one(compared):
    (step,) = next_levels.next_steps(own_with(compared(), items={"ANA1": 2.5, "ANA2": None}), ["ANA"])
    assert (step.here, step.next) == ("ANA1 done at 2", "ANA1 done at 3")


def test_a_dimension_at_the_top_has_no_next_step(compared):
    assert next_levels.next_steps(own_with(compared(), items={"ANA1": 5.0, "ANA2": 5.0}), ["ANA"]) == []


def test_the_page_shows_three_next_steps_and_none_twice(compared):
    results = page(compared())
    steps = [results.in_short.step, *results.next_levels]
    assert [step.dimension for step in steps] == ["Analysis", "Data and records", "Automation"]


def test_without_peers_clearly_different_there_are_no_strengths_or_gaps(compared):
    comparison = own_with(compared(), dimensions={"DAT": OwnDimension(52.0)})
    assert peers.headline(comparison) == "There is no clear difference between you and the whole sector"
    assert peers.too_close(comparison) == ""


def test_strengths_and_gaps_are_named_in_one_sentence(compared):
    comparison = compared()
    assert peers.headline(comparison) == (
        "You are clearly ahead of the whole sector in automation; clearly behind in analysis"
    )
    assert peers.too_close(comparison) == "In the other dimension the difference is too close to call."
    (strength,) = peers.differences(comparison, ["dimension:AUT"])
    assert (strength.name, plain(strength.text)) == ("Automation", "You 75, mean of the group 50 (n = 64, 46–54)")
    assert (strength.you_at, strength.mean_at) == ("86.0", "60.0")


def test_finer_groups_have_their_own_sentence(compared):
    (finer,) = peers.finer_groups(compared())
    assert (finer.code, finer.name, plain(finer.n)) == ("sector/biologics", "Biologics", "n = 14")
    assert finer.sentence == "You are clearly ahead of biologics in automation; clearly behind in analysis."


def test_the_chooser_lists_own_groups_others_and_those_too_small(compared):
    chosen = [
        (part.name, [(each.code, each.is_chosen) for each in part.options]) for part in groups.chooser(compared())
    ]
    assert chosen == [
        ("Your own groups", [("sector", True), ("sector/biologics", False)]),
        ("Other groups", [("sector/other", False)]),
        ("Not enough organisations to show", [("sector/blood", False)]),
    ]


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("too_few", "Groups open at six companies: invite one."),
        ("would_reveal_others", "Showing this group would let others be worked out by subtraction."),
        ("sector_below_20", "Groups within the sector open when twenty companies take part: invite one."),
    ],
)
def test_why_a_group_is_not_shown(compared, reason, why):
    comparison = compared("sector/blood")
    withheld = groups.too_small(replace(comparison, asked=replace(comparison.asked, reason=reason)))
    assert withheld.reason == f"“Blood plasma” cannot be shown. {why} This says nothing about how anyone answered."
    assert withheld.remedy == "Shown below instead: the whole sector."


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


def test_skills_name_the_groups_that_are_short(compared):
    statement = skills.skills_statement(compared())
    assert statement.text == "One group of skills is short: data skills."


@pytest.fixture
def catalogue(programme, as_worker):
    from benchmarking.models.training import TrainingModule

    def course(code, **raises):
        with as_worker():
            TrainingModule.objects.create(
                programme=programme, code=code, name={"en": f"Course {code}"}, audience="practitioner", raises=raises
            )

    return course


def test_the_course_that_fits_says_for_how_many_people(catalogue, compared):
    catalogue("A", python=3)
    assert plain(course_sentence(compared())) == "“Course A” fits best: for 6 to 10 people, closing 67 % of the gap."


def test_a_course_that_comes_close_is_named_too(catalogue, compared):
    catalogue("A", python=3)
    catalogue("B", python=3, charts=3)
    assert plain(course_sentence(compared())) == (
        "“Course B” fits best: for 6 to 10 people, closing 100 % of the gap. “Course A” comes close."
    )


def test_without_a_course_that_helps_the_page_says_so(catalogue, compared):
    catalogue("A", cooking=5)
    assert course_sentence(compared()) == "No course of the programme raises these skills yet."


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


def test_beyond_three_strengths_the_rest_is_not_called_close(compared):
    comparison = compared()
    scores = {code: OwnDimension(99.0) for code in ("AUT", "DAT", "ANA")}
    assert peers.too_close(own_with(comparison, dimensions=scores)) == ""
    more = [comparison.instrument.dimensions[0].model_copy(update={"code": code}) for code in ("NEW", "NEWER")]
    wider = comparison.instrument.model_copy(update={"dimensions": (*comparison.instrument.dimensions, *more)})
    scores |= {"NEW": OwnDimension(50.0), "NEWER": OwnDimension(50.0)}
    found = peers.too_close(own_with(replace(comparison, instrument=wider), dimensions=scores))
    assert found == "The other two dimensions differ less, or too little to call."


def test_a_group_name_with_a_colon_is_quoted_in_a_sentence(compared):
    comparison = compared()
    nested = replace(comparison.group, label={"en": "Makers: Biologics"})
    assert peers.headline(replace(comparison, group=nested)).startswith(
        "You are clearly ahead of “Makers: Biologics” in"
    )


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
