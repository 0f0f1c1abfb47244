"""Locks that order saving, submitting and closing. Always the wave first, then the response."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.db import connection

from surveyapp.actions.refusals import AlreadySubmitted, LinkRevoked, ResponseGone, SurveyClosed, Withdrawn
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors import responses


def share_wave(wave_id: UUID) -> Wave:
    """The wave as it is now, held against closing until the transaction ends; others may share it."""
    # Django has no FOR SHARE; FOR UPDATE would let only one person of the whole sector submit at a time.
    return Wave.objects.raw("SELECT * FROM surveyapp_wave WHERE id = %s FOR SHARE", [wave_id])[0]


def share_draft(response_id: UUID) -> Response:
    """A response that may still be answered, held against submitting until the transaction ends.

    Raises AlreadySubmitted, LinkRevoked, SurveyClosed, Withdrawn or ResponseGone.
    """
    return _lock_draft(response_id, "FOR SHARE")


def hold_draft(response_id: UUID) -> Response:
    """As share_draft, for a transaction that also writes the response's own row: two of them wait for each other from
    the start, instead of sharing the row and then both wanting it alone."""
    return _lock_draft(response_id, "FOR NO KEY UPDATE")


def _lock_draft(response_id: UUID, strength: Literal["FOR SHARE", "FOR NO KEY UPDATE"]) -> Response:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM surveyapp_response WHERE id = %s {strength}", [response_id])  # noqa: S608 - no input
    response = _with_wave(response_id)
    if response.is_submitted:
        raise AlreadySubmitted("These answers were already sent. Reopen them to change something.")
    refuse_unless_open(response)
    return response


def lock_response(response_id: UUID) -> Response:
    """A response that this transaction alone may change. Raises ResponseGone."""
    Response.objects.select_for_update().filter(pk=response_id).first()
    return _with_wave(response_id)


def refuse_unless_open(response: Response) -> None:
    """Raises LinkRevoked, SurveyClosed or Withdrawn."""
    if response.invitation.revoked_at is not None:
        raise LinkRevoked("This link was withdrawn.")
    if not response.participation.wave.is_open:
        raise SurveyClosed(response.participation.wave.closed_at)
    if response.is_withdrawn:
        raise Withdrawn("You have withdrawn; nothing was changed.")


def _with_wave(response_id: UUID) -> Response:
    if (found := responses.first(Response.objects.filter(pk=response_id))) is None:
        raise ResponseGone("This survey was confidential and has closed: nobody can find these answers any more.")
    return found
