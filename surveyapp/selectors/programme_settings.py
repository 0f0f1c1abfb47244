"""A programme's settings: what each section holds, what it held before, and what changing it would do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Programme, SettingsChange
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors.retention import kept_until

Values = dict[str, Any]
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "names": ("name", "organiser_name", "contact_email"),
    "texts": ("information_sheet", "data_controller", "funder", "ethics_reference"),
    "consent": ("consent_sentences",),
    "languages": ("instrument", "languages", "default_language"),
    "groups": ("peer_tree", "side_facets"),
    "limits": ("least_owners", "needs_second_signature"),
    "retention": ("keeps_answers_months",),
    "place": ("timezone", "currency"),
}
"""Section → the fields of the programme that it holds."""


@dataclass(frozen=True)
class Deletion:
    """When a survey's answers go. `at` is None while it is not closed."""

    wave: Wave
    at: datetime | None


def values(programme: Programme, section: str) -> Values:
    """What a section holds now, as JSON can say it; the questionnaire by its short name."""
    found = {field: getattr(programme, field) for field in SECTIONS[section]}
    if "instrument" in found:
        found["instrument"] = programme.instrument.slug if programme.instrument else ""
    return found


def mark(held: Values) -> str:
    """Another one with each change of the section: whoever changes it says which one they saw."""
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]


def history(programme: Programme, section: str) -> QuerySet[SettingsChange]:
    """What was changed in a section, the newest first, with who did it."""
    return SettingsChange.objects.filter(programme=programme, section=section).select_related("by")


def first_opened(programme: Programme) -> Wave | None:
    """The survey that opened first, or whose answers were brought from a file; groups are fixed from then on."""
    begun = Wave.objects.filter(programme=programme).exclude(state=Wave.State.DRAFT)
    return begun.order_by("opens_at", "closed_at", "slug").first()


def with_answers(programme: Programme) -> QuerySet[Wave]:
    """Surveys whose persons' answers may still be there: begun by anybody, and not yet kept for long enough."""
    begun = Response.objects.filter(participation__wave=OuterRef("pk"))
    parted = Participation.objects.filter(wave=OuterRef("pk"), n_submitted_at_close__gt=0)
    found = Wave.objects.filter(Q(Exists(begun)) | Q(Exists(parted)), programme=programme)
    return kept_until(found).filter(Q(closed_at=None) | Q(kept_until__gte=timezone.now())).order_by("closed_at", "slug")


def deletions(programme: Programme, months: int) -> list[Deletion]:
    """When the answers of each survey would go if they were kept for so many months after its close."""
    found = kept_until(Wave.objects.filter(pk__in=with_answers(programme).values("pk")), months)
    return [Deletion(each, each.kept_until) for each in found.select_related("programme").order_by("closed_at", "slug")]


def languages_in_use(programme: Programme) -> set[str]:
    """The default language, and those in which people of surveys that are not over are invited."""
    going_on = [Wave.State.DRAFT, Wave.State.OPEN]
    people = Invitation.objects.filter(participation__wave__programme=programme, revoked_at=None)
    asked = people.filter(participation__wave__state__in=going_on).values_list("language", flat=True).distinct()
    return {programme.default_language, *asked}


def least_of_all() -> int:
    """The fewest owners of a shown group that this installation allows."""
    return int(settings.LEAST_OWNERS)
