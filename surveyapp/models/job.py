"""Work to be done, as rows. A message is only a nudge; the row is the truth (ADR 2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkRow(models.Model):
    """A piece of work, written in the transaction that caused it.

    `key` makes asking twice the same as asking once. Whoever works holds the row's advisory lock for as long as the
    work takes; PostgreSQL frees it the moment the worker dies, so a RUNNING row without a lock is undone work.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    MOST_ATTEMPTS = 5

    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=40, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Heartbeat(models.Model):
    """When a worker last did anything: written by the worker, read by /readyz."""

    name = models.CharField(max_length=40, primary_key=True)
    seen_at = models.DateTimeField()
