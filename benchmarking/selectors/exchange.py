"""Who can tell and who wants to hear: an organisation's own, and, for the organiser, a whole programme's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benchmarking.models.exchange import ExchangeWish, Introduction, IntroductionSide, Speaker, Stance
from surveyapp.models.row_scope import organisation_scope, programme_scope

MOST_SHOWN = 200
"""Introductions on the organiser's page, the newest first."""


@dataclass(frozen=True)
class OwnExchange:
    """`wishes`: (kind, code, stance) of what the organisation ticked; `speaks_as` and `note` go with all of them."""

    wishes: frozenset[tuple[str, str, str]]
    speaks_as: str
    note: str
    sides: tuple[IntroductionSide, ...]


@dataclass(frozen=True)
class Wish:
    id: UUID
    kind: str
    code: str
    stance: str
    speaks_as: str
    note: str
    organisation: str
    owner_id: UUID


@dataclass(frozen=True)
class Proposal:
    """`teller_said`, `hearer_said`: "" (not yet), yes or no."""

    id: UUID
    kind: str
    code: str
    teller: str
    hearer: str
    teller_said: str
    hearer_said: str
    proposed_at: datetime
    introduced_at: datetime | None

    @property
    def is_agreed(self) -> bool:
        return self.teller_said == self.hearer_said == IntroductionSide.Answer.YES


def own_exchange(organisation_id: UUID) -> OwnExchange:
    """What stands of the organisation's wishes, and the introductions proposed to it that were not withdrawn, newest first.

    The caller has checked that the reader may see them.
    """
    with organisation_scope(organisation_id):
        rows = list(ExchangeWish.objects.filter(organisation=organisation_id, withdrawn_at=None))
        sides = IntroductionSide.objects.filter(organisation=organisation_id, introduction__withdrawn_at=None)
        found = tuple(sides.select_related("introduction", "answered_by").order_by("-introduction__proposed_at", "id"))
    return OwnExchange(
        wishes=frozenset((row.kind, row.code, row.stance) for row in rows),
        speaks_as=rows[0].speaks_as if rows else Speaker.USER,
        note=rows[0].note if rows else "",
        sides=found,
    )


def wishes(programme_id: UUID) -> tuple[Wish, ...]:
    """What all organisations of a programme told its organiser, by topic, tellers first, by name."""
    with programme_scope(programme_id):
        rows = ExchangeWish.objects.filter(programme=programme_id, withdrawn_at=None).select_related("organisation")
        found = list(rows.order_by("kind", "code", "-stance", "organisation__name"))
    return tuple(
        Wish(
            id=row.id,
            kind=row.kind,
            code=row.code,
            stance=row.stance,
            speaks_as=row.speaks_as,
            note=row.note,
            organisation=row.organisation.name,
            owner_id=row.organisation.owner_id,
        )
        for row in found
    )


def proposals(programme_id: UUID) -> tuple[Proposal, ...]:
    """Introductions of a programme that were not withdrawn, the newest first; at most the newest 200."""
    with programme_scope(programme_id):
        rows = Introduction.objects.filter(programme=programme_id, withdrawn_at=None)
        found = list(rows.prefetch_related("sides__organisation")[:MOST_SHOWN])
        return tuple(map(_proposal, found))


def _proposal(row: Introduction) -> Proposal:
    by_stance = {side.stance: side for side in row.sides.all()}
    teller, hearer = by_stance[Stance.TELL], by_stance[Stance.HEAR]
    return Proposal(
        id=row.id,
        kind=row.kind,
        code=row.code,
        teller=teller.organisation.name,
        hearer=hearer.organisation.name,
        teller_said=teller.answer,
        hearer_said=hearer.answer,
        proposed_at=row.proposed_at,
        introduced_at=row.introduced_at,
    )
