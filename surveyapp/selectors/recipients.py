"""Whom a mailing of invitations would reach, and why others are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing, Recipient
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Wave
from surveyapp.selectors.mail_stops import stopped

Outcome = Recipient.Outcome


def uninvited(wave: Wave, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those of some organisations of the register that have an address and that nobody was asked to coordinate yet."""
    standing = Invitation.objects.filter(
        participation__wave=wave, participation__organisation=OuterRef("pk"), is_coordinator=True, revoked_at=None
    )
    return organisations.filter(~Exists(standing), left_at__isnull=True).exclude(email="")


def foreseen(mailing: Mailing) -> list[tuple[Recipient, str]]:
    """What would become of each recipient now, in their order; of those that are done, what did."""
    rows = list(mailing.recipients.select_related("organisation").order_by("pk"))
    waiting = outcomes(mailing.wave, [row for row in rows if row.outcome == Outcome.WAITING])
    return [(row, waiting.get(row.pk, row.outcome)) for row in rows]


def outcomes(wave: Wave, some: Sequence[Recipient]) -> dict[int, str]:
    """Recipient → what becomes of it."""
    stops = stopped(wave.programme_id, {email_of(each) for each in some})
    standing = Invitation.objects.filter(
        participation__wave=wave,
        participation__organisation__in={each.organisation_id for each in some},
        revoked_at__isnull=True,
        is_meeting=False,
    )
    held = list(standing.values_list("participation__organisation", "email", "is_coordinator"))
    addresses = {(organisation, email.casefold()) for organisation, email, _ in held}
    coordinated = {organisation for organisation, _, is_coordinator in held if is_coordinator}
    return {each.pk: _outcome(each, stops, addresses, coordinated) for each in some}


def _outcome(
    each: Recipient, stops: Mapping[str, str], addresses: set[tuple[UUID, str]], coordinated: set[UUID]
) -> str:
    email = email_of(each)
    if each.organisation.left_at is not None:
        return Outcome.LEFT
    if (each.organisation_id, email.casefold()) in addresses or (
        not each.email and each.organisation_id in coordinated
    ):
        return Outcome.ALREADY
    if not email:
        return Outcome.NO_ADDRESS
    if email in stops:
        return str(stops[email])
    addresses.add((each.organisation_id, email.casefold()))
    return Outcome.WRITTEN


def email_of(each: Recipient) -> str:
    """The recipient's own address, else the one that the register has of its organisation."""
    return each.email or each.organisation.email
