import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from surveyapp.selectors.drafts import answers

ANSWERED = {"shown": ["BATCHES", "REMARK"], "BATCHES": "5", "REMARK": 'Typed "at length" <b>', "REMARK-revision": "0"}


@pytest.fixture
def expired(visit):
    """A browser whose session has ended."""
    Session.objects.all().delete()
    return visit


def main(page):
    """The page without what stands around every page."""
    return re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]


def fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main(page))
    data = {}
    for name, value in found:
        data.setdefault(name, []).append(unescape(value))
    del data["csrfmiddlewaretoken"]
    return data


@pytest.mark.parametrize("place", ["", "work/records/", "work/check/", "check/", "later/", "done/", "levels/", "copy/"])
def test_whoever_comes_back_too_late_is_told_to_open_the_link_again(expired, words, place):
    page = expired.browser.get(f"/survey/{place}")
    assert (page.status_code, "Open your link to go on" in words(page)) == (403, True)
    assert "Nothing is lost: your answers are kept." in words(page)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("place", ["consent/", "check/", "later/", "confirm/", "reopen/"])
def test_a_step_that_came_too_late_is_to_be_repeated(expired, words, place):
    page = expired.browser.post(f"/survey/{place}", {"agree": "yes"})
    assert page.status_code == 403
    assert "Your last step was not done; repeat it once you are in. Open the link" in words(page)
    assert "<form" not in main(page)


def test_a_page_of_answers_that_came_too_late_can_be_sent_once_the_link_is_open_again(expired, words):
    page = expired.browser.post("/survey/work/more/?back=all", ANSWERED)
    assert (page.status_code, "this page holds it: keep it open" in words(page)) == (403, True)
    assert 'action="/survey/work/more/?back=all"' in page.content.decode()
    assert fields(page) == {key: value if isinstance(value, list) else [value] for key, value in ANSWERED.items()}
    assert expired.browser.post("/survey/work/more/?back=all", fields(page)).status_code == 403
    expired.browser.post(f"/answer/{expired.token}/")
    assert expired.browser.post("/survey/work/more/?back=all", fields(page)).url == "/survey/check/"
    assert answers(expired.response) == {"BATCHES": {"value": 5.0}, "REMARK": {"value": 'Typed "at length" <b>'}}


def test_the_token_of_the_page_that_came_too_late_is_still_good(expired):
    strict = Client(enforce_csrf_checks=True)
    start = strict.get(f"/answer/{expired.token}/")
    token = {"csrfmiddlewaretoken": str(start.context["csrf_token"])}
    late = strict.post("/survey/work/more/", ANSWERED | token)
    again = fields(late) | {"csrfmiddlewaretoken": str(late.context["csrf_token"])}
    assert strict.post(f"/answer/{expired.token}/", token).status_code == 302
    assert strict.post("/survey/work/more/", again).url == "/survey/work/check/"


def test_autosave_keeps_an_answer_that_came_too_late_on_the_device(expired, autosave):
    reply = autosave(expired.browser, "REC1", "2")
    assert (reply.status_code, reply.json()) == (401, {"message": "Open the link in your e-mail again."})
    assert answers(expired.response) == {}


def test_a_page_of_one_person_is_not_saved_for_the_next_in_the_same_browser(arrive, words):
    alpha, beta = arrive("alpha"), arrive("beta")
    page = fields(alpha.browser.get("/survey/work/more/"))
    assert page["for-response"] == [str(alpha.response.pk)]
    refused = beta.browser.post("/survey/work/more/", ANSWERED | {"for-response": page["for-response"]})
    assert (refused.status_code, "somebody else has opened their link" in words(refused)) == (403, True)
    assert (answers(alpha.response), answers(beta.response)) == ({}, {})
    assert alpha.browser.post("/survey/work/more/", fields(refused)).url == "/survey/work/check/"
    assert answers(alpha.response).keys() == {"BATCHES", "REMARK"}


