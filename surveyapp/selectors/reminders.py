"""Whom a letter to those already invited would reach, and why others are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import LetterKind
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors.mail_stops import stopped

# Whoever had a letter so recently has had no quiet evening for it yet.
RECENT = timedelta(hours=48)
FLAGS = ("is_finished", "left_at", "is_gone", "is_recent", "is_written")


@dataclass(frozen=True)
class Reach:
    """How many would get the letter, and how many others are left out, by reason."""

    n: int
    left_out: Mapping[str, int]

    @property
    def n_recent(self) -> int:
        return self.left_out.get("recent", 0)


def reach(wave: Wave, kind: str, *, despite_recent: bool = False) -> Reach:
    """Who would get it now, as numbers alone: in a confidential survey nobody sees who has finished."""
    found = Counter(verdicts(wave, kind, despite_recent=despite_recent).values())
    n = found.pop("", 0)
    return Reach(n, dict(found))


def verdicts(
    wave: Wave, kind: str, *, despite_recent: bool, written: str = "", among: Collection[UUID] | None = None
) -> dict[UUID, str]:
    """Invitation → why it gets no letter of this kind, "" where it gets one. Withdrawn links and meetings are none.

    Whoever has had a letter whose key begins with `written` is left out as "written".
    """
    limit = None if despite_recent or kind in (LetterKind.EXTENSION, LetterKind.THANKS) else timezone.now() - RECENT
    rows = _invited(wave, limit, written)
    if among is not None:
        rows = rows.filter(pk__in=among)
    found = list(rows.order_by("pk").values("pk", "email", *FLAGS))
    stops = stopped(wave.programme_id, {row["email"] for row in found})
    return {row["pk"]: _why(row, stops, wants_finished=kind == LetterKind.THANKS) for row in found}


def _why(row: Mapping[str, Any], stops: Mapping[str, str], *, wants_finished: bool) -> str:
    if not row["email"]:
        return "no_address"
    if row["is_written"]:
        return "written"
    if row["left_at"] is not None or row["is_gone"]:
        return "left"
    if row["is_finished"] != wants_finished:
        return "unfinished" if wants_finished else "finished"
    return str(stops.get(row["email"]) or ("recent" if row["is_recent"] else ""))


def _invited(wave: Wave, limit: datetime | None, written: str) -> QuerySet[Invitation]:
    responses = Response.objects.filter(invitation=OuterRef("pk"))
    letters = Delivery.objects.filter(invitation=OuterRef("pk"))
    recent = letters.filter(is_automatic=True, requested_at__gt=limit) if limit else letters.none()
    key = Concat(Value(written), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    had = Delivery.objects.filter(key=key) if written else letters.none()
    return Invitation.objects.filter(participation__wave=wave, revoked_at__isnull=True, is_meeting=False).annotate(
        is_finished=Exists(responses.filter(state=Response.State.SUBMITTED)),
        left_at=F("participation__organisation__left_at"),
        is_gone=Exists(responses.filter(state=Response.State.WITHDRAWN)),
        is_recent=Exists(recent),
        is_written=Exists(had),
    )
