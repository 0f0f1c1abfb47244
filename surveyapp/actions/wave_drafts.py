"""A survey before it opens: made, changed, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.wave_dates import check_dates, plan_reminders
from surveyapp.actions.waves import NotPossibleNow
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import instrument_drafts


class ShortNameTaken(Refused):
    """Another survey of the programme has this short name."""


@dataclass(frozen=True)
class Draft:
    """What a survey is told of itself before it opens: `title` language → text; moments with a time zone."""

    slug: str
    title: Mapping[str, str]
    instrument_version: InstrumentVersion
    is_confidential: bool
    counts_unconfirmed: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    report_announced_for: date | None = None


@transaction.atomic
def start_wave(*, programme: Programme, draft: Draft, reminders: Iterable[datetime] = (), by: Account) -> Wave:
    """A new survey of the programme, which nobody can answer yet.

    Raises ShortNameTaken; Refused for dates that cannot be, or a questionnaire of another programme.
    """
    _check(programme, draft)
    try:
        with transaction.atomic():
            wave = Wave.objects.create(programme=programme, **_fields(draft))
    except IntegrityError as taken:
        raise ShortNameTaken(_("Another survey of this programme has this short name. Choose another.")) from taken
    plan_reminders(wave, reminders)
    audit.record(action="wave.started", target=wave, by=by, programme=programme, slug=wave.slug)
    return wave


@transaction.atomic
def change_draft(*, wave: Wave, draft: Draft, reminders: Iterable[datetime] = (), by: Account) -> Wave:
    """Say anew what a survey is, before it opens. Raises NotPossibleNow afterwards; else as `start_wave`."""
    wave = _held_draft(wave)
    _check(wave.programme, draft)
    fields = _fields(draft)
    changed = sorted(name for name, value in fields.items() if getattr(wave, name) != value)
    for name in changed:
        setattr(wave, name, fields[name])
    try:
        with transaction.atomic():
            wave.save(update_fields=changed)
    except IntegrityError as taken:
        raise ShortNameTaken(_("Another survey of this programme has this short name. Choose another.")) from taken
    if plan_reminders(wave, reminders):
        changed.append("reminders")
    if changed:
        audit.record(action="wave.changed", target=wave, by=by, programme=wave.programme, changed=changed)
    return wave


@transaction.atomic
def delete_draft(*, wave: Wave, by: Account) -> None:
    """Take a survey away that never opened, with everybody's place in it; the activity log keeps its name.

    Raises NotPossibleNow once it opened, and where somebody has a link to it.
    """
    wave = _held_draft(wave)
    if Invitation.objects.filter(participation__wave=wave).exists():
        raise NotPossibleNow(_("People have links to this survey, so it stays."))
    audit.record(action="wave.deleted", target=wave, by=by, programme=wave.programme, slug=wave.slug)
    wave.reminder_dates.all().delete()
    _delete_alone(wave)


def _delete_alone(wave: Wave) -> None:
    """The survey and the places in it, and nothing that hangs on them: Django would look for that in every table, also in
    those that the web may not read. The database refuses where there is anything."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM surveyapp_participation WHERE wave_id = %s", [wave.pk])
            cursor.execute("DELETE FROM surveyapp_wave WHERE id = %s", [wave.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as kept:
        raise NotPossibleNow(_("Something was made of this survey already, so it stays.")) from kept


def _held_draft(wave: Wave) -> Wave:
    rows = Wave.objects.select_for_update(no_key=True, of=("self",)).select_related("programme")
    wave = rows.get(pk=wave.pk)
    if wave.state != Wave.State.DRAFT:
        raise NotPossibleNow(_("This survey has opened: only its closing date can still be moved, to a later one."))
    return wave


def _check(programme: Programme, draft: Draft) -> None:
    if not instrument_drafts.versions_for(programme).filter(pk=draft.instrument_version.pk).exists():
        raise Refused(_("This questionnaire belongs to another programme."))
    check_dates(draft.opens_at, draft.closes_at, draft.report_announced_for)


def _fields(draft: Draft) -> dict[str, Any]:
    return {
        "slug": draft.slug,
        "title": dict(draft.title),
        "instrument_version_id": draft.instrument_version.pk,
        "is_confidential": draft.is_confidential,
        "counts_unconfirmed": draft.counts_unconfirmed,
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
        "report_announced_for": draft.report_announced_for,
    }
