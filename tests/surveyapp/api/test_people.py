import pytest

from surveyapp.actions import responses
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing
from surveyapp.models.wave import Wave
from tests.surveyapp.conftest import DEFINITION


@pytest.fixture
def here(wave):
    return f"waves/{wave.pk}/invitations/"


@pytest.fixture
def asked(people):
    def make(**more):
        return {"organisation": str(people.alpha.organisation.pk), "email": "rosa@alpha.example", **more}

    return make


def test_people_are_invited_and_no_link_is_told(olga, here, asked, people):
    answer = olga.post(here, {"invitations": [asked(name="Rosa", is_coordinator=True), asked(email="b@alpha.example")]})
    assert (answer.status_code, [each["email"] for each in answer.body["results"]]) == (
        201,
        ["rosa@alpha.example", "b@alpha.example"],
    )
    assert [each["state"] for each in answer.body["results"]] == ["queued", "queued"]
    assert "/answer/" not in answer.text
    assert Invitation.objects.get(name="Rosa").participation.organisation == people.alpha.organisation
    assert len(olga.get(here).body["results"]) == 2
    assert [each["name"] for each in olga.get(here + "?search=rosa").body["results"]] == ["Rosa"]


def test_one_wrong_person_keeps_all_from_being_invited(olga, here, asked, people):
    wrong = [
        asked(),
        asked(),
        asked(organisation=str(people.gamma.organisation.pk)),
        asked(email="c@alpha.example", path="sections", sections=["nothing"]),
        asked(email="d@alpha.example", language="xx"),
    ]
    answer = olga.post(here, {"invitations": wrong})
    assert answer.status_code == 400
    assert [each["field"] for each in answer.body["errors"]] == [
        "invitations.1.email",
        "invitations.2.organisation",
        "invitations.3.path",
        "invitations.4.language",
    ]
    assert Invitation.objects.count() == 0


def test_a_closed_survey_takes_nobody_in(olga, here, asked, wave):
    Wave.objects.filter(pk=wave.pk).update(state="draft", opens_at=None)
    answer = olga.post(here, {"invitations": [asked()]})
    assert (answer.status_code, answer.body["detail"]) == (409, "The survey is not open.")
    assert Invitation.objects.count() == 0


def test_an_invitation_is_withdrawn_and_not_sent_again(olga, here, asked):
    [made] = olga.post(here, {"invitations": [asked()]}).body["results"]
    one = f"invitations/{made['id']}/"
    assert olga.post(one + "resend/").status_code == 409  # the first is on its way
    revoked = olga.post(one + "revoke/")
    assert (revoked.status_code, revoked.body["state"]) == (200, "revoked")
    again = olga.post(one + "resend/")
    assert (again.status_code, again.body["detail"]) == (409, "This link was withdrawn.")
    assert olga.get(one).body["state"] == "revoked"


def test_reminding_twice_is_reminding_once(olga, wave):
    answers = [olga.post(f"waves/{wave.pk}/reminders/", {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert [answer.body for answer in answers] == [answers[0].body] * 2
    assert Mailing.objects.count() == 1


def test_in_a_confidential_survey_nobody_learns_who_began(olga, asked, people, publish_instrument, make_wave):
    version = publish_instrument({**DEFINITION, "version": "2"})
    wave = make_wave(version, people.alpha.organisation, slug="secret", is_confidential=True)
    [made] = olga.post(f"waves/{wave.pk}/invitations/", {"invitations": [asked()]}).body["results"]
    responses.start_response(invitation=Invitation.objects.get(), language="en")
    assert olga.get(f"invitations/{made['id']}/").body["state"] == "queued"


@pytest.fixture
def invited(olga, here, asked):
    [made] = olga.post(here, {"invitations": [asked()]}).body["results"]
    return f"invitations/{made['id']}/"


@pytest.mark.parametrize("act", ["revoke/", "resend/"])
def test_a_reading_token_changes_no_invitation(reader, invited, act):
    assert reader.post(invited + act).status_code == 403
    assert Invitation.objects.get().revoked_at is None


@pytest.mark.parametrize("act", ["revoke/", "resend/"])
def test_a_stranger_changes_no_invitation(client, nobody, invited, people, act):
    client.force_login(people.gamma.account)
    assert nobody.post(invited + act).status_code == 404
    assert Invitation.objects.get().revoked_at is None
