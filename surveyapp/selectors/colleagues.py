"""Who of one organisation holds what, and how far they are. From invitations and counts: answers are never read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from surveyapp.instruments.schema import Instrument, Section
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import invitations
from surveyapp.selectors.instruments import instrument
from surveyapp.selectors.progress import counted

NOT_STARTED, UNDER_WAY, SENT, LEFT = "not_started", "under_way", "sent", "left"
NOT_GIVEN = ("facts", "about_you")  # the coordinator's own, and everybody's own


@dataclass(frozen=True)
class Colleague:
    """One invitation: who holds it, what it asks, and how much of that is answered. `left` took part no longer."""

    invitation: Invitation
    response: Response | None
    items: frozenset[str]
    counted: Mapping[str, list[str]]
    given: tuple[str, ...]

    @property
    def state(self) -> str:
        if self.response is None:
            return NOT_STARTED
        if self.response.is_withdrawn:
            return LEFT
        if self.response.is_submitted:
            return SENT
        return UNDER_WAY if self.n_answered else NOT_STARTED

    @property
    def label(self) -> str:
        return self.invitation.called or self.invitation.email

    @property
    def n_asked(self) -> int:
        return sum(len(codes) for codes in self.counted.values())

    @property
    def n_answered(self) -> int:
        return sum(self.answered_in(section) for section in self.counted)

    def answered_in(self, section: str) -> int:
        """Answered questions of one section, as last noted; never more than are asked now."""
        noted = self.response.progress.get(section, [0, 0]) if self.response else [0, 0]
        return min(noted[0], len(self.counted.get(section, ())))


@dataclass(frozen=True)
class Part:
    """One section: who holds it, and which of its questions nobody was asked."""

    section: Section
    holders: tuple[Colleague, ...]
    unasked: tuple[str, ...]

    @property
    def is_held(self) -> bool:
        return bool(self.holders)


@dataclass(frozen=True)
class Team:
    """Everybody of one organisation who was asked in one wave. `withdrawn`: invitations that were taken back."""

    participation: Participation
    questionnaire: Instrument
    people: tuple[Colleague, ...]
    meetings: tuple[Colleague, ...]
    withdrawn: tuple[Colleague, ...]
    parts: tuple[Part, ...]

    @property
    def unsent(self) -> tuple[Colleague, ...]:
        return tuple(each for each in (*self.people, *self.meetings) if each.state in (NOT_STARTED, UNDER_WAY))

    @property
    def n_sent(self) -> int:
        return sum(each.state == SENT for each in self.people)


def team(participation: Participation) -> Team:
    """Everybody asked for a participation, coordinators first, in the order they were asked."""
    questionnaire = instrument(participation.wave.instrument_version_id)
    rows = Invitation.objects.filter(participation=participation).select_related("response", "participation__wave")
    everybody = [
        _colleague(questionnaire, row)
        for row in rows.prefetch_related("assignments").order_by("-is_coordinator", "created_at", "pk")
    ]
    standing = [each for each in everybody if each.invitation.revoked_at is None]
    return Team(
        participation=participation,
        questionnaire=questionnaire,
        people=tuple(each for each in standing if not each.invitation.is_meeting),
        meetings=tuple(each for each in standing if each.invitation.is_meeting),
        withdrawn=tuple(each for each in everybody if each.invitation.revoked_at and not each.invitation.is_meeting),
        parts=tuple(_parts(questionnaire, standing)),
    )


def colleague(participation: Participation, invitation_id: UUID) -> Colleague | None:
    """One standing invitation of this participation, and of no other; None otherwise."""
    rows = Invitation.objects.filter(participation=participation, revoked_at__isnull=True)
    related = ("response", "participation__wave__programme", "participation__organisation")
    found = rows.select_related(*related).prefetch_related("assignments").filter(pk=invitation_id).first()
    return _colleague(instrument(participation.wave.instrument_version_id), found) if found else None


def of_address(participation: Participation, email: str) -> Invitation | None:
    """The standing invitation of an address at this site, in any case of its letters; None for "" or a new one."""
    if not email:
        return None
    found = Invitation.objects.filter(participation=participation, email__iexact=email, revoked_at__isnull=True)
    return found.order_by("-is_coordinator", "created_at").first()


def open_sites(account_id: UUID) -> list[Participation]:
    """The sites that an account coordinates and that take part in an open survey, by name."""
    found = Participation.objects.filter(organisation__memberships__account=account_id, wave__state=Wave.State.OPEN)
    return list(found.select_related("wave__programme", "organisation").order_by("organisation__name", "wave__slug"))


def assignable(questionnaire: Instrument) -> list[Section]:
    """The sections that can be given to a colleague."""
    return [section for section in questionnaire.sections if section.kind not in NOT_GIVEN]


def n_sent(participation: Participation) -> int:
    """How many responses of the site are submitted, meetings among them."""
    return Response.objects.filter(participation=participation, state=Response.State.SUBMITTED).count()


def _colleague(questionnaire: Instrument, invitation: Invitation) -> Colleague:
    items = frozenset(invitations.asked(invitation))
    response: Response | None = getattr(invitation, "response", None)
    if response:
        response.participation = invitation.participation  # the same row, fetched once
    return Colleague(
        invitation=invitation,
        response=response,
        items=items,
        counted=counted(questionnaire, items),
        given=tuple(assignment.section for assignment in invitation.assignments.all()),
    )


def _parts(questionnaire: Instrument, standing: Iterable[Colleague]) -> Iterable[Part]:
    taking_part = [each for each in standing if each.state != LEFT]
    asked = frozenset[str]().union(*(each.items for each in taking_part))
    for section in questionnaire.sections:
        if section.kind == "about_you":
            continue
        codes = [code for page in section.pages for code in page.items if questionnaire.items[code].takes_answer]
        if codes:
            holders = tuple(each for each in taking_part if each.items & set(codes))
            yield Part(section, holders, tuple(code for code in codes if code not in asked))
