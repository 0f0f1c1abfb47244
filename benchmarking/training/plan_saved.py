"""The choice of courses that was kept last: what is stored of it, how it reads, and the address that shows it again."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.actions.plans import Aimed
from benchmarking.dashboards import words
from benchmarking.models.plan import PlanItem
from benchmarking.training import plan_words
from benchmarking.training.plan_choice import Choice, reached
from benchmarking.training.plan_problem import Asked, Match
from benchmarking.training.roadmap_reading import Situation
from benchmarking.training.roadmap_rows import course_name


def stored(match: Match, found: Choice, currency: str) -> dict[str, Any]:
    chosen = [match.by_code[code] for code in found.best.modules]
    return {
        "modules": list(found.best.modules),
        "days": found.asked.days,
        "budget": found.asked.budget,
        "audience": found.asked.audience,
        "cost": [sum(each.least_cost for each in chosen), sum(each.cost for each in chosen)],
        "is_open": any(each.is_open and each.price for each in chosen),
        "currency": currency,
        "saved_at": timezone.localdate().isoformat(),
    }


def aimed(situation: Situation, match: Match, found: Choice) -> list[Aimed]:
    """A target for each skill the chosen courses close: the level they lead to, no further than needed, as it is printed."""
    wave = situation.survey.wave_id if situation.survey else None
    return [
        Aimed(
            PlanItem.Kind.SKILL.value,
            each.gap.skill,
            _target(each.level, each.gap.current or 0.0),
            start_level=_rated(situation, each.gap.skill),
            start_wave=wave,
            module=each.module,
        )
        for each in reached(match, found.best.modules, found.asked.audience)
        if each.module
    ]


def _rated(situation: Situation, skill: str) -> float | None:
    """As the own result has it, without what people learned since."""
    own = situation.now.skills.get(skill) if situation.now else None
    return own.current if own else None


def _target(level: float, now: float) -> float:
    rounded = round(level, 1)
    return rounded if rounded > now else level


def sentence(situation: Situation) -> str:
    """Which courses were chosen, when, and at what price; "" before any."""
    choice = situation.plan.choice
    if not choice.get("modules"):
        return ""
    least, most = choice["cost"]
    names = [course_name(situation, code) for code in choice["modules"]]
    return _("Courses chosen on %(day)s: %(names)s, for %(cost)s.") % {
        "day": formats.date_format(date.fromisoformat(choice["saved_at"]), _("j F Y")),
        "names": plan_words.quoted(names),
        "cost": plan_words.range_of(least, most, choice["currency"], is_open=choice["is_open"]),
    }


def gone(situation: Situation) -> str:
    """Which courses of the plan the organiser offers no more, and what to do; "" for none."""
    if not situation.gone:
        return ""
    names = plan_words.quoted([course_name(situation, code) for code in sorted(situation.gone)])
    return ngettext(
        "The organiser offers %(names)s no more. Your plan keeps it as it is: ask the provider, or choose another course.",
        "The organiser offers %(names)s no more. Your plan keeps them as they are: ask their providers, or choose other courses.",
        len(situation.gone),
    ) % {"names": names}


def url(situation: Situation) -> str:
    """The page of courses with the limits of the choice that was kept."""
    choice = situation.plan.choice
    return address(Asked(choice.get("days"), choice.get("budget"), choice.get("audience", "")))


def address(asked: Asked) -> str:
    given = {"days": _plain(asked.days), "budget": _plain(asked.budget), "audience": asked.audience}
    return f"{reverse('benchmarking:choose-courses')}?{urlencode(given)}"


def _plain(number: float | None) -> str:
    return "" if number is None else f"{words.whole(number) if number == round(number) else number}"
