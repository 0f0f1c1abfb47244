"""Who asked for a publication, and what another organiser said."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff


def of_release(release_id: UUID) -> list[SignOff]:
    """Every asking, the newest first, with the accounts that asked and decided."""
    return list(SignOff.objects.filter(release=release_id).select_related("asked_by", "decided_by"))


def find(sign_off_id: UUID) -> SignOff | None:
    return SignOff.objects.select_related("release__wave__programme", "asked_by").filter(pk=sign_off_id).first()


def waiting(wave_ids: Iterable[UUID], account_id: UUID) -> dict[UUID, UUID]:
    """Wave → release that another organiser asked this account to sign. Nothing in whose place a later one is published."""
    later = Release.objects.filter(
        wave=OuterRef("release__wave"), number__gt=OuterRef("release__number"), published_at__isnull=False
    )
    open_now = SignOff.objects.filter(release__wave__in=wave_ids, decision="").exclude(asked_by=account_id)
    found = open_now.filter(~Exists(later)).order_by("release__number")
    return dict(found.values_list("release__wave", "release"))
