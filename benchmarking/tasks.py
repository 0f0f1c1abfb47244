"""Doorbells: an id in, one call. What is undone stands in the database; a lost or doubled message changes nothing."""

from __future__ import annotations

from celery import shared_task

from benchmarking import pipeline
from benchmarking.models.own_result import OwnResultRequest
from benchmarking.models.release import Release
from surveyapp.selectors.work import UNDONE


@shared_task(name="benchmarking.build_release")
def build_release(release_id: str) -> None:
    """Build one release, unless it is done or another worker is at it."""
    pipeline.build_release(release_id)


@shared_task(name="benchmarking.rebuild_own_results")
def rebuild_own_results(occasion: str = "") -> None:
    """Build every organisation's own result that is undone; the occasion only says in the log why."""
    for request in OwnResultRequest.objects.filter(state__in=UNDONE).order_by("requested_at"):
        pipeline.rebuild_own_result(request.pk)


@shared_task(name="benchmarking.sweep")
def sweep() -> None:
    """Take up every row of publishing's work that is undone; own results first, as they are quick.

    Rows that used up their attempts are taken up too: that is when they are marked as failed.
    """
    rebuild_own_results()
    for release in Release.objects.filter(state__in=UNDONE).order_by("requested_at"):
        pipeline.build_release(release.pk)
