"""Your scores beside the sector's over every survey you took part in; a line breaks where two surveys are not alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison, Past
from benchmarking.dashboards.finding import Column, Finding, Key, Reason, TimePoint, TimeRow
from benchmarking.dashboards.metrics import noun
from benchmarking.dashboards.names import publication_words, survey_title
from benchmarking.dashboards.time_chart import time_chart
from benchmarking.dashboards.time_courses import (
    Course,
    Stand,
    courses_of,
    new_questions,
    not_known,
    other_companies,
    surveys_of,
)
from benchmarking.selectors.figures import SECTOR

NAMES_AT_MOST = 3


def over_time(comparison: Comparison) -> Finding | None:
    """None before a second survey with a result of one's own."""
    surveys = surveys_of(comparison)
    found = [each for each in courses_of(comparison, surveys) if sum(s.you is not None for s in each.stands) > 1]
    if len(surveys) < 2 or not found:
        return None
    titles = [survey_title(each.survey) for each in surveys]
    return Finding(
        id="over-time",
        title=_title(found),
        subtitle=_("Score from 0, the lower dotted line of a row, to 100, the upper one. %(surveys)s")
        % {"surveys": words.apart(_at(each) for each in surveys)},
        words=" ".join(filter(None, (_since(found), *_why_broken(found)))),
        columns=_columns(comparison, has_breaks=_has_breaks(found)),
        rows=tuple(cells for each in found for cells in _cells(each, has_breaks=_has_breaks(found))),
        source=(
            words.apart((comparison.organisation.name, _("All organisations in the sector"))),
            words.apart(n for each in surveys if (n := _n_of(each))),
            words.apart(titles),
            words.apart(filter(None, (publication_words(each.publication) for each in surveys))),
        ),
        figure=time_chart([_row(each) for each in found], _heads(found), titles),
        key=_key(found),
        footnote=_footnote(found),
    )


def _title(found: Sequence[Course]) -> str:
    up, down = (_named(found, sign) for sign in (1, -1))
    if up and down:
        return _("Over time: up in %(up)s; down in %(down)s") % {"up": up, "down": down}
    if up:
        return _("Over time: up in %(up)s") % {"up": up}
    if down:
        return _("Over time: down in %(down)s") % {"down": down}
    if all(each.change is None for each in found):
        return _("Your scores over time cannot be joined: the questions changed")
    return _("Your scores over time stayed where they were, as far as can be told")


def _named(found: Sequence[Course], sign: int) -> str:
    """Those that moved that way; of more than three, how many."""
    names = [words.mid_sentence(each.metric.name) for each in found if (each.change or 0) * sign > 0]
    if len(names) <= NAMES_AT_MOST:
        return words.listing(names)
    return _("%(n)s of %(all)s") % {"n": len(names), "all": len(found)}


def _since(found: Sequence[Course]) -> str:
    """From where to where, of the three that moved furthest, with what the sector's mean did meanwhile."""
    moved = sorted((each for each in found if each.change), key=lambda each: -abs(each.change or 0))
    return " ".join(_from_to(each) for each in moved[:NAMES_AT_MOST])


def _from_to(each: Course) -> str:
    then, now = each.since, each.stands[-1]
    assert then is not None  # noqa: S101 - it has a change
    names = {
        "name": each.metric.name,
        "before": words.points(then.you),
        "now": words.points(now.you),
        "survey": survey_title(then.survey.survey),
    }
    sector = (words.printed(then.sector), words.printed(now.sector))
    if all(sector) and not each.is_sector_broken:
        text = _(
            "%(name)s: from %(before)s in the %(survey)s to %(now)s; the sector's mean %(low)s then, %(high)s now."
        )
        return text % (names | {"low": sector[0], "high": sector[1]})
    return _("%(name)s: from %(before)s in the %(survey)s to %(now)s.") % names


