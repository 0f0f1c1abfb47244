"""Skills that are short for the work planned, and the course that fits: needs no peers, and shows them where it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import charts, hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.course import course_sentence, still_short, uncovered_sentence
from benchmarking.dashboards.finding import Column, Finding, Key, Parts, SkillRow, Source, reasoned
from benchmarking.dashboards.headline import Statement
from benchmarking.dashboards.names import group_in_words, in_one_line, source, survey_title
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.records import Figure
from surveyapp.instruments.schema import Instrument, SkillGroup

ROWS_AT_MOST = 10
POINTS_PER_LEVEL = 20


@dataclass(frozen=True)
class Short:
    """A skill that is short, and the group it belongs to."""

    code: str
    name: str
    group: SkillGroup
    current: float
    needed: float
    is_first: bool

    @property
    def gap(self) -> float:
        return self.needed - self.current


def short_skills(own: OwnProfile, instrument: Instrument) -> list[Short]:
    """Widest gap first; of equals, those you want to close first, then the questionnaire's order."""
    found = [
        Short(skill.code, words.said(skill.text), group, level.current, level.needed, skill.code in own.first)
        for group in instrument.skill_groups
        for skill in group.skills
        if (level := own.skills.get(skill.code))
        and level.gap
        and level.current is not None
        and level.needed is not None
    ]
    return sorted(found, key=lambda short: (-short.gap, not short.is_first))


def short_groups(own: OwnProfile, instrument: Instrument) -> list[SkillGroup]:
    return [group for group in instrument.skill_groups if group.code in own.groups and own.groups[group.code].short]


def skills_statement(comparison: Comparison) -> Statement | None:
    """Two skill groups are short: which; the course that closes most, and for how many people."""
    own, instrument = comparison.own, comparison.instrument
    if own is None or not instrument.skill_groups or not own.groups:
        return None
    head = _("Skills for the next 24 months")
    groups = short_groups(own, instrument)
    if not groups:
        return Statement(head, _("No group of skills is short of what the work planned here needs."))
    names = words.apart(words.mid_sentence(words.said(group.name)) for group in groups)
    number = words.sentence(words.number_word(len(groups)))
    text = ngettext(
        "One group of skills is short: %(names)s.", "%(n)s groups of skills are short: %(names)s.", len(groups)
    )
    return Statement(head, text % {"n": number, "names": names}, course_sentence(comparison))


def skills(comparison: Comparison) -> Finding | None:
    """The dumbbell of the widest gaps, with the whole list in its table."""
    own = comparison.own
    if own is None or not comparison.instrument.skill_groups:
        return None
    found = short_skills(own, comparison.instrument)
    if not found:
        return None
    has_group = _has_group(comparison, found)
    return Finding(
        id="skills",
        title=_title(found),
        subtitle=_subtitle(comparison, found),
        words=_words(comparison, own, found),
        columns=_columns(comparison, found, has_group=has_group),
        rows=tuple(_cells(comparison, own, short, has_group=has_group) for short in found),
        source=_source(comparison, found),
        figure=_figure(comparison, own, found[:ROWS_AT_MOST]),
        key=_key(comparison, found[:ROWS_AT_MOST]),
        plan_url=reverse("benchmarking:list-aims"),
        footnote=uncovered_sentence(comparison, own),
        left_out=_columns_of_group() if comparison.group and not has_group else (),
        why_left_out=hidden.reason(),
    )


def _key(comparison: Comparison, found: Sequence[Short]) -> tuple[Key, ...]:
    key = (Key("you", _("You now")), Key("flag", _("Needed in 24 months")))
    if not any(_others(comparison, short.code) for short in found):
        return key
    return (*key, Key("median", _("Mean level now of the companies asked, with 95 %% interval") % {}))


def _others(comparison: Comparison, skill: str) -> tuple[float, float, float] | None:
    """Where the companies asked stand now, in levels, and the ends of its interval: beside their gap, which says their n."""
    figure, gap = comparison.figures.one(f"skill:{skill}:current", "mean"), _gap_figure(comparison, skill)
    if figure is None or gap is None or gap.value is None or gap.n_owners != figure.n_owners:
        return None
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    return figure.value / POINTS_PER_LEVEL, figure.low / POINTS_PER_LEVEL, figure.high / POINTS_PER_LEVEL


