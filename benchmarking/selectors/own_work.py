"""Whether an organisation's own result is being worked out, or could not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from benchmarking.models.own_result import OwnResultRequest


@dataclass(frozen=True)
class OwnWork:
    """The last work on an own result. `asked_at`: when it was asked for; both false once it is done."""

    asked_at: datetime
    is_under_way: bool
    has_failed: bool


def last_work(organisation_id: UUID) -> dict[str, Subquery]:
    """What a query over waves reads beside each: when work on the organisation's own result was last asked for, and how it stands."""
    asked = OwnResultRequest.objects.filter(
        participation__organisation=organisation_id, participation__wave=OuterRef("pk")
    ).order_by("-requested_at")
    return {"asked_at": Subquery(asked.values("requested_at")[:1]), "work_state": Subquery(asked.values("state")[:1])}


def read_work(wave: Any) -> OwnWork | None:
    """Of a wave with `last_work` beside it; None where none was ever asked for.

    Work that failed and will be tried again still waits; it has failed after the last attempt.
    """
    if wave.asked_at is None:
        return None
    states = OwnResultRequest.State
    is_under_way = wave.work_state in (states.WAITING, states.RUNNING)
    return OwnWork(wave.asked_at, is_under_way, has_failed=wave.work_state == states.FAILED)
