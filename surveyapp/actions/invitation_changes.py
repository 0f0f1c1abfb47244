"""What an organiser mends about somebody invited: a lost letter, a wrong address, another language, an e-mail in doubt."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.letter_writing import Addressed, Writer
from surveyapp.actions.refusals import LinkRevoked, NoAddress, Refused, SurveyClosed
from surveyapp.actions.row_locks import share_wave
from surveyapp.instruments.direction import on_one_line
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.letters import LetterKind
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.people import Account
from surveyapp.selectors import mail_stops
from surveyapp.selectors.colleagues import of_address
from surveyapp.selectors.invitation_states import TELLING

ON_ITS_WAY = (Delivery.State.QUEUED, Delivery.State.SENDING)


class AddressTaken(Refused):
    """Somebody else of the same organisation has this address."""


@transaction.atomic
def resend(*, invitation: Invitation, by: Account) -> Invitation:
    """Write the invitation once more, with a new link: every earlier one stops working. What was answered stays.

    Raises SurveyClosed, LinkRevoked, NoAddress, and Refused while a letter is on its way or where none may be sent.
    """
    held = _held(invitation)
    # A reminder that waits is none: whether there is one tells who has not finished.
    if held.deliveries.filter(state__in=ON_ITS_WAY).exclude(TELLING).exists():
        raise Refused(_("A letter to this person is on its way already."))
    _refuse_stopped(held)
    _renew(held, by)
    return held


@transaction.atomic
def change_person(*, invitation: Invitation, email: str, name: str, language: str, by: Account) -> bool:
    """Correct what is known of somebody. At another address every earlier link stops working, as it may have reached
    somebody else, and a new letter is written. Returns whether it was.

    Raises SurveyClosed, LinkRevoked, NoAddress, AddressTaken, and Refused where no letter may be sent to the new address.
    """
    held = _held(invitation)
    is_other = email.casefold() != held.email.casefold()
    other = of_address(held.participation, email) if is_other else None
    if other is not None and other.pk != held.pk:
        raise AddressTaken(_("Somebody else of this organisation was invited at this address."))
    held.email, held.name, held.language = email, on_one_line(name)[:200], language
    held.save(update_fields=["email", "name", "language"])
    programme = held.participation.wave.programme
    audit.record(action="invitation.corrected", target=held, by=by, programme=programme, has_other_address=is_other)
    if is_other:
        # Those that wait for a worker would go to the address that is wrong.
        held.deliveries.filter(state=Delivery.State.QUEUED).delete()
        _refuse_stopped(held)
        _renew(held, by)
    return is_other


@transaction.atomic
def mark_arrived(*, delivery: Delivery, by: Account) -> Delivery:
    """A person knows that an uncertain e-mail arrived. Twice is once. Raises Refused for one that is not uncertain."""
    held = Delivery.objects.select_for_update(of=("self",)).select_related("invitation").get(pk=delivery.pk)
    if held.state == Delivery.State.SENT:
        return held
    if held.state != Delivery.State.UNCERTAIN:
        raise Refused(_("This e-mail is not in doubt any more."))
    held.state, held.body, held.html = Delivery.State.SENT, "", ""
    held.save(update_fields=["state", "body", "html"])
    audit.record(action="delivery.found", target=held, by=by)
    return held


def _held(invitation: Invitation) -> Invitation:
    """Held against whoever starts, submits or mends it; the wave first, in the order of everybody else."""
    wave = share_wave(invitation.participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    rows = Invitation.objects.select_for_update(of=("self",))
    held = rows.select_related("participation__wave__programme", "participation__organisation").get(pk=invitation.pk)
    if held.revoked_at is not None:
        raise LinkRevoked(_("This link was withdrawn."))
    return held


def _refuse_stopped(held: Invitation) -> None:
    if not held.email:
        raise NoAddress(_("No e-mail address is known for this person."))
    why = mail_stops.stopped(held.participation.wave.programme_id, [held.email]).get(held.email)
    if why == MailStop.Why.BOUNCED:
        raise Refused(_("E-mails to this address come back. Correct the address first."))
    if why:
        raise Refused(_("This person asked for no more letters, so none is sent."))


def _renew(held: Invitation, by: Account) -> None:
    FreshLink.objects.filter(invitation=held).delete()
    held.token_sha256 = Invitation.digest(Invitation.new_token())
    held.save(update_fields=["token_sha256"])
    wave = held.participation.wave
    letter = Addressed(held, held.participation.organisation.name, f"again:{held.pk}:{uuid4()}")
    Writer(wave).write(LetterKind.INVITATION, [letter])
    audit.record(action="invitation.resent", target=held, by=by, programme=wave.programme)
