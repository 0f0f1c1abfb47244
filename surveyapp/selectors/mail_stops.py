"""Which addresses get no more automatic e-mail, and the link by which somebody asks for that."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from surveyapp.models.invitation import Invitation
from surveyapp.models.mail_stop import MailStop

# What the person decided comes before what machines reported.
BY_WEIGHT = (MailStop.Why.UNSUBSCRIBED, MailStop.Why.COMPLAINED, MailStop.Why.BOUNCED)


def stopped(programme_id: UUID, emails: Iterable[str]) -> dict[str, MailStop.Why]:
    """Address → why it gets no more automatic e-mail of the programme, for those that get none. One query."""
    digests = {email: MailStop.digest(programme_id, email) for email in emails if email}
    rows = MailStop.objects.filter(
        programme_id=programme_id, lifted_at__isnull=True, email_sha256__in=set(digests.values())
    )
    found: dict[str, set[str]] = {}
    for digest, why in rows.values_list("email_sha256", "why"):
        found.setdefault(digest, set()).add(why)
    return {
        email: next(why for why in BY_WEIGHT if why in found[digest])
        for email, digest in digests.items()
        if digest in found
    }


def is_unsubscribed(invitation: Invitation) -> bool:
    """Whether the address of an invitation asked for no more e-mails of its programme."""
    programme_id = invitation.participation.wave.programme_id
    digest = MailStop.digest(programme_id, invitation.email)
    rows = MailStop.objects.filter(programme_id=programme_id, email_sha256=digest, lifted_at__isnull=True)
    return bool(invitation.email) and rows.filter(why=MailStop.Why.UNSUBSCRIBED).exists()


def unsubscribe_link(invitation: Invitation) -> str:
    """The address at which whoever holds the invitation asks for no more e-mails. It opens no questions, and nothing of
    it is stored: the id is signed."""
    return f"{settings.SITE_URL}{reverse('surveyapp:unsubscribe', args=[_signer().sign(invitation.pk.hex)])}"


def by_unsubscribe_token(token: str) -> Invitation | None:
    """The invitation that a link to unsubscribe names, with its programme; None for a forged link and a deleted person."""
    try:
        invitation_id = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    return Invitation.objects.select_related("participation__wave__programme").filter(pk=invitation_id).first()


def _signer() -> Signer:
    # A dot: addresses end at a colon in some mail programs.
    return Signer(sep=".", salt="waymark.unsubscribe")
