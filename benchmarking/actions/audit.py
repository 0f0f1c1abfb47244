"""Write down who did what with what is published. Apart from collecting's own, which no published page may reach."""

from __future__ import annotations

from typing import Any

from django.db import models

from surveyapp.models.audit import AuditEntry
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme


def record(
    *, action: str, target: models.Model, programme: Programme, by: Account | None = None, **detail: Any
) -> None:
    """Store one audit entry inside the action's transaction; `by` None is a worker. `detail` holds no answers."""
    AuditEntry.objects.create(
        actor=by,
        actor_kind="account" if by else "worker",
        action=action,
        programme=programme,
        target_kind=type(target).__name__,
        target_id=str(target.pk),
        detail=detail,
    )
