"""Who asked for a publication, and what another organiser said."""

from __future__ import annotations

from uuid import UUID

from benchmarking.models.sign_off import SignOff


def of_release(release_id: UUID) -> list[SignOff]:
    """Every asking, the newest first, with the accounts that asked and decided."""
    return list(SignOff.objects.filter(release=release_id).select_related("asked_by", "decided_by"))


def find(sign_off_id: UUID) -> SignOff | None:
    return SignOff.objects.select_related("release__wave__programme", "asked_by").filter(pk=sign_off_id).first()
