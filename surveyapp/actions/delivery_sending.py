"""Send what waits: a batch over one connection to the mail server, each e-mail's outcome written down at once."""

from __future__ import annotations

import logging
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from surveyapp import queue
from surveyapp.actions.deliveries import SEND, programme_of
from surveyapp.actions.delivery_batches import Reason, State, claimed, due, finish, put_back
from surveyapp.actions.letter_links import LINK, further_link
from surveyapp.actions.mail_stops import stop_mail
from surveyapp.actions.row_locks import share_wave
from surveyapp.mail.composing import Letter, compose, return_path
from surveyapp.mail.handing_over import Answer, Carrier, NoServer, NotWanted, Outcome, carrier
from surveyapp.mail.replies import LONGEST_WORDS
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.mail_stop import MailStop
from surveyapp.selectors import mail_stops

logger = logging.getLogger(__name__)

NOT_SENT = {
    MailStop.Why.UNSUBSCRIBED: Reason.UNSUBSCRIBED,
    MailStop.Why.BOUNCED: Reason.BOUNCED_BEFORE,
    MailStop.Why.COMPLAINED: Reason.COMPLAINED_BEFORE,
}


def send_delivery(delivery_id: UUID | str) -> None:
    """Send a batch of what waits, if this e-mail still waits; it may have gone in another's batch. Run by a worker.

    As many go as the rates allow; a full batch rings for the next one, and the sweep for what had to wait.
    """
    if not due(timezone.now()).filter(pk=delivery_id).exists():
        return
    with claimed() as rows:
        _send(rows)
    if rows:
        ring()


def ring() -> None:
    """Nudge a worker if anything is due: what then may go is decided there."""
    following = due(timezone.now()).values_list("pk", flat=True).first()
    if following is not None:
        queue.nudge(SEND, following)


def _send(rows: list[Delivery]) -> None:
    wanted = [row for row in rows if not _dropped(row)]
    if not wanted:
        return
    with carrier() as taking:
        for n, delivery in enumerate(wanted):
            try:
                _settle(delivery, _hand_over(taking, delivery))
            except NoServer as error:
                logger.warning("The mail server cannot be reached: %s", error)
                put_back(delivery, words=str(error)[:LONGEST_WORDS])
                for other in wanted[n + 1 :]:
                    put_back(other, words="", was_tried=False)
                return


def _dropped(delivery: Delivery) -> bool:
    """Whether it is not to be sent any more; then that is written down."""
    reason = _why_not(delivery)
    if reason:
        finish(delivery, State.FAILED, reason=reason)
    return bool(reason)


def _why_not(delivery: Delivery) -> str:
    if delivery.invitation and delivery.invitation.revoked_at:
        return Reason.WITHDRAWN
    programme = programme_of(delivery)
    if programme is None or not delivery.is_automatic:
        return ""
    why = mail_stops.stopped(programme.pk, [delivery.to]).get(delivery.to)
    return NOT_SENT[why] if why else ""


def _hand_over(taking: Carrier, delivery: Delivery) -> Answer:
    return taking.carry(return_path(delivery.pk), delivery.to, lambda: _message_to_hand_over(delivery))


@transaction.atomic
def _message_to_hand_over(delivery: Delivery) -> EmailMessage:
    """The message, once it is committed that the mail server is about to be given it: a worker that dies from here on
    leaves an uncertain e-mail. A letter's personal link is made here, so no token ever waits in the database.

    Raises NotWanted for a letter that the survey's closing or a corrected address has overtaken.
    """
    _refuse_overtaken(delivery)
    if not Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).update(handed_over_at=timezone.now()):
        raise NotWanted(Reason.WITHDRAWN)
    body, html = delivery.body, delivery.html
    if delivery.invitation and LINK in body + html:
        link = further_link(invitation=delivery.invitation, letter=delivery.pk)
        body, html = body.replace(LINK, link), html.replace(LINK, link)
    return compose(_letter(delivery, body, html))


def _refuse_overtaken(delivery: Delivery) -> None:
    """Asked while nobody else closes the survey or mends the invitation; the wave first, in the order of everybody else."""
    if delivery.invitation is None:
        return
    wave = share_wave(delivery.invitation.participation.wave_id)
    now = Invitation.objects.select_for_update().get(pk=delivery.invitation.pk)
    if not wave.is_open and not delivery.key.startswith("thanks:"):
        raise NotWanted(Reason.CLOSED)
    if now.revoked_at or now.email != delivery.to:
        raise NotWanted(Reason.WITHDRAWN)


def _letter(delivery: Delivery, body: str, html: str) -> Letter:
    invitation = delivery.invitation if delivery.is_automatic else None
    return Letter(
        id=delivery.pk,
        to=delivery.to,
        subject=delivery.subject,
        body=body,
        html=html,
        language=delivery.language,
        sender_name=delivery.sender_name,
        reply_to=delivery.reply_to,
        unsubscribe=mail_stops.unsubscribe_link(invitation) if invitation else "",
    )


@transaction.atomic
def _settle(delivery: Delivery, answer: Answer) -> None:
    words, outcome = answer.words[:LONGEST_WORDS], answer.outcome
    if outcome is Outcome.LATER:
        put_back(delivery, words=words)
    elif outcome is Outcome.TAKEN:
        finish(delivery, State.SENT, reason="" if words else Reason.TO_FILE, words=words, server_id=answer.server_id)
    elif outcome is Outcome.UNKNOWN:
        finish(delivery, State.UNCERTAIN, reason=Reason.NO_ANSWER, words=words)
    elif outcome is Outcome.NOT_WANTED:
        finish(delivery, State.FAILED, reason=words)
    elif outcome is Outcome.REFUSED:
        finish(delivery, State.FAILED, reason=Reason.REFUSED, words=words)
    elif finish(delivery, State.BOUNCED, words=words):
        stop_if_hard(delivery, is_hard=answer.is_hard)


def stop_if_hard(delivery: Delivery, *, is_hard: bool) -> None:
    """An address that does not work gets no more automatic e-mail. Within an action."""
    programme = programme_of(delivery)
    if programme and is_hard:
        stop_mail(programme=programme, email=delivery.to, why=MailStop.Why.BOUNCED, by_kind="worker")
