"""What was submitted in a wave, as publishing reads it. For workers only: the web role would see no rows.

Drafts are never read. Texts that people wrote stay behind. Of a confidential wave nothing is read before its close, and
after it only what has no person any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import BooleanField, QuerySet, Value

from surveyapp.instruments.schema import Instrument
from surveyapp.models.answers import OrganisationAnswers, ResponseAnswers, UnlinkedAnswers
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave

Document: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Item → {"value": ...} or {"missing": reason}."""


@dataclass(frozen=True)
class SubmittedResponse:
    """One person's answers: no name, no address, nothing they wrote in words. `order` is that of submission; after a
    confidential wave it only tells answers apart, and nobody is known to be the coordinator.

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

    Where the wave says so, only confirmed ones count. What a person refused to have counted in the sector's results is
    left out, and so is a participation with nothing else submitted and nothing imported.
    """
    found = _records(_counting(wave), instrument, only_for_benchmark=True)
    return [record for record in found if record.responses or record.imported]


def without_responses(wave: Wave, instrument: Instrument) -> list[ParticipationRecord]:
    """The same participations, also those that nobody answered for, without what was submitted: for whoever reads that
    packed."""
    return _records(_counting(wave), instrument, only_for_benchmark=True, read_responses=False)


def of_these(participations: Sequence[UUID], instrument: Instrument) -> list[ParticipationRecord]:
    """As `of_wave`, of these participations alone."""
    return _records(Participation.objects.filter(pk__in=participations), instrument, only_for_benchmark=True)


def _counting(wave: Wave) -> QuerySet[Participation]:
    rows = Participation.objects.filter(wave=wave)
    return rows if wave.counts_unconfirmed else rows.filter(confirmed_at__isnull=False)


def of_participation(participation: Participation, instrument: Instrument) -> ParticipationRecord:
    """One organisation's record for its own result, confirmed or not, with or without answers; also with those that may
    not count in the sector's results."""
    rows = Participation.objects.filter(pk=participation.pk)
    return _records(rows, instrument, only_for_benchmark=False)[0]


def _records(
    rows: QuerySet[Participation], instrument: Instrument, *, only_for_benchmark: bool, read_responses: bool = True
) -> list[ParticipationRecord]:
    participations = list(rows.select_related("organisation").order_by("organisation_id"))
    wanted = [participation.pk for participation in participations]
    words = {code for code, item in instrument.items.items() if item.kind in ("text", "date")}
    allowed = {"benchmark_use": True} if only_for_benchmark else {}
    responses = _responses(wanted, words, allowed) if read_responses else {}
    imported = dict(
        OrganisationAnswers.objects.filter(participation__in=wanted).values_list("participation_id", "document")
    )
    return [
        ParticipationRecord(
            participation=row.pk,
            organisation=row.organisation_id,
            owner=row.owner_id or row.organisation.owner_id,
            facets=row.facets,
            responses=tuple(responses.get(row.pk, ())),
            imported=_without(imported.get(row.pk, {}), words),
        )
        for row in participations
    ]


def _responses(
    participations: Sequence[UUID], words: set[str], allowed: Mapping[str, bool]
) -> dict[UUID, list[SubmittedResponse]]:
    found: dict[UUID, list[SubmittedResponse]] = defaultdict(list)
    for rows in (_linked(participations, allowed), _unlinked(participations, allowed)):
        for participation, role, is_coordinator, is_agreed, document in rows.iterator(chunk_size=500):
            its = found[participation]
            its.append(SubmittedResponse(role, is_coordinator, len(its), _without(document, words), is_agreed))
    return found


def _linked(participations: Sequence[UUID], allowed: Mapping[str, bool]) -> QuerySet[Any, Any]:
    submitted = Response.objects.filter(
        participation__in=participations,
        participation__wave__is_confidential=False,
        state=Response.State.SUBMITTED,
        **allowed,
    )
    rows = ResponseAnswers.objects.filter(response__in=submitted).order_by("response__submitted_at", "response_id")
    of_response = ("participation_id", "role", "invitation__is_coordinator", "is_agreed")
    return rows.values_list(*(f"response__{name}" for name in of_response), "document")


def _unlinked(participations: Sequence[UUID], allowed: Mapping[str, bool]) -> QuerySet[Any, Any]:
    """In the order of their random ids: the same each time, so that figures are the same to the bit."""
    rows = UnlinkedAnswers.objects.filter(participation__in=participations, **allowed).order_by("id")
    nobody = Value(False, output_field=BooleanField())
    return rows.values_list("participation_id", "role", nobody, "is_agreed", "document")


def _without(document: Document, words: set[str]) -> Document:
    return {code: answer for code, answer in document.items() if code not in words}
