"""What closing a survey now would do: counted, never read."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from surveyapp.models.response import Response
from surveyapp.models.wave import Wave


@dataclass(frozen=True)
class Closing:
    """`n_drafts`: people who have begun and not submitted. `n_unconfirmed`: organisations with
    submitted answers whose coordinator has not confirmed them. `kept_until`: the day on which persons' answers go."""

    n_drafts: int
    n_unconfirmed: int
    kept_until: date


def closing(wave: Wave) -> Closing:
    """As it stands now, in the programme's days."""
    is_draft = Q(state=Response.State.DRAFT)
    is_unconfirmed = Q(state=Response.State.SUBMITTED, participation__confirmed_at=None)
    found = Response.objects.filter(participation__wave=wave).aggregate(
        drafts=Count("pk", filter=is_draft),
        unconfirmed=Count("participation", filter=is_unconfirmed, distinct=True),
    )
    return Closing(
        n_drafts=found["drafts"],
        n_unconfirmed=found["unconfirmed"],
        kept_until=months_later(timezone.localdate(), wave.programme.keeps_answers_months),
    )


def months_later(day: date, months: int) -> date:
    """Months of the calendar: one month after 31 January is the last of February."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
