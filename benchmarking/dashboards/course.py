"""The course of the catalogue that fits the skills that are short, for how many people, and what no course raises."""

from __future__ import annotations

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.courses_taken import Trained, named, taken_sentence, trained
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.stats.training_choice import TrainingChoice, choose, uncovered


def course_sentence(comparison: Comparison) -> str:
    """The module that fits, what it closes, for how many people, how sure the choice is, and what counts as taken."""
    own = comparison.own
    if own is None or not comparison.courses:
        return ""
    left = still_short(comparison, own)
    survey = survey_title(comparison.survey)
    counted = taken_sentence(comparison.courses, left.taken, left.finished, survey)
    return " ".join(filter(None, (_fitting(comparison, left), counted)))


def _fitting(comparison: Comparison, left: Trained) -> str:
    chosen = course_choice(comparison, left)
    names = {course.module.code: named(course) for course in comparison.courses}
    if chosen.best is None:
        return _nothing_fits(left)
    fit = {"name": names[chosen.best.module], "share": words.per_cent(words.points(100 * chosen.best.share))}
    number = left.people_left(chosen.best)
    said = (
        _("“%(name)s” fits best: for %(people)s, closing %(share)s of the gap.")
        % (fit | {"people": words.people(number)})
        if number
        else _("“%(name)s” fits best, closing %(share)s of the gap.") % fit
    )
    if chosen.runner_up and not chosen.is_steady:
        said += " " + _("“%(name)s” comes close.") % {"name": names[chosen.runner_up.module]}
    return said


def _nothing_fits(left: Trained) -> str:
    if not left.finished:
        return _("No course on offer raises these skills yet.")
    if any(gap.gap for gap in left.gaps):
        return _("No other course on offer raises what is still short.")
    return _("No other course is needed now.")


def still_short(comparison: Comparison, own: OwnProfile) -> Trained:
    """As the plan counts it: with what courses raised that all who need them took."""
    return trained(own, comparison.instrument, comparison.courses)


def course_choice(comparison: Comparison, left: Trained) -> TrainingChoice:
    """Of the courses that somebody has yet to take."""
    modules = [course.module for course in comparison.courses if course.module.code not in left.finished]
    return choose(modules, left.gaps)


def uncovered_sentence(comparison: Comparison, own: OwnProfile) -> str:
    if not comparison.courses:
        return ""
    codes = uncovered([course.module for course in comparison.courses], still_short(comparison, own).gaps)
    names = {
        skill.code: words.said(skill.text) for group in comparison.instrument.skill_groups for skill in group.skills
    }
    if not codes:
        return ""
    return _("No course on offer raises: %(names)s.") % {"names": words.apart(names[code] for code in codes)}
