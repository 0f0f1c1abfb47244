"""How far a target is in a later survey of one's own: met, moved, not moved, or not to be compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Literal

from benchmarking.selectors.comparable import comparable, same_items
from benchmarking.selectors.own_results import OwnProfile
from benchmarking.selectors.plans import Target
from benchmarking.selectors.surveys import Survey
from benchmarking.stats.position import Z_95
from benchmarking.training.roadmap_aims import DIMENSION, ITEM, printed
from benchmarking.training.roadmap_reading import Situation

Why = Literal["", "changed", "not_answered", "not_needed", "withdrawn", "start_unknown"]


@dataclass(frozen=True)
class Progress:
    """`state` "apart" cannot be compared, and `why` says why. `then` is the survey the target started from, `survey` the newest
    one after it with an own result; None while there is none, which is state "waiting". `within_chance`: a score moved, by
    no more than two sets of answers may."""

    state: str
    then: Survey | None = None
    survey: Survey | None = None
    now: float | None = None
    why: Why = ""
    within_chance: bool = False


def progress(situation: Situation, target: Target) -> Progress:
    """Of the newest result of a later survey than the target started from.

    A level counts as printed, to a tenth; a score as a whole number, and as moved only beyond 1.96 √(SEM₁² + SEM₂²), the
    rule of the results page. A skill whose group is said not to be short any more has no level: it is a state of its own, not met.
    """
    then, later = situation.of_wave(target.start_wave), _later(situation, target)
    if later is None:
        return Progress("waiting", then)
    own = situation.own[later.wave_id]
    if later.stands_alone or (then and then.stands_alone):
        return Progress("apart", then, later, why="withdrawn")
    if then and not _is_same(situation, target, then, later):
        return Progress("apart", then, later, why="changed")
    if target.kind not in (ITEM, DIMENSION) and (silent := _without_level(own, target.code)):
        return Progress(silent[0], then, later, why=silent[1])
    level = _level(own, target)
    if level is None:
        return Progress("apart", then, later, why="not_answered")
    return _compared(situation, target, level, then, later)


def _later(situation: Situation, target: Target) -> Survey | None:
    """Surveys are newest first: those before the one it started from in that order are later."""
    then = situation.of_wave(target.start_wave)
    after = situation.surveys[: situation.surveys.index(then)] if then else situation.surveys
    return next((each for each in after if each.wave_id in situation.own), None)


def _is_same(situation: Situation, target: Target, then: Survey, later: Survey) -> bool:
    """Whether the target's questions are the same in both questionnaires. A questionnaire that is not at hand is another."""
    before, now = situation.texts.get(then.wave_id), situation.texts.get(later.wave_id)
    if before is None or now is None:
        return False
    if target.kind == DIMENSION:
        metric = f"dimension:{target.code}"
        known = any(each.code == target.code for each in now.dimensions)
        return known and bool(comparable([metric], now, before))
    items = (
        {target.code} if target.kind == ITEM else {i for i, s in now.skill_items("current").items() if s == target.code}
    )
    return bool(items) and items <= same_items(now, before)


def _without_level(own: OwnProfile, skill: str) -> tuple[str, Why] | None:
    """Skills whose group was said to be there, or not needed, are not rated."""
    level = own.skills.get(skill)
    if level is None or level.current is not None or level.gap != 0:
        return None
    return ("apart", "not_needed") if level.needed == 0 else ("no_longer_short", "")


def _level(own: OwnProfile, target: Target) -> float | None:
    if target.kind == DIMENSION:
        return own.dimensions[target.code].score if target.code in own.dimensions else None
    if target.kind == ITEM:
        return own.items.get(target.code)
    return own.skills[target.code].current if target.code in own.skills else None


def _compared(situation: Situation, target: Target, level: float, then: Survey | None, later: Survey) -> Progress:
    now, aim = printed(target.kind, level), printed(target.kind, target.target_level)
    if now >= aim:
        return Progress("met", then, later, level)
    if target.start_level is None:
        return Progress("apart", then, later, level, "start_unknown")
    step = now - printed(target.kind, target.start_level)
    if target.kind == DIMENSION and step and abs(level - target.start_level) <= _chance(situation, then, later):
        return Progress("not_moved", then, later, level, within_chance=True)
    return Progress("moved" if step > 0 else "fell" if step < 0 else "not_moved", then, later, level)


def _chance(situation: Situation, then: Survey | None, later: Survey) -> float:
    before = situation.own.get(then.wave_id) if then else None
    return Z_95 * hypot(situation.own[later.wave_id].sem, before.sem if before else 0.0)
