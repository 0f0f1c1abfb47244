"""What more money, or more hours, would add to a choice of courses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum, inf, nextafter

from benchmarking.stats.training_problem import MORE, CoursePlan, Problem

STEPS = 2
"""Steps looked for in each direction, of two searches each: further ones lie beyond what a budget is stretched to."""


@dataclass(frozen=True)
class AddedValue:
    """`money`: the best plans at the next amounts of money with which more can be closed in the same hours, least first;
    `hours`: at the next amounts of hours, for the same money. `whole`: the best plan if there were no limits."""

    money: tuple[CoursePlan, ...]
    hours: tuple[CoursePlan, ...]
    whole: CoursePlan


def added_value(problem: Problem, best: CoursePlan | None = None) -> AddedValue:
    """The next amounts B' = min Σ cost x with Σ closed > what the best plan closes and Σ hours x ≤ H, and so on from
    each; the same for hours.

    More means at least 0.01 weighted levels. At most two steps each way; none where no amount adds anything. Between
    two steps further money buys nothing, so that these are all prices at which the choice gains, not points on a grid.
    best: the best plan, where it is known. At most ten searches; RuntimeError if one stops early.
    """
    now = best or problem.solved()
    whole = problem.within(*_totals(problem)).solved()
    if whole.closes < now.closes + MORE:
        return AddedValue((), (), whole)
    return AddedValue(_steps(problem.cheapest, now), _steps(problem.shortest, now), whole)


def _totals(problem: Problem) -> tuple[float, float]:
    """What all courses together cost and take, rounded up past the noise of adding up."""
    totals = fsum(course.cost for course in problem.courses), fsum(course.hours for course in problem.courses)
    return nextafter(totals[0], inf), nextafter(totals[1], inf)


def _steps(following: Callable[[float], CoursePlan | None], now: CoursePlan) -> tuple[CoursePlan, ...]:
    found: list[CoursePlan] = []
    while len(found) < STEPS and (step := following((found or [now])[-1].closes)):
        found.append(step)
    return tuple(found)
