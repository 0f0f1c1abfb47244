"""The sentences of the page, each from a comparison written by hand."""

from dataclasses import replace

import pytest

from benchmarking.dashboards import headline, next_levels, peers, skills
from benchmarking.dashboards.course import course_sentence
from benchmarking.dashboards.page import page
from benchmarking.selectors.own_results import OwnDimension


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
    assert plain(step.group) == "At level 2 or higher in the whole sector: 66 %, n = 64, 55–76 %, 2026 survey."


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
    assert peers.less_clear(comparison) == ""


def test_strengths_and_gaps_are_named_in_one_sentence(compared):
    comparison = compared()
    assert peers.headline(comparison) == (
        "You are clearly ahead of the whole sector in automation; clearly behind in analysis"
    )
    assert peers.less_clear(comparison) == "The other one is less clear."
    (strength,) = peers.differences(comparison, ["dimension:AUT"])
    assert (strength.name, plain(strength.text)) == ("Automation", "You 75, mean of the group 50 (n = 64, 46–54)")
    assert (strength.you_at, strength.mean_at) == ("86.0", "60.0")


def test_finer_groups_have_their_own_sentence(compared):
    (finer,) = peers.finer_groups(compared())
    assert (finer.code, finer.name, plain(finer.n)) == ("sector/biologics", "Biologics", "n = 14")
    assert finer.sentence == (
        "Beside the mean of this group, automation: 25 points above (13 to 37); analysis: 20 points below (8 to 32); the "
        "other one is too close to call."
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
    assert course_sentence(compared()) == "No course on offer raises these skills yet."


def test_beside_three_strengths_the_rest_is_less_clear(compared):
    comparison = compared()
    scores = {code: OwnDimension(99.0) for code in ("AUT", "DAT", "ANA")}
    assert peers.less_clear(own_with(comparison, dimensions=scores)) == ""
    more = [comparison.instrument.dimensions[0].model_copy(update={"code": code}) for code in ("NEW", "NEWER")]
    wider = comparison.instrument.model_copy(update={"dimensions": (*comparison.instrument.dimensions, *more)})
    scores |= {"NEW": OwnDimension(50.0), "NEWER": OwnDimension(50.0)}
    wide = own_with(replace(comparison, instrument=wider), dimensions=scores)
    assert peers.less_clear(_also_published(wide)) == ""
    assert peers.less_clear(_also_published(wide, "NEW")) == "The other one is less clear."
    assert peers.less_clear(_also_published(wide, "NEW", "NEWER")) == "The other two are less clear."


def _also_published(comparison, *codes):
    """With means of 50 of these dimensions, beside what is published."""
    like = comparison.figures.one("dimension:DAT", "mean")
    means = {
        f"dimension:{code}": {"mean": replace(like, metric=f"dimension:{code}", value=50.0, low=46.0, high=54.0)}
        for code in codes
    }
    figures = replace(comparison.figures, by_metric={**comparison.figures.by_metric, **means})
    return replace(comparison, by_group={**comparison.by_group, comparison.group.code: figures})


def test_the_name_of_a_group_is_quoted_in_a_sentence(compared):
    comparison = compared()
    nested = replace(comparison.group, code="sector/makers", path=("makers",), label={"en": "Makers: Biologics"})
    named = replace(comparison, group=nested, by_group={nested.code: comparison.figures})
    assert peers.headline(named).startswith("You are clearly ahead of “Makers: Biologics” in")
