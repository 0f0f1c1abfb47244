"""Batches of e-mails: claimed by one worker within the rates, and taken apart again when it is done or dead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.letter_links import without_links
from surveyapp.models.delivery import Delivery
from surveyapp.selectors import work

State, Reason = Delivery.State, Delivery.Reason
# Small enough that a batch is over within seconds, and that few e-mails wait with a worker that dies.
AT_ONCE = 20
# Where the oldest all go to one domain that has its share, later ones of other domains are found so far ahead.
LOOK_AHEAD = 500
MINUTE = timedelta(minutes=1)
# After each attempt. A day in all: longer than most servers are down, shorter than what an invitation can wait.
WAITS = [timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 480, 720)]


def due(now: datetime) -> QuerySet[Delivery]:
    """What may be sent now, in order: what somebody asked for first, then the oldest."""
    rows = Delivery.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=now), state=State.QUEUED)
    return rows.order_by("is_automatic", "requested_at", "pk")


@contextmanager
def claimed() -> Iterator[list[Delivery]]:
    """The next e-mails that may go now, this worker's until the block ends or it dies; possibly none.

    What has no outcome by the end of the block is settled as that of a dead worker.
    """
    batch = uuid4()
    with work.locked(batch):
        rows = _claim(batch)
        try:
            yield rows
        finally:
            if rows:
                settle(batch)


@transaction.atomic
def _claim(batch: UUID) -> list[Delivery]:
    """One worker at a time counts what all have claimed within the last minute, so that together they keep the rate."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('waymark.mail', 0))")
    now = timezone.now()
    rate = settings.MAIL_PER_MINUTE - Delivery.objects.filter(claimed_at__gt=now - MINUTE).count()
    chosen = _choose(min(rate, AT_ONCE), now) if rate > 0 else []
    rows = Delivery.objects.select_for_update(skip_locked=True).filter(pk__in=chosen, state=State.QUEUED)
    taken = [row.pk for row in rows]
    fields = {"state": State.SENDING, "batch": batch, "claimed_at": now, "attempts": F("attempts") + 1}
    Delivery.objects.filter(pk__in=taken).update(**fields, handed_over_at=None)
    return list(of_batch(batch).order_by("is_automatic", "requested_at", "pk"))


def of_batch(batch: UUID) -> QuerySet[Delivery]:
    rows = Delivery.objects.select_related("invitation__participation__wave__programme")
    return rows.filter(batch=batch, state=State.SENDING)


def _choose(most: int, now: datetime) -> list[UUID]:
    """Ids of the first ones whose domains have not their share already: large mail services refuse whoever comes at once."""
    busy = Counter(map(_domain, Delivery.objects.filter(state=State.SENDING).values_list("to", flat=True)))
    chosen: list[UUID] = []
    for pk, to in due(now).values_list("pk", "to")[:LOOK_AHEAD]:
        if len(chosen) < most and busy[_domain(to)] < settings.MAIL_PER_DOMAIN:
            busy[_domain(to)] += 1
            chosen.append(pk)
    return chosen


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def settle_crashed() -> int:
    """Settle batches whose worker died: its lock is free. Run by the sweep. Returns how many batches there were."""
    found = Delivery.objects.filter(state=State.SENDING).values_list("batch", flat=True).distinct()
    n_settled = 0
    for batch in filter(None, found):
        with work.locked(batch) as is_free:
            if is_free:
                settle(batch)
                n_settled += 1
    return n_settled


def settle(batch: UUID) -> None:
    """What was handed over without an outcome is uncertain and left to a person; the rest waits for another attempt."""
    for delivery in of_batch(batch):
        if delivery.delivered_at is not None:
            finish(delivery, State.SENT)
        elif delivery.handed_over_at is not None:
            finish(delivery, State.UNCERTAIN, reason=Reason.CRASHED)
        else:
            put_back(delivery, words=delivery.server_words)


@transaction.atomic
def put_back(delivery: Delivery, *, words: str, was_tried: bool = True) -> None:
    """Let it wait for another attempt, longer each time, or give it up. One that was not tried goes on as it was."""
    if was_tried and delivery.attempts >= Delivery.MOST_ATTEMPTS:
        finish(delivery, State.FAILED, reason=Reason.GAVE_UP, words=words)
        return
    fields: dict[str, Any] = {"state": State.QUEUED, "batch": None, "handed_over_at": None, "server_words": words}
    if was_tried:
        fields["not_before"] = timezone.now() + WAITS[min(delivery.attempts, len(WAITS)) - 1]
    else:
        fields |= {"claimed_at": None, "attempts": F("attempts") - 1, "server_words": delivery.server_words}
    Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).update(**fields)


@transaction.atomic
def finish(delivery: Delivery, state: str, *, reason: str = "", words: str = "", server_id: str = "") -> bool:
    """Write down the outcome and forget the words; of an uncertain one they stay, without the personal link.

    A report that overtook the outcome (bounced, complained) stands. False for an e-mail that was forgotten meanwhile, as
    the closing of a confidential survey does.
    """
    row = Delivery.objects.select_for_update().filter(pk=delivery.pk).first()
    if row is None:
        return False
    is_kept = state == State.UNCERTAIN
    row.body, row.html = (without_links(row.body), without_links(row.html)) if is_kept else ("", "")
    row.finished_at, row.server_id = timezone.now(), server_id or row.server_id
    if row.state == State.SENDING:
        row.state, row.reason, row.server_words = state, reason, words
        audit.record(action=f"delivery.{state}", target=row, by=None, by_kind="worker")
    row.save(update_fields=["body", "html", "finished_at", "server_id", "state", "reason", "server_words"])
    return True
