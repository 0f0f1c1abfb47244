"""A meeting that agrees on one answer: not one more respondent."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.assignments import refuse_unanswerable
from surveyapp.actions.invitations import invite
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.actions.responses import start_response
from surveyapp.actions.row_locks import share_wave
from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Account
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation
from surveyapp.selectors.instruments import instrument

MOST_MEETINGS = 20


class TooManyMeetings(Refused):
    """As many meetings as one site may hold are under way or done."""


@transaction.atomic
def start_meeting(  # noqa: PLR0913 - all by keyword, and each a thing the coordinator decides
    *,
    participation: Participation,
    roles: Collection[str],
    sections: Collection[str],
    language: str,
    invited_by: Invitation | None,
    by: Account | None,
    by_kind: str = "",
) -> Response:
    """The agreed answer of those present, in a response of its own that nobody has a link to.

    What none of the roles can know is not asked. Raises SurveyClosed, TooManyMeetings, NothingToAsk for a section that
    holds nothing for these roles, and Refused for no roles, or for roles or sections that there are not.
    """
    wave = share_wave(participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    held = Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    present = _present(held, roles)
    if Invitation.objects.filter(participation=held, is_meeting=True, revoked_at=None).count() >= MOST_MEETINGS:
        raise TooManyMeetings(f"{MOST_MEETINGS} meetings were begun. Go on with one of them.")
    refuse_unanswerable(held, sections, present)
    invitation, _token = invite(
        participation=held,
        path=Invitation.Path.SECTIONS,
        sections=sections,
        is_meeting=True,
        invited_by=invited_by,
        language=language,
        by=by,
        by_kind=by_kind,
    )
    response = start_response(invitation=invitation, language=language)
    response.is_agreed, response.roles_present = True, present
    response.save(update_fields=["is_agreed", "roles_present"])
    audit.record(
        action="meeting.started", target=response, by=by, by_kind=by_kind, programme=wave.programme, roles=present
    )
    return response


def _present(participation: Participation, roles: Collection[str]) -> list[str]:
    questionnaire = instrument(participation.wave.instrument_version_id)
    if unknown := sorted(set(roles) - questionnaire.roles.keys()):
        raise Refused(f"{questionnaire.slug} has no role {', '.join(unknown)}.")
    if not roles:
        raise Refused("Say who is present: choose at least one role.")
    return sorted(set(roles))
