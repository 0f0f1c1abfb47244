"""The course of the catalogue that fits the skills that are short, for how many people, and what no course raises."""

from __future__ import annotations

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.skills_gap import GroupGap, SkillGap
from benchmarking.stats.training_choice import TrainingChoice, choose
from benchmarking.stats.training_choice import people as people_for
from surveyapp.instruments.schema import Instrument


def course_sentence(comparison: Comparison) -> str:
    """The module that fits, what it closes, for how many people, and how sure the choice is."""
    own = comparison.own
    if own is None or not comparison.courses:
        return ""
    chosen = course_choice(comparison, own)
    names = {course.module.code: words.said(course.name) for course in comparison.courses}
    if chosen.best is None:
        return _("No course on offer raises these skills yet.")
    fit = {"name": names[chosen.best.module], "share": words.per_cent(words.points(100 * chosen.best.share))}
    number = people_for(chosen.best, _group_gaps(own, comparison.instrument))
    said = (
        _("“%(name)s” fits best: for %(people)s, closing %(share)s of the gap.")
        % (fit | {"people": words.people(number)})
        if number
        else _("“%(name)s” fits best, closing %(share)s of the gap.") % fit
    )
    if chosen.runner_up and not chosen.is_steady:
        said += " " + _("“%(name)s” comes close.") % {"name": names[chosen.runner_up.module]}
    return said


def course_choice(comparison: Comparison, own: OwnProfile) -> TrainingChoice:
    modules = [course.module for course in comparison.courses]
    return choose(modules, _skill_gaps(own, comparison.instrument))


def _skill_gaps(own: OwnProfile, instrument: Instrument) -> list[SkillGap]:
    return [
        SkillGap(skill.code, group.code, group.audience, "rated", level.current, level.needed, level.gap)
        for group in instrument.skill_groups
        for skill in group.skills
        if (level := own.skills.get(skill.code))
    ]


def _group_gaps(own: OwnProfile, instrument: Instrument) -> list[GroupGap]:
    return [
        GroupGap(group.code, group.audience, None, entry.short, (), entry.people)
        for group in instrument.skill_groups
        if (entry := own.groups.get(group.code))
    ]


def uncovered_sentence(comparison: Comparison, own: OwnProfile) -> str:
    if not comparison.courses:
        return ""
    codes = course_choice(comparison, own).uncovered
    names = {
        skill.code: words.said(skill.text) for group in comparison.instrument.skill_groups for skill in group.skills
    }
    if not codes:
        return ""
    return _("No course on offer raises: %(names)s.") % {"names": words.apart(names[code] for code in codes)}
