"""Delete what respondents were told would be deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.wave import Wave

KEPT_AFTER_CLOSE = timedelta(days=2 * 365)
"""The consent sentence says: two years after the survey closes."""


def delete_expired_answers(*, now: datetime) -> int:
    """Delete drafts and submitted answers of waves closed for longer than they are kept. Run by a worker, daily.

    Merged, organisation-level results without persons stay. Returns the number of rows deleted; each wave is one
    transaction, so an interrupted run goes on where it stopped.
    """
    return sum(_empty(wave) for wave in Wave.objects.filter(closed_at__lt=now - KEPT_AFTER_CLOSE))


@transaction.atomic
def _empty(wave: Wave) -> int:
    rows = [model.objects.filter(response__participation__wave=wave) for model in (DraftAnswer, ResponseAnswers)]
    deleted = sum(row.delete()[0] for row in rows)
    if deleted:
        audit.record(
            action="answers.deleted", target=wave, by=None, by_kind="worker", programme=wave.programme, rows=deleted
        )
    return deleted