def _title(found: Sequence[Short]) -> str:
    widest = [short for short in found if short.gap == found[0].gap]
    names = {
        "name": words.sentence(found[0].name),
        "gap": words.level(found[0].gap),
        "n": words.number_word(len(found)),
    }
    is_one_level = round(found[0].gap, 1) == 1
    if len(widest) == 1:
        text = _("%(name)s is your widest gap, at %(gap)s levels")
        return (_("%(name)s is your widest gap, at one level") if is_one_level else text) % names
    if is_one_level:
        return words.sentence(_("%(n)s skills fall short, the widest by one level") % names)
    return words.sentence(
        ngettext("One skill falls short", "%(n)s skills fall short, the widest by %(gap)s levels", len(found)) % names
    )


def _subtitle(comparison: Comparison, found: Sequence[Short]) -> str:
    names = {"shown": ROWS_AT_MOST, "all": len(found), "whose": _whose(comparison, found)}
    if len(found) > ROWS_AT_MOST:
        return _("Levels from 0 to 5, now and in 24 months; the %(shown)s widest of %(all)s gaps. %(whose)s") % names
    return _("Levels from 0 to 5, now and in 24 months; every skill that is short. %(whose)s") % names


def _whose(comparison: Comparison, found: Sequence[Short]) -> str:
    if _has_group(comparison, found):
        rest = in_one_line(("", *_source(comparison, found)[1:]))
        return _("Your site beside the companies asked in %(group)s, %(rest)s") % {
            "group": group_in_words(comparison),
            "rest": rest,
        }
    return _("Your site, %(survey)s") % {"survey": survey_title(comparison.survey)}


def _source(comparison: Comparison, found: Sequence[Short]) -> Source:
    """With the n of the gaps, each of which rests on the companies that were asked about that skill, not on the group."""
    compared, n, *rest = source(comparison)
    counts = [figure.n_owners for short in found if (figure := _gap_figure(comparison, short.code))]
    if counts and _has_group(comparison, found):
        n = words.n_between(min(counts), max(counts))
    return compared, n, rest[0], rest[1]


def _words(comparison: Comparison, own: OwnProfile, found: Sequence[Short]) -> str:
    first = [short.name for short in found if short.is_first]
    sentences = [course_sentence(comparison)]
    if first:
        sentences.append(_("In bold, what you want to close first."))
    if _has_group(comparison, found):
        text = _(
            "Beside yours stands the mean gap of the companies asked: those of %(group)s whose people have the group of skills "
            "only partly or hardly, and who rated the skill."
        )
        sentences.append(text % {"group": group_in_words(comparison)})
    elif comparison.group:
        sentences.append(hidden.why(comparison, [f"skill:{short.code}:gap" for short in found]))
    return " ".join(text for text in sentences if text)


def _columns(comparison: Comparison, found: Sequence[Short], *, has_group: bool) -> tuple[Column, ...]:
    heads = [_("Now"), _("Needed"), _("Your gap")]
    columns = [
        Column(_("Skill")),
        Column(_("Group of skills"), is_note=True),
        *(Column(head, numeric=True) for head in heads),
        Column(_("People")),
        *([Column(_("Your courses on offer"))] if comparison.courses else []),
    ]
    if _has_others(comparison, found):
        now = words.interval_column(_("95 %% interval of the mean level") % {})
        columns += [Column(_("Mean level now of the companies asked"), numeric=True), now]
    if has_group:
        columns += _columns_of_group()
    return tuple(columns)


def _columns_of_group() -> tuple[Column, ...]:
    interval = words.interval_column(_("95 %% interval of the mean gap") % {})
    return (Column(_("Mean gap of the companies asked"), numeric=True), interval, Column("n", numeric=True))


def _cells(comparison: Comparison, own: OwnProfile, short: Short, *, has_group: bool) -> tuple[str, ...]:
    levels = (short.current, short.needed, short.gap)
    cells = [short.name, words.said(short.group.name), *(words.level(level) for level in levels), _people(own, short)]
    cells += [_courses(comparison, own, short)] if comparison.courses else []
    if _has_others(comparison, short_skills(own, comparison.instrument)):
        cells += reasoned(_level_of_others(comparison, short.code), hidden.reason())
    if has_group:
        figure = _gap_figure(comparison, short.code)
        n = str(figure.n_owners) if figure else ""
        published = (_published_gap(comparison, short.code), _gap_interval(figure), n)
        cells += reasoned(published, hidden.reason())
    return tuple(cells)


