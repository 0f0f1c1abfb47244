"""An organisation that is not listed asks to take part; the organiser approves or declines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.invitations import invite
from surveyapp.actions.joining_letters import write_letter
from surveyapp.actions.participations import add_participation
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_entries import add_organisation
from surveyapp.models.invitation import Invitation
from surveyapp.models.joining import JoinRequest
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

# A site sits behind one network address; nobody asks for more organisations than these by hand.
MOST_AN_HOUR_FROM_ONE_PLACE, MOST_A_DAY_TO_ONE_ADDRESS = 10, 3
UNCONFIRMED_KEPT_FOR, DECLINED_KEPT_FOR = timedelta(days=7), timedelta(days=90)
State = JoinRequest.State


class TooMany(Refused):
    """Requests are taken sparingly, so that nobody fills the organiser's desk or somebody's mailbox."""


@transaction.atomic
def ask_to_join(*, programme: Programme, said: Mapping[str, Any], language: str, client: str) -> JoinRequest:
    """Write down a request and the letter with the link that confirms its address. The organiser sees nothing yet.

    `client` is where it came from. Raises TooMany.
    """
    place = salted_hmac("surveyapp.join_request", client, algorithm="sha256").hexdigest()
    _refuse_too_many(place, said["email"])
    token = Invitation.new_token()
    request = JoinRequest(id=uuid4(), programme=programme, language=language, client=place, **said)
    request.token_sha256 = Invitation.digest(token)
    request.save(force_insert=True)
    link = settings.SITE_URL + reverse("surveyapp:join-confirm", args=[programme.slug, token])
    write_letter(request, "confirm", link=link)
    return request


def _refuse_too_many(place: str, email: str) -> None:
    now = timezone.now()
    of_place = JoinRequest.objects.filter(client=place, asked_at__gt=now - timedelta(hours=1))
    of_address = JoinRequest.objects.filter(email__iexact=email, asked_at__gt=now - timedelta(days=1))
    if of_place.count() >= MOST_AN_HOUR_FROM_ONE_PLACE or of_address.count() >= MOST_A_DAY_TO_ONE_ADDRESS:
        raise TooMany(_("Many requests came from here. Wait until tomorrow, or write to the organiser."))


@transaction.atomic
def confirm_address(*, request: JoinRequest) -> JoinRequest:
    """Whoever asked reads this address: the organiser sees the request now. Confirming twice is once."""
    held = JoinRequest.objects.select_for_update(of=("self",)).select_related("programme").get(pk=request.pk)
    if held.state == State.UNCONFIRMED:
        held.state, held.confirmed_at = State.WAITING, timezone.now()
        held.save(update_fields=["state", "confirmed_at"])
        audit.record(action="join.confirmed", target=held, by=None, by_kind="respondent", programme=held.programme)
    return held


@transaction.atomic
def approve(
    *,
    request: JoinRequest,
    by: Account,
    said: Mapping[str, Any] | None = None,
    existing: Organisation | None = None,
    wave: Wave | None = None,
) -> Organisation:
    """Take an organisation in, as the organiser says (`said`, as for a new organisation), or as one of the register.

    With an open wave it takes part, and whoever asked is invited to coordinate it. Raises Refused if it was decided
    meanwhile, and what adding an organisation raises.
    """
    held = _held(request)
    if existing is None:
        organisation = add_organisation(programme=held.programme, said=said or {}, by=by, source=_("Join page"))
    else:
        organisation = existing
    _decide(held, State.APPROVED, by, organisation)
    if wave is not None:
        participation = add_participation(wave=wave, organisation=organisation, by=by)
        who: dict[str, Any] = {"email": held.email, "name": held.contact_name, "language": held.language}
        invite(participation=participation, is_coordinator=True, by=by, **who)
    write_letter(held, "approved", listed_as=organisation.name, is_invited=wave is not None)
    return organisation


@transaction.atomic
def decline(*, request: JoinRequest, letter: str, by: Account) -> None:
    """Send whoever asked the organiser's words. Raises Refused if it was decided meanwhile."""
    held = _held(request)
    _decide(held, State.DECLINED, by, None)
    write_letter(held, "declined", letter=letter)


def _held(request: JoinRequest) -> JoinRequest:
    held = JoinRequest.objects.select_for_update(of=("self",)).select_related("programme").get(pk=request.pk)
    if held.state != State.WAITING:
        raise Refused(_("Somebody decided about this request already."))
    return held


def _decide(held: JoinRequest, state: str, by: Account, organisation: Organisation | None) -> None:
    held.state, held.decided_at, held.decided_by, held.organisation = state, timezone.now(), by, organisation
    held.save(update_fields=["state", "decided_at", "decided_by", "organisation"])
    audit.record(action=f"join.{state}", target=held, by=by, programme=held.programme)


def delete_old_requests(*, now: datetime) -> int:
    """Forget requests whose address nobody confirmed, and those declined long ago. Run by a worker; how many."""
    unconfirmed = JoinRequest.objects.filter(state=State.UNCONFIRMED, asked_at__lt=now - UNCONFIRMED_KEPT_FOR)
    declined = JoinRequest.objects.filter(state=State.DECLINED, decided_at__lt=now - DECLINED_KEPT_FOR)
    return int(unconfirmed.delete()[0]) + int(declined.delete()[0])
