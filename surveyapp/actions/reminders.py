"""Write once more to those invited who have not finished."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from surveyapp import queue
from surveyapp.actions import audit
from surveyapp.actions.mailings import WORK, next_number
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.models.letters import TO_THE_INVITED, LetterKind, Mailing
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave
from surveyapp.selectors import work


@transaction.atomic
def remind(  # noqa: PLR0913 - all by keyword, and each a thing whoever reminds decides
    *,
    wave: Wave,
    by: Account | None,
    by_kind: str = "",
    kind: str = LetterKind.REMINDER,
    number: int | None = None,
    despite_recent: bool = False,
) -> Mailing:
    """Have a worker write a letter of this kind (reminder, last_reminder, extension, thanks) to everybody who needs it by
    the time it is written.

    That is whoever has not finished (of thanks: whoever has), was not withdrawn, has an address to which e-mail goes, and
    whose organisation is still in the register; for a reminder, who had no letter within 48 hours, unless
    `despite_recent`. While one of a kind is being written, asking again gives the same one; so does the same `number`.
    Raises SurveyClosed, and Refused for a kind that is no reminder and for thanks in a confidential survey.
    """
    wave = Wave.objects.select_related("programme").get(pk=wave.pk)
    _refuse(wave, kind)
    of_kind = Mailing.objects.filter(wave=wave, kind=kind)
    found = of_kind.filter(state__in=work.UNDONE).first() or (number and of_kind.filter(number=number).first())
    if found:
        return found
    number = number or next_number(wave, kind)
    fields = {"wave": wave, "kind": kind, "number": number, "by": by, "despite_recent": despite_recent}
    mailing, is_new = Mailing.objects.get_or_create(key=f"mailing:{wave.pk}:{kind}:{number}", defaults=fields)
    if is_new:
        programme = wave.programme
        audit.record(
            action="mailing.confirmed",
            target=mailing,
            by=by,
            by_kind=by_kind,
            programme=programme,
            kind=kind,
            number=number,
        )
        queue.nudge(WORK, mailing.pk)
    return mailing


def _refuse(wave: Wave, kind: str) -> None:
    if kind not in TO_THE_INVITED:
        raise Refused(f'There is no reminder "{kind[:20]}".')
    if kind == LetterKind.THANKS and wave.is_confidential:
        raise Refused(_("In a confidential survey nobody may know who has finished, so no thanks are sent."))
    if not wave.is_open and not (kind == LetterKind.THANKS and wave.closed_at is not None):
        raise SurveyClosed(wave.closed_at)
