"""Attempts at a row of work: count them, say how far one is, and what became of it. Each step is committed at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from surveyapp.models.job import WorkRow

logger = logging.getLogger(__name__)

LONGEST_ERROR = 2000


def attempt(row: WorkRow, work: Callable[[], None]) -> None:
    """Do the work of a row that the caller holds; `work` itself marks the row done, with what it made.

    If it raises, the row waits for the next sweep; after MOST_ATTEMPTS it has failed, with the last error. An attempt
    is counted before the work begins: work that kills its worker every time must not be tried for ever.
    """
    if row.attempts >= row.MOST_ATTEMPTS:
        _write(row, state=row.State.FAILED, error=row.error or "Its worker died at every attempt.")
        return
    _write(row, state=row.State.RUNNING, attempts=row.attempts + 1, started_at=timezone.now(), stage="", percent=0)
    try:
        work()
    except Exception as error:
        logger.exception("%s %s failed at attempt %s.", type(row).__name__, row.pk, row.attempts)
        _put_back(row, error)


def advance(row: WorkRow, stage: str, percent: int) -> None:
    """Say which stage has begun, and how much of the work lies behind."""
    _write(row, stage=stage, percent=percent)


def _put_back(row: WorkRow, error: Exception) -> None:
    gives_up = row.attempts >= row.MOST_ATTEMPTS
    state = row.State.FAILED if gives_up else row.State.WAITING
    _write(row, state=state, error=f"{type(error).__name__}: {error}"[:LONGEST_ERROR])


def _write(row: WorkRow, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
