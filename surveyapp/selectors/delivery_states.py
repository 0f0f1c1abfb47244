"""What became of each invitation: from the e-mail to the last answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.response import Response
from surveyapp.selectors.mail_stops import stopped


class State(models.TextChoices):
    NOT_WRITTEN = "not_written", _("No e-mail was written")
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Uncertain: it may or may not have been sent")
    BOUNCED = "bounced", _("Came back")
    COMPLAINED = "complained", _("Reported as spam")
    FAILED = "failed", _("Not sent")
    OPENED_START_PAGE = "opened_start_page", _("Start page opened")
    STARTED = "started", _("Started")
    COMPLETED = "completed", _("Completed")
    UNSUBSCRIBED = "unsubscribed", _("Wants no more e-mails")
    REVOKED = "revoked", _("Link withdrawn")


@dataclass(frozen=True)
class DeliveryState:
    """`state` is what an organiser should know first; `at` when that began, where it is known. `delivery_id` is the newest
    e-mail, `mail` what became of it ("" without one), `reason` and `server_words` why. `stopped`: why no more automatic
    e-mail goes to the address (a MailStop.Why, or "")."""

    state: State
    at: datetime | None = None
    delivery_id: UUID | None = None
    mail: str = ""
    reason: str = ""
    server_words: str = ""
    stopped: str = ""

    @property
    def gets_mail(self) -> bool:
        """Whether a reminder would be sent."""
        return not self.stopped and self.state not in (State.REVOKED, State.COMPLETED)


NOT_ARRIVED = (Delivery.State.COMPLAINED, Delivery.State.BOUNCED, Delivery.State.FAILED)


def state_of(invitations: Collection[Invitation] | QuerySet[Invitation]) -> dict[UUID, DeliveryState]:
    """Invitation → its state; three queries for any number of invitations.

    Of what holds at once, the first of these: completed, link withdrawn, started, unsubscribed; then of the newest
    e-mail: reported as spam, came back, not sent; then start page opened, unless a later e-mail is uncertain; then how far
    the newest e-mail is. "Start page opened" is an upper bound: mail scanners fetch links, too, though most are told apart.
    A response that was withdrawn counts as started; in a closed confidential wave nobody has a response any more.
    """
    ids = [each.pk for each in invitations]
    rows = _rows(ids)
    stops: dict[UUID, dict[str, MailStop.Why]] = {}
    for programme_id in {row["programme_id"] for row in rows}:
        emails = [row["email"] for row in rows if row["programme_id"] == programme_id]
        stops[programme_id] = stopped(programme_id, emails)
    return {row["pk"]: _state(row, stops[row["programme_id"]].get(row["email"], "")) for row in rows}


NEWEST = {
    "delivery_id": "pk",
    "mail": "state",
    "reason": "reason",
    "server_words": "server_words",
    "requested_at": "requested_at",
    "finished_at": "finished_at",
    "handed_over_at": "handed_over_at",
}
FIELDS = ("pk", "email", "revoked_at", "opened_at", "programme_id", "answered", "started_at", "submitted_at")


def _rows(ids: list[UUID]) -> list[dict[str, Any]]:
    """Two queries: the newest e-mail of each beside the people, which is much quicker than looking it up for each."""
    letters = Delivery.objects.filter(invitation__in=ids).order_by("invitation_id", "-requested_at", "-pk")
    named = letters.distinct("invitation_id").values("invitation_id", *NEWEST.values())
    newest = {row["invitation_id"]: {name: row[field] for name, field in NEWEST.items()} for row in named}
    people = Invitation.objects.filter(pk__in=ids).annotate(
        programme_id=F("participation__wave__programme_id"),
        answered=F("response__state"),
        started_at=F("response__started_at"),
        submitted_at=F("response__submitted_at"),
    )
    nothing = dict.fromkeys(NEWEST)
    return [row | newest.get(row["pk"], nothing) for row in people.values(*FIELDS)]


def _state(row: dict[str, Any], stop: str) -> DeliveryState:
    state, at = _what_counts(row, stop)
    about_mail = {name: row[name] or "" for name in ("mail", "reason", "server_words")}
    return DeliveryState(state, at, row["delivery_id"], **about_mail, stopped=str(stop))


def _what_counts(row: dict[str, Any], stop: str) -> tuple[State, datetime | None]:
    found = [
        (row["answered"] == Response.State.SUBMITTED, State.COMPLETED, row["submitted_at"]),
        (row["revoked_at"], State.REVOKED, row["revoked_at"]),
        (row["answered"], State.STARTED, row["started_at"]),
        (stop == MailStop.Why.UNSUBSCRIBED, State.UNSUBSCRIBED, None),
        (row["mail"] in NOT_ARRIVED, row["mail"], row["finished_at"]),
        (row["opened_at"] and not _is_uncertain_since(row), State.OPENED_START_PAGE, row["opened_at"]),
        (row["mail"] == Delivery.State.SENDING, State.QUEUED, row["requested_at"]),
        (row["mail"], row["mail"], row["finished_at"] or row["requested_at"]),
    ]
    return next(((State(state), at) for holds, state, at in found if holds), (State.NOT_WRITTEN, None))


def _is_uncertain_since(row: dict[str, Any]) -> bool:
    is_uncertain: bool = row["mail"] == Delivery.State.UNCERTAIN and row["handed_over_at"] > row["opened_at"]
    return is_uncertain
