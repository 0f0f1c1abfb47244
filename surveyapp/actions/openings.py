"""When the page behind a link was first opened."""

from __future__ import annotations

from django.utils import timezone

from surveyapp.models.invitation import Invitation


def note_opening(*, invitation: Invitation) -> None:
    """Note the first time. Not audited: it is no decision of anybody's, and a mail scanner may have been first.

    In a confidential survey nothing is noted: there, nobody is to know who was at it.
    """
    if invitation.opened_at is None and not invitation.participation.wave.is_confidential:
        Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=timezone.now())