@pytest.fixture
def tabs(arrive, invite):
    """`tabs(beta)` opens Beta's link in a second tab of Alpha's browser; Alpha's page stays in the first."""

    def make(state):
        alpha, beta = arrive("alpha"), arrive("beta", agree=state != "not_agreed")
        page = fields(alpha.browser.get("/survey/work/more/"))
        if state == "sent":
            beta.browser.post("/survey/check/")
        elif state == "withdrawn":
            beta.browser.post("/survey/withdraw/")
        alpha.browser.post(f"/answer/{beta.token}/")
        if state == "withdrawn":
            session = alpha.browser.session
            session["response"] = str(beta.response.pk)
            session.save()
        return alpha, beta, page

    return make


@pytest.mark.parametrize("state", ["drafting", "sent", "not_agreed", "withdrawn"])
def test_a_page_is_held_however_far_the_next_person_in_the_same_browser_is(tabs, words, state):
    alpha, _beta, page = tabs(state)
    held = alpha.browser.post("/survey/work/more/", ANSWERED | {"for-response": page["for-response"]})
    assert (held.status_code, "Open your link, then save your answers" in words(held)) == (403, True)
    alpha.browser.post(f"/answer/{alpha.token}/")
    assert alpha.browser.post("/survey/work/more/", fields(held)).url == "/survey/work/check/"
    assert answers(alpha.response).keys() == {"BATCHES", "REMARK"}


@pytest.mark.parametrize("place", ["check/", "withdraw/", "choices/", "later/"])
def test_a_step_on_one_persons_page_is_not_done_for_the_next_in_the_same_browser(tabs, words, place):
    alpha, beta, page = tabs("drafting")
    refused = alpha.browser.post(f"/survey/{place}", {"for-response": page["for-response"]})
    assert (refused.status_code, "Somebody else has opened their link in this browser." in words(refused)) == (
        403,
        True,
    )
    beta.response.refresh_from_db()
    assert (beta.response.is_submitted, beta.response.is_withdrawn) == (False, False)
    assert alpha.browser.get("/survey/").status_code == 200


@pytest.mark.parametrize("place", ["check/", "withdraw/", "choices/", "later/", "consent/", "done/"])
def test_a_form_that_changes_a_persons_answers_says_whose_they_are(arrive, place):
    alpha = arrive(agree=place != "consent/")
    if place == "done/":
        alpha.browser.post("/survey/check/")
    forms = re.findall(r"<form method=.post.*?</form>", main(alpha.browser.get(f"/survey/{place}")), re.DOTALL)
    assert forms
    assert all(f'name="for-response" value="{alpha.response.pk}"' in form for form in forms)


def test_a_visit_prolongs_the_session_once_a_day(visit, autosave):
    earlier = timezone.now() + timedelta(days=3)
    Session.objects.update(expire_date=earlier)
    visit.browser.get("/survey/")
    assert Session.objects.get().expire_date == earlier
    session = visit.browser.session
    session["day"] = "2026-01-01"
    session.save()
    Session.objects.update(expire_date=earlier)
    autosave(visit.browser, "REC1", "2")
    assert Session.objects.get().expire_date > earlier + timedelta(days=10)


def test_the_link_leads_back_to_the_page_that_was_wanted(expired):
    expired.browser.get("/survey/work/records/")
    assert expired.browser.post(f"/answer/{expired.token}/").url == "/survey/work/records/"
    assert expired.browser.post(f"/answer/{expired.token}/").url == "/survey/"


def test_the_link_leads_back_to_the_page_whose_answer_came_too_late(expired):
    body = {"item": "REC1", "value": "2", "revision": 0, "id": "00000000-0000-4000-8000-000000000000"}
    page = "http://testserver/survey/work/records/?back=all"
    expired.browser.post("/survey/save/", body, content_type="application/json", headers={"Referer": page})
    assert expired.browser.post(f"/answer/{expired.token}/").url == "/survey/work/records/"


@pytest.mark.parametrize(
    "place", ["/survey/work/nosuch/", "https://elsewhere.example/", "//elsewhere.example", "/survey/skills/first/"]
)
def test_the_link_leads_nowhere_but_to_a_page_of_ones_own(arrive, place):
    ann = arrive(path="short")
    ann.browser.cookies["waymark-place"] = place
    assert ann.browser.post(f"/answer/{ann.token}/").url == "/survey/"
