"""Nudge a worker. Losing a nudge loses nothing: the row it points at is found by the next sweep."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from surveyapp.config.celery import app

logger = logging.getLogger(__name__)


def nudge(task: str, row_id: UUID | str | int) -> None:
    """Send `task` the id of a row of work, once the transaction that wrote the row has committed."""
    transaction.on_commit(lambda: _send(task, str(row_id)))


def _send(task: str, row_id: str) -> None:
    try:
        app.send_task(task, args=[row_id], retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker did not take %s %s; the next sweep will find the row.", task, row_id)
