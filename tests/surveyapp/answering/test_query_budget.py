"""No page of respondents and coordinators asks the database more than twelve times, whatever the questionnaire's size."""

import pytest

from surveyapp.actions.withdrawals import withdraw_response
from tests.surveyapp.query_budget import above_budget, longer, send_last_year

# A test's own transaction would hide what a page's transactions cost.
pytestmark = pytest.mark.django_db(transaction=True)

ROSA = "rosa@example.org"
AROUND = [
    "/survey/",
    "/survey/check/",
    "/survey/later/",
    "/survey/choices/",
    "/survey/information/",
    "/survey/withdraw/",
    "/survey/copy/",
    "/survey/copy.txt",
    "/survey/copy.json",
    "/survey/questions.docx",
]
QUESTIONS = ["/survey/you/area/", "/survey/work/records/", "/survey/work/twins/", "/survey/skills/screen/"]


@pytest.fixture(params=[0, 100], ids=["small", "huge"])
def definition(definition, request):
    return longer(definition, "work", request.param)


def colleagues_pages(visit):
    home, own = "/survey/colleagues/", f"/survey/colleagues/{visit.invitation.pk}/"
    return [home, f"{home}invite/", f"{home}meeting/", own]


def test_what_a_link_opens(invite, client, arrive):
    _, token = invite(path="sections", sections=["work", "code"])
    arrived = arrive(agree=False)
    assert (
        above_budget(client, [f"/answer/{token}/", f"/answer/{arrived.token}/", f"/answer/{token}/questions.docx"])
        == {}
    )
    assert above_budget(arrived.browser, ["/survey/consent/"]) == {}


def test_pages_around_the_questions(kim, ann):
    assert above_budget(kim.browser, AROUND) == {}
    assert above_budget(ann.browser, AROUND) == {}


def test_pages_of_questions_and_the_check_of_a_section(kim, ann, autosave):
    pages = [*QUESTIONS, "/survey/work/check/"]
    assert above_budget(kim.browser, [*pages, "/survey/site/size/"]) == {}
    autosave(ann.browser, "REC1", "2")  # the check notes that it was answered
    assert above_budget(ann.browser, pages[1:]) == {}


def test_pages_of_questions_that_offer_last_times_answers(survey, people, arrive):
    send_last_year(survey.wave, ROSA, by=people.olga.account, organisation=people.alpha.organisation)
    rosa = arrive(email=ROSA, path="sections", sections=["work", "code"])
    assert 'name="again"' in rosa.browser.get("/survey/work/records/").text
    assert above_budget(rosa.browser, [*AROUND, *QUESTIONS[1:], "/survey/work/check/"]) == {}


def test_pages_after_sending(kim, ann):
    for each in (ann, kim):
        each.browser.post("/survey/check/")
        assert above_budget(each.browser, ["/survey/done/", "/survey/levels/", *AROUND[2:]]) == {}


def test_pages_of_a_coordinator_and_of_an_account(kim, ann, arrive, signed_in):
    for n in range(10):
        arrive(name=f"Colleague {n}", path="sections", sections=["work"])
    ann.browser.post("/survey/check/")
    pages = [*colleagues_pages(ann), f"/survey/colleagues/{ann.invitation.pk}/answers/"]
    assert above_budget(kim.browser, pages) == {}
    assert above_budget(signed_in(), [*pages, "/survey/colleagues/choose/"]) == {}


def test_pages_of_a_meeting(kim, ann, agreed):
    kim.browser.post("/survey/colleagues/meeting/", {"roles": ["production", "coordinator"], "sections": ["work"]})
    assert above_budget(kim.browser, ["/survey/consent/"]) == {}
    kim.browser.post("/survey/consent/", agreed)
    pages = [*AROUND, *QUESTIONS[1:3], "/survey/work/check/", *colleagues_pages(ann)]
    assert above_budget(kim.browser, pages) == {}
    kim.browser.post("/survey/check/")
    assert above_budget(kim.browser, ["/survey/done/", "/survey/levels/", "/survey/copy/"]) == {}


def test_pages_of_whoever_withdrew_and_of_a_closed_survey(arrive, kim, ann, survey, close):
    eve = arrive(name="Eve")
    withdraw_response(response=ann.response)
    assert above_budget(ann.browser, [*AROUND, *QUESTIONS]) == {}
    kim.browser.post("/survey/check/")
    close(survey.wave)
    pages = [f"/answer/{kim.token}/", "/survey/done/", "/survey/copy/", "/survey/colleagues/"]
    assert above_budget(kim.browser, pages) == {}
    assert above_budget(eve.browser, [f"/answer/{eve.token}/", *AROUND, *QUESTIONS]) == {}
