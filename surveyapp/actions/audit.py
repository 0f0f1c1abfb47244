"""Write down who did what. Every action calls this inside its own transaction."""

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
    by: Account | None,
    by_kind: str = "",
    programme: Programme | None = None,
    **detail: Any,
) -> AuditEntry:
    """Store one audit entry. `by` None needs `by_kind`: respondent, worker or operator. `detail` holds no answers."""
    return AuditEntry.objects.create(
        actor=by,
        actor_kind=by_kind or "account",
        action=action,
        programme=programme,
        target_kind=type(target).__name__,
        target_id=str(target.pk),
        detail=detail,
    )
