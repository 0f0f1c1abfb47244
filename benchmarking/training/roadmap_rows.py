"""The targets of a plan as its page lists them, and as a table for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from benchmarking.dashboards import words
from benchmarking.dashboards.finding import Column, Day, Finding
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.plans import Target
from benchmarking.training import roadmap_words
from benchmarking.training.roadmap_aims import ITEM, SKILL, Aims, aims, reads
from benchmarking.training.roadmap_progress import Progress, progress
from benchmarking.training.roadmap_reading import Situation

BY_PRIORITY, BY_DATE = "priority", "date"


@dataclass(frozen=True)
class Row:
    """One target in words. `tag`: the state of its progress, with a class; "" before a later survey."""

    target: Target
    name: str
    kind: str
    from_to: str
    settled: str
    tag: tuple[str, str]
    progress: str
    context: str
    course: str
    state: Progress

    @property
    def is_compared(self) -> bool:
        return self.state.survey is not None


@dataclass(frozen=True)
class Roadmap:
    """`standing` in the order asked for, `done` after them, `removed` with their names."""

    standing: tuple[Row, ...]
    done: tuple[Row, ...]
    removed: tuple[tuple[Target, str], ...]
    summary: str

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.standing, *self.done)


def roadmap(situation: Situation, order: str = BY_PRIORITY) -> Roadmap:
    known = known_aims(situation)
    rows = [_row(situation, known, target) for target in _ordered(situation.plan.targets, order)]
    return Roadmap(
        standing=tuple(row for row in rows if not row.target.is_done),
        done=tuple(row for row in rows if row.target.is_done),
        removed=tuple((each, name_of(known, each)) for each in situation.plan.removed),
        summary=roadmap_words.summary([row.state for row in rows], sum(row.target.is_done for row in rows)),
    )


def known_aims(situation: Situation) -> Aims:
    """What may be aimed at; nothing before there is an own result."""
    own, instrument = situation.now, situation.instrument
    return aims(instrument, own) if own and instrument else {}


def _ordered(targets: Sequence[Target], order: str) -> list[Target]:
    """What has no date comes last; the same day by what comes first."""
    return sorted(targets, key=lambda each: each.due or date.max) if order == BY_DATE else list(targets)


def _row(situation: Situation, known: Aims, target: Target) -> Row:
    found, course = progress(situation, target), course_name(situation, target.module)
    return Row(
        target=target,
        name=name_of(known, target),
        kind=kind_name(target.kind),
        from_to=roadmap_words.from_to(target),
        settled=roadmap_words.by_whom_and_when(target, course),
        tag=roadmap_words.tag(found),
        progress=roadmap_words.progress_sentence(target, found),
        context=roadmap_words.context(situation, target),
        course=course,
        state=found,
    )


def name_of(known: Aims, target: Target) -> str:
    """As the newest questionnaire says it; the code where that does not ask it any more."""
    aim = known.get((target.kind, target.code))
    return aim.name if aim else target.code


def kind_name(kind: str) -> str:
    return {SKILL: _("Skill"), ITEM: _("Question")}.get(kind, _("Dimension"))


def course_name(situation: Situation, module: str) -> str:
    """That of a course which is on offer no more, too; the code where it was never in the catalogue."""
    offered = next((each.name for each in situation.courses if each.module.code == module), None)
    return words.said(offered or situation.gone.get(module, {})) or module


def roadmap_finding(situation: Situation) -> Finding:
    """The plan as one table: the page's CSV, and what a report prints. Every cell reads as on the page; to other programs a day is a date."""
    rows = roadmap(situation).rows
    since = pgettext("a level", "From")
    heads = (_("Target"), _("Kind"), since, _("To"), _("Responsible"), _("Date"), _("Course"), _("Now"))
    numeric = {2, 3, 7}
    return Finding(
        id="plan",
        title=_("Our plan"),
        words=roadmap(situation).summary,
        columns=(
            *(Column(head, numeric=at in numeric, is_note=at == 1) for at, head in enumerate(heads)),
            Column(_("Progress")),
            Column(_("The sector, as context")),
        ),
        rows=tuple(map(_cells, rows)),
        source=(situation.organisation.name, "", survey_title(situation.survey) if situation.survey else "", ""),
    )


def _cells(row: Row) -> tuple[str, ...]:
    target = row.target
    levels = (reads(target.kind, target.start_level), reads(target.kind, target.target_level))
    due = Day(roadmap_words.day(target), target.due) if target.due else ""
    now = reads(target.kind, row.state.now)
    said = row.tag[0] if not row.is_compared else f"{row.tag[0]}. {row.progress}"
    return (row.name, row.kind, *levels, target.responsible, due, row.course, now, _done(said, target), row.context)


def _done(said: str, target: Target) -> str:
    return words.apart([_("Done"), said]) if target.is_done else said
