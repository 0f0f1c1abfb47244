"""Addresses that are told of events, and the messages to them: rows of work, written with the event."""

from __future__ import annotations

import json
import socket
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.webhook_addresses import Resolve, reachable
from surveyapp.models.interface import Webhook, WebhookDelivery
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

SEND = "surveyapp.send_webhook"
MOST_WEBHOOKS = 10  # of one programme
BOTH_SECRETS_FOR = timedelta(days=1)
TEST = "test"


@transaction.atomic
def add_webhook(
    *, programme: Programme, url: str, events: Collection[str], by: Account, resolve: Resolve = socket.getaddrinfo
) -> Webhook:
    """Tell an address of events from now on. Raises Refused, of which AddressRefused is the address's."""
    reachable(url, resolve)
    if Webhook.objects.filter(programme=programme).count() >= MOST_WEBHOOKS:
        raise Refused(_("A programme has at most %(most)s webhooks. Delete one first.") % {"most": MOST_WEBHOOKS})
    chosen = [each for each in Webhook.Event.values if each in events]
    made = Webhook.objects.create(programme=programme, url=url, events=chosen, salt=Webhook.new_salt(), created_by=by)
    audit.record(action="webhook.added", target=made, by=by, programme=programme, url=url, events=chosen)
    return made


@transaction.atomic
def rotate_secret(*, webhook: Webhook, by: Account) -> Webhook:
    """A new secret. For a day messages are signed with the former one too, so that nothing is lost meanwhile."""
    held = _held(webhook)
    held.salt, held.former_salt, held.former_until = Webhook.new_salt(), held.salt, timezone.now() + BOTH_SECRETS_FOR
    held.save(update_fields=["salt", "former_salt", "former_until"])
    audit.record(action="webhook.secret_changed", target=held, by=by, programme=held.programme)
    return held


@transaction.atomic
def pause(*, webhook: Webhook, because: str, by: Account | None, by_kind: str = "") -> None:
    """Nothing is sent to it until somebody resumes; what waits, waits."""
    held = _held(webhook)
    if held.paused_at is None:
        held.paused_at, held.paused_because = timezone.now(), because[:200]
        held.save(update_fields=["paused_at", "paused_because"])
        audit.record(action="webhook.paused", target=held, by=by, by_kind=by_kind, programme=held.programme)


@transaction.atomic
def resume(*, webhook: Webhook, by: Account) -> None:
    """Send again, and what was not delivered first of all."""
    held = _held(webhook)
    if held.paused_at is None:
        return
    held.paused_at, held.paused_because = None, ""
    held.save(update_fields=["paused_at", "paused_because"])
    undelivered = held.deliveries.exclude(state=WebhookDelivery.State.DONE).exclude(event=TEST)
    undelivered.update(state=WebhookDelivery.State.WAITING, attempts=0, due_at=timezone.now())
    for delivery in undelivered:
        queue.nudge(SEND, delivery.pk)
    audit.record(action="webhook.resumed", target=held, by=by, programme=held.programme)


@transaction.atomic
def delete_webhook(*, webhook: Webhook, by: Account) -> None:
    """It is told nothing any more, and its log is gone."""
    audit.record(action="webhook.deleted", target=webhook, by=by, programme=webhook.programme, url=webhook.url)
    Webhook.objects.filter(pk=webhook.pk).delete()


@transaction.atomic
def send_test(*, webhook: Webhook, by: Account) -> WebhookDelivery:
    """A message of the kind "test", so that the other side can be tried. It is tried once."""
    audit.record(action="webhook.tested", target=webhook, by=by, programme=webhook.programme)
    return _write(webhook, TEST, f"{TEST}:{uuid4()}", _of(webhook.programme))


def announce(*, event: str, programme: Programme, occasion: str, about: Mapping[str, Any]) -> None:
    """Write the messages of an event, in the transaction of the event. `occasion` makes telling it twice telling it once."""
    for webhook in Webhook.objects.filter(programme=programme, events__contains=event):
        _write(webhook, event, f"{event}:{occasion}", {**_of(programme), **about})


def announce_wave(*, event: str, wave: Wave) -> None:
    announce(event=event, programme=wave.programme, occasion=str(wave.pk), about=of_wave(wave))


def of_wave(wave: Wave) -> dict[str, Any]:
    return {"wave": {"id": str(wave.pk), "slug": wave.slug}}


def _of(programme: Programme) -> dict[str, Any]:
    return {"programme": {"id": str(programme.pk), "slug": programme.slug}}


def _write(webhook: Webhook, event: str, occasion: str, data: Mapping[str, Any]) -> WebhookDelivery:
    now = timezone.now()
    body = json.dumps({"type": event, "timestamp": now.isoformat(), "data": data})
    row, is_new = WebhookDelivery.objects.get_or_create(
        key=f"{webhook.pk}:{occasion}",
        defaults={"webhook": webhook, "event": event, "body": body, "due_at": now},
    )
    if is_new:
        queue.nudge(SEND, row.pk)
    return row


def _held(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update(of=("self",)).select_related("programme").get(pk=webhook.pk)
