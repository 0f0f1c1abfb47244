"""Send what webhooks are to be told: again and again for a day, then the webhook pauses and its people are told."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.actions import webhooks
from surveyapp.actions.deliveries import request_account_mail
from surveyapp.actions.webhook_addresses import AddressRefused, Resolve
from surveyapp.actions.webhook_calls import CallFailed, call
from surveyapp.models.interface import Webhook, WebhookDelivery
from surveyapp.selectors import work

# Minutes until the next attempt: together a day. RFC 9110 leaves it to the sender; these are the steps of Standard Webhooks.
WAITS = (1, 5, 15, 30, 60, 120, 240, 360, 600)
LOGGED_FOR = timedelta(days=30)


def send(delivery_id: UUID | str, *, resolve: Resolve = socket.getaddrinfo) -> None:
    """Try one message once, if it is due. Run by a worker; one that dies after sending sends again, under the same id."""
    rows = WebhookDelivery.objects.select_related("webhook__programme", "webhook__created_by")
    with work.held(rows.filter(webhook__paused_at=None, due_at__lte=timezone.now()), delivery_id) as row:
        if row is not None:
            _attempt(row, resolve)


def due(now: datetime) -> list[UUID]:
    """Messages to be tried now, the oldest first."""
    rows = WebhookDelivery.objects.filter(state__in=work.UNDONE, due_at__lte=now, webhook__paused_at=None)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:200])


def forget_old(*, now: datetime) -> None:
    """The log goes back thirty days."""
    WebhookDelivery.objects.filter(requested_at__lt=now - LOGGED_FOR).delete()


def _attempt(row: WebhookDelivery, resolve: Resolve) -> None:
    now = timezone.now()
    # Counted before the call: one that kills its worker every time must not be tried for ever.
    row.state, row.attempts, row.started_at = row.State.RUNNING, row.attempts + 1, now
    row.save(update_fields=["state", "attempts", "started_at"])
    row.status, row.error = None, ""
    try:
        row.status = call(row.webhook.url, row.body, _headers(row, now), resolve)
    except (AddressRefused, CallFailed) as failure:
        row.error = str(failure)
    _note(row)


def _headers(row: WebhookDelivery, now: datetime) -> dict[str, str]:
    seconds = int(now.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Waymark-Webhooks/1",
        "webhook-id": str(row.pk),
        "webhook-timestamp": str(seconds),
        "webhook-signature": row.webhook.signatures(str(row.pk), seconds, row.body, now),
    }


@transaction.atomic
def _note(row: WebhookDelivery) -> None:
    """What became of an attempt: 2xx is delivered, 410 asks for no more, everything else is tried again."""
    now = timezone.now()
    if row.status is not None and 200 <= row.status < 300:
        row.state, row.percent, row.finished_at = row.State.DONE, 100, now
    elif row.event == webhooks.TEST or row.status == 410 or row.attempts > len(WAITS):
        row.state, row.finished_at = row.State.FAILED, now
    else:
        row.state, row.due_at = row.State.WAITING, now + timedelta(minutes=WAITS[row.attempts - 1])
    row.save(update_fields=["state", "status", "error", "percent", "finished_at", "due_at"])
    if row.state == row.State.FAILED and row.event != webhooks.TEST:
        _give_up(row.webhook, row)


def _give_up(webhook: Webhook, row: WebhookDelivery) -> None:
    answered = f"{row.status}" if row.status else row.error
    webhooks.pause(webhook=webhook, because=answered, by=None, by_kind="worker")
    account = webhook.created_by
    if account is None or not account.is_active:
        return
    address = settings.SITE_URL + reverse("surveyapp:programme-interface", args=[webhook.programme.slug])
    with override(account.language):
        subject = _("A webhook is paused: %(programme)s") % {"programme": webhook.programme.slug}
        body = render_to_string("mail/webhook_paused.txt", {"webhook": webhook, "answer": answered, "link": address})
    request_account_mail(key=f"webhook-paused:{row.pk}", account=account, subject=subject, body=body)
