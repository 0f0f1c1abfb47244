"""Personal links: give them out, withdraw them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.actions.letter_links import link_of
from surveyapp.actions.letter_writing import write_invitation
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.actions.row_locks import share_wave
from surveyapp.instruments.direction import plain
from surveyapp.instruments.schema import Instrument
from surveyapp.models.assignment import Assignment
from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Account
from surveyapp.models.wave import Participation
from surveyapp.selectors import invitations
from surveyapp.selectors.instruments import instrument


@transaction.atomic
def invite(  # noqa: PLR0913 - all by keyword, and each a thing the inviter decides
    *,
    participation: Participation,
    email: str = "",
    name: str = "",
    path: str = Invitation.Path.FULL,
    sections: Collection[str] = (),
    role: str = "",
    is_coordinator: bool = False,
    is_meeting: bool = False,
    invited_by: Invitation | None = None,
    language: str = "",
    by: Account | None,
    by_kind: str = "",
) -> tuple[Invitation, str]:
    """Make a personal link and, with an address, the row of work that sends it. Returns the link's token too:
    it is stored nowhere else.

    Raises SurveyClosed unless the wave is open, and Refused for a path, sections or a role that there are not.
    """
    wave = share_wave(participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    refuse_unknown(instrument(wave.instrument_version_id), path, sections, role)
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        participation=participation,
        email=email,
        name=plain(name),
        path=path,
        role=role,
        is_coordinator=is_coordinator,
        is_meeting=is_meeting,
        invited_by=invited_by,
        language=language or wave.programme.default_language,
        token_sha256=Invitation.digest(token),
    )
    assign(invitation, sections)
    audit.record(
        action="invitation.created", target=invitation, by=by, by_kind=by_kind, programme=wave.programme, path=path
    )
    if email:
        write_invitation(invitation, link_of(token))
    return invitation, token


@transaction.atomic
def revoke(*, invitation: Invitation, by: Account | None, by_kind: str = "") -> Invitation:
    """Withdraw a link: it opens nothing any more. What was already submitted stays. Twice is once."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit.record(action="invitation.revoked", target=locked, by=by, by_kind=by_kind)
    return locked


def assign(invitation: Invitation, sections: Collection[str]) -> None:
    """Give a new invitation its sections. Within an action."""
    Assignment.objects.bulk_create(Assignment(invitation=invitation, section=code) for code in sorted(set(sections)))


def refuse_unknown(questionnaire: Instrument, path: str, sections: Collection[str], role: str) -> None:
    """Raises Refused for a path, sections or a role that the questionnaire does not have."""
    if path not in Invitation.Path.values:
        raise Refused(f'There is no path "{path}". Use one of {", ".join(Invitation.Path.values)}.')
    if role and role not in questionnaire.roles:
        raise Refused(f'{questionnaire.slug} has no role "{role[:64]}".')
    if unknown := sorted(set(sections) - invitations.known_sections(questionnaire)):
        raise Refused(f"{questionnaire.slug} has no section {', '.join(unknown)}.")
    if path == Invitation.Path.SECTIONS and not sections:
        raise Refused("Choose at least one section, or another path.")
