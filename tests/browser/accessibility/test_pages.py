"""Every page of a respondent in four looks: axe-core, contrast of edges, size of targets, and whether all of it fits."""

from __future__ import annotations

import pytest

from surveyapp.actions.answers import save_answer
from tests.browser.accessibility import questionnaire, respondent_pages
from tests.browser.accessibility.pairs import LOOKS, both, put_on
from tests.browser.accessibility.question_pages import OPENS_MORE, plain, wrong
from tests.browser.test_question_kinds import answer_last_year

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("accessibility"),
    pytest.mark.parametrize("look", [look for look in LOOKS if look.scheme == "light"], ids=str),
]


@pytest.fixture
def judge(judge):
    """What is opened in a light look, narrow or wide, is judged in it and in the dark one of the same direction."""

    def in_both(page, name):
        opened = page.look
        for look in both(opened):
            put_on(page, look)
            judge(page, name)
        put_on(page, opened)

    return in_both


@pytest.mark.parametrize("state", [plain, wrong], ids=["plain", "wrong"])
def test_every_kind_of_question(respond, judge, look, state):
    page = respond(look, **OPENS_MORE)
    for name in state(page):
        judge(page, f"{name} {state.__name__}")


def test_answers_of_last_time(respond, judge, wave, people, look):
    answer_last_year(wave, people, questionnaire.ANSWERS)
    page = respond(look, AREA="quality")
    for place in ("you/area/", "work/tools/", "work/numbers/", "work/order/", "views/agree/"):
        page.goto(f"/survey/{place}")
        assert page.locator(".last-time").count()
        judge(page, f"last time {place}")


def test_an_answer_that_was_changed_elsewhere(respond, judge, look):
    page = respond(look)
    page.goto("/survey/work/records/")
    save_answer(response=page.response, item="RECORDS", raw="3", base_revision=0)
    page.locator("#id_RECORDS_0").check(force=True)
    page.locator(".conflict").wait_for()
    judge(page, "conflict")


def test_the_way_to_the_questions(invited, visit, judge, look):
    page = visit(look)
    _, path = invited(email="rosa@example.org", name="Rosa", is_coordinator=True)
    for name in respondent_pages.before_questions(page, path):
        judge(page, name)


def test_what_surrounds_the_questions(respond, judge, look):
    page = respond(look, **dict(list(questionnaire.ANSWERS.items())[:4]))
    for name in respondent_pages.while_answering(page):
        judge(page, name)


def test_what_a_coordinator_sees(respond, judge, look):
    page = respond(look, is_coordinator=True)
    for name in respondent_pages.as_coordinator(page):
        judge(page, name)


def test_what_comes_afterwards(respond, judge, look):
    from surveyapp.actions.responses import submit_response

    page = respond(look, **questionnaire.ANSWERS)
    submit_response(response=page.response)
    for name in respondent_pages.afterwards(page):
        judge(page, name)