def _why_broken(found: Sequence[Course]) -> list[str]:
    """One sentence a reason, with where."""
    said = {
        new_questions(): _("New questions: between %(where)s the line breaks, as the two cannot be compared."),
        other_companies(): _(
            "Other companies: between %(where)s the sector's line breaks, as most that answered were others."
        ),
        not_known(): _(
            "Companies not known: between %(where)s the sector's line breaks, as it is not known or not said how many took part "
            "both times."
        ),
    }
    sentences = []
    for why, text in said.items():
        if where := list(dict.fromkeys(_where(found, why))):
            sentences.append(text % {"where": words.apart(where)})
    return sentences


def _where(found: Sequence[Course], why: str) -> list[str]:
    return [
        _("%(before)s and %(after)s")
        % {"before": survey_title(a.survey.survey), "after": survey_title(b.survey.survey)}
        for each in found
        for a, b in pairwise(each.stands)
        if why in b.breaks
    ]


def _has_breaks(found: Sequence[Course]) -> bool:
    return any(any(stand.breaks) for each in found for stand in each.stands)


def _columns(comparison: Comparison, *, has_breaks: bool) -> tuple[Column, ...]:
    why = [Column(_("Line from the survey before"))] if has_breaks else []
    return (
        Column(words.sentence(noun(comparison.instrument, 1))),
        Column(_("Survey")),
        Column(_("You"), numeric=True),
        Column(_("Mean of the sector"), numeric=True),
        words.interval_column(_("95 %% interval of the mean") % {}),
        Column("n", numeric=True),
        *why,
    )


def _cells(each: Course, *, has_breaks: bool) -> list[tuple[str, ...]]:
    return [
        (
            each.metric.name,
            survey_title(stand.survey.survey),
            words.points(stand.you) or Reason(_("too few answers to score")),
            *_of_sector(stand),
            *([_said(stand) if at else _("the first survey")] if has_breaks else []),
        )
        for at, stand in enumerate(each.stands)
    ]


def _of_sector(stand: Stand) -> tuple[str, str, str]:
    if stand.sector is None:
        return Reason(_not_shown(stand.survey)), "", ""
    return words.printed(stand.sector), words.interval(stand.sector), str(stand.sector.n_owners)


def _not_shown(survey: Past) -> str:
    return _("not published") if survey.publication is None else _("not shown for this group")


def _said(stand: Stand) -> str:
    """Whose line, and why; one reason for both where it is one."""
    mine, sectors = stand.breaks
    if mine:
        return words.sentence(mine)
    return _("The sector: %(why)s") % {"why": sectors} if sectors else _("joined")


def _n_of(survey: Past) -> str:
    group = survey.publication.group(SECTOR) if survey.publication else None
    return words.n_equals(group.n_owners) if group else ""


def _at(survey: Past) -> str:
    """2025 survey, publication 1, n = 60: the whole sector, of which each mean is."""
    return words.beside(
        filter(None, (survey_title(survey.survey), publication_words(survey.publication), _n_of(survey)))
    )


def _row(each: Course) -> TimeRow:
    now = each.stands[-1]
    you, change = words.points(now.you) or words.DASH, each.change
    moved = "" if change is None else words.signed(change) if change else _("too close to call")
    points = (
        TimePoint(at, stand.you, stand.sector.value if stand.sector else None, stand.breaks)
        for at, stand in enumerate(each.stands)
    )
    narrow = words.beside(filter(None, (you, moved)))
    return TimeRow(each.metric.name, tuple(points), bool(change), (you, moved), narrow)


def _heads(found: Sequence[Course]) -> list[dict[str, object]]:
    return [
        {"head": _("You now"), "weight": 650, "colour": "you-text"},
        {"head": pgettext("a difference", "Change"), "colour": "ink-2"},
    ]


def _key(found: Sequence[Course]) -> tuple[Key, ...]:
    has_sector = any(stand.sector and stand.sector.value is not None for each in found for stand in each.stands)
    you = Key("you", _("You"))
    return (you, Key("share", _("Mean of all organisations in the sector"))) if has_sector else (you,)


def _footnote(found: Sequence[Course]) -> str:
    if not any(stand.sector for each in found for stand in each.stands):
        return ""
    return _("The sector is everybody that answered each time, never a finer group, whose members change.")
