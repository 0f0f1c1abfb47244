"""Facts about a site: what the register says, and what coordinators state whose answers count in the sector."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import drafts, facets
from surveyapp.selectors.instruments import instrument


def settle_facts(participation_id: UUID) -> None:
    """Work out a participation's facts anew: a coordinator's word wins over the register's, the latest word over earlier ones.

    Within an action that sends, reopens or withdraws a coordinator's answers, or changes whether they count in the
    sector: a fact decides in which group a site counts, so nothing may stay of one that was taken back. In a confidential
    wave nothing is taken from anybody's answers before it closes.
    """
    rows = Participation.objects.select_for_update(no_key=True, of=("self",)).select_related("wave", "organisation")
    participation = rows.get(pk=participation_id)
    if not (participation.wave.is_confidential and participation.wave.is_open):
        _settle(participation)


def settle_facts_at_close(wave: Wave) -> None:
    """As above for everybody in a confidential wave, while its answers can still be told apart."""
    coordinated = wave.participations.filter(invitations__is_coordinator=True)
    for participation_id in coordinated.distinct().values_list("pk", flat=True):
        settle_facts(participation_id)


def _settle(participation: Participation) -> None:
    register, stated = participation.organisation.facets, _stated(participation)
    asked = {facet.code for facet in instrument(participation.wave.instrument_version_id).facets}
    kept = {code: value for code, value in participation.facets.items() if code not in asked}
    participation.facets = kept | {code: value for code, value in register.items() if code in asked} | stated
    participation.facets_confirmed_at = timezone.now() if stated else participation.confirmed_at
    participation.save(update_fields=["facets", "facets_confirmed_at"])


def _stated(participation: Participation) -> dict[str, str]:
    questionnaire = instrument(participation.wave.instrument_version_id)
    counted = participation.responses.filter(
        invitation__is_coordinator=True, state=Response.State.SUBMITTED, benchmark_use=True
    )
    stated: dict[str, str] = {}
    for response in counted.order_by("submitted_at", "pk"):
        stated |= facets.answered(questionnaire, drafts.submitted(response))
    return stated
