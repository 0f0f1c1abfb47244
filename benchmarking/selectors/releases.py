"""Releases as the organiser sees them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from benchmarking.models.figure import Figure
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


def published_after(release: Release) -> Release | None:
    """The newest published release of the same survey that came after it, if any: it stands in its place."""
    later = Release.objects.filter(wave=release.wave_id, number__gt=release.number, published_at__isnull=False)
    return later.order_by("-number").first()


def of_same_wave_before(release: Release) -> Release | None:
    """The complete release of the same survey with the number before."""
    earlier = Release.objects.filter(wave=release.wave_id, number__lt=release.number, state=Release.State.DONE)
    return earlier.select_related("wave__programme").order_by("-number").first()


def of_wave_before(release: Release) -> Release | None:
    """What is published last of the newest survey that began before this one's."""
    began = Coalesce("wave__opens_at", "wave__closed_at")
    published = Release.objects.filter(wave__programme=release.wave.programme_id, published_at__isnull=False)
    others = published.filter(is_interim=False).exclude(wave=release.wave_id).annotate(began=began)
    found = others.filter(began__lt=release.wave.opens_at or release.wave.closed_at)
    return found.select_related("wave__programme").order_by("-began", "-number").first()


def every_figure(release_id: UUID) -> tuple[tuple[object, ...], ...]:
    """All that a release publishes, in one order: two releases with the same are the same."""
    names = ("cohort", "metric", "statistic", "value", "low", "high", "least", "most", "bound", "n_owners", "n_units")
    rows = Figure.objects.filter(release=release_id).order_by("cohort", "metric", "statistic")
    return tuple(rows.values_list(*names))
