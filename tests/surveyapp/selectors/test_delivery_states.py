from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveyapp.actions import invitations, mail_stops, responses
from surveyapp.models.delivery import Delivery
from surveyapp.selectors.delivery_states import state_of

BROWSER = {"Accept-Language": "en"}


@pytest.fixture
def ann(invite):
    return invite(email="ann@alpha.example")


def state(invitation):
    return state_of([invitation])[invitation.pk].state


def newest(invitation, **fields):
    Delivery.objects.filter(invitation=invitation).update(**fields)


def test_an_invitation_goes_from_queued_to_completed(ann, people):
    invitation, token = ann
    assert state(invitation) == "queued"
    newest(invitation, state="sending")
    assert state(invitation) == "queued"
    newest(invitation, state="sent", handed_over_at=timezone.now())
    assert state(invitation) == "sent"
    Client().get(f"/answer/{token}/", headers=BROWSER)
    assert state(invitation) == "opened_start_page"
    response = responses.start_response(invitation=invitation, language="en")
    assert state(invitation) == "started"
    type(response).objects.filter(pk=response.pk).update(state="submitted", submitted_at=timezone.now())
    assert state(invitation) == "completed"
    invitations.revoke(invitation=invitation, by=people.olga.account)
    assert state(invitation) == "completed"


@pytest.mark.parametrize("outcome", ["bounced", "complained", "failed"])
def test_a_newer_e_mail_that_did_not_arrive_counts_more_than_a_page_once_opened(ann, outcome):
    invitation, token = ann
    Client().get(f"/answer/{token}/", headers=BROWSER)
    newest(invitation, state=outcome, handed_over_at=timezone.now(), server_words="550 no")
    found = state_of([invitation])[invitation.pk]
    assert (found.state, found.server_words) == (outcome, "550 no")


def test_an_uncertain_e_mail_after_the_page_was_opened_stays_uncertain(ann):
    invitation, token = ann
    Client().get(f"/answer/{token}/", headers=BROWSER)
    newest(invitation, state="uncertain", handed_over_at=timezone.now())
    assert state(invitation) == "uncertain"
    newest(invitation, handed_over_at=timezone.now() - timedelta(days=1))
    assert state(invitation) == "opened_start_page"


def test_unsubscribed_and_withdrawn_are_said_and_get_no_reminder(ann, invite, people):
    invitation, _ = ann
    mail_stops.unsubscribe(invitation=invitation)
    found = state_of([invitation])[invitation.pk]
    assert (found.state, found.stopped, found.gets_mail) == ("unsubscribed", "unsubscribed", False)
    other, _ = invite(email="bo@alpha.example")
    assert state_of([other])[other.pk].gets_mail
    invitations.revoke(invitation=other, by=people.olga.account)
    assert state(other) == "revoked"


def test_without_an_address_no_e_mail_was_written(invite):
    invitation, _ = invite()
    assert state(invitation) == "not_written"


@pytest.mark.parametrize("headers", [{}, BROWSER | {"Sec-Purpose": "prefetch"}])
def test_a_scanner_or_a_page_fetched_ahead_opens_nothing(ann, headers):
    invitation, token = ann
    assert Client().get(f"/answer/{token}/", headers=headers).status_code == 200
    Client().head(f"/answer/{token}/", headers=BROWSER)
    assert state(invitation) == "queued"


def test_in_a_confidential_survey_nobody_notes_who_opened_it(ann, survey, make_confidential):
    invitation, token = ann
    make_confidential(survey.wave)
    Client().get(f"/answer/{token}/", headers=BROWSER)
    assert state(invitation) == "queued"


def test_three_queries_tell_of_any_number(invite, django_assert_num_queries):
    made = [invite(email=f"person-{n}@alpha.example")[0] for n in range(5)]
    for some in (made[:1], made):
        with django_assert_num_queries(3):
            assert len(state_of(some)) == len(some)
