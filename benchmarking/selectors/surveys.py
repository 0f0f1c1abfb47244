"""The surveys of a programme that have something to show to one organisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from benchmarking.models.release import Release
from benchmarking.selectors.own_work import OwnWork, last_work, read_work
from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation, Wave


@dataclass(frozen=True)
class Survey:
    """One wave as a coordinator knows it: "2026 survey". `facets` are those the organisation took part with.

    `stands_alone`: answers that made the organisation's result were withdrawn since; it is compared with no other.
    `confirmed_at`: when the organisation last confirmed its answers. `frame` says what the register is worth (Wave.Frame).
    `work`: the last on the organisation's own result. `companies_so_far`: owners of those that finished and will count, of a
    survey without results yet: beside its date all that is told of others before there are any (STATISTICS 3, rule 14).
    """

    wave_id: UUID
    slug: str
    title: Mapping[str, str]
    is_open: bool
    closes_at: datetime | None
    takes_part: bool
    is_published: bool
    facets: Mapping[str, str] = field(default_factory=dict)
    stands_alone: bool = False
    confirmed_at: datetime | None = None
    frame: str = ""
    work: OwnWork | None = None
    companies_so_far: int = 0


def surveys(organisation: Organisation) -> tuple[Survey, ...]:
    """Waves that are open, that the organisation took part in, or that are published; newest first, drafts never."""
    releases = Release.objects.filter(wave=OuterRef("pk"), published_at__isnull=False)
    own = FilteredRelation("participations", condition=Q(participations__organisation=organisation))
    waves = Wave.objects.filter(programme=organisation.programme_id).exclude(state=Wave.State.DRAFT)
    found = waves.annotate(is_published=Exists(releases), own=own).annotate(
        own_id=F("own__id"), own_facets=F("own__facets"), withdrawn_at=F("own__answers_withdrawn_at")
    )
    found = found.annotate(confirmed_at=F("own__confirmed_at"), **last_work(organisation.id))
    found = found.annotate(companies=Case(When(is_published=False, then=_companies()), output_field=IntegerField()))
    return tuple(
        _survey(wave)
        for wave in found.order_by(Coalesce("opens_at", "closed_at").desc(nulls_last=True), "-slug")
        if wave.is_open or wave.own_id or wave.is_published
    )


def _companies() -> Subquery:
    """Of a wave of an outer query: as would count if it closed now (`state_of_pages.FIND` counts alike)."""
    answered = Q(responses__state="submitted", responses__benchmark_use=True)
    counting = Q(wave__counts_unconfirmed=True) | Q(confirmed_at__isnull=False)
    finished = counting & (Q(is_imported=True) | Q(n_submitted_at_close__gt=0) | answered)
    rows = Participation.objects.filter(finished, wave=OuterRef("pk")).order_by().values("wave")
    then = Coalesce("owner", "organisation__owner")
    return Subquery(rows.annotate(n=Count(then, distinct=True)).values("n"))


def _survey(wave: Any) -> Survey:
    """A wave with what `surveys` reads beside it."""
    return Survey(
        wave_id=wave.id,
        slug=wave.slug,
        title=wave.title,
        is_open=wave.is_open,
        closes_at=wave.closes_at,
        takes_part=wave.own_id is not None,
        is_published=wave.is_published,
        facets=wave.own_facets or {},
        stands_alone=wave.withdrawn_at is not None,
        confirmed_at=wave.confirmed_at,
        frame=wave.frame,
        work=read_work(wave),
        companies_so_far=wave.companies or 0,
    )


def instruments(wave_ids: Collection[UUID]) -> dict[UUID, Instrument]:
    """Wave id → its questionnaire, for waves whose release does not carry it yet."""
    rows = Wave.objects.filter(id__in=wave_ids).values_list("id", "instrument_version__definition")
    return {wave_id: Instrument.model_validate(definition) for wave_id, definition in rows}
