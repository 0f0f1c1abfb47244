"""What was corrected after it was published, and why: the log that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benchmarking.models.release import Release


@dataclass(frozen=True)
class Correction:
    """Release `number` stands in the place of `corrected` since `published_at`; `reason` says what was wrong, in the words
    of the organiser."""

    number: int
    corrected: int
    published_at: datetime
    reason: str


def of_wave(wave_id: UUID) -> tuple[Correction, ...]:
    """The published corrections of a survey, newest first; one that is not published is nobody's business yet."""
    rows = Release.objects.filter(wave=wave_id, corrects__isnull=False, published_at__isnull=False)
    found = rows.order_by("-number").values_list("number", "corrects__number", "published_at", "correction_reason")
    return tuple(Correction(number, was, at, reason) for number, was, at, reason in found if at is not None)
