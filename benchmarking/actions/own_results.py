"""Ask for an organisation's own result, and store it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from benchmarking.actions import kept_pages
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from surveyapp import queue
from surveyapp.models.wave import Participation

REBUILD = "benchmarking.rebuild_own_results"


@transaction.atomic
def request_own_results(*, participations: Iterable[UUID], occasion: str) -> list[OwnResultRequest]:
    """One row of work for each participation; asking again for the same occasion finds the same rows.

    One nudge serves them all: a message each would keep other work waiting behind hundreds.
    """
    wanted = {f"own_result:{participation}:{occasion}": participation for participation in participations}
    rows = [OwnResultRequest(key=key, participation_id=wanted[key]) for key in wanted]
    OwnResultRequest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    asked = list(OwnResultRequest.objects.filter(key__in=wanted).order_by("key"))
    if any(row.state == OwnResultRequest.State.WAITING for row in asked):
        queue.nudge(REBUILD, occasion)
    return asked


@transaction.atomic
def store_own_result(
    *, request: OwnResultRequest, participation: Participation, document: Mapping[str, Any] | None
) -> None:
    """Replace the organisation's own result of this wave, and mark the request done; None: there is nothing to show."""
    if document is None:
        OwnResult.objects.filter(participation=participation).delete()
    else:
        OwnResult.objects.update_or_create(
            participation=participation,
            defaults={
                "organisation_id": participation.organisation_id,
                "wave_id": participation.wave_id,
                "document": document,
            },
        )
    kept_pages.forget(organisation=participation.organisation_id)
    request.state, request.percent, request.finished_at = OwnResultRequest.State.DONE, 100, timezone.now()
    request.error = ""
    request.save(update_fields=["state", "percent", "finished_at", "error"])
