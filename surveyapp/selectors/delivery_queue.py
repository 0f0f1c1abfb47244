"""How much e-mail waits, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from surveyapp.models.delivery import Delivery
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class Queue:
    """`n` e-mails of one survey wait. `ends_at`: when the last of them goes if the mail server takes all."""

    n: int
    ends_at: datetime | None = None


def queue_of(wave: Wave) -> Queue:
    """What waits of a survey, and when it has gone: everything asked for before its last one, of all surveys, at the rate
    MAIL_PER_MINUTE. Retries after a refusal may take longer. Three queries."""
    waiting = Delivery.objects.filter(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])
    ours = waiting.filter(invitation__participation__wave=wave)
    last = ours.aggregate(last=Max("requested_at"))["last"]
    if last is None:
        return Queue(0)
    before = waiting.filter(requested_at__lte=last).count()
    return Queue(ours.count(), timezone.now() + timedelta(minutes=ceil(before / settings.MAIL_PER_MINUTE)))
