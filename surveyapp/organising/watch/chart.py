"""Lines over the days of a survey, as places in a drawing of 1000 by 100 that is stretched to its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from surveyapp.selectors.fieldwork_days import Day, Mark

WIDTH, HEIGHT = 1000, 100
ROUND = (1, 2, 5)


@dataclass(frozen=True)
class Line:
    """`points`: of a polyline, "" where there are none. `kind` names how it is drawn."""

    kind: str
    name: str
    points: str


@dataclass(frozen=True)
class Flag:
    """A mark at a day: its number on the drawing and in the list, where it stands, in words."""

    number: int
    at: str
    day: str
    said: str


@dataclass(frozen=True)
class Chart:
    lines: list[Line]
    flags: list[Flag]
    top: int
    middle: int
    first: str
    last: str


def chart(days: Sequence[Day], marks: Sequence[Mark], before: str) -> Chart:
    """`before`: what the survey before is called, "" where there is none."""
    top = _round_up(max([1, *(max(each.invited, each.started, each.finished, each.before or 0) for each in days)]))
    lines = [
        Line("invited", _("Invited"), _points([each.invited for each in days], top)),
        Line("started", _("Started"), _points([each.started for each in days], top)),
        Line("finished", _("Finished"), _points([each.finished for each in days], top)),
    ]
    earlier = _points([each.before for each in days], top)
    if before and earlier:
        lines.append(Line("before", _("Finished, %(survey)s at the same day") % {"survey": before}, earlier))
    return Chart(lines, _flags(days, marks), top, top // 2, said(days[0]), said(days[-1]))


def said(day: Day) -> str:
    return date_format(day.day, "j M")


def _round_up(most: int) -> int:
    """1, 2 or 5 with noughts, even, so that the middle is whole."""
    scale = 1
    while True:
        for each in ROUND:
            if each * scale >= most and not each * scale % 2:
                return each * scale
        scale *= 10


def _points(values: Sequence[int | None], top: int) -> str:
    step = WIDTH / max(1, len(values) - 1)
    known = [(at * step, HEIGHT - HEIGHT * value / top) for at, value in enumerate(values) if value is not None]
    if len(values) == 1 and known:
        known.append((WIDTH, known[0][1]))
    return " ".join(f"{x:.1f},{y:.2f}" for x, y in known)


def _flags(days: Sequence[Day], marks: Sequence[Mark]) -> list[Flag]:
    within = [each for each in marks if days[0].day <= each.day <= days[-1].day]
    room = max(1, (days[-1].day - days[0].day).days)
    return [
        Flag(number, f"{100 * (each.day - days[0].day).days / room:.2f}%", date_format(each.day, "j M"), _said(each))
        for number, each in enumerate(within, start=1)
    ]


def _said(mark: Mark) -> str:
    if mark.kind == "extended" and mark.until:
        return _("Extended until %(day)s") % {"day": date_format(mark.until, "j F Y")}
    return {
        "reminder": _("Reminder"),
        "last_reminder": _("Last reminder"),
        "extension": _("Letter on more time"),
    }.get(mark.kind, _("Extended"))
