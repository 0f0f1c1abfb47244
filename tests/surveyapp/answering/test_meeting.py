import pytest

from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.selectors import consents
from surveyapp.selectors.drafts import answers, submitted

HOME, BEGIN, LEAVE = "/survey/colleagues/", "/survey/colleagues/meeting/", "/survey/meeting/leave/"
BAND = "Meeting: agreed answers of Coordinator, Production"
WHO = {"roles": ["production", "coordinator"], "sections": ["work"]}


@pytest.fixture
def met(kim, agreed):
    """Kim's browser in a meeting whose people have agreed to take part."""
    assert kim.browser.post(BEGIN, WHO).url == "/survey/"
    assert kim.browser.post("/survey/consent/", agreed).url == "/survey/"
    return kim


def response_of_the_meeting():
    return Response.objects.get(is_agreed=True)


def go_on(browser):
    return browser.post(f"{BEGIN}{response_of_the_meeting().invitation_id}/")


def test_a_meeting_opens_in_the_same_browser_and_says_so_on_every_page(kim, agreed, words):
    assert kim.browser.post(BEGIN, WHO).url == "/survey/"
    assert kim.browser.get("/survey/").url == "/survey/consent/"
    consent = words(kim.browser.get("/survey/consent/"))
    assert BAND in consent
    assert "You agree in the name of everybody present." in consent
    kim.browser.post("/survey/consent/", agreed)
    for address in ("/survey/", "/survey/work/records/", "/survey/check/", "/survey/later/"):
        assert BAND in words(kim.browser.get(address)), address
    assert (
        consents.latest(response_of_the_meeting())
        .sentences[0]
        .startswith("You agree in the name of everybody present.")
    )
    assert (response_of_the_meeting().invitation.invited_by, response_of_the_meeting().roles_present) == (
        kim.invitation,
        ["coordinator", "production"],
    )


def test_only_the_ticked_sections_are_asked_and_nothing_about_one_person(met, words):
    page = words(met.browser.get("/survey/"))
    assert "Daily work" in page
    assert "About you" not in page
    assert met.browser.get("/survey/you/area/").status_code == 404
    assert met.browser.get("/survey/site/size/").status_code == 404


def test_answers_of_the_meeting_and_of_the_coordinator_are_kept_apart(met):
    met.browser.post("/survey/work/records/", {"shown": ["REC1"], "REC1": "3"})
    assert answers(response_of_the_meeting()) == {"REC1": {"value": "3"}}
    assert met.browser.post(LEAVE).url == HOME
    met.browser.post("/survey/work/records/", {"shown": ["REC1"], "REC1": "1"})
    assert answers(met.response) == {"REC1": {"value": "1"}}
    assert answers(response_of_the_meeting()) == {"REC1": {"value": "3"}}


def test_it_is_left_taken_up_again_and_sent_once(met, words):
    met.browser.post("/survey/work/records/", {"shown": ["REC1"], "REC1": "3"})
    met.browser.post(LEAVE)
    page = words(met.browser.get(HOME))
    assert "Meetings" in page
    assert "Coordinator, Production Daily work Go on with this meeting 1 of 5 answered" in page
    assert BAND not in words(met.browser.get("/survey/"))
    assert go_on(met.browser).url == "/survey/"
    assert BAND in words(met.browser.get("/survey/"))
    for _ in range(2):
        assert met.browser.post("/survey/check/").url == "/survey/done/"
    assert submitted(response_of_the_meeting())["REC1"] == {"value": "3"}
    assert "Confirm that your organisation" not in words(met.browser.get("/survey/done/"))
    met.browser.post(LEAVE)
    assert go_on(met.browser).url == "/survey/done/"


def test_the_coordinators_page_can_be_reached_from_the_meeting(met, words):
    page = words(met.browser.get(HOME))
    assert BAND in page
    assert "Kim (you)" in page


def test_an_account_starts_a_meeting_and_is_without_questions_afterwards(people, survey, client, agreed, words):
    client.force_login(people.alpha.account)
    assert client.post(BEGIN, WHO).url == "/survey/"
    client.post("/survey/consent/", agreed)
    assert response_of_the_meeting().invitation.invited_by is None
    assert BAND in words(client.get("/survey/"))
    assert client.post(LEAVE).url == HOME
    assert client.get("/survey/").status_code == 403
    assert "Go on with this meeting" in words(client.get(HOME))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"roles": []}, "Tick at least one area that is present."),
        ({"roles": ["astronaut"]}, "One of the ticked boxes is not in this survey."),
        ({"sections": []}, "Tick at least one section or group of skills."),
        ({"sections": ["cellar"]}, "One of the ticked boxes is not in this survey."),
        ({"sections": ["you"]}, "One of the ticked boxes is not in this survey."),
        ({"groups": ["work"]}, "One of the ticked boxes is not in this survey."),
    ],
)
def test_what_does_not_fit_is_said_and_no_meeting_begins(kim, words, given, sentence):
    page = kim.browser.post(BEGIN, WHO | given)
    assert (page.status_code, sentence in words(page)) == (422, True)
    assert Invitation.objects.filter(is_meeting=True).count() == 0


def test_nobody_else_takes_up_a_meeting(met, arrive, client, people):
    address = f"{BEGIN}{response_of_the_meeting().invitation_id}/"
    assert arrive(path="sections", sections=["work"]).browser.post(address).status_code == 404
    assert arrive("beta", is_coordinator=True).browser.post(address).status_code == 404
    assert client.post(address).status_code == 403
    client.force_login(people.olga.account)
    assert client.post(address).status_code == 403


def test_a_colleagues_invitation_is_not_taken_up_as_a_meeting(kim, arrive):
    ann = arrive(path="sections", sections=["work"])
    assert kim.browser.post(f"{BEGIN}{ann.invitation.pk}/").status_code == 404


def test_leaving_without_a_meeting_changes_nothing(kim, client):
    assert kim.browser.post(LEAVE).url == HOME
    assert kim.browser.get("/survey/").status_code == 200
    assert client.post(LEAVE).url == HOME


def test_opening_ones_own_link_ends_the_meeting_in_this_browser(met, words):
    met.browser.post(f"/answer/{met.token}/")
    assert BAND not in words(met.browser.get("/survey/"))


def test_a_meeting_may_be_withdrawn_until_it_is_sent(met, words):
    met.browser.post(LEAVE)
    met.browser.post(f"{HOME}{response_of_the_meeting().invitation_id}/withdraw/")
    assert go_on(met.browser).status_code == 404
    assert "Go on with this meeting" not in words(met.browser.get(HOME))


def test_closing_shows_the_meeting_a_calm_page(met, survey, close, words):
    close(survey.wave)
    page = met.browser.get("/survey/work/records/")
    assert (page.status_code, "The survey closed on" in words(page)) == (410, True)
