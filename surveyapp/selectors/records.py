"""What was submitted in a wave, as publishing reads it. For workers only: the web role would see no rows.

Drafts are never read. Texts that people wrote stay behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from surveyapp.instruments.schema import Instrument
from surveyapp.models.answers import OrganisationAnswers, ResponseAnswers
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave

Document: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Item → {"value": ...} or {"missing": reason}."""


@dataclass(frozen=True)
class SubmittedResponse:
    """One person's answers: no name, no address, nothing they wrote in words. `order` is that of submission.

    `is_agreed`: not one person's, but what a meeting agreed on.
    """

    role: str
    is_coordinator: bool
    order: int
    answers: Document
    is_agreed: bool = False


@dataclass(frozen=True)
class ParticipationRecord:
    """One organisation in one wave: who owns it, its facets, what its people submitted, what a file brought for it."""

    participation: UUID
    organisation: UUID
    owner: UUID
    facets: Mapping[str, str]
    responses: tuple[SubmittedResponse, ...]
    imported: Document


def of_wave(wave: Wave, instrument: Instrument) -> list[ParticipationRecord]:
    """The participations that count in the wave's figures, by organisation, with everything submitted.

    Where the wave says so, only confirmed ones count. One with nothing submitted and nothing imported is left out.
    """
    rows = Participation.objects.filter(wave=wave)
    if not wave.counts_unconfirmed:
        rows = rows.filter(confirmed_at__isnull=False)
    return [record for record in _records(rows, instrument) if record.responses or record.imported]


def of_participation(participation: Participation, instrument: Instrument) -> ParticipationRecord:
    """One organisation's record, confirmed or not, with or without answers."""
    return _records(Participation.objects.filter(pk=participation.pk), instrument)[0]


def _records(rows: QuerySet[Participation], instrument: Instrument) -> list[ParticipationRecord]:
    participations = list(rows.select_related("organisation").order_by("organisation_id"))
    wanted = [participation.pk for participation in participations]
    words = {code for code, item in instrument.items.items() if item.kind in ("text", "date")}
    responses = _responses(wanted, words)
    imported = dict(
        OrganisationAnswers.objects.filter(participation__in=wanted).values_list("participation_id", "document")
    )
    return [
        ParticipationRecord(
            participation=row.pk,
            organisation=row.organisation_id,
            owner=row.organisation.owner_id,
            facets=row.facets,
            responses=tuple(responses.get(row.pk, ())),
            imported=_without(imported.get(row.pk, {}), words),
        )
        for row in participations
    ]


def _responses(participations: Sequence[UUID], words: set[str]) -> dict[UUID, list[SubmittedResponse]]:
    rows = ResponseAnswers.objects.filter(
        response__participation__in=participations, response__state=Response.State.SUBMITTED
    ).order_by("response__submitted_at", "response_id")
    found: dict[UUID, list[SubmittedResponse]] = defaultdict(list)
    shown = ("participation_id", "role", "invitation__is_coordinator", "is_agreed")
    fields = [f"response__{name}" for name in shown]
    for participation, role, is_coordinator, is_agreed, document in rows.values_list(*fields, "document").iterator(
        chunk_size=500
    ):
        its = found[participation]
        its.append(SubmittedResponse(role, is_coordinator, len(its), _without(document, words), is_agreed))
    return found


def _without(document: Document, words: set[str]) -> Document:
    return {code: answer for code, answer in document.items() if code not in words}
