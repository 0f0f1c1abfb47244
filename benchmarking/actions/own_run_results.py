"""What an organisation sees of its own delegates: means from five people on, else only how many they were."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from benchmarking.models.learners import DelegateRating, OwnRunResult
from benchmarking.selectors.run_inputs import Person, RunInputs

Moment = DelegateRating.Moment

LEAST_OF_OWN = 5
"""People of an organisation whose mean their coordinator may see: as for the spread inside one (STATISTICS 1)."""


def documents(inputs: RunInputs) -> dict[str, dict[str, Any]]:
    """Organisation → counts, and by skill the means of those of its people who rated it before and after."""
    organisations = sorted({person.organisation for person in inputs.people if person.organisation})
    return {
        organisation: _document(inputs, [p for p in inputs.people if p.organisation == organisation])
        for organisation in organisations
    }


def _document(inputs: RunInputs, people: Sequence[Person]) -> dict[str, Any]:
    skills = {skill: _skill(people, skill) for skill in inputs.skills}
    return {"people": counts(people), "skills": {skill: its for skill, its in skills.items() if its}}


def counts(people: Sequence[Person]) -> dict[str, int]:
    """Starters sent their ratings before the course, completers before and after."""
    started = [person for person in people if Moment.BEFORE in person.sent]
    return {
        "invited": len(people),
        "starters": len(started),
        "completers": sum(Moment.AFTER in person.sent for person in started),
        "followed_up": sum({Moment.AFTER, Moment.FOLLOW_UP} <= person.sent for person in started),
    }


def _skill(people: Sequence[Person], skill: str) -> dict[str, Any] | None:
    """Of exactly those with both ratings; a later moment only if all of them rated it: two
    means must never differ by a few people."""
    both = [p for p in people if _has(p, Moment.BEFORE, skill) and _has(p, Moment.AFTER, skill)]
    if len(both) < LEAST_OF_OWN:
        return None
    shown: dict[str, Any] = {"n": len(both)}
    shown |= {str(m): _mean(both, m, skill) for m in (Moment.BEFORE, Moment.AFTER)}
    for moment in (Moment.LOOKING_BACK, Moment.FOLLOW_UP):
        if all(_has(person, moment, skill) for person in both):
            shown[str(moment)] = _mean(both, moment, skill)
    return shown


def _has(person: Person, moment: str, skill: str) -> bool:
    return person.scored(moment, skill) is not None


def _mean(people: Sequence[Person], moment: str, skill: str) -> float:
    low, high = OwnRunResult.ENDS
    return round(min(max(fmean(person.scored(moment, skill) or 0.0 for person in people), low), high), 6)
