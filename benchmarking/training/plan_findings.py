"""The tables of the page of courses: what each course on offer would close here, and what the chosen ones do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.courses_taken import taken_sentence
from benchmarking.dashboards.finding import Column, Finding, Reason
from benchmarking.dashboards.names import survey_title
from benchmarking.stats.training_choice import uncovered
from benchmarking.training import plan_words
from benchmarking.training.catalogue_words import audience_name
from benchmarking.training.plan_choice import Choice, Reached
from benchmarking.training.plan_problem import Match, Offered
from benchmarking.training.roadmap_reading import Situation


def match_finding(situation: Situation, match: Match) -> Finding | None:
    """Every course on offer, the one that closes most first; None without courses."""
    if not match.offered:
        return None
    currency = situation.organisation.programme.currency
    return Finding(
        id="courses",
        title=_match_title(match),
        subtitle=_("Your gaps in the %(survey)s, and the people you said should move up")
        % {"survey": _survey(situation)},
        words=uncovered_sentence(match),
        columns=(
            Column(_("Course")),
            Column(_("For whom"), is_note=True),
            Column(_("Closes of your gaps"), numeric=True),
            Column(_("Skills raised")),
            Column(_("People")),
            Column(_("Price for all of them"), numeric=True),
            Column(_("Length"), numeric=True),
        ),
        rows=tuple(_course_cells(match, each, currency) for each in match.offered),
        source=(situation.organisation.name, "", _survey(situation), ""),
    )


def _survey(situation: Situation) -> str:
    return survey_title(situation.survey) if situation.survey else ""


def _match_title(match: Match) -> str:
    useful = [each for each in match.offered if each.fit.closes > 0]
    if not match.short:
        return _("No skill is short, so no course is needed")
    if not useful:
        return _("No course on offer raises what is short")
    text = ngettext(
        "One course on offer covers some of your gaps", "%(n)s courses on offer cover some of your gaps", len(useful)
    )
    return words.sentence(text % {"n": words.number_word(len(useful))})


def uncovered_sentence(match: Match) -> str:
    """Skills that are short and that no course on offer raises for those who need them."""
    never = set(uncovered([each.listed.module for each in match.offered], list(match.gaps)))
    widest_first = sorted(match.short, key=lambda gap: -(gap.gap or 0.0))
    codes = [gap.skill for gap in widest_first if gap.skill in never]
    if not codes:
        return _("Every skill that is short is raised by a course on offer, at least in part.") if match.short else ""
    return _("No course on offer raises: %(names)s.") % {"names": plan_words.every(match, codes)}


def taken_words(situation: Situation, match: Match) -> str:
    """Which courses count as taken, and what that does; "" for none."""
    courses = [each.listed for each in match.offered]
    return taken_sentence(courses, situation.taken, match.finished, _survey(situation))


def _course_cells(match: Match, each: Offered, currency: str) -> tuple[str, ...]:
    audience = audience_name(each.listed.module.audience)
    if each.code in match.finished:
        return (each.name, audience, Reason(_("taken by all who need it")), "", "", "", _length(each))
    if not each.fit.closes:
        return (each.name, audience, Reason(_("nothing")), "", "", "", _length(each))
    people = _people(each)
    cost = plan_words.cost_of([each], currency) if each.price is not None else _("not known")
    raised = plan_words.every(match, each.fit.skills)
    return (each.name, audience, plan_words.share(each.fit.share), raised, people, cost, _length(each))


def _people(each: Offered) -> str:
    if each.people is None:
        return _("not stated; one counted")
    if not each.n_taken:
        return words.people(each.people)
    return _("%(people)s left; %(n)s took it") % {"people": words.people(each.people), "n": each.n_taken}


def _length(each: Offered) -> str:
    return _("not known") if each.hours is None else plan_words.days(each.hours)


def closing_finding(match: Match, found: Choice, reached: Sequence[Reached]) -> Finding:
    """Every skill that is short, with the level before and after the chosen courses."""
    return Finding(
        id="closes",
        title=_("What these courses close"),
        columns=(
            Column(_("Skill")),
            Column(_("Group of skills"), is_note=True),
            Column(_("Now"), numeric=True),
            Column(_("After"), numeric=True),
            Column(_("Needed"), numeric=True),
            Column(_("With")),
        ),
        rows=tuple(_skill_cells(match, each) for each in reached),
    )


def _skill_cells(match: Match, each: Reached) -> tuple[str, ...]:
    gap = each.gap
    levels = (words.level(gap.current), words.level(each.level) if each.module else words.level(gap.current))
    course = match.by_code[each.module].name if each.module else _("no course chosen")
    return (match.names[gap.skill], match.parts[gap.group], *levels, words.level(gap.needed), course)
