"""When a survey opens, reminds, closes and reports: said beforehand, and kept by a worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.reminders import remind
from surveyapp.actions.waves import NotPossibleNow, close_wave, open_wave
from surveyapp.models.people import Account
from surveyapp.models.wave import ReminderDate, Wave

logger = logging.getLogger(__name__)


class WrongDates(Refused):
    """These dates cannot be; `field` is the one to mend."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def check_dates(opens_at: datetime | None, closes_at: datetime | None, report: date | None) -> None:
    """Of a draft: to open and close in the future, in this order, and to report afterwards. Raises WrongDates."""
    now = timezone.now()
    if opens_at is not None and opens_at <= now:
        raise WrongDates("opens_at", _("This moment is over. Choose a later one, or none to open it yourself."))
    if closes_at is not None and closes_at <= (opens_at or now):
        raise WrongDates("closes_at", _("A survey closes after it opens. Choose a later moment."))
    if report is not None and report < (closes_at or opens_at or now).date():
        raise WrongDates("report_announced_for", _("The report comes after the survey. Choose a later day."))


def plan_reminders(wave: Wave, moments: Iterable[datetime]) -> bool:
    """Make these the reminders to come; those that were sent stay. Whether anything changed. Within an action.

    Raises WrongDates for one that is over, or not while the survey is open.
    """
    planned = wave.reminder_dates.filter(done_at=None)
    before, wanted = set(planned.values_list("at", flat=True)), set(moments)
    for moment in wanted - before:
        _check_reminder(wave, moment)
    planned.exclude(at__in=wanted).delete()
    ReminderDate.objects.bulk_create(ReminderDate(wave=wave, at=at) for at in sorted(wanted - before))
    return before != wanted


def _check_reminder(wave: Wave, moment: datetime) -> None:
    begins, ends = (wave.opens_at if wave.state == Wave.State.DRAFT else None), wave.closes_at
    if moment <= timezone.now():
        raise WrongDates("reminders", _("One of these moments is over. Choose a later one."))
    if (begins is not None and moment <= begins) or (ends is not None and moment >= ends):
        raise WrongDates(
            "reminders", _("Reminders are sent while the survey is open: after it opens, before it closes.")
        )


@transaction.atomic
def change_open_dates(*, wave: Wave, report: date | None, reminders: Iterable[datetime], by: Account) -> Wave:
    """Of an open survey: the reminders to come, and the day of the report. Opening is past; closing moves by extension.

    Raises NotPossibleNow for a survey that is not open, WrongDates.
    """
    wave = _held_open(wave)
    if report is not None and report < (wave.closes_at or timezone.now()).date():
        raise WrongDates("report_announced_for", _("The report comes after the survey. Choose a later day."))
    changed = ["report_announced_for"] if report != wave.report_announced_for else []
    former, wave.report_announced_for = wave.report_announced_for, report
    wave.save(update_fields=["report_announced_for"])
    if plan_reminders(wave, reminders):
        changed.append("reminders")
    if changed:
        days = {"before": str(former or ""), "after": str(report or "")}
        audit.record(action="wave.dates_changed", target=wave, by=by, programme=wave.programme, changed=changed, **days)
    return wave


@transaction.atomic
def extend_wave(*, wave: Wave, closes_at: datetime, by: Account) -> Wave:
    """Let an open survey close later. The same moment again changes nothing.

    Raises NotPossibleNow for a survey that is not open: what was closed never opens again. Raises WrongDates for a moment
    that is over or earlier than was said.
    """
    wave = _held_open(wave)
    former = wave.closes_at
    if closes_at == former:
        return wave
    if closes_at <= timezone.now():
        raise WrongDates("closes_at", _("This moment is over. Choose a later one, or close the survey now."))
    if former is not None and closes_at < former:
        raise WrongDates("closes_at", _("People were told that they have until then. Choose a later moment."))
    wave.closes_at = closes_at
    wave.save(update_fields=["closes_at"])
    said = {"before": former.isoformat() if former else "", "after": closes_at.isoformat()}
    audit.record(action="wave.extended", target=wave, by=by, programme=wave.programme, **said)
    return wave


def _held_open(wave: Wave) -> Wave:
    rows = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme")
    wave = rows.get(pk=wave.pk)
    if wave.closed_at is not None:
        raise NotPossibleNow(
            _(
                "This survey is closed, and a closed survey does not open again: its results are being made of what it has."
            )
        )
    if not wave.is_open:
        raise NotPossibleNow(_("This survey has not opened yet: its dates are still free."))
    return wave


def keep_dates() -> None:
    """Open, remind and close whatever is due, each survey in a transaction of its own; safe at any time, any number of times.

    What counts is the database's clock, not that of the machine a worker runs on. A worker that was down does it late. A
    survey whose whole time has passed meanwhile does not open: it would close at once, with nobody in it.
    """
    for do, rows in ((_open, _to_open()), (_close, _to_close()), (_remind, _to_remind())):
        for wave_id in rows.values_list("pk", flat=True):
            _alone(do, wave_id)


def _alone(do: Callable[[UUID], None], wave_id: UUID) -> None:
    """One survey that cannot be opened or closed keeps no other from it; the next sweep tries again."""
    try:
        with transaction.atomic():
            do(wave_id)
    except Exception:
        logger.exception("The dates of survey %s could not be kept.", wave_id)


def _to_open() -> QuerySet[Wave]:
    has_time = Q(closes_at=None) | Q(closes_at__gt=Now())
    return Wave.objects.filter(has_time, state=Wave.State.DRAFT, opens_at__lte=Now())


def _to_close() -> QuerySet[Wave]:
    return Wave.objects.filter(state=Wave.State.OPEN, closes_at__lte=Now())


def _to_remind() -> QuerySet[Wave]:
    has_time = Q(closes_at=None) | Q(closes_at__gt=Now())
    due = Q(reminder_dates__done_at=None, reminder_dates__at__lte=Now())
    return Wave.objects.filter(has_time, due, state=Wave.State.OPEN).distinct()


def _open(wave_id: UUID) -> None:
    wave = _held_if(_to_open(), wave_id)
    if wave is not None:
        open_wave(wave=wave, by=None, by_kind="worker")


def _close(wave_id: UUID) -> None:
    wave = _held_if(_to_close(), wave_id)
    if wave is not None:
        close_wave(wave=wave, by=None, by_kind="worker")


def _remind(wave_id: UUID) -> None:
    """Several that became due while no worker was there are one reminder."""
    wave = _held_if(Wave.objects.filter(state=Wave.State.OPEN), wave_id)
    due = ReminderDate.objects.filter(wave=wave_id, done_at=None, at__lte=Now())
    if wave is not None and due.update(done_at=timezone.now()):
        remind(wave=wave, by=None, by_kind="worker")


def _held_if(rows: QuerySet[Wave], wave_id: UUID) -> Wave | None:
    """The survey, held, if it is still one of these; None where another worker or a person was first."""
    held = Wave.objects.select_for_update(no_key=True, of=("self",)).filter(pk=wave_id).first()
    return rows.select_related("programme").filter(pk=wave_id).first() if held else None
