"""Which courses together close most of an organisation's gaps, within money, hours and what builds on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from benchmarking.stats.skills_gap import SkillGap
from benchmarking.stats.training_choice import ONE_LEVEL_LESS
from benchmarking.stats.training_problem import Course, CoursePlan, Problem

__all__ = ["Course", "CoursePlan", "TrainingPlan", "choice", "plan"]


@dataclass(frozen=True)
class TrainingPlan:
    """The best plan; the best of those that leave out one of its modules; the best if courses lead a level lower, higher.

    Levels of a catalogue are judgements: `is_steady` says that neither level would change the choice. `runner_up` is
    None where the best plan is empty.
    """

    best: CoursePlan
    runner_up: CoursePlan | None
    if_lower: tuple[str, ...]
    if_higher: tuple[str, ...]

    @property
    def is_steady(self) -> bool:
        """The same modules at one level less and one level more."""
        return self.best.modules == self.if_lower == self.if_higher


def plan(
    courses: Sequence[Course],
    gaps: Sequence[SkillGap],
    budget: tuple[float, float],
    weights: Mapping[str, float] | None = None,
    done: Collection[str] = (),
) -> TrainingPlan:
    """Maximise Σ_s w_s max_m closed_ms x_m over x in {0, 1}; Σ cost x ≤ B, Σ hours x ≤ H, x_m ≤ x_p for what m builds on.

    closed_ms = max(0, min(needed, raises) - current), as in `training_choice`. Of several chosen courses the one that
    leads highest counts for a skill: both lead *to* a level, so their lifts do not add up. budget: (B, H), in the
    units of cost and hours. weights: skill → w ≥ 0, 1 where absent. done: modules already taken, which need not be bought
    to build on. From what a plan closes 0.001 · cost/Σ cost + 0.00001 · hours/Σ hours of the catalogue is taken, so that
    of plans that close as much the cheaper, then the shorter wins; modules that add nothing, though free, are left
    out. Only rated gaps count, as unknown levels cannot be closed.

    Exact: mixed-integer programme, HiGHS, without a gap. Raises ValueError for a module given twice, a prerequisite
    that is neither offered nor done, modules that wait for each other, negative or infinite cost, hours or budget, and
    a negative weight; RuntimeError if the solver stops early. Source: STATISTICS 4, training choice; Khuller, Moss &
    Naor 1999, Information Processing Letters 70 (budgeted coverage).
    """
    return choice(Problem.of(courses, gaps, budget, weights, done))


def choice(problem: Problem) -> TrainingPlan:
    """`plan` of what was put together before: four searches."""
    best = problem.solved()
    return TrainingPlan(
        best=best,
        runner_up=problem.solved(best.modules) if best.modules else None,
        if_lower=problem.moved(-ONE_LEVEL_LESS).solved().modules,
        if_higher=problem.moved(ONE_LEVEL_LESS).solved().modules,
    )
