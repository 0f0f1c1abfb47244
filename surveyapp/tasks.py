"""Doorbells: an id in, one call."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from surveyapp.models.job import Heartbeat


@shared_task(name="surveyapp.record_heartbeat")
def record_heartbeat() -> None:
    """Say that a worker is there; /readyz reads it."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})


@shared_task(name="surveyapp.sweep")
def sweep() -> None:
    """Take up every row of collecting's work that is undone."""
