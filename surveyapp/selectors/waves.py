"""Waves as organisers see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave


def with_origin(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """The same waves, each with `came_from_a_file`: its results, or some of them, were imported."""
    imported = Participation.objects.filter(wave=OuterRef("pk"), is_imported=True)
    return waves.annotate(came_from_a_file=Exists(imported))


def of_programmes(programmes: Collection[Programme]) -> dict[UUID, list[Wave]]:
    """Programme → all its waves: those not opened yet, then from the newest to the oldest."""
    found: dict[UUID, list[Wave]] = {programme.pk: [] for programme in programmes}
    for wave in with_origin(Wave.objects.filter(programme__in=programmes)).select_related("programme"):
        found[wave.programme_id].append(wave)
    return {programme: _in_order(waves) for programme, waves in found.items()}


def _in_order(rows: Iterable[Wave]) -> list[Wave]:
    drafts = [wave for wave in rows if wave.state == Wave.State.DRAFT or wave.opens_at is None]
    opened = [wave for wave in rows if wave not in drafts]
    return drafts + sorted(opened, key=lambda wave: (wave.opens_at, wave.slug), reverse=True)


def before(programme: Programme, wave: Wave | None = None) -> Wave | None:
    """The newest survey that opened before this one (None: before one that is to be made); None for a first one."""
    opened = Wave.objects.filter(programme=programme, opens_at__isnull=False).exclude(state=Wave.State.DRAFT)
    if wave is not None:
        opened = opened.exclude(pk=wave.pk)
        if wave.state != Wave.State.DRAFT:
            opened = opened.filter(opens_at__lt=wave.opens_at)
    return opened.select_related("programme", "instrument_version__instrument").order_by("-opens_at").first()
