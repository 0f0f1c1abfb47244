"""The plan that the demo's coordinator made after the survey before last, so that its progress can be seen."""

from __future__ import annotations

from datetime import date

from benchmarking.actions.plans import Aimed, add_target
from benchmarking.models.plan import PlanItem
from benchmarking.selectors.own_results import OwnProfile, own_results
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave

SKILL, ITEM, DIMENSION = PlanItem.Kind.SKILL.value, PlanItem.Kind.ITEM.value, PlanItem.Kind.DIMENSION.value
# What is aimed at, how far, who, by when, with which course. One of each: met, moved, not moved, no longer short, later.
AIMS = (
    (DIMENSION, "DAT", 50.0, "Dana Data", date(2026, 9, 30), ""),
    (ITEM, "DAT1", 4.0, "Dana Data", date(2026, 12, 18), ""),
    (SKILL, "sk_python", 3.0, "Theo Training", date(2026, 10, 31), "B"),
    (SKILL, "sk_pca", 3.0, "Theo Training", date(2027, 3, 31), "B"),
    (DIMENSION, "ANA", 45.0, "", None, ""),
)


def plan_for(coordinator: Account, wave: Wave) -> list[PlanItem]:
    """The targets, each starting from what the site's own result of that survey says; those it does not know are left out."""
    organisation = coordinator.memberships.select_related("organisation__programme").get().organisation
    own = own_results(organisation.pk).get(wave.pk)
    made = []
    for kind, code, target, responsible, due, module in AIMS:
        start = _level(own, kind, code) if own else None
        if start is not None and start < target:
            aimed = Aimed(kind, code, target, start, wave.pk, responsible, due, module)
            made.append(add_target(organisation=organisation, aimed=aimed, by=coordinator))
    return made


def _level(own: OwnProfile, kind: str, code: str) -> float | None:
    if kind == DIMENSION:
        return own.dimensions[code].score if code in own.dimensions else None
    if kind == ITEM:
        return own.items.get(code)
    return own.skills[code].current if code in own.skills else None
