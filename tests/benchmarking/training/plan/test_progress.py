"""Targets of an earlier survey, seen from a later one."""

import copy

import pytest

from benchmarking.actions.plans import Aimed, add_target, mark_done
from surveyapp.models.wave import Participation
from tests.benchmarking.dashboards.questionnaire import DEFINITION
from tests.benchmarking.dashboards.reading import text_of
from tests.benchmarking.training.plan.conftest import OWN, PLAN


@pytest.fixture
def later(people, store, planned):
    """Alpha's result a year later, with changes of its document."""

    def survey(definition=DEFINITION, **changes):
        wave = store.survey("2027", people.alpha.organisation, definition=definition)
        store.own(wave, people.alpha.organisation, **changes)
        return wave

    return survey


def skills(**levels):
    return {"skills": OWN["skills"] | {"python": levels}}


def dimension(score):
    return {"dimensions": OWN["dimensions"] | {"DAT": {"score": score, "low": score, "high": score}}}


def reworded(code):
    definition = copy.deepcopy(DEFINITION) | {"version": "2"}
    definition["items"][code]["text"] = {"en": "Something else?"}
    return definition


def test_before_a_later_survey_nothing_is_said_to_have_moved(alpha, planned):
    text = text_of(alpha.get(PLAN))
    assert "Our plan has 3 targets" in text
    assert text.count("Compared with your next survey once its answers are confirmed.") == 3
    assert "Met" not in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            skills(current=3.0, needed=3.0, gap=0.0),
            "Met From 1 in the 2026 survey to 3 in the 2027 survey; the target was 3.",
        ),
        (
            skills(current=2.96, needed=3.0, gap=0.0),
            "Met From 1 in the 2026 survey to 3 in the 2027 survey; the target was 3.",
        ),
        (
            skills(current=2.9, needed=3.0, gap=0.1),
            "Moved From 1 in the 2026 survey to 2.9 in the 2027 survey; the target is 3.",
        ),
        (
            skills(current=1.0, needed=3.0, gap=2.0),
            "Not moved At 1 in the 2027 survey as in the 2026 survey; the target is 3.",
        ),
        (
            skills(current=0.0, needed=3.0, gap=3.0),
            "Went down From 1 in the 2026 survey to 0 in the 2027 survey; the target is 3.",
        ),
        (
            skills(current=None, needed=None, gap=0.0),
            "No longer short In the 2027 survey your answers say that your people can do this; no level",
        ),
        (
            skills(current=None, needed=0.0, gap=0.0),
            "Cannot be compared In the 2027 survey your answers say that this is not needed here.",
        ),
        (skills(current=None, needed=None, gap=None), "Cannot be compared Not answered in the 2027 survey."),
        ({"skills": {}}, "Cannot be compared Not answered in the 2027 survey."),
        (dimension(69.5), "Met From 50 in the 2026 survey to 70 in the 2027 survey; the target was 70."),
        (dimension(69.4), "Moved From 50 in the 2026 survey to 69 in the 2027 survey; the target is 70."),
        (
            dimension(51.0),
            "Not moved From 50 in the 2026 survey to 51 in the 2027 survey: no more than two sets of answers can",
        ),
        (dimension(50.0), "Not moved At 50 in the 2027 survey as in the 2026 survey; the target is 70."),
        (dimension(10.0), "Went down From 50 in the 2026 survey to 10 in the 2027 survey; the target is 70."),
        (dimension(None), "Cannot be compared Not answered in the 2027 survey."),
        (
            {"items": OWN["items"] | {"ANA2": {"level": 2.0}}},
            "Met From 1 in the 2026 survey to 2 in the 2027 survey; the target was 2.",
        ),
        (
            {"items": OWN["items"] | {"ANA2": {"missing": "dont_know"}}},
            "Cannot be compared Not answered in the 2027 survey.",
        ),
    ],
)
def test_a_target_is_met_moved_not_moved_or_not_to_be_compared(alpha, later, changes, said):
    later(**changes)
    assert said in text_of(alpha.get(PLAN))


def test_the_title_counts_what_a_later_survey_tells_of(alpha, later):
    later(**skills(current=2.0, needed=3.0, gap=1.0), **dimension(80.0))
    page = alpha.get(PLAN)
    assert page.context["roadmap"].summary == "1 of 3 targets met; moved: 1; not moved: 1"


def test_the_title_counts_every_target_and_those_marked_as_done_once_more(alpha, people, later, planned):
    alpha_s = {"organisation": people.alpha.organisation, "by": people.alpha.account}
    wave = later(**skills(current=2.0, needed=3.0, gap=1.0), **dimension(80.0))
    add_target(aimed=Aimed("skill", "charts", 3.0, 2.0, wave.pk), **alpha_s)
    mark_done(target=planned[2].pk, revision=1, is_done=True, **alpha_s)
    found = alpha.get(PLAN).context["roadmap"]
    said = "1 of 4 targets met; moved: 1; not moved: 1; no later survey yet: 1; marked as done, of all 4: 1"
    assert (found.summary, len(found.rows), len(found.done)) == (said, 4, 1)


def test_a_skill_that_is_no_longer_short_is_counted_by_itself_and_not_as_met(alpha, later):
    later(**skills(current=None, needed=None, gap=0.0), **dimension(80.0))
    summary = "1 of 3 targets met; no longer short, no level asked: 1; not moved: 1"
    assert alpha.get(PLAN).context["roadmap"].summary == summary


@pytest.mark.parametrize(("code", "n"), [("NOW", 1), ("ANA2", 1), ("DAT1", 1), ("AUT1", 0)])
def test_what_was_asked_otherwise_is_not_compared(alpha, later, code, n):
    later(reworded(code))
    said = "Cannot be compared What was asked changed between the 2026 survey and the 2027 survey."
    assert text_of(alpha.get(PLAN)).count(said) == n


def test_withdrawn_answers_are_not_compared(alpha, later, released, as_worker):
    from django.utils import timezone

    later()
    with as_worker():
        Participation.objects.filter(wave=released).update(answers_withdrawn_at=timezone.now())
    assert text_of(alpha.get(PLAN)).count("Answers were withdrawn, so the two surveys are not compared.") == 3


def test_a_target_without_a_start_is_met_or_shown_as_it_stands(alpha, people, released):
    by = {"organisation": people.alpha.organisation, "by": None}
    add_target(aimed=Aimed("skill", "python", 1.0), **by)
    add_target(aimed=Aimed("skill", "charts", 5.0), **by)
    add_target(aimed=Aimed("skill", "gone", 5.0), **by)
    text = text_of(alpha.get(PLAN))
    assert "python Skill" not in text
    assert "To level 1 Nobody responsible yet, no date yet Met 1 in the 2026 survey; the target is 1." in text
    assert "2 in the 2026 survey; where it stood when the target was set is not known." in text
    assert "Skill gone To level 5 Nobody responsible yet, no date yet Cannot be compared Not answered" in text


def test_a_result_of_the_survey_the_target_started_from_is_no_progress(alpha, people, store, released, planned):
    older = store.survey("2025", people.alpha.organisation)
    store.own(older, people.alpha.organisation, **dimension(99.0))
    assert text_of(alpha.get(PLAN)).count("Compared with your next survey") == 3
