"""The surveys that several sites of one programme have results of."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from benchmarking.models.release import Release
from benchmarking.selectors.surveys import Survey
from surveyapp.models.wave import Participation, Wave


def surveys_of_sites(organisations: Collection[UUID]) -> tuple[Survey, ...]:
    """Every survey any of the sites takes part in, newest first, drafts never; `takes_part` is true of all.

    The caller has checked that the reader coordinates each of them.
    """
    theirs = Participation.objects.filter(wave=OuterRef("pk"), organisation__in=organisations)
    released = Release.objects.filter(wave=OuterRef("pk"), published_at__isnull=False)
    waves = Wave.objects.exclude(state=Wave.State.DRAFT).filter(Exists(theirs)).annotate(is_published=Exists(released))
    return tuple(
        Survey(
            wave_id=wave.id,
            slug=wave.slug,
            title=wave.title,
            is_open=wave.is_open,
            closes_at=wave.closes_at,
            takes_part=True,
            is_published=wave.is_published,
        )
        for wave in waves.order_by(Coalesce("opens_at", "closed_at").desc(nulls_last=True), "-slug")
    )


def withdrawn_from(organisations: Collection[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """Organisation and wave where answers that had counted were withdrawn: such a result is compared with no other."""
    rows = Participation.objects.filter(organisation__in=organisations, answers_withdrawn_at__isnull=False)
    return frozenset(rows.values_list("organisation_id", "wave_id"))
