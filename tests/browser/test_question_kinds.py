"""Every kind of question in a real browser: by keyboard, with and without scripts."""

from __future__ import annotations

import copy
import re

import pytest
from django.utils import timezone

from tests.surveyapp.every_kind import DEFINITION

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def wave(people, as_worker, make_wave):
    from surveyapp.actions.instruments import publish_instrument

    with as_worker():
        version = publish_instrument(definition=copy.deepcopy(DEFINITION), by=None, by_kind="operator")
    return make_wave(version, people.alpha.organisation)


@pytest.fixture
def ask(wave, people, open_browser):
    """`ask()` is a page in the browser of somebody who has agreed, with its response as `page.response`."""
    from surveyapp.actions import consents, invitations, responses

    def make(device="desk", **options):
        participation = wave.participations.get()
        invitation, token = invitations.invite(
            participation=participation, by=people.olga.account, email="rosa@example.org"
        )
        response = responses.start_response(invitation=invitation, language="en")
        consents.give_consent(response=response)
        page = open_browser(device, **options)
        page.goto(f"/answer/{token}/")
        page.get_by_role("button", name="Go on").click()
        page.response = response
        return page

    return make


def stored(page, item):
    from surveyapp.selectors.drafts import answers

    return answers(page.response).get(item)


def wait_until_saved(page):
    page.wait_for_selector("#save-status[data-state=saved]")


def press_until_focused(page, locator, key="Tab"):
    for _ in range(60):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail("the keyboard does not reach it")


def places(page):
    rows = page.locator("[data-item=PRIORITIES] .ranking li").all()
    return [(row.locator("label").inner_text(), row.locator("select").input_value()) for row in rows]


def test_options_are_ranked_by_keyboard_and_each_new_place_is_said(ask, shoot):
    page = ask()
    page.goto("/survey/work/order/")
    ranking = page.locator("[data-item=PRIORITIES]")
    press_until_focused(page, ranking.get_by_role("button", name="Move up: Money"))
    page.keyboard.press("Enter")
    said = ranking.locator("[data-ranking-status]")
    assert said.inner_text() == "Money is now number 1."
    press_until_focused(page, ranking.get_by_role("button", name="Move up: Time"))
    page.keyboard.press("Space")
    assert said.inner_text() == "Time is now number 2."
    page.keyboard.press("Space")
    assert said.inner_text() == "Time is now number 1."
    assert places(page) == [("Time", "1"), ("Money", "2"), ("Training", ""), ("More people", "")]
    assert ranking.get_by_role("button", name="Move up: Time").evaluate("b => b === document.activeElement")
    shoot(page, "kinds-ranked")
    page.get_by_role("button", name="Continue").click()
    page.goto("/survey/work/order/")
    assert places(page)[:2] == [("Time", "1"), ("Money", "2")]
    assert stored(page, "PRIORITIES") == {"value": ["time", "money"]}


def test_no_more_are_ranked_than_may_be_and_places_are_exchanged(ask):
    page = ask()
    page.goto("/survey/work/order/")
    ranking = page.locator("[data-item=PRIORITIES]")
    for name in ("Training", "Money", "More people", "Time"):
        ranking.get_by_role("button", name=f"Move up: {name}").click()
    assert places(page) == [("Training", "1"), ("Money", "2"), ("Time", "3"), ("More people", "")]
    ranking.get_by_label("Time", exact=True).select_option("1")
    assert places(page) == [("Time", "1"), ("Money", "2"), ("Training", "3"), ("More people", "")]
    ranking.get_by_role("button", name="Move down: Training").click()
    assert ranking.locator("[data-ranking-status]").inner_text() == "Training has no place now."
    ranking.get_by_text("I do not know").click()
    assert [place for _, place in places(page)] == ["", "", "", ""]
    wait_until_saved(page)


