"""Another link to the same questions, sent to the address that was invited: for another device, or a lost e-mail."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.deliveries import request_fresh_link_mail
from surveyapp.actions.letter_links import link_of
from surveyapp.actions.refusals import LinkRevoked, NoAddress, Refused, SurveyClosed, TooManyLinks
from surveyapp.actions.row_locks import share_wave
from surveyapp.models.invitation import FreshLink, Invitation
from surveyapp.models.link_request import LinkRequest
from surveyapp.models.people import Account
from surveyapp.selectors import invitations, work

# Enough for whoever mistypes or waits for a slow mail server, too little to fill somebody's mailbox.
WAIT, MOST_A_DAY = timedelta(minutes=5), 10
# A whole site may sit behind one network address.
MOST_AN_HOUR_FROM_ONE_PLACE = 20


@transaction.atomic
def request_fresh_link(*, email: str, client: str) -> LinkRequest:
    """Write down that somebody asked for links to an address; a worker finds out whether it was invited.

    `client` is where the request came from. Raises TooManyLinks when too many came from there, whatever the addresses.
    """
    place = salted_hmac("surveyapp.link_request", client, algorithm="sha256").hexdigest()
    since = timezone.now() - timedelta(hours=1)
    if LinkRequest.objects.filter(client=place, requested_at__gt=since).count() >= MOST_AN_HOUR_FROM_ONE_PLACE:
        raise TooManyLinks("Many links were asked for from here. Wait an hour, then ask again.")
    request = LinkRequest(email=email, client=place)
    request.key = f"link-request:{request.pk}"
    request.save(force_insert=True)
    queue.nudge("surveyapp.answer_link_request", request.pk)
    return request


def answer_link_request(request_id: UUID | str) -> None:
    """Send a fresh link for each open invitation of the address, and forget the address. Run by a worker.

    All or nothing, so a worker that dies sends none twice. Rows a day old go: they were kept to count requests.
    """
    with work.held(LinkRequest.objects.all(), request_id) as request:
        if request is not None:
            request.attempts += 1
            request.save(update_fields=["attempts"])
            _answer(request)
    day_ago = timezone.now() - timedelta(days=1)
    LinkRequest.objects.filter(state=LinkRequest.State.DONE, requested_at__lt=day_ago).delete()


@transaction.atomic
def _answer(request: LinkRequest) -> None:
    for invitation in invitations.open_for_address(request.email):
        try:
            send_fresh_link(invitation=invitation, by=None, by_kind="respondent")
        except Refused:
            continue  # one was sent just now, or the survey closed meanwhile
    request.state, request.email, request.finished_at = LinkRequest.State.DONE, "", timezone.now()
    request.percent = 100
    request.save(update_fields=["state", "email", "finished_at", "percent"])


@transaction.atomic
def send_fresh_link(*, invitation: Invitation, by: Account | None, by_kind: str = "") -> FreshLink:
    """Make another link to an invitation's questions and the row of work that sends it to the invited address.

    The former link keeps working. Raises SurveyClosed, LinkRevoked, NoAddress where none is known, and TooManyLinks
    within five minutes of the last one or after ten in a day.
    """
    wave = share_wave(invitation.participation.wave_id)
    if not wave.is_open:
        raise SurveyClosed(wave.closed_at)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _refuse_unless_due(locked)
    token = Invitation.new_token()
    fresh = FreshLink.objects.create(id=uuid4(), invitation=locked, token_sha256=Invitation.digest(token))
    request_fresh_link_mail(fresh=fresh, link=link_of(token))
    audit.record(action="fresh_link.sent", target=fresh, by=by, by_kind=by_kind, programme=wave.programme)
    return fresh


@transaction.atomic
def redeem(*, token: str) -> None:
    """Note when a fresh link was first used; the link of an invitation needs no note."""
    found = FreshLink.objects.filter(token_sha256=Invitation.digest(token), used_at__isnull=True)
    found.update(used_at=timezone.now())


def _refuse_unless_due(invitation: Invitation) -> None:
    if invitation.revoked_at is not None:
        raise LinkRevoked("This link was withdrawn.")
    if not invitation.email:
        raise NoAddress("No e-mail address is known for this person.")
    now = timezone.now()
    sent = FreshLink.objects.filter(invitation=invitation, lasts=False, created_at__gt=now - timedelta(days=1))
    if sent.filter(created_at__gt=now - WAIT).exists():
        raise TooManyLinks("A link was sent within the last five minutes. Look for it in your mailbox.")
    if sent.count() >= MOST_A_DAY:
        raise TooManyLinks("Ten links were sent within a day. Use the newest one.")
