import pytest

from surveyapp.actions.consents import change_choices
from surveyapp.actions.responses import reopen_response
from surveyapp.actions.withdrawals import withdraw_response


@pytest.fixture
def cora(arrive):
    """The coordinator of Alpha, in her own browser."""
    return arrive(is_coordinator=True, name="Cora")


@pytest.fixture
def dan(arrive, autosave):
    """A colleague at Alpha who sent an answer and, like everybody who arrives here, allowed everything."""
    visit = arrive(name="Dan", path="sections", sections=["work"])
    autosave(visit.browser, "REC1", "2")
    autosave(visit.browser, "REMARK", "zebra-crossing")
    visit.browser.post("/survey/check/")
    return visit


def address(visit):
    return f"/survey/colleagues/{visit.invitation.pk}/answers/"


def test_a_coordinator_sees_what_a_colleague_sent_and_allowed_her_to_see(cora, dan, words):
    page = words(cora.browser.get(address(dan)))
    assert "What Dan answered" in page
    assert "How are records made? 2. Level 2 words" in page
    assert address(dan) in cora.browser.get(f"/survey/colleagues/{dan.invitation.pk}/").text


def test_without_the_permission_or_after_taking_it_back_there_is_no_such_page(cora, dan):
    change_choices(response=dan.response, choices={"coordinator_sees": False})
    assert cora.browser.get(address(dan)).status_code == 404
    assert address(dan) not in cora.browser.get(f"/survey/colleagues/{dan.invitation.pk}/").text


@pytest.mark.parametrize("undo", [reopen_response, withdraw_response])
def test_what_is_not_sent_is_never_shown(cora, dan, undo):
    undo(response=dan.response)
    assert cora.browser.get(address(dan)).status_code == 404


def test_nobody_but_the_coordinator_of_that_site_sees_it(cora, dan, arrive, client):
    elsewhere = arrive("beta", is_coordinator=True)
    colleague = arrive(name="Eve")
    assert [visit.browser.get(address(dan)).status_code for visit in (elsewhere, colleague, dan)] == [404, 404, 404]
    assert client.get(address(dan)).status_code == 403
    assert dan.browser.get(address(cora)).status_code == 404


def test_one_coordinator_does_not_see_another_ones_answers(cora, arrive):
    second = arrive(is_coordinator=True, name="Second")
    second.browser.post("/survey/check/")
    assert cora.browser.get(address(second)).status_code == 404


def test_in_a_confidential_survey_it_is_never_shown(survey, make_confidential, cora, dan):
    make_confidential(survey.wave)
    assert cora.browser.get(address(dan)).status_code == 404