def _courses(comparison: Comparison, own: OwnProfile, short: Short) -> str:
    """Those that raise it above where you are, for the people it is about; and whether all of them took it."""
    finished = still_short(comparison, own).finished
    found = [
        _("%(name)s (%(n)s)") % {"name": words.said(course.name), "n": _("taken by all who need it")}
        if course.module.code in finished
        else words.said(course.name)
        for course in comparison.courses
        if course.module.audience == short.group.audience and course.module.raises.get(short.code, 0.0) > short.current
    ]
    return words.apart(found) or _("not covered by any course")


def _has_others(comparison: Comparison, found: Sequence[Short]) -> bool:
    return any(_others(comparison, short.code) for short in found)


def _level_of_others(comparison: Comparison, skill: str) -> tuple[str, str]:
    if (others := _others(comparison, skill)) is None:
        return "", ""
    return words.level(others[0]), _gap_interval(comparison.figures.one(f"skill:{skill}:current", "mean"))


def _gap_interval(figure: Figure | None) -> str:
    """In levels, each end outwards to the tenth that is shown."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    low, high = floor(figure.low / POINTS_PER_LEVEL * 10) / 10, ceil(figure.high / POINTS_PER_LEVEL * 10) / 10
    ends = tuple(formats.number_format(end, 1).replace("-", words.MINUS) for end in (low, high))
    return Parts(_("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}, *ends)


def _published_gap(comparison: Comparison, skill: str) -> str:
    """In levels, from the published 0-100 points."""
    figure = _gap_figure(comparison, skill)
    return words.level(figure.value / POINTS_PER_LEVEL) if figure and figure.value is not None else ""


def _gap_figure(comparison: Comparison, skill: str) -> Figure | None:
    return comparison.figures.one(f"skill:{skill}:gap", "mean")


def _gap_in_full(figure: Figure | None, gap: str) -> str:
    """The mean gap, n and the interval in one line, for a picture: 1.5, n = 31, 1.2 to 1.8"""
    return words.beside(filter(None, (gap, words.n_equals(figure.n_owners), _gap_interval(figure)))) if figure else gap


def _has_group(comparison: Comparison, found: Sequence[Short]) -> bool:
    return any(_published_gap(comparison, short.code) for short in found)


def _people(own: OwnProfile, short: Short) -> str:
    entry = own.groups.get(short.group.code)
    return words.people(entry.people) if entry and entry.people else ""


def _figure(comparison: Comparison, own: OwnProfile, found: Sequence[Short]) -> dict[str, Any]:
    has_group = _has_group(comparison, found)
    columns: list[dict[str, Any]] = [{"head": _("Your gap"), "weight": 650, "colour": "you-text"}]
    if has_group:
        columns.append({"head": _("Mean gap of the companies asked")})
    columns.append({"head": _("People"), "colour": "ink-2"})
    return charts.skills([_row(comparison, own, short, has_group=has_group) for short in found], columns)


def _row(comparison: Comparison, own: OwnProfile, short: Short, *, has_group: bool) -> SkillRow:
    gap, group = words.level(short.gap), _published_gap(comparison, short.code)
    figure = _gap_figure(comparison, short.code)
    against = _("gap %(gap)s; others’ gap %(group)s, %(n)s") if group else _("gap %(gap)s, companies asked not shown")
    n = words.n_equals(figure.n_owners) if figure else ""
    people = _people(own, short).removesuffix(_(" people"))
    narrow = against if has_group else _("gap %(gap)s")
    return SkillRow(
        label=short.name,
        current=short.current,
        needed=short.needed,
        others=_others(comparison, short.code),
        strong=short.is_first,
        values=(gap, _gap_in_full(figure, group) if group else _("not shown"), people) if has_group else (gap, people),
        values_narrow=narrow % {"gap": gap, "group": group, "n": n},
    )
