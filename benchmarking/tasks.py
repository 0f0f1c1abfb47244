"""Doorbells: an id in, one call."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="benchmarking.sweep")
def sweep() -> None:
    """Take up every row of publishing's work that is undone."""
