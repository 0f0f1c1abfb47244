"""Write down who did what with what is published. Apart from collecting's own, which no published page may reach."""

from __future__ import annotations

from typing import Any

from django.db import models

from surveyapp.models.audit import AuditEntry
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme


def record(
    *,
    action: str,
    target: models.Model,
    programme: Programme,
    by: Account | None = None,
    by_kind: str = "",
    **detail: Any,
) -> None:
    """Store one audit entry inside the action's transaction; `by` None is a worker, unless `by_kind` says who else."""
    AuditEntry.objects.create(
        actor=by,
        actor_kind="account" if by else by_kind or "worker",
        action=action,
        programme=programme,
        wave_id=getattr(target, "wave_id", None),
        target_kind=type(target).__name__,
        target_id=str(target.pk),
        detail=detail,
    )
