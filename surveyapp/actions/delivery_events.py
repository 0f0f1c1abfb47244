"""What is reported of e-mails after they were sent: delivered, came back, reported as spam, unsubscribed."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import unquote
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.deliveries import programme_of
from surveyapp.actions.mail_stops import stop_mail
from surveyapp.mail.notices import Kind, Notice
from surveyapp.mail.replies import LONGEST_WORDS, is_hard
from surveyapp.models.delivery import Delivery
from surveyapp.models.mail_stop import MailStop

State, Why = Delivery.State, MailStop.Why
# An e-mail goes forward only: a report that comes late or twice does not turn a state back.
FROM = {
    State.BOUNCED: (State.SENDING, State.SENT, State.UNCERTAIN),
    State.COMPLAINED: (State.SENDING, State.SENT, State.UNCERTAIN, State.BOUNCED),
}
# That a service says "opened" or "clicked" is not used: pictures that count readers and rewritten links watch people, and
# mail programs fetch both by themselves.
KINDS = {
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.BOUNCED: Kind.BOUNCED,
    EventType.REJECTED: Kind.BOUNCED,
    EventType.FAILED: Kind.BOUNCED,
    EventType.COMPLAINED: Kind.COMPLAINED,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBED,
}


@dataclass(frozen=True)
class Named:
    """How a report names an e-mail: by our id, by a Message-ID, or by the id that the server gave it."""

    ours: str = ""
    message_id: str = ""
    to: str = ""


def receive(sender: Any, event: AnymailTrackingEvent, esp_name: str, **_: Any) -> None:
    """A report of a mail service, known to be its own (`config.mail_services`). Unknown e-mails and kinds change nothing."""
    kind = KINDS.get(event.event_type)
    if kind is None:
        return
    words = " ".join(str(event.mta_response or event.description or "").split())[:LONGEST_WORDS]
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    named = Named(str(metadata.get("delivery", "")), str(event.message_id or ""), str(event.recipient or ""))
    apply(named=named, kind=kind, words=words, hard=_is_hard(event))


def _is_hard(event: AnymailTrackingEvent) -> bool:
    """Whether the address itself does not work. That a server took the e-mail for spam says nothing about the address."""
    if event.reject_reason in (RejectReason.INVALID, RejectReason.SPAM):
        return bool(event.reject_reason == RejectReason.INVALID)
    said = str(event.mta_response or "")
    code = int(said[:3]) if said[:3].isdigit() else None
    kind = event.esp_event.get("Type", "") if isinstance(event.esp_event, dict) else ""
    return kind in ("HardBounce", "BadEmailAddress") or is_hard(said, code)


def take_notice(notice: Notice) -> bool:
    """What a message in the mailbox of returned e-mails says. Whether it was about one of ours."""
    named = Named(notice.delivery_id, notice.message_id)
    return apply(named=named, kind=notice.kind, words=notice.words[:LONGEST_WORDS], hard=notice.is_hard)


@transaction.atomic
def apply(*, named: Named, kind: Kind, words: str, hard: bool) -> bool:
    """Write down one report. The same one again, one that comes late, and one of an e-mail that never left change nothing.
    Whether it named an e-mail of ours.
    """
    delivery = _held(named)
    if delivery is None or delivery.handed_over_at is None:
        return False
    if kind is Kind.DELIVERED:
        _delivered(delivery)
    elif kind is Kind.UNSUBSCRIBED:
        _stop(delivery, Why.UNSUBSCRIBED)
    elif kind is Kind.COMPLAINED:
        _forward(delivery, State.COMPLAINED, words)
        _stop(delivery, Why.COMPLAINED)
    else:
        is_news = _forward(delivery, State.BOUNCED, words)
        if hard and (is_news or delivery.state == State.BOUNCED):
            _stop(delivery, Why.BOUNCED)
    return True


def _held(named: Named) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("invitation__participation__wave__programme")
    found = _named(rows, named)
    if found and named.to and found.to.casefold() != unquote(named.to).casefold():
        return None  # somebody else's copy
    return found


def _named(rows: Any, named: Named) -> Delivery | None:
    message_id = named.message_id.strip().strip("<>")
    for said in (named.ours, message_id.partition("@")[0]):
        try:
            found = rows.filter(pk=UUID(said)).first()
        except ValueError:
            continue
        if found:
            return found  # type: ignore[no-any-return]
    by_server = rows.filter(server_id=message_id) if message_id else rows.none()
    return by_server.first()  # type: ignore[no-any-return]


def _delivered(delivery: Delivery) -> None:
    """Of an uncertain e-mail that is the answer; one being sent is marked so that it is none should its worker die."""
    if delivery.delivered_at is None:
        delivery.delivered_at = timezone.now()
        if delivery.state == State.UNCERTAIN:
            delivery.state, delivery.reason, delivery.body, delivery.html = State.SENT, "", "", ""
        delivery.save(update_fields=["delivered_at", "state", "reason", "body", "html"])


def _forward(delivery: Delivery, state: Delivery.State, words: str) -> bool:
    if delivery.state not in FROM[state]:
        return False
    is_still_held = delivery.state == State.SENDING  # its worker empties it in a moment
    delivery.state, delivery.reason, delivery.server_words = state, "", words
    if not is_still_held:
        delivery.body, delivery.html = "", ""
    delivery.finished_at = timezone.now()
    delivery.save(update_fields=["state", "reason", "server_words", "body", "html", "finished_at"])
    audit.record(action=f"delivery.{state}", target=delivery, by=None, by_kind="mail service")
    return True


def _stop(delivery: Delivery, why: MailStop.Why) -> None:
    programme = programme_of(delivery)
    if programme:
        stop_mail(programme=programme, email=delivery.to, why=why, by_kind="mail service")
