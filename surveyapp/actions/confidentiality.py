"""Take the persons out of a confidential wave's answers."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, Func, Value, When

from surveyapp.actions import audit
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink
from surveyapp.models.letters import Recipient
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave
from surveyapp.selectors.invitation_states import TELLING

State, Why = Delivery.State, MailStop.Why


@transaction.atomic
def unlink_answers(*, wave: Wave, by: Account | None, by_kind: str = "") -> int:
    """Move what was submitted into rows without person, reference, language and time, in random order under new random
    ids, and delete every response, draft, consent and choice of the wave. Returns how many answers were moved.

    Part of closing; again changes nothing. The database does it (migration 0008), and refuses with ProgrammingError for
    a wave that is not confidential or not closed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT waymark_unlink_wave(%s)", [wave.pk])
        moved: int = cursor.fetchone()[0]
    audit.record(action="wave.unlinked", target=wave, by=by, by_kind=by_kind, programme=wave.programme, responses=moved)
    return moved


def forget_letters(wave: Wave) -> None:
    """Delete what tells who had not finished: reminders and the links in them, links asked for, and what came of either.

    Invitations stay, with what became of them; so does that somebody wants no more e-mails, without when they said so and
    after which letter. An address that only a reminder found to fail is found again by the next letter. Part of closing,
    within its transaction and after `unlink_answers`.
    """
    letters = Delivery.objects.filter(invitation__participation__wave=wave)
    letters.filter(pk__in=_telling(wave)).delete()
    # A complaint may have been about either letter; which one it was would tell.
    as_sent = {"state": State.SENT, "reason": "", "server_words": "", "finished_at": F("handed_over_at")}
    letters.filter(state__in=(State.SENT, State.COMPLAINED)).update(**as_sent)
    links = FreshLink.objects.filter(invitation__participation__wave=wave)
    links.exclude(pk__in=letters.values("pk")).delete()
    links.update(used_at=None)
    # A list may have named somebody who was invited already, with what they were to be asked.
    Recipient.objects.filter(mailing__wave=wave).update(role="", path="", sections=[])
    _forget_stops(wave)


def _telling(wave: Wave) -> set[UUID]:
    """Also of those sent again after nobody knew whether they arrived."""
    letters = Delivery.objects.filter(invitation__participation__wave=wave)
    found = newest = set(letters.filter(TELLING).values_list("pk", flat=True))
    while newest:
        newest = set(letters.filter(replaces__in=newest).values_list("pk", flat=True))
        found = found | newest
    return found


def _forget_stops(wave: Wave) -> None:
    """Under new ids, as the activity log knows when each of the old ones was made."""
    stops = MailStop.objects.filter(programme=wave.programme_id, created_at__gte=wave.opens_at)
    came_back = Delivery.objects.filter(
        invitation__participation__wave__programme=wave.programme_id, state=State.BOUNCED
    ).values_list("to", flat=True)
    digests = {MailStop.digest(wave.programme_id, each) for each in came_back}
    stops.filter(why=Why.BOUNCED).exclude(email_sha256__in=digests).delete()
    lifted = Case(When(lifted_at__isnull=False, then=Value(wave.opens_at)), default=F("lifted_at"))
    stops.update(id=Func(function="gen_random_uuid"), created_at=wave.opens_at, lifted_at=lifted)
