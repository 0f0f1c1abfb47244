"""No more automatic e-mail to an address, and again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit
from surveyapp.models.invitation import Invitation
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme

REPORTED = (MailStop.Why.BOUNCED, MailStop.Why.COMPLAINED)


@transaction.atomic
def stop_mail(
    *, programme: Programme, email: str, why: str, by: Account | None = None, by_kind: str = ""
) -> MailStop | None:
    """Send no more invitations and reminders of this programme to an address. Twice is once; None without an address.

    The audit entry names the stop, which holds the address as a digest alone.
    """
    if not email:
        return None
    digest = MailStop.digest(programme.pk, email)
    stop, is_new = MailStop.objects.get_or_create(
        programme=programme, email_sha256=digest, why=why, lifted_at__isnull=True, defaults={"lifted_at": None}
    )
    if is_new:
        audit.record(action=f"mail.{why}", target=stop, by=by, by_kind=by_kind, programme=programme)
    return stop


@transaction.atomic
def unsubscribe(*, invitation: Invitation) -> None:
    """The holder of an invitation asks for no more e-mails of the programme, at any of its organisations. Twice is once."""
    programme = invitation.participation.wave.programme
    stop_mail(programme=programme, email=invitation.email, why=MailStop.Why.UNSUBSCRIBED, by_kind="respondent")


@transaction.atomic
def subscribe_again(*, invitation: Invitation) -> None:
    """The holder of an invitation takes that back. What machines reported of the address stays."""
    programme = invitation.participation.wave.programme
    _lift(programme, invitation.email, (MailStop.Why.UNSUBSCRIBED,), by=None, by_kind="respondent")


@transaction.atomic
def allow_address(*, programme: Programme, email: str, by: Account) -> int:
    """An organiser says that an address works after all, or that the person wants e-mails: reminders go there again.
    Returns how many reports that sets aside; that a person unsubscribed is not the organiser's to change.
    """
    return _lift(programme, email, REPORTED, by=by, by_kind="")


def _lift(programme: Programme, email: str, whys: tuple[str, ...], *, by: Account | None, by_kind: str) -> int:
    digest = MailStop.digest(programme.pk, email)
    stops = MailStop.objects.select_for_update().filter(
        programme=programme, email_sha256=digest, why__in=whys, lifted_at__isnull=True
    )
    for stop in stops:
        stop.lifted_at, stop.lifted_by = timezone.now(), by
        stop.save(update_fields=["lifted_at", "lifted_by"])
        audit.record(action="mail.allowed", target=stop, by=by, by_kind=by_kind, programme=programme)
    return len(stops)
