import pytest
from django.utils import timezone

from surveyapp.actions import assignments
from surveyapp.actions.assignments import (
    AlreadyAsked,
    NotAColleague,
    NothingToAsk,
    TooManyColleagues,
    change_sections,
    invite_colleague,
    withdraw_colleague,
)
from surveyapp.actions.refusals import AlreadySubmitted, LinkRevoked, Refused, SurveyClosed
from surveyapp.actions.responses import submit_response
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.selectors.invitations import asked, by_token


@pytest.fixture
def site(survey, people):
    return survey.wave.participations.get(organisation=people.alpha.organisation)


@pytest.fixture
def coordinator(invite):
    return invite(is_coordinator=True, email="kim@alpha.example")[0]


@pytest.fixture
def ask(site, coordinator):
    def make(email="ann@alpha.example", **options):
        given = {"name": "Ann", "sections": ["work"], "invited_by": coordinator, "by": None, "by_kind": "respondent"}
        return invite_colleague(participation=site, email=email, **(given | options))

    return make


def test_a_colleague_is_asked_for_the_sections_given_and_gets_an_email(ask, coordinator):
    invitation = ask(sections=["code"], role="production")
    assert (invitation.invited_by, invitation.path, invitation.role) == (coordinator, "sections", "production")
    assert asked(invitation) == ["AREA", "SCREEN", "PY_NOW", "PY_NEED", "ST_NOW", "ST_NEED"]
    assert Delivery.objects.get(invitation=invitation).to == "ann@alpha.example"
    assert AuditEntry.objects.filter(action="invitation.created", actor_kind="respondent").count() == 1


@pytest.mark.parametrize("again", ["ann@alpha.example", "Ann@Alpha.example"])
def test_an_address_is_asked_once(ask, again):
    first = ask()
    with pytest.raises(AlreadyAsked) as refusal:
        ask(again)
    assert refusal.value.invitation == first
    assert Delivery.objects.filter(invitation=first).count() == 1


def test_an_address_whose_invitation_was_withdrawn_can_be_asked_again(ask):
    withdraw_colleague(invitation=ask(), by=None, by_kind="respondent")
    assert ask().revoked_at is None


def test_the_coordinators_own_address_is_found_too(ask, coordinator):
    with pytest.raises(AlreadyAsked) as refusal:
        ask("KIM@alpha.example")
    assert refusal.value.invitation == coordinator


def test_the_same_address_may_be_asked_by_another_site(ask, survey, people):
    ask()
    beta = survey.wave.participations.get(organisation=people.beta.organisation)
    given = {"email": "ann@alpha.example", "name": "", "sections": ["work"]}
    assert invite_colleague(participation=beta, **given, invited_by=None, by=people.beta.account)


def test_more_people_than_a_site_may_ask_are_refused(ask, monkeypatch):
    monkeypatch.setattr(assignments, "MOST_AT_ONCE", 3)
    ask("a@alpha.example"), ask("b@alpha.example")
    with pytest.raises(TooManyColleagues):
        ask("c@alpha.example")
    withdraw_colleague(invitation=Invitation.objects.get(email="a@alpha.example"), by=None, by_kind="respondent")
    assert ask("c@alpha.example")


def test_inviting_and_withdrawing_in_turn_comes_to_an_end(ask, monkeypatch):
    monkeypatch.setattr(assignments, "MOST_EVER", 3)
    for number in range(2):
        withdraw_colleague(invitation=ask(f"{number}@alpha.example"), by=None, by_kind="respondent")
    with pytest.raises(TooManyColleagues):
        ask("c@alpha.example")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sections": ["cellar"]}, "tiny has no section cellar"),
        ({"sections": []}, "Choose at least one section"),
        ({"role": "astronaut"}, 'tiny has no role "astronaut"'),
    ],
)
def test_what_the_questionnaire_does_not_have_is_refused(ask, options, words):
    with pytest.raises((Refused, ValueError), match=words):
        ask(**options)
    assert Invitation.objects.filter(is_coordinator=False).count() == 0


def test_a_section_nobody_of_that_role_can_know_is_refused_by_name(ask, definition, survey):
    with pytest.raises(NothingToAsk) as refusal:
        ask(sections=["work", "site"])
    assert refusal.value.sections == ["site"]


def test_nobody_is_asked_after_the_close(ask, survey, close):
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        ask()


def test_sections_change_until_the_answers_are_sent(ask, begin, as_worker):
    invitation = ask()
    changed = change_sections(
        invitation=invitation, sections=["skills"], role="production", by=None, by_kind="respondent"
    )
    assert asked(changed)[:2] == ["AREA", "SCREEN"]
    assert changed.role == "production"
    assert AuditEntry.objects.get(action="invitation.sections_changed").detail == {"sections": ["skills"]}


@pytest.mark.parametrize("change", [change_sections, withdraw_colleague])
def test_sent_answers_are_out_of_the_coordinators_hands(begin, change):
    response = begin()
    submit_response(response=response)
    given = {"sections": ["skills"]} if change is change_sections else {}
    with pytest.raises(AlreadySubmitted):
        change(invitation=response.invitation, by=None, by_kind="respondent", **given)


def test_a_coordinators_own_invitation_is_the_organisers(coordinator):
    with pytest.raises(NotAColleague):
        withdraw_colleague(invitation=coordinator, by=None, by_kind="respondent")
    with pytest.raises(NotAColleague):
        change_sections(invitation=coordinator, sections=["work"], by=None, by_kind="respondent")


def test_withdrawing_twice_is_once_and_then_nothing_changes(ask):
    invitation = withdraw_colleague(invitation=ask(), by=None, by_kind="respondent")
    first = invitation.revoked_at
    assert withdraw_colleague(invitation=invitation, by=None, by_kind="respondent").revoked_at == first
    with pytest.raises(LinkRevoked):
        change_sections(invitation=invitation, sections=["work"], by=None, by_kind="respondent")


def test_the_role_invited_for_speaks_where_the_person_named_none(begin):
    response = submit_response(response=begin(role="production", path="sections", sections=["work"]))
    assert Response.objects.get(pk=response.pk).role == "production"


def test_a_withdrawn_invitation_opens_nothing(invite):
    invitation, token = invite(path="sections", sections=["work"])
    withdraw_colleague(invitation=invitation, by=None, by_kind="respondent")
    assert by_token(token) is None
    assert Invitation.objects.get(pk=invitation.pk).revoked_at <= timezone.now()