def test_without_scripts_a_ranking_is_chosen_from_lists_and_a_doubled_place_is_explained(ask, shoot):
    page = ask(scripts=False)
    page.goto("/survey/work/order/")
    ranking = page.locator("[data-item=PRIORITIES]")
    for name in ("Money", "Time"):
        press_until_focused(page, ranking.get_by_label(name, exact=True))
        page.keyboard.press("1")
    press_until_focused(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    problem = "“Money” and “Time” are both number 1. Give each a number of its own."
    page.get_by_role("link", name=problem).wait_for()
    shoot(page, "kinds-doubled-place")
    page.get_by_role("link", name=problem).click()
    assert ranking.locator("select").first.evaluate("element => element === document.activeElement")
    ranking.get_by_label("Time", exact=True).select_option("2")
    page.get_by_role("button", name="Continue").click()
    assert stored(page, "PRIORITIES") == {"value": ["money", "time"]}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_date_is_typed_in_three_fields(ask, scripts, shoot):
    page = ask(scripts=scripts)
    page.goto("/survey/work/numbers/")
    question = page.locator("[data-item=FIRST_USE]")
    for part, digits in (("Day", "31"), ("Month", "2"), ("Year", "2020")):
        question.get_by_label(part).fill(digits)
    page.get_by_role("button", name="Continue").click()
    assert "“31 2 2020” is not a date." in question.locator(".error").inner_text()
    shoot(page, f"kinds-wrong-date-{scripts}")
    question.get_by_label("Day").fill("29")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/work/order/")
    assert stored(page, "FIRST_USE") == {"value": "2020-02-29"}
    page.goto("/survey/work/numbers/")
    assert question.get_by_label("Year").input_value() == "2020"


def test_a_date_is_saved_when_it_is_whole_and_not_before(ask):
    page = ask()
    page.goto("/survey/work/numbers/")
    question = page.locator("[data-item=FIRST_USE]")
    question.get_by_label("Day").fill("1")
    question.get_by_label("Month").fill("4")
    question.get_by_label("Year").focus()
    assert page.locator("#save-status").inner_text() == ""
    question.get_by_label("Year").fill("2021")
    wait_until_saved(page)
    assert stored(page, "FIRST_USE") == {"value": "2021-04-01"}


def test_a_country_is_found_by_typing_its_name(ask):
    page = ask()
    page.goto("/survey/you/area/")
    page.locator("[data-item=COUNTRY] select").focus()
    page.keyboard.type("Irel")
    page.get_by_role("button", name="Continue").click()
    page.locator(".problems").wait_for()
    assert stored(page, "COUNTRY") == {"value": "IE"}


def test_a_recommendation_is_chosen_with_the_arrows_and_its_ends_say_themselves(ask, shoot):
    page = ask(width=320)
    page.goto("/survey/views/recommend/")
    assert page.get_by_role("radio", name="0, Not at all likely").count() == 1
    page.get_by_role("radio", name="10, Extremely likely").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    shoot(page, "kinds-recommend-chosen")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/views/agree/")
    assert stored(page, "RECOMMEND") == {"value": "7"}


def test_a_required_question_holds_up_continue_and_its_error_leads_to_it(ask, accessible, shoot):
    page = ask()
    page.goto("/survey/you/area/")
    page.get_by_role("button", name="Continue").click()
    assert page.locator(".problems").evaluate("element => element === document.activeElement")
    page.get_by_role("link", name="This question needs an answer. Answer it before you go on.").press("Enter")
    assert page.get_by_role("radio", name="Production").evaluate("element => element === document.activeElement")
    accessible(page)
    shoot(page, "kinds-required")
    page.goto("/survey/check/")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("link", name="“Where do you work?” needs an answer.").click()
    page.get_by_text("Production").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/survey/check/")
    assert page.get_by_role("link", name="“Where do you work?” needs an answer.").count() == 0


def test_an_earlier_answer_stands_in_later_texts_as_plain_characters(ask):
    page = ask()
    page.goto("/survey/you/area/")
    hostile = "<script>bad()</script>{answer:AREA}"
    page.get_by_label("What do you call your site?").fill(hostile)
    wait_until_saved(page)
    page.goto("/survey/work/tools/")
    assert page.get_by_role("heading", level=1).inner_text() == f"Tools at {hostile}"


GIVEN = {"AREA": "quality", "TOOLS": ["lims", "sheets"], "PRIORITIES": ["time", "money"], "COUNTRY": "IE"}


@pytest.fixture
def answered_last_year(wave, people):
    """Rosa answered in the survey before."""
    answer_last_year(wave, people, GIVEN)


def answer_last_year(wave, people, given):
    from surveyapp.actions import consents, invitations, responses
    from surveyapp.actions.answers import save_answer
    from surveyapp.models.wave import Participation, Wave

    year = timezone.timedelta(days=365)
    former = Wave.objects.create(
        programme=wave.programme,
        instrument_version=wave.instrument_version,
        slug="2025",
        title={"en": "2025 survey"},
        state=Wave.State.OPEN,
        opens_at=wave.opens_at - year,
    )
    participation = Participation.objects.create(wave=former, organisation=people.alpha.organisation)
    invitation, _ = invitations.invite(participation=participation, by=people.olga.account, email="Rosa@Example.org")
    response = responses.start_response(invitation=invitation, language="en")
    consents.give_consent(response=response)
    for item, raw in given.items():
        save_answer(response=response, item=item, raw=raw, base_revision=0)
    responses.submit_response(response=response)
    Wave.objects.filter(pk=former.pk).update(state=Wave.State.CLOSED, closed_at=timezone.now())


@pytest.mark.parametrize("scripts", [True, False])
def test_last_times_answer_is_offered_and_taken_one_by_one(ask, answered_last_year, scripts, shoot, accessible):
    page = ask(scripts=scripts)
    page.goto("/survey/you/area/")
    area, country = page.locator("[data-item=AREA]"), page.locator("[data-item=COUNTRY]")
    assert area.locator("input:checked").count() == 0
    assert area.locator(".last-time").text_content().startswith("Last time (2025 survey) you answered: Quality")
    page.get_by_label("What do you call your site?").fill("The brewery")
    area.get_by_role("button", name=re.compile("Still true")).click()
    page.wait_for_url("**/area/#AREA")
    assert area.get_by_role("radio", name="Quality").is_checked()
    assert area.locator(".last-time").inner_text() == "You answered the same last time (2025 survey)."
    assert page.get_by_label("What do you call your site?").input_value() == "The brewery"
    assert country.locator("select").input_value() == ""
    assert country.get_by_role("button", name=re.compile("Still true")).count() == 1
    shoot(page, f"kinds-last-time-{scripts}")
    if scripts:
        accessible(page)
    page.goto("/survey/work/order/")
    page.locator("[data-item=PRIORITIES]").get_by_role("button", name=re.compile("Still true")).click()
    page.wait_for_url("**/order/#PRIORITIES")
    assert stored(page, "PRIORITIES") == {"value": ["time", "money"]}
    assert stored(page, "COUNTRY") is None


def test_enter_in_a_field_means_continue_and_not_the_answer_of_last_time(ask, answered_last_year):
    page = ask()
    page.goto("/survey/you/area/")
    page.get_by_role("radio", name="Production").check(force=True)
    page.get_by_label("What do you call your site?").fill("The brewery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/survey/you/check/")
    assert stored(page, "AREA") == {"value": "production"}
