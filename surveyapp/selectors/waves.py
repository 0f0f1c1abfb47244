"""Waves as organisers see them."""

from __future__ import annotations

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave


def of_programme(programme: Programme) -> list[Wave]:
    """All waves of a programme: those not opened yet, then from the newest to the oldest."""
    rows = Wave.objects.filter(programme=programme).select_related("programme")
    drafts = [wave for wave in rows if wave.opens_at is None]
    opened = [wave for wave in rows if wave.opens_at is not None]
    return drafts + sorted(opened, key=lambda wave: (wave.opens_at, wave.slug), reverse=True)
