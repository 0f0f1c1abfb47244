"""Locks that order saving, submitting and closing. Always the wave first, then the response."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from surveyapp.actions.refusals import AlreadySubmitted, LinkRevoked, SurveyClosed
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave


def share_wave(wave_id: UUID) -> Wave:
    """The wave as it is now, held against closing until the transaction ends; others may share it."""
    # Django has no FOR SHARE; FOR UPDATE would let only one person of the whole sector submit at a time.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM surveyapp_wave WHERE id = %s FOR SHARE", [wave_id])
    return Wave.objects.select_related("programme").get(pk=wave_id)


def share_draft(response_id: UUID) -> Response:
    """A response that may still be answered, held against submitting until the transaction ends.

    Raises AlreadySubmitted, LinkRevoked or SurveyClosed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM surveyapp_response WHERE id = %s FOR SHARE", [response_id])
    response = _with_wave(response_id)
    if response.is_submitted:
        raise AlreadySubmitted("These answers were already sent. Reopen them to change something.")
    refuse_unless_open(response)
    return response


def lock_response(response_id: UUID) -> Response:
    """A response that this transaction alone may change."""
    Response.objects.select_for_update().get(pk=response_id)
    return _with_wave(response_id)


def refuse_unless_open(response: Response) -> None:
    """Raises LinkRevoked or SurveyClosed."""
    if response.invitation.revoked_at is not None:
        raise LinkRevoked("This link was withdrawn.")
    if not response.participation.wave.is_open:
        raise SurveyClosed(response.participation.wave.closed_at)


def _with_wave(response_id: UUID) -> Response:
    return Response.objects.select_related("participation__wave__programme", "invitation").get(pk=response_id)
