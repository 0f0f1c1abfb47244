import re

import pytest

from surveyapp.actions import invitations
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.response import Response


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_fetches_the_link_changes_nothing(client, invite, method):
    _, token = invite()
    before = AuditEntry.objects.count()
    page = getattr(client, method)(f"/answer/{token}/")
    assert page.status_code == 200
    assert (Response.objects.count(), AuditEntry.objects.count()) == (0, before)
    assert "sessionid" not in page.cookies
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_start_page_says_minutes_of_that_persons_own_questions(client, invite, words):
    short = words(client.get(f"/answer/{invite(path='short')[1]}/"))
    full = words(client.get(f"/answer/{invite()[1]}/"))
    assert "It takes about 2 minutes on a phone." in short
    assert "Your questions take about 4 minutes on a phone" in full
    assert "Who sees what" in full


def test_the_start_page_promises_levels_only_where_the_questions_lead_to_some(client, invite, words):
    levels = "your own levels in words, and the next step for each"
    assert levels in words(client.get(f"/answer/{invite()[1]}/"))
    about_you = invite(path="sections", sections=["you"])[1]
    assert levels not in words(client.get(f"/answer/{about_you}/"))


@pytest.mark.parametrize("path", ["short", "full"])
def test_the_mail_the_start_page_and_the_sections_say_the_same_minutes(arrive, client, words, path):
    minutes = {"short": 2, "full": 4}[path]
    visit = arrive(path=path, email="ann@alpha.example")
    assert f"about {minutes} minutes" in words(client.get(f"/answer/{visit.token}/"))
    assert f"about {minutes} minutes left" in words(visit.browser.get("/survey/"))
    assert f"{minutes} minutes" in Delivery.objects.get().body


def test_the_start_page_of_somebody_who_has_begun_says_what_remains(visit, autosave, client, words):
    agreed = words(client.get(f"/answer/{visit.token}/"))
    assert "Your questions take about 4 minutes on a phone" in agreed
    assert "You have read it and agreed." in agreed
    autosave(visit.browser, "REC1", "2")
    begun = words(client.get(f"/answer/{visit.token}/"))
    left = re.search(r"about (\d) minutes left", words(visit.browser.get("/survey/")))[1]
    assert f"You have begun: about {left} minutes are left." in begun
    assert "The next page says it and asks whether you agree." not in begun


def test_the_start_page_asks_for_agreement_until_it_is_given(arrive, client, words):
    visit = arrive(agree=False)
    assert "The next page says it and asks whether you agree." in words(client.get(f"/answer/{visit.token}/"))


def test_start_leads_to_consent_and_then_to_the_sections(client, invite, words, agreed):
    _, token = invite()
    assert client.post(f"/answer/{token}/", follow=True).redirect_chain == [
        ("/survey/", 302),
        ("/survey/consent/", 302),
    ]
    assert client.post("/survey/consent/", agreed).url == "/survey/"
    assert "About you" in words(client.get("/survey/"))


def test_two_starts_in_two_browsers_share_one_response(client, arrive):
    first = arrive()
    client.post(f"/answer/{first.token}/")
    assert Response.objects.count() == 1
    assert client.get("/survey/").status_code == 200


def test_an_unknown_link_says_what_to_do(client, survey, words):
    for token in ("nothing", "x" * 500, "%00"):
        page = client.get(f"/answer/{token}/")
        assert page.status_code == 404
        assert "This link does not open a survey" in words(page)


def test_a_withdrawn_link_opens_nothing_nor_does_its_session(visit, people, client, words):
    invitations.revoke(invitation=visit.invitation, by=people.olga.account)
    assert client.post(f"/answer/{visit.token}/").status_code == 404
    page = visit.browser.get("/survey/")
    assert (page.status_code, "Open your link to go on" in words(page)) == (403, True)


def test_a_closed_survey_says_when_it_closed(client, invite, survey, close, words):
    _, token = invite()
    close(survey.wave)
    for page in (client.get(f"/answer/{token}/"), client.post(f"/answer/{token}/")):
        assert page.status_code == 410
        assert "The survey closed on" in words(page)
    assert Response.objects.count() == 0


def test_the_language_of_the_page_is_that_of_the_response(browser):
    assert '<html lang="en" dir="ltr">' in browser.get("/survey/").content.decode()


def test_start_needs_a_token_against_forgery(invite):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(f"/answer/{invite()[1]}/").status_code == 403
