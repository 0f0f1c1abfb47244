"""Which organisations somebody telephoned about a survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from surveyapp.models.audit import AuditEntry
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class Call:
    """The last one: when, by whom ("" where the account is gone), with which note."""

    at: datetime
    by: str
    note: str


def last_calls(wave: Wave, organisations: Sequence[UUID] | None = None) -> dict[UUID, Call]:
    """Organisation → its last call about this survey; of these organisations, or of all."""
    rows = AuditEntry.objects.filter(
        programme=wave.programme_id, action="organisation.called", detail__survey=str(wave.pk)
    )
    if organisations is not None:
        rows = rows.filter(target_id__in=[str(each) for each in organisations])
    newest = rows.order_by("target_id", "-at", "-id").distinct("target_id").select_related("actor")
    return {UUID(each.target_id): Call(each.at, str(each.actor or ""), each.detail.get("note", "")) for each in newest}
