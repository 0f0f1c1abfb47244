"""A choice of courses one after another, for where the exact search takes too long."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from benchmarking.stats.training_problem import Course, CoursePlan, Problem


def greedy(problem: Problem) -> CoursePlan:
    """Add, as long as one fits, the course that adds most per part of the budget it takes: Δ closed / (cost/B + hours/H).

    A course counts together with what it builds on and is not chosen yet. Of equals the one that adds more, then the first
    code. Where a single course with what it builds on closes more than all that, it is taken instead. Near the optimum, not
    at it: no bound is claimed for two budgets. Nothing is searched, so it never
    stops early. Source: Khuller, Moss & Naor 1999, Information Processing Letters 70 (one budget).
    """
    bundles = [_with_basis(course, problem) for course in problem.courses]
    singles = [problem.plan_of(bundle) for bundle in bundles if _fits(bundle, problem.budget)]
    chosen: list[Course] = []
    while added := _next(problem, bundles, chosen):
        chosen += added
    return max([problem.plan_of(chosen), *singles], key=lambda found: found.closes)


def _with_basis(course: Course, problem: Problem) -> list[Course]:
    """The course and all it builds on that was not taken before."""
    by_code = {each.module.code: each for each in problem.courses}
    found, waiting = {course.module.code: course}, [course]
    while waiting:
        wanted = set(waiting.pop().prerequisites) - problem.done - found.keys()
        waiting += [by_code[code] for code in sorted(wanted)]
        found |= {code: by_code[code] for code in wanted}
    return list(found.values())


def _next(problem: Problem, bundles: Sequence[Sequence[Course]], chosen: Sequence[Course]) -> list[Course]:
    """The courses that come next; none where nothing that fits adds anything."""
    best, added = (0.0, 0.0), list[Course]()
    closes = problem.closed_by(chosen)
    for bundle in bundles:
        new = [course for course in bundle if course not in chosen]
        gain = problem.closed_by([*chosen, *new]) - closes
        if (
            gain > 0
            and _fits([*chosen, *new], problem.budget)
            and (worth := (_per_part(gain, new, problem.budget), gain)) > best
        ):
            best, added = worth, new
    return added


def _per_part(gain: float, new: Sequence[Course], budget: tuple[float, float]) -> float:
    amounts = sum(course.cost for course in new), sum(course.hours for course in new)
    part = sum(amount / limit for amount, limit in zip(amounts, budget, strict=True) if amount)
    return gain / part if part else inf


def _fits(picked: Sequence[Course], budget: tuple[float, float]) -> bool:
    return sum(course.cost for course in picked) <= budget[0] and sum(course.hours for course in picked) <= budget[1]
