"""Releases as the organiser sees them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from benchmarking.models.release import Release
from benchmarking.selectors import limits
from benchmarking.stats.releases_over_time import INTERIM_FROM
from surveyapp.models.wave import Participation, Wave


def of_wave(programme: str, wave: str) -> list[Release]:
    """The releases of a wave, by the short names in addresses; newest first."""
    rows = Release.objects.filter(wave__programme__slug=programme, wave__slug=wave)
    return list(rows.select_related("wave__programme", "published_by").order_by("-number"))


def wave(programme: str, wave: str) -> Wave | None:
    """The wave of these short names, with its programme; None where there is none."""
    return Wave.objects.select_related("programme").filter(programme__slug=programme, slug=wave).first()


def companies_that_count(wave: Wave) -> int:
    """Owners of whom somebody has submitted answers, or whose answers came from a file; where the wave says so, of confirmed
    sites only. A count for organisers."""
    finished = Q(is_imported=True) | Q(responses__state="submitted")
    taking_part = Participation.objects.filter(finished, wave=wave)
    if not wave.counts_unconfirmed:
        taking_part = taking_part.filter(confirmed_at__isnull=False)
    return taking_part.values(then=Coalesce("owner", "organisation__owner")).distinct().count()


def interim_from(wave: Wave) -> int:
    """The companies that an interim release needs: 20, or more where a group needs more."""
    return max(INTERIM_FROM, limits.least_owners(), wave.programme.least_owners)


def find(release_id: UUID) -> Release | None:
    """One release with its wave and programme."""
    return Release.objects.select_related("wave__programme", "published_by").filter(pk=release_id).first()
