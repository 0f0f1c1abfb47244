"""Waves as organisers see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave


def of_programmes(programmes: Collection[Programme]) -> dict[UUID, list[Wave]]:
    """Programme → all its waves: those not opened yet, then from the newest to the oldest."""
    found: dict[UUID, list[Wave]] = {programme.pk: [] for programme in programmes}
    for wave in Wave.objects.filter(programme__in=programmes).select_related("programme"):
        found[wave.programme_id].append(wave)
    return {programme: _in_order(waves) for programme, waves in found.items()}


def _in_order(rows: Iterable[Wave]) -> list[Wave]:
    drafts = [wave for wave in rows if wave.opens_at is None]
    opened = [wave for wave in rows if wave.opens_at is not None]
    return drafts + sorted(opened, key=lambda wave: (wave.opens_at, wave.slug), reverse=True)
