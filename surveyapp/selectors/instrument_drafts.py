"""Questionnaires as organisers see them: what was published, what is still looked at, and what follows what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from surveyapp.instruments import loader
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import InstrumentDraft, InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class WaveAnswers:
    """A survey that used a version, and how many people's answers it holds: counted, never read."""

    wave: Wave
    n_submitted: int


def drafts_of(programme: Programme) -> QuerySet[InstrumentDraft]:
    """The programme's drafts, the last changed first, without their questionnaires."""
    return InstrumentDraft.objects.filter(programme=programme).order_by("-changed_at").defer("report")


def versions_for(programme: Programme | UUID) -> QuerySet[InstrumentVersion]:
    """Published versions that the programme may use: its own and the product's."""
    usable = Q(instrument__programme=programme) | Q(instrument__programme__isnull=True)
    return InstrumentVersion.objects.filter(usable).select_related("instrument")


def of_the_product() -> list[InstrumentVersion]:
    """The newest version of each questionnaire that everybody may use, by short name."""
    return _newest_of_each(InstrumentVersion.objects.filter(instrument__programme=None).select_related("instrument"))


def newest_of_each(programme: Programme) -> list[InstrumentVersion]:
    """The newest version of each questionnaire that the programme may use, by short name."""
    return _newest_of_each(versions_for(programme))


def _newest_of_each(versions: QuerySet[InstrumentVersion]) -> list[InstrumentVersion]:
    found: dict[str, InstrumentVersion] = {}
    for each in ordered(versions):
        found.setdefault(each.instrument.slug, each)
    return list(found.values())


def ordered(versions: QuerySet[InstrumentVersion]) -> list[InstrumentVersion]:
    """By questionnaire, and the newest version first."""
    found = sorted(versions, key=lambda each: version_key(each.version), reverse=True)
    return sorted(found, key=lambda each: each.instrument.slug)


def version_key(version: str) -> tuple[int, ...]:
    """What makes 10 later than 9, and 1.10 later than 1.9."""
    return tuple(int(part) for part in version.split("."))


def newest(slug: str, programme: Programme | UUID) -> InstrumentVersion | None:
    """The highest published version of a questionnaire that the programme may use, or None."""
    published = versions_for(programme).filter(instrument__slug=slug)
    return max(published, key=lambda each: version_key(each.version), default=None)


def version_before(draft: InstrumentDraft) -> InstrumentVersion | None:
    """The published version that a draft follows: the one it names, else the newest one; None for a first version."""
    slug, since = draft.definition["slug"], draft.definition.get("since")
    own = InstrumentVersion.objects.filter(instrument__slug=slug, instrument__programme=draft.programme_id)
    if since:
        return own.filter(version=since["version"]).select_related("instrument").first()
    return max(own.select_related("instrument"), key=lambda each: version_key(each.version), default=None)


def draft_instrument(draft: InstrumentDraft) -> Instrument:
    """A draft's questionnaire, checked but for the completeness of its languages."""
    return _read(_Stored(draft.pk, draft.changed_at, draft.definition))


def waves_with_answers(version: InstrumentVersion, programme: Programme) -> list[WaveAnswers]:
    """The programme's surveys that use a version, each with its count of submitted responses."""
    submitted = Count("participations__responses", filter=Q(participations__responses__state=Response.State.SUBMITTED))
    found = Wave.objects.filter(programme=programme, instrument_version=version).select_related("programme")
    return [WaveAnswers(wave, wave.n_submitted) for wave in found.annotate(n_submitted=submitted)]


class _Stored:
    """A draft as the key of a memory: the same until it is changed."""

    def __init__(self, draft_id: UUID, changed_at: datetime, definition: Mapping[str, Any]) -> None:
        self.key, self.definition = (draft_id, changed_at), definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Stored) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=16)
def _read(stored: _Stored) -> Instrument:
    return loader.read(stored.definition, languages_complete=False)
