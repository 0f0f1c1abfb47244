"""What a page says to do about barriers, and how it lists the plan's targets."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from benchmarking.actions.plans import Aimed, add_target
from benchmarking.dashboards import barrier_answers as answers
from benchmarking.dashboards import parts
from benchmarking.dashboards.page import page
from benchmarking.dashboards.plan_part import TARGETS_AT_MOST, Aim, plan_in_short
from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.plans import Target
from benchmarking.stats.training_choice import Module
from surveyapp.instruments import loader
from tests.benchmarking.dashboards.conftest import OWN
from tests.benchmarking.dashboards.reading import text_of


def test_those_you_named_stand_first_and_others_lead_to_an_exchange(compared):
    found = answers.barrier_answers(compared())
    assert [(each.barrier, each.is_yours) for each in found] == [("Budget", True), ("No time", False)]
    assert (found[1].url, found[1].link) == ("/benchmarks/exchange/", "Ask for an exchange")


@pytest.fixture
def answered(compared, monkeypatch):
    """The answer to "budget" as if it were of this kind."""

    def make(kind, **changes):
        monkeypatch.setattr(answers, "ANSWERS", {"budget": kind})
        return answers.barrier_answers(replace(compared(), **changes))[0]

    return make


def test_a_barrier_of_one_dimension_leads_to_the_next_level_of_its_lowest_question(answered):
    found = answered("ANA")
    assert found.text == "How is ANA2 done? Next: level 2, Partial: ANA2 done at 2."
    assert (found.url, found.link) == ("#every-level", "Your level and the next one")


def test_a_barrier_of_knowledge_leads_to_the_course_that_fits(answered, compared):
    audience = compared().instrument.skill_groups[0].audience
    found = answered("courses", courses=(Course(Module("A", audience, {"python": 3.0}), {"en": "Course A"}),))
    assert found.text.startswith("“Course A” fits best")
    assert found.url == "/benchmarks/plan/courses/"


@pytest.mark.parametrize("kind", ["courses", "XYZ", ""])
def test_without_a_course_or_a_next_level_others_are_asked(answered, kind):
    assert answered(kind).url == "/benchmarks/exchange/"


def test_nobody_who_did_not_answer_is_told_what_to_do(compared):
    assert answers.barrier_answers(replace(compared(), own=None)) == []


def test_every_answer_names_a_barrier_and_a_dimension_of_the_shipped_questionnaire():
    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    assert set(answers.ANSWERS) <= {choice.code for choice in instrument.choices("BAR1")}
    assert set(answers.ANSWERS.values()) - {answers.COURSES} <= {each.code for each in instrument.dimensions}


def target(kind, code, level, **more):
    return (kind, code), Target(uuid4(), kind, code, level, **more)


def test_the_plan_lists_its_targets_with_where_you_are(compared):
    targets = dict(
        [
            target("dimension", "AUT", 80.0, responsible="Kim", due=date(2027, 5, 1)),
            target("skill", "python", 3.0),
            target("item", "ANA2", 2.0),
            target("skill", "charts", 3.0, is_done=True),
            target("item", "GONE", 2.0),
        ]
    )
    assert plan_in_short(replace(compared(), targets=targets)).aims == (
        Aim("Automation", "Target 80; now 75; Kim; by 1 May 2027"),
        Aim("Python", "Target level 3; now 1"),
        Aim("How is ANA2 done?", "Target level 2; now 1"),
    )


def test_beside_an_older_survey_a_level_is_said_to_be_that_surveys(alpha, people, store, released):
    add_target(organisation=people.alpha.organisation, aimed=Aimed("dimension", "AUT", 95.0), by=None)
    later = store.survey("2027", people.alpha.organisation)
    store.own(later, people.alpha.organisation, dimensions=OWN["dimensions"] | {"AUT": {"score": 90.0}})
    assert "Target 95; now 90" in text_of(alpha.get("/benchmarks/"))
    older = text_of(alpha.get("/benchmarks/?survey=2026"))
    assert "Target 95; 75 in the 2026 survey" in older


def test_of_many_targets_the_first_stand_there(compared):
    codes = [code for code in compared().instrument.items if code[:3] in ("AUT", "DAT", "ANA")]
    targets = dict([*(target("item", code, 5.0) for code in codes), target("skill", "python", 3.0)])
    found = plan_in_short(replace(compared(), targets=targets))
    assert (len(found.aims), found.more) == (TARGETS_AT_MOST, "And 1 more in your plan.")


def test_a_survey_of_neither_dimensions_nor_skills_leads_to_no_plan(compared):
    asked = compared()
    bare = asked.instrument.model_copy(update={"dimensions": (), "skill_groups": ()})
    assert parts.plan_link(replace(asked, instrument=bare)) is None


def test_without_targets_the_page_leads_to_the_plan(compared, alpha):
    assert plan_in_short(compared()).aims == ()
    shown = [piece.shown.title for part in page(compared()).parts for piece in part.pieces]
    assert shown[-1] == "From here to a plan"
    html = alpha.get("/benchmarks/").content.decode()
    assert "Open your plan" in html
    assert "What answers each barrier" in html
