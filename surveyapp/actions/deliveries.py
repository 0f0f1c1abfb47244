"""E-mails: written down with what caused them, sent by a worker (`delivery_sending`)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.refusals import LinkRevoked, Refused
from surveyapp.instruments.texts import localised
from surveyapp.mail.composing import LONGEST_SUBJECT, one_line
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.selectors import mail_stops

SEND = "surveyapp.send_delivery"


@transaction.atomic
def request_letter(  # noqa: PLR0913 - all by keyword: what a letter consists of
    *, invitation: Invitation, key: str, subject: str, body: str, html: str | None = None, language: str = ""
) -> Delivery:
    """Write down an e-mail that nobody asked for (an invitation, a reminder) to whoever holds an invitation; the same `key`
    again is the same e-mail.

    It comes from the programme's organiser, answers go to its contact. When it is sent, LINK of `letter_links` in `body`
    and `html` becomes a personal link made for this letter, and a way to unsubscribe is added unless
    `mail_stops.unsubscribe_link` stands in the words. It is not sent if the link was withdrawn meanwhile or the address
    gets no more e-mails. `html` may be a whole page or what stands within its body.
    """
    to = {**_to(invitation), "is_automatic": True, "language": language or invitation.language}
    return _write_down(key, subject, body, {**to, "html": html or ""})


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
    to = {"account": account, "to": account.email, "language": account.language}
    return _write_down(key, subject, body, to)


@transaction.atomic
def resend_uncertain(*, delivery: Delivery, by: Account | None, by_kind: str = "") -> Delivery:
    """Write down the words of an uncertain e-mail once more: a person decides that it may arrive twice. Twice is once.

    Its personal link is a new one, as the first was not stored; if the first e-mail did arrive, its link keeps working.
    The uncertain one stays what it is. Raises LinkRevoked, and Refused once the survey closed, for an e-mail that is not uncertain, that lost its
    words or whose address gets no more e-mails.
    """
    held = Delivery.objects.select_for_update(of=("self",)).select_related("invitation").get(pk=delivery.pk)
    again = Delivery.objects.filter(replaces=held).first()
    if again is not None:
        return again
    _refuse_unless_resendable(held)
    copied = ("invitation", "account", "to", "sender_name", "reply_to", "html", "language", "is_automatic")
    fields = {name: getattr(held, name) for name in copied} | {"replaces": held}
    again = _write_down(f"again:{held.pk}", held.subject, held.body, fields)
    audit.record(action="delivery.resent", target=held, by=by, by_kind=by_kind, programme=programme_of(held))
    return again


def programme_of(delivery: Delivery) -> Programme | None:
    """The programme in whose name an e-mail went; None for one to an account."""
    return delivery.invitation.participation.wave.programme if delivery.invitation else None


def _refuse_unless_resendable(delivery: Delivery) -> None:
    if delivery.state != Delivery.State.UNCERTAIN:
        raise Refused(_("Only an e-mail of which nobody knows whether it was sent is sent again."))
    if not delivery.body:
        raise Refused(_("The words of this e-mail are gone. Write a new one."))
    if delivery.invitation and delivery.invitation.revoked_at:
        raise LinkRevoked(_("This link was withdrawn."))
    wave = delivery.invitation.participation.wave if delivery.invitation else None
    if wave and not wave.is_open and not delivery.key.startswith("thanks:"):
        raise Refused(_("The survey is not open, so no letters go out."))
    programme = programme_of(delivery)
    if programme and delivery.is_automatic and mail_stops.stopped(programme.pk, [delivery.to]):
        raise Refused(_("No e-mails go to this address any more."))


def _to(invitation: Invitation) -> dict[str, Any]:
    programme = invitation.participation.wave.programme
    return {
        "invitation": invitation,
        "to": invitation.email,
        "sender_name": localised(programme.organiser_name, invitation.language, programme.default_language)[:200],
        "reply_to": programme.contact_email,
        "language": invitation.language,
    }


def _write_down(key: str, subject: str, body: str, to: dict[str, Any]) -> Delivery:
    # A name with a line break would begin another header.
    subject = one_line(subject)[:LONGEST_SUBJECT]
    delivery, created = Delivery.objects.get_or_create(key=key, defaults={"subject": subject, "body": body, **to})
    if created:
        queue.nudge(SEND, delivery.pk)
    return delivery


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
