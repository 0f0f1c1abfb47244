"""How a survey came in, day by day in the programme's time zone: organisations, never persons."""

# ruff: noqa: S608 - statements are put together of parts written here; whatever comes from elsewhere is a parameter

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from surveyapp.instruments.schema import Instrument
from surveyapp.models.audit import AuditEntry
from surveyapp.models.letters import LetterKind, Mailing
from surveyapp.models.wave import Wave
from surveyapp.selectors import response_counts, site_rows

MOST_DAYS = 400
"""A year and a bit: what is shown of a survey that nobody closed."""

STEPS = ("invited", "started", "finished")
REMINDERS = (LetterKind.REMINDER, LetterKind.LAST_REMINDER, LetterKind.EXTENSION)

# What counts is what `site_rows.TAKING_PART` counts; of an organisation the first time.
FIRST_TIMES = """
    SELECT p.id, p.facets,
        (SELECT min(i.created_at) FROM surveyapp_invitation i
            WHERE i.participation_id = p.id AND i.revoked_at IS NULL) AS invited,
        (SELECT min(r.started_at) FROM surveyapp_response r
            WHERE r.participation_id = p.id AND r.state <> 'withdrawn') AS started,
        (SELECT min(r.submitted_at) FROM surveyapp_response r
            WHERE r.participation_id = p.id AND r.state = 'submitted') AS finished
    FROM surveyapp_participation p WHERE p.wave_id = ANY(%(waves)s)
"""


@dataclass(frozen=True)
class Day:
    """So many organisations by the end of this day. `number`: of the fieldwork, 1 the day the survey opened.
    `before`: finished by then in the survey before; None before or after its fieldwork."""

    day: date
    number: int
    invited: int
    started: int
    finished: int
    before: int | None = None


@dataclass(frozen=True)
class Mark:
    """Something the organiser did. `kind`: of letter, or "extended" with the day until which."""

    day: date
    kind: str
    until: date | None = None


def zone(wave: Wave) -> ZoneInfo:
    return ZoneInfo(wave.programme.timezone)


def day_of(moment: datetime, wave: Wave) -> date:
    return moment.astimezone(zone(wave)).date()


def days(wave: Wave, instrument: Instrument, before: Mapping[int, int]) -> list[Day]:
    """Every day from the first invitation, or the opening, until today or the close; [] where no moment is kept: of answers
    from a file, of a draft that nobody was invited to, and of a confidential survey that is closed.

    `before`: day of the fieldwork → finished by then in the survey before (`finished_by_day`).
    """
    found = _by_day(wave, instrument)
    if not any(found[step] for step in ("started", "finished")) and (wave.closed_at or not found["invited"]):
        return []
    first, last, opened = _ends(wave, found)
    sums, made = Counter[str](), []
    for at in range(min((last - first).days + 1, MOST_DAYS)):
        today = first + timedelta(days=at)
        sums.update({step: found[step][today] for step in STEPS})
        number = (today - opened).days + 1
        made.append(Day(today, number, sums["invited"], sums["started"], sums["finished"], before.get(number)))
    return made


def finished_by_day(wave: Wave, instrument: Instrument) -> dict[int, int]:
    """Day of the fieldwork → organisations that had finished by its end."""
    return {each.number: each.finished for each in days(wave, instrument, {}) if each.number > 0}


def before(wave: Wave) -> Wave | None:
    """The survey of the programme that opened last before this one, or before now, and that people answered."""
    rows = Wave.objects.filter(programme=wave.programme_id, opens_at__lt=wave.opens_at or timezone.now())
    asked = rows.filter(participations__responses__isnull=False).exclude(pk=wave.pk)
    return asked.select_related("programme").order_by("-opens_at").first()


def _ends(wave: Wave, found: Mapping[str, Counter[date]]) -> tuple[date, date, date]:
    """First and last day, and the day the survey opened."""
    moments = [day for step in STEPS for day in found[step]]
    opened = day_of(wave.opens_at, wave) if wave.opens_at and wave.state != Wave.State.DRAFT else min(moments)
    last = day_of(wave.closed_at or timezone.now(), wave)
    return min([opened, *moments]), max([last, *moments]), opened


def _by_day(wave: Wave, instrument: Instrument) -> dict[str, Counter[date]]:
    condition, parameters = response_counts.of_wave(wave, instrument, of_population=True)
    statement = f"""
        WITH first AS MATERIALIZED (SELECT * FROM ({FIRST_TIMES}) f WHERE {condition})
        SELECT step, (moment AT TIME ZONE %(zone)s)::date, count(*) FROM first
        CROSS JOIN LATERAL (VALUES ('invited', invited), ('started', started), ('finished', finished)) AS s (step, moment)
        WHERE moment IS NOT NULL GROUP BY 1, 2
    """
    found = {step: Counter[date]() for step in STEPS}
    for step, day, n in site_rows.fetch(statement, {**parameters, "zone": wave.programme.timezone}):
        found[step][day] += n
    return found


def marks(wave: Wave) -> list[Mark]:
    """Reminders and extensions, by day."""
    return sorted({*_reminders(wave), *_extensions(wave)}, key=lambda mark: (mark.day, mark.kind))


def _reminders(wave: Wave) -> list[Mark]:
    rows = Mailing.objects.filter(wave=wave, kind__in=REMINDERS, started_at__isnull=False)
    return [Mark(day_of(at, wave), kind) for kind, at in rows.values_list("kind", "started_at") if at]


def _extensions(wave: Wave) -> list[Mark]:
    about = Q(action="wave.extended", target_id=str(wave.pk))
    rows = AuditEntry.objects.filter(about, programme=wave.programme_id).values_list("at", "detail__after")
    return [Mark(day_of(at, wave), "extended", day_of(datetime.fromisoformat(until), wave)) for at, until in rows]
