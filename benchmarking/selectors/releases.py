"""Releases as the organiser sees them."""

from __future__ import annotations

from uuid import UUID

from benchmarking.models.release import Release


def of_wave(programme: str, wave: str) -> list[Release]:
    """The releases of a wave, by the short names in addresses; newest first."""
    rows = Release.objects.filter(wave__programme__slug=programme, wave__slug=wave)
    return list(rows.select_related("wave__programme", "published_by").order_by("-number"))


def find(release_id: UUID) -> Release | None:
    """One release with its wave and programme."""
    return Release.objects.select_related("wave__programme", "published_by").filter(pk=release_id).first()
