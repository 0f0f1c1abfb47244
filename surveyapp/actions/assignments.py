"""Who of an organisation is asked which sections: a coordinator invites colleagues and changes what they are asked."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.invitations import assign, invite, refuse_unknown, revoke
from surveyapp.actions.refusals import AlreadySubmitted, LinkRevoked, Refused, SurveyClosed
from surveyapp.actions.row_locks import lock_response, share_wave
from surveyapp.models.assignment import Assignment
from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Account
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation
from surveyapp.selectors import colleagues, invitations
from surveyapp.selectors.instruments import instrument

# Enough for the largest site; more would be a list of addresses that somebody pasted.
MOST_AT_ONCE, MOST_EVER = 40, 120


class AlreadyAsked(Refused):
    """Somebody with this address has a standing invitation at this site."""

    def __init__(self, invitation: Invitation) -> None:
        self.invitation = invitation
        super().__init__(f"{invitation.email} was already asked. Change their sections instead.")


class TooManyColleagues(Refused):
    """The site has asked as many people as one site may."""


class NothingToAsk(Refused):
    """Nothing in these sections can be asked of this role. `sections` are their codes."""

    def __init__(self, sections: Collection[str]) -> None:
        self.sections = sorted(sections)
        super().__init__(f"Nothing in {', '.join(self.sections)} can be known to this role.")


class NotAColleague(Refused):
    """The invitation is a coordinator's own: the organiser gave it, and only the organiser takes it back."""


@transaction.atomic
def invite_colleague(  # noqa: PLR0913 - all by keyword, and each a thing the coordinator decides
    *,
    participation: Participation,
    email: str,
    name: str,
    sections: Collection[str],
    role: str = "",
    language: str = "",
    invited_by: Invitation | None,
    by: Account | None,
    by_kind: str = "",
) -> Invitation:
    """Ask a colleague for sections and groups of skills, and write down the e-mail that carries their link.

    With a role, only what it can know is asked. Raises SurveyClosed, AlreadyAsked for an address that has a standing
    invitation here, TooManyColleagues, NothingToAsk, and Refused for what the questionnaire does not have.
    """
    wave = share_wave(participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    held = Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    _refuse_one_more(held, email)
    refuse_unanswerable(held, sections, [role] if role else [])
    invitation, _token = invite(
        participation=held,
        email=email,
        name=name,
        path=Invitation.Path.SECTIONS,
        sections=sections,
        role=role,
        invited_by=invited_by,
        language=language,
        by=by,
        by_kind=by_kind,
    )
    return invitation


@transaction.atomic
def change_sections(
    *, invitation: Invitation, sections: Collection[str], role: str = "", by: Account | None, by_kind: str = ""
) -> Invitation:
    """Ask a colleague for other sections. Answers to what is no longer asked stay in the draft and are not sent.

    Raises SurveyClosed, LinkRevoked, AlreadySubmitted, NotAColleague, NothingToAsk and Refused.
    """
    locked = _hold(invitation)
    refuse_unknown(
        instrument(locked.participation.wave.instrument_version_id), Invitation.Path.SECTIONS, sections, role
    )
    refuse_unanswerable(locked.participation, sections, [role] if role else [])
    Assignment.objects.filter(invitation=locked).delete()
    assign(locked, sections)
    locked.path, locked.role = Invitation.Path.SECTIONS, role
    locked.save(update_fields=["path", "role"])
    audit.record(action="invitation.sections_changed", target=locked, by=by, by_kind=by_kind, sections=sorted(sections))
    return locked


@transaction.atomic
def withdraw_colleague(*, invitation: Invitation, by: Account | None, by_kind: str = "") -> Invitation:
    """Take back an invitation whose answers were not sent: its link opens nothing any more. Twice is once.

    Raises SurveyClosed, AlreadySubmitted and NotAColleague.
    """
    if invitation.revoked_at is not None:
        return invitation
    return revoke(invitation=_hold(invitation), by=by, by_kind=by_kind)


def refuse_unanswerable(participation: Participation, sections: Collection[str], roles: Collection[str]) -> None:
    """Raises NothingToAsk where a section holds no question that one of the roles can know."""
    questionnaire = instrument(participation.wave.instrument_version_id)
    refuse_unknown(questionnaire, Invitation.Path.SECTIONS, sections, "")
    empty = [code for code in sections if not invitations.asked_in(questionnaire, code, roles)]
    if empty:
        raise NothingToAsk(empty)


def _refuse_one_more(participation: Participation, email: str) -> None:
    if (found := colleagues.of_address(participation, email)) is not None:
        raise AlreadyAsked(found)
    ever = Invitation.objects.filter(participation=participation, is_meeting=False)
    if ever.filter(revoked_at=None).count() >= MOST_AT_ONCE or ever.count() >= MOST_EVER:
        raise TooManyColleagues(f"{MOST_AT_ONCE} people of this site have been asked, which is as many as can be.")


def _hold(invitation: Invitation) -> Invitation:
    """The invitation, and its response if there is one, held by this transaction alone, in the order submitting does."""
    wave = share_wave(invitation.participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    locked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("participation__wave").get(pk=invitation.pk)
    )
    if locked.is_coordinator:
        raise NotAColleague("A coordinator's own invitation is the organiser's to change.")
    if locked.revoked_at is not None:
        raise LinkRevoked("This invitation was withdrawn.")
    response = Response.objects.filter(invitation=locked).first()
    if response and lock_response(response.pk).is_submitted:
        raise AlreadySubmitted("These answers were already sent.")
    return locked
