"""Write down who did what. Every action calls this inside its own transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from surveyapp.models.assignment import Assignment
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave


def record(
    *,
    action: str,
    target: models.Model,
    by: Account | None,
    by_kind: str = "",
    programme: Programme | None = None,
    **detail: Any,
) -> AuditEntry:
    """Store one audit entry. `by` None needs `by_kind`: respondent, worker or operator. `detail` holds no answers.

    The trail is never shortened, so in a confidential wave it may hold nothing that tells one person's answers from
    another's: an entry about a response or an e-mail names the participation instead, and one about an invitation has no
    detail.
    """
    if _is_confidential(target):
        target, detail = _without_person(target), {}
    return AuditEntry.objects.create(
        actor=by,
        actor_kind=by_kind or "account",
        action=action,
        programme=programme,
        wave_id=_wave_id(target),
        target_kind=type(target).__name__,
        target_id=str(target.pk),
        detail=detail,
    )


def _is_confidential(target: models.Model) -> bool:
    about = target.invitation if isinstance(target, Assignment | Delivery) else target
    return isinstance(about, Response | Invitation) and about.participation.wave.is_confidential


def _without_person(target: models.Model) -> models.Model:
    """Which e-mail came back or was sent again would tell who was reminded."""
    if isinstance(target, Response):
        return target.participation
    if isinstance(target, Delivery) and target.invitation is not None:
        return target.invitation.participation
    return target


def _wave_id(target: models.Model) -> UUID | None:
    """The survey that an entry is about, as far as the target says so by itself."""
    if isinstance(target, Wave):
        return target.pk
    about = target.invitation if isinstance(target, Assignment) else target
    if isinstance(about, Response | Invitation):
        return about.participation.wave_id
    return getattr(about, "wave_id", None)
