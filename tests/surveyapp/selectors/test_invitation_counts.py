"""Everybody by state, in SQL: the same as one by one."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from surveyapp.actions import mail_stops
from surveyapp.actions.invitations import revoke
from surveyapp.actions.responses import submit_response
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.selectors import invitation_states
from surveyapp.selectors.delivery_states import State
from surveyapp.selectors.invitation_counts import Invited


@pytest.fixture
def one_of_each(invite, begin, people):
    now = timezone.now()
    submit_response(response=begin(email="done@alpha.example"))
    begin(email="begun@alpha.example")
    revoke(invitation=invite(email="gone@alpha.example")[0], by=people.olga.account)
    mail_stops.unsubscribe(invitation=invite(email="Quiet@alpha.example")[0])
    invite()
    for state in Delivery.State.values:
        seen, unseen = invite(email=f"seen-{state}@alpha.example")[0], invite(email=f"{state}@alpha.example")[0]
        Delivery.objects.filter(invitation__in=[seen, unseen]).update(state=state, handed_over_at=now)
        Invitation.objects.filter(pk=seen.pk).update(opened_at=now - timedelta(hours=1))
    again, _ = invite(email="again@alpha.example")
    Delivery.objects.filter(invitation=again).update(state="bounced", requested_at=now - timedelta(days=3))
    Delivery.objects.create(invitation=again, key="reminder:1", to=again.email, state="sent", handed_over_at=now)


@pytest.mark.parametrize("confidential", [False, True])
def test_the_database_counts_and_finds_what_each_ones_state_is(one_of_each, survey, make_confidential, confidential):
    wave = make_confidential(survey.wave) if confidential else survey.wave
    known = invitation_states.known(wave, list(invitation_states.everybody(wave)))
    by_one = Counter(each.state for each in known.values())
    assert Invited(wave).counts() == by_one
    assert (len(by_one), sum(by_one.values())) == ((9, 20) if confidential else (12, 20))
    for state in State:
        found = Invited(wave).only(state, invitation_states.people(wave))
        assert {each.pk for each in found} == {pk for pk, each in known.items() if each.state == state}


def test_the_statements_do_not_grow_with_people(one_of_each, survey, django_assert_num_queries):
    with django_assert_num_queries(4):
        invited = Invited(survey.wave)
        invited.counts()
        list(invited.only(State.SENT, invitation_states.people(survey.wave)))
