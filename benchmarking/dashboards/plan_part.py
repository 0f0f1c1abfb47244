"""The plan on the page of results: its targets, where each stands now, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.names import survey_title
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.selectors.plans import Target
from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Instrument

TARGETS_AT_MOST = 6


@dataclass(frozen=True)
class Aim:
    name: str
    text: str


@dataclass(frozen=True)
class PlanInShort:
    """`more`: how many targets the list leaves out, in words."""

    aims: tuple[Aim, ...]
    more: str


def plan_in_short(comparison: Comparison) -> PlanInShort:
    """In the plan's order, of what this survey's questionnaire has; those that are done stay away."""
    names = _names(comparison.instrument)
    standing = [each for each in comparison.targets.values() if not each.is_done and (each.kind, each.code) in names]
    aims = tuple(Aim(names[each.kind, each.code], _text(comparison, each)) for each in standing[:TARGETS_AT_MOST])
    rest = len(standing) - len(aims)
    return PlanInShort(aims, _("And %(n)s more in your plan.") % {"n": rest} if rest else "")


def _names(instrument: Instrument) -> dict[tuple[str, str], str]:
    skills = {("skill", s.code): words.said(s.text) for group in instrument.skill_groups for s in group.skills}
    items = {("item", code): words.said(item.text) for code, item in instrument.items.items()}
    return skills | items | {("dimension", each.code): words.said(each.name) for each in instrument.dimensions}


def _text(comparison: Comparison, target: Target) -> str:
    """Target 80; now 75; Kim; by 1 May 2027"""
    is_dimension = target.kind == "dimension"
    reads = words.points if is_dimension else words.level
    aim = _("target %(target)s") if is_dimension else _("target level %(target)s")
    now = reads(_now(comparison.own, target))
    parts = [aim % {"target": reads(target.target_level)}, _standing(comparison, now) if now else ""]
    parts.append(isolated(target.responsible, in_rtl=get_language_bidi()))
    if target.due:
        day = timezone.make_aware(datetime.combine(target.due, time(12)))
        parts.append(_("by %(day)s") % {"day": words.date(day)})
    return words.sentence(words.apart(part for part in parts if part))


def _standing(comparison: Comparison, now: str) -> str:
    """Beside an older survey the plan is of today, so the level is said to be that survey's."""
    if comparison.is_latest:
        return _("now %(now)s") % {"now": now}
    return _("%(now)s in the %(survey)s") % {"now": now, "survey": survey_title(comparison.survey)}


def _now(own: OwnProfile | None, target: Target) -> float | None:
    if own is None:
        return None
    if target.kind == "skill":
        return own.skills[target.code].current if target.code in own.skills else None
    if target.kind == "item":
        return own.items.get(target.code)
    return own.dimensions[target.code].score if target.code in own.dimensions else None
