"""Withdraw: take one person's answers out of the survey."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.consents import refuse_everything
from surveyapp.actions.facts import settle_facts
from surveyapp.actions.refusals import LinkRevoked
from surveyapp.actions.row_locks import lock_response, share_wave
from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.models.wave import Participation, Wave
from surveyapp.signals import answers_withdrawn, withdrawn_from_wave


@transaction.atomic
def withdraw_response(*, response: Response) -> Response:
    """Delete a person's drafts and answers and mark the response as withdrawn; withdrawing again changes nothing.

    While the wave is open they then count nowhere, and the organisation's own result is announced for rebuilding where
    it was confirmed. After the close, published results and the own result stand; what is built from then on leaves
    the answers out, and no later result of the site is compared with this one. Raises LinkRevoked, and ResponseGone
    where a confidential wave has closed.
    """
    wave = share_wave(response.participation.wave_id)
    current = lock_response(response.pk)
    if current.is_withdrawn:
        return current
    if current.invitation.revoked_at is not None:
        raise LinkRevoked("This link was withdrawn.")
    counted = current.is_submitted
    _delete_answers(current)
    _mark_withdrawn(current)
    refuse_everything(current)
    if counted:
        _leave_the_results(current, wave)
    audit.record(action="response.withdrawn", target=current, by=None, by_kind="respondent", programme=wave.programme)
    return current


def _leave_the_results(response: Response, wave: Wave) -> None:
    """Of a closed wave they stand, so that nobody can subtract what was built without these answers."""
    withdrawn_from_wave.send(sender=Response, wave_id=wave.pk)
    participation = response.participation
    if not wave.is_open:
        Participation.objects.filter(pk=participation.pk).update(answers_withdrawn_at=response.withdrawn_at)
        return
    if response.invitation.is_coordinator:
        settle_facts(participation.pk)
    if participation.confirmed_at is not None:
        answers_withdrawn.send(sender=Response, participation_id=participation.pk)


def _delete_answers(response: Response) -> None:
    with response_scope(response.pk):
        DraftAnswer.objects.filter(response=response).delete()
        ResponseAnswers.objects.filter(response=response).delete()


def _mark_withdrawn(response: Response) -> None:
    """Nothing stays that an answer says: neither the role, nor how far the person came."""
    response.state, response.withdrawn_at = Response.State.WITHDRAWN, timezone.now()
    response.submitted_at, response.role = None, ""
    response.progress, response.roles_present = {}, []
    fields = ["state", "withdrawn_at", "submitted_at", "role", "progress", "roles_present"]
    response.save(update_fields=fields)
