"""What courses that people took since they answered a survey leave to be trained: for results and the plan alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.skills_gap import GroupGap, PeopleRange, SkillGap
from benchmarking.stats.training_choice import Fit, Module, fit, people
from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class Trained:
    """`gaps` with what `finished` courses raise counted as reached; `finished`: codes of those that all who need them took.
    `groups` as answered. `taken`: code → people."""

    gaps: tuple[SkillGap, ...]
    groups: tuple[GroupGap, ...]
    finished: frozenset[str]
    taken: Mapping[str, int]

    def people_left(self, found: Fit) -> PeopleRange | None:
        """Whom the course is for and who did not take it yet."""
        return still_to_train(people(found, self.groups), self.taken.get(found.module, 0))


def trained(own: OwnProfile, instrument: Instrument, courses: Iterable[Course]) -> Trained:
    """An organisation's gaps after the courses that its people took since it gave these answers."""
    rated, groups = _skill_gaps(own, instrument), _group_gaps(own, instrument)
    finished = [each.module for each in courses if is_finished(each.module, rated, groups, own.taken)]
    return Trained(lifted(rated, finished), groups, frozenset(each.code for each in finished), own.taken)


def _skill_gaps(own: OwnProfile, instrument: Instrument) -> tuple[SkillGap, ...]:
    return tuple(
        SkillGap(skill.code, group.code, group.audience, "rated", level.current, level.needed, level.gap)
        for group in instrument.skill_groups
        for skill in group.skills
        if (level := own.skills.get(skill.code))
    )


def _group_gaps(own: OwnProfile, instrument: Instrument) -> tuple[GroupGap, ...]:
    return tuple(
        GroupGap(group.code, group.audience, None, entry.short, (), entry.people)
        for group in instrument.skill_groups
        if (entry := own.groups.get(group.code))
    )


def named(course: Course) -> str:
    """A course's name for the middle of a sentence; its code where it has none."""
    return isolated(words.said(course.name) or course.module.code, in_rtl=get_language_bidi())


def taken_sentence(courses: Iterable[Course], taken: Mapping[str, int], finished: Collection[str], survey: str) -> str:
    """Which courses count as taken since the survey of that title, and what that does; "" for none."""
    told = [
        _("“%(name)s” (%(people)s)") % {"name": named(each), "people": words.people((n, n))}
        for each in courses
        if (n := taken.get(each.module.code))
    ]
    if not told:
        return ""
    said = _("Counted as taken since the %(survey)s: %(courses)s.") % {"survey": survey, "courses": words.listing(told)}
    if not finished:
        return said
    counts = _("What is raised by a course that all who need it took counts as reached until your next answers.")
    return f"{said} {counts}"


def still_to_train(needed: PeopleRange | None, n_taken: int) -> PeopleRange | None:
    """The people who need a course less those who took it; None where nobody said how many, an open band stays open."""
    if needed is None:
        return None
    least, most = needed
    return max(0, least - n_taken), None if most is None else max(0, most - n_taken)


def is_finished(
    module: Module, gaps: Collection[SkillGap], groups: Collection[GroupGap], taken: Mapping[str, int]
) -> bool:
    """Whether as many took it as may need it at most. Never of an open band, or where nobody said how many."""
    n_taken = taken.get(module.code, 0)
    return bool(n_taken) and still_to_train(people(fit(module, list(gaps)), groups), n_taken) == (0, 0)


def lifted(gaps: Iterable[SkillGap], finished: Collection[Module]) -> tuple[SkillGap, ...]:
    """Gaps as they stand once what these courses raise is reached by all who took them; the next survey will measure it."""
    return tuple(_lifted(gap, finished) for gap in gaps)


def _lifted(gap: SkillGap, finished: Collection[Module]) -> SkillGap:
    if gap.current is None or not gap.gap:
        return gap
    levels = [each.raises.get(gap.skill, 0.0) for each in finished if each.audience == gap.audience]
    rest = max(0.0, gap.gap - max(0.0, max(levels, default=0.0) - gap.current))
    return replace(gap, current=gap.current + gap.gap - rest, gap=rest)
