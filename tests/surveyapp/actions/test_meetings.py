import pytest

from surveyapp.actions import meetings
from surveyapp.actions.assignments import NothingToAsk
from surveyapp.actions.consents import give_consent
from surveyapp.actions.meetings import TooManyMeetings, start_meeting
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.actions.responses import submit_response
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.response import Response
from surveyapp.selectors import consents, records, responses


@pytest.fixture
def site(survey, people):
    return survey.wave.participations.get(organisation=people.alpha.organisation)


@pytest.fixture
def meet(site, people):
    def make(**options):
        given = {"roles": ["production"], "sections": ["work"], "language": "en", "invited_by": None}
        return start_meeting(participation=site, by=people.alpha.account, **(given | options))

    return make


def test_a_meeting_is_an_agreed_response_of_those_present(meet):
    response = meet(roles=["production", "coordinator"])
    assert (response.is_agreed, response.roles_present) == (True, ["coordinator", "production"])
    assert (response.invitation.is_meeting, response.invitation.is_coordinator) == (True, False)
    assert Delivery.objects.count() == 0
    assert AuditEntry.objects.get(action="meeting.started").detail == {"roles": ["coordinator", "production"]}


def test_a_meeting_is_asked_nothing_about_a_single_person_and_no_facts(meet):
    asked = responses.asked(responses.response(meet(sections=["work", "code"]).pk)).items
    assert asked[:2] == ("REC1", "REC2")
    assert not {"AREA", "SIZE"} & set(asked)
    assert "PY_NOW" in asked


def test_the_consent_says_that_it_is_given_for_everybody_present(meet):
    response = meet()
    give_consent(response=response)
    assert consents.latest(response).sentences[0].startswith("You agree in the name of everybody present.")


def test_two_meetings_of_one_site_are_two_responses(meet):
    assert meet().pk != meet().pk
    assert Response.objects.filter(is_agreed=True).count() == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"roles": []}, "choose at least one role"),
        ({"roles": ["astronaut"]}, "tiny has no role astronaut"),
        ({"sections": ["cellar"]}, "tiny has no section cellar"),
        ({"sections": []}, "Choose at least one section"),
    ],
)
def test_what_there_is_not_is_refused_and_nothing_is_begun(meet, options, words):
    with pytest.raises(Refused, match=words):
        meet(**options)
    assert Response.objects.count() == 0


def test_a_section_of_which_nobody_present_knows_anything_is_refused(meet):
    with pytest.raises(NothingToAsk):
        meet(sections=["site"])


def test_a_site_holds_only_so_many_meetings(meet, monkeypatch):
    monkeypatch.setattr(meetings, "MOST_MEETINGS", 1)
    meet()
    with pytest.raises(TooManyMeetings):
        meet()


def test_no_meeting_begins_after_the_close(meet, survey, close):
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        meet()


def test_what_a_meeting_sent_reaches_publishing_as_agreed(meet, site, as_worker):
    response = meet()
    give_consent(response=response)
    submit_response(response=response)
    with as_worker():
        found = records.of_participation(site, responses.asked(response).instrument)
    assert [(each.is_agreed, each.role) for each in found.responses] == [(True, "")]
