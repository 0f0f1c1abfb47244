"""The courses to choose within what was asked for, and why each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarking.stats.skills_gap import SkillGap
from benchmarking.stats.training_choice import fit
from benchmarking.stats.training_greedy import greedy
from benchmarking.stats.training_margin import AddedValue, added_value
from benchmarking.stats.training_plan import TrainingPlan, choice
from benchmarking.stats.training_problem import CoursePlan, Problem
from benchmarking.training.plan_problem import Asked, Match, Offered

SECONDS = 2.0
"""One search may take this long before courses are chosen one after another instead: a page is waited for."""


@dataclass(frozen=True)
class Choice:
    """`best` is exact where `found` is there; else chosen one after another. `more` None where it took too long."""

    asked: Asked
    problem: Problem
    best: CoursePlan
    found: TrainingPlan | None
    more: AddedValue | None

    @property
    def is_exact(self) -> bool:
        return self.found is not None


def choose(match: Match, asked: Asked, seconds: float = SECONDS) -> Choice:
    """Raises ValueError for a catalogue that cannot be planned with."""
    problem = match.problem(asked)
    hurried = problem.hurried(seconds)
    try:
        found = choice(hurried)
    except RuntimeError:
        return Choice(asked, problem, greedy(problem), None, None)
    try:
        more = added_value(hurried, found.best)
    except RuntimeError:
        more = None
    return Choice(asked, problem, found.best, found, more)


@dataclass(frozen=True)
class Reached:
    """One skill that is short: the level the chosen courses lead to, and the course that leads highest; "" for none."""

    gap: SkillGap
    level: float
    module: str

    @property
    def closed(self) -> float:
        return self.level - (self.gap.current or 0.0)

    @property
    def left(self) -> float:
        return max(0.0, (self.gap.gap or 0.0) - self.closed)


def reached(match: Match, modules: tuple[str, ...], audience: str) -> list[Reached]:
    """Every skill that is short, for the audience asked for; the widest gap first."""
    short = [gap for gap in match.gaps_of(audience) if gap.gap and gap.current is not None]
    found = [_reached(match, modules, gap) for gap in short]
    return sorted(found, key=lambda each: -(each.gap.gap or 0.0))


def _reached(match: Match, modules: tuple[str, ...], gap: SkillGap) -> Reached:
    """Of courses that lead as high the first by code."""
    closes = {code: fit(match.by_code[code].listed.module, [gap]).closes for code in modules}
    best = max(closes, key=lambda code: closes[code], default="")
    if not best or not closes[best]:
        return Reached(gap, gap.current or 0.0, "")
    return Reached(gap, (gap.current or 0.0) + closes[best], best)


@dataclass(frozen=True)
class Reason:
    """Why a course is in. `carries`: the skills for which it leads highest of those chosen, most levels first; `alone`: those
    of them that no other course raises; `dearer`: those that only dearer ones raise;
    `further`: those that cheaper ones raise less far; `needed_by`: chosen courses that build on it; `share` of what the set closes."""

    course: Offered
    carries: tuple[str, ...]
    alone: tuple[str, ...]
    dearer: tuple[str, ...]
    further: tuple[str, ...]
    needed_by: tuple[str, ...]
    share: float


def reasons(match: Match, found: Choice) -> list[Reason]:
    """In the order of what they carry, the most first."""
    skills = reached(match, found.best.modules, found.asked.audience)
    given = [_reason(match, found, match.by_code[code], skills) for code in found.best.modules]
    return sorted(given, key=lambda each: (-each.share, each.course.code))


def _reason(match: Match, found: Choice, course: Offered, skills: list[Reached]) -> Reason:
    carried = sorted((each for each in skills if each.module == course.code), key=lambda each: -each.closed)
    others = [each for each in match.offered if each.code != course.code]
    raising = {each: [o for o in others if fit(o.listed.module, [each.gap]).closes > 0] for each in carried}
    rivals = {each: [o for o in those if o.cost <= course.cost] for each, those in raising.items()}
    return Reason(
        course=course,
        carries=tuple(each.gap.skill for each in carried),
        alone=tuple(each.gap.skill for each in carried if not raising[each]),
        dearer=tuple(each.gap.skill for each in carried if raising[each] and not rivals[each]),
        further=tuple(each.gap.skill for each in carried if rivals[each] and _leads_further(each, rivals[each])),
        needed_by=tuple(code for code in found.best.modules if course.code in match.by_code[code].listed.prerequisites),
        share=sum(each.closed for each in carried) / found.best.closes if found.best.closes else 0.0,
    )


def _leads_further(each: Reached, rivals: Sequence[Offered]) -> bool:
    return all(fit(other.listed.module, [each.gap]).closes < each.closed for other in rivals)
