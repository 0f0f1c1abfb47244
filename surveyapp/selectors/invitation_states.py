"""What organisers may know of each person invited. In a confidential survey that ends where the letter arrives: nothing
says who has opened, begun or finished it, neither directly nor by who was reminded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.response import Response
from surveyapp.models.wave import Wave
from surveyapp.selectors.delivery_states import State, state_of
from surveyapp.selectors.mail_stops import stopped

# Letters that only those get who have not finished, or only those who have, or that somebody asked for who is at it.
TELLING = Q(key__startswith="reminder:") | Q(key__startswith="thanks:") | Q(key__startswith="fresh-link:")
OF_MAIL = {
    "queued": State.QUEUED,
    "sending": State.QUEUED,
    "sent": State.SENT,
    "uncertain": State.UNCERTAIN,
    "bounced": State.BOUNCED,
    "complained": State.COMPLAINED,
    "failed": State.FAILED,
}


@dataclass(frozen=True)
class Known:
    """What is known of one person: the state, since when where that may be said, the mail server's words, and why no more
    e-mail goes there ("" where it does)."""

    state: State
    at: datetime | None = None
    server_words: str = ""
    stopped: str = ""


def people(wave: Wave, words: str = "") -> QuerySet[Invitation]:
    """Everybody invited, by organisation; `words`: part of the organisation's name, a name or an address.

    Nobody whose answers a file brought: they were asked elsewhere.
    """
    found = _asked_here(wave)
    if words:
        by_organisation = Q(participation__organisation__name__icontains=words)
        found = found.filter(by_organisation | Q(name__icontains=words) | Q(email__icontains=words))
    related = found.select_related("participation__organisation")
    return related.order_by("participation__organisation__name", "-is_coordinator", "created_at", "pk")


def everybody(wave: Wave) -> QuerySet[Invitation]:
    """As `people`, with no more of each than `known` needs."""
    return _asked_here(wave).only("email", "revoked_at")


def _asked_here(wave: Wave) -> QuerySet[Invitation]:
    return Invitation.objects.filter(participation__wave=wave, participation__is_imported=False, is_meeting=False)


def known(wave: Wave, some: Sequence[Invitation] | QuerySet[Invitation]) -> dict[UUID, Known]:
    """Invitation → what organisers may know, in few queries for any number."""
    if wave.is_confidential:
        return _of_letters(wave, some)
    return {pk: Known(each.state, each.at, each.server_words, each.stopped) for pk, each in state_of(some).items()}


def history(wave: Wave, invitation: Invitation) -> list[Delivery]:
    """The letters of one person, the newest first; in a confidential survey without those that tell who has finished."""
    found = invitation.deliveries.order_by("-requested_at", "-pk")
    return list(found.exclude(TELLING) if wave.is_confidential else found)


def response_of(wave: Wave, invitation: Invitation) -> Response | None:
    """When somebody began and sent; None in a confidential survey."""
    return None if wave.is_confidential else Response.objects.filter(invitation=invitation).first()


def uncertain(wave: Wave) -> QuerySet[Delivery]:
    """E-mails of which nobody knows whether they went, about which nobody has decided, the oldest first."""
    found = Delivery.objects.filter(
        invitation__participation__wave=wave, state=Delivery.State.UNCERTAIN, replaced_by__isnull=True
    )
    found = found.exclude(TELLING) if wave.is_confidential else found
    return found.select_related("invitation__participation__organisation").order_by("requested_at", "pk")


def _of_letters(wave: Wave, some: Collection[Invitation] | QuerySet[Invitation]) -> dict[UUID, Known]:
    letters = Delivery.objects.filter(invitation__in=[each.pk for each in some]).exclude(TELLING)
    newest = letters.order_by("invitation_id", "-requested_at", "-pk").distinct("invitation_id")
    mail = {row.invitation_id: row for row in newest.only("invitation_id", "state", "server_words")}
    stops = stopped(wave.programme_id, {each.email for each in some})
    return {each.pk: _of_letter(each, mail.get(each.pk), str(stops.get(each.email, ""))) for each in some}


def _of_letter(invitation: Invitation, mail: Delivery | None, stop: str) -> Known:
    words = mail.server_words if mail else ""
    if invitation.revoked_at is not None:
        return Known(State.REVOKED, invitation.revoked_at, stopped=stop)
    if stop == MailStop.Why.UNSUBSCRIBED:
        return Known(State.UNSUBSCRIBED, stopped=stop)
    return Known(OF_MAIL[mail.state] if mail else State.NOT_WRITTEN, server_words=words, stopped=stop)
