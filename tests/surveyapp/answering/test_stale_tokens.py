import json
import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from surveyapp.models.response import Response
from surveyapp.selectors.drafts import answers

TYPED = {"shown": ["BATCHES", "REMARK"], "BATCHES": "5", "REMARK": 'Typed <b>"at length"'}
PAGE = "/survey/work/more/"


def strict(visit):
    """The visitor's browser, with the check that tests leave out by default."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = visit.browser.cookies
    browser.get(PAGE)
    return browser


def fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode().split("<main")[1])
    data = {}
    for name, value in found:
        data.setdefault(name, []).append(unescape(value))
    return data


@pytest.fixture
def stale(visit):
    """What an open page posts after somebody has signed in beside it."""
    return TYPED | {"for-response": str(visit.response.pk), "csrfmiddlewaretoken": "a" * 64}


def test_a_page_whose_token_no_longer_holds_is_kept_whole_and_sent_once_more(visit, stale, words):
    browser = strict(visit)
    held = browser.post(f"{PAGE}?back=all", stale)
    assert (held.status_code, "Save what you have just answered" in words(held)) == (403, True)
    assert answers(visit.response) == {}
    assert fields(held)["REMARK"] == ['Typed <b>"at length"']
    assert browser.post(f"{PAGE}?back=all", fields(held)).url == "/survey/check/"
    assert answers(visit.response) == {"BATCHES": {"value": 5.0}, "REMARK": {"value": 'Typed <b>"at length"'}}


def test_a_page_whose_token_no_longer_holds_is_kept_in_the_persons_language(visit, stale):
    browser = strict(visit)
    Response.objects.update(language="fr")
    assert '<html lang="fr"' in browser.post(PAGE, stale).content.decode()


def test_a_stale_page_of_somebody_else_waits_for_their_link(visit, stale, words):
    held = strict(visit).post(PAGE, stale | {"for-response": str(uuid4())})
    assert (held.status_code, "Open your link, then save your answers" in words(held)) == (403, True)


def test_answers_that_another_site_would_post_are_not_held(visit, stale, words):
    browser = strict(visit)
    del stale["for-response"]
    for options in ({}, {"headers": {"Origin": "https://elsewhere.example"}}):
        refused = browser.post(PAGE, stale, **options)
        assert (refused.status_code, "This page was open too long" in words(refused)) == (403, True)
        assert "at length" not in refused.content.decode()
        stale["for-response"] = str(visit.response.pk)


@pytest.mark.parametrize("place", ["check/", "withdraw/", "choices/"])
def test_a_step_whose_token_no_longer_holds_is_not_done(visit, stale, words, place):
    refused = strict(visit).post(f"/survey/{place}", stale)
    assert (refused.status_code, "This page was open too long" in words(refused)) == (403, True)
    visit.response.refresh_from_db()
    assert (visit.response.is_submitted, visit.response.is_withdrawn) == (False, False)


def test_autosave_is_told_in_json_that_its_token_no_longer_holds(visit):
    body = json.dumps({"item": "REC1", "value": "2", "revision": 0, "id": str(uuid4())})
    reply = strict(visit).post(
        "/survey/save/", body, content_type="application/json", headers={"X-CSRFToken": "a" * 64}
    )
    assert (reply.status_code, reply.json()) == (403, {"message": "This page was open too long", "stale": True})
    assert answers(visit.response) == {}
