"""E-mails: written down with what caused them, sent by a worker."""

from __future__ import annotations

import smtplib
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.instruments.texts import localised
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.people import Account
from surveyapp.selectors import work


@transaction.atomic
def request_invitation_mail(*, invitation: Invitation, link: str, minutes: int) -> Delivery:
    """Write down the e-mail that carries a personal link, in the person's language; asking twice is asking once."""
    with override(invitation.language):
        subject, body = _invitation_words(invitation, link, minutes)
    return _write_down(f"invitation:{invitation.pk}", subject, body, _to(invitation))


@transaction.atomic
def request_fresh_link_mail(*, fresh: FreshLink, link: str) -> Delivery:
    """Write down the e-mail that carries another link to the same questions; asking twice is asking once."""
    invitation = fresh.invitation
    with override(invitation.language):
        context = _context(invitation, link)
        subject = _("%(survey)s: your new link for %(organisation)s") % context
        body = render_to_string("mail/fresh_link.txt", context)
    return _write_down(f"fresh-link:{fresh.pk}", subject, body, _to(invitation))


@transaction.atomic
def request_account_mail(*, key: str, account: Account, subject: str, body: str) -> Delivery:
    """Write down an e-mail to somebody who signs in; asking twice is asking once. It says nothing that has to be signed in for."""
    return _write_down(key, subject, body, {"account": account, "to": account.email})


def send_delivery(delivery_id: UUID | str) -> None:
    """Send one e-mail if it is undone, and forget its body, which holds the personal link.

    Run by a worker. A worker that dies between sending and saying so sends again: both copies carry the same
    Message-ID, so a mail program shows one. After five failures the row says why and is left to a person.
    """
    with work.held(Delivery.objects.select_related("invitation"), delivery_id) as delivery:
        if delivery is None:
            return
        if delivery.invitation and delivery.invitation.revoked_at:
            _finish(delivery, Delivery.State.FAILED, error="The link was withdrawn before the e-mail was sent.")
            return
        _attempt(delivery)


def _attempt(delivery: Delivery) -> None:
    delivery.state, delivery.started_at = Delivery.State.RUNNING, timezone.now()
    delivery.attempts += 1
    delivery.save(update_fields=["state", "started_at", "attempts"])
    try:
        _message(delivery).send()
    except (smtplib.SMTPException, OSError) as error:
        _wait_or_give_up(delivery, error)
    else:
        _finish(delivery, Delivery.State.DONE)


def _message(delivery: Delivery) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{delivery.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(delivery.subject, delivery.body, to=[delivery.to], headers=headers)


def _wait_or_give_up(delivery: Delivery, error: Exception) -> None:
    gives_up = delivery.attempts >= Delivery.MOST_ATTEMPTS
    delivery.state = Delivery.State.FAILED if gives_up else Delivery.State.WAITING
    delivery.error = f"{type(error).__name__}: {error}"[:500]
    delivery.save(update_fields=["state", "error"])


@transaction.atomic
def _finish(delivery: Delivery, state: Delivery.State, error: str = "") -> None:
    delivery.state, delivery.error, delivery.body = state, error, ""
    delivery.percent, delivery.finished_at = 100, timezone.now()
    delivery.save(update_fields=["state", "error", "body", "percent", "finished_at"])
    audit.record(action=f"delivery.{state}", target=delivery, by=None, by_kind="worker")


def _to(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "to": invitation.email}


def _write_down(key: str, subject: str, body: str, to: dict[str, Any]) -> Delivery:
    # A name with a line break would begin another header.
    subject = " ".join(subject.split())[:200]
    delivery, created = Delivery.objects.get_or_create(key=key, defaults={"subject": subject, "body": body, **to})
    if created:
        queue.nudge("surveyapp.send_delivery", delivery.pk)
    return delivery


def _invitation_words(invitation: Invitation, link: str, minutes: int) -> tuple[str, str]:
    context = _context(invitation, link) | {"minutes": minutes}
    subject = _("%(survey)s: your questions for %(organisation)s") % context
    return subject, render_to_string("mail/invitation.txt", context)


def _context(invitation: Invitation, link: str) -> dict[str, Any]:
    wave = invitation.participation.wave
    programme = wave.programme

    def say(text: dict[str, str]) -> str:
        return localised(text, invitation.language, programme.default_language)

    return {
        "invitation": invitation,
        "organisation": invitation.participation.organisation.name,
        "survey": say(wave.title) or wave.slug,
        "programme": say(programme.name),
        "organiser": say(programme.organiser_name),
        "contact": programme.contact_email,
        "closes_at": wave.closes_at,
        "link": link,
    }
