"""Which courses together close most of an organisation's gaps, within money, hours and what builds on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from math import fsum, isfinite

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from benchmarking.stats.skills_gap import HIGHEST_LEVEL, SkillGap
from benchmarking.stats.training_choice import ONE_LEVEL_LESS, Module, fit

TIE_COST, TIE_HOURS = 1e-3, 1e-5
"""Levels that all money, and all hours, of the catalogue together weigh: enough to break a tie, too little to decide."""

ONE_LEVEL = 1e4
"""A level in the solver's unit, which takes plans less than 0.000001 apart for the same."""


@dataclass(frozen=True)
class Course:
    """A module of the catalogue with its price, its hours, and the modules it builds on."""

    module: Module
    cost: float
    hours: float
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoursePlan:
    """Modules in code order. `closes`: weighted levels; `share`: of the whole weighted gap, 0-1; cost and hours sums."""

    modules: tuple[str, ...]
    closes: float
    share: float
    cost: float
    hours: float


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
    leads highest counts for a skill: both lead *to* a level, so their lifts do not add up. budget: (B, H), money and
    hours of one person. weights: skill → w ≥ 0, 1 where absent. done: modules already taken, which need not be bought
    to build on. From what a plan closes 0.001 · cost/Σ cost + 0.00001 · hours/Σ hours of the catalogue is taken, so that
    of plans that close as much the cheaper, then the shorter wins; modules that add nothing, though free, are left
    out. Only rated gaps count, as unknown levels cannot be closed.

    Exact: mixed-integer programme, HiGHS, without a gap. Raises ValueError for a module given twice, a prerequisite
    that is neither offered nor done, modules that wait for each other, negative or infinite cost, hours or budget, and
    a negative weight; RuntimeError if the solver stops early. Source: STATISTICS 4, training choice; Khuller, Moss &
    Naor 1999, Information Processing Letters 70 (budgeted coverage).
    """
    _check(courses, budget, weights or {}, done)
    offered = sorted((course for course in courses if course.module.code not in done), key=_code)
    problem = _Problem(tuple(offered), tuple(gaps), budget, dict(weights or {}), frozenset(done))
    best = problem.solved()
    return TrainingPlan(
        best=best,
        runner_up=problem.solved(best.modules) if best.modules else None,
        if_lower=_moved(problem, -ONE_LEVEL_LESS).solved().modules,
        if_higher=_moved(problem, ONE_LEVEL_LESS).solved().modules,
    )


def _code(course: Course) -> str:
    return course.module.code


def _check(
    courses: Sequence[Course], budget: tuple[float, float], weights: Mapping[str, float], done: Collection[str]
) -> None:
    codes = {course.module.code for course in courses}
    if len(codes) < len(courses):
        raise ValueError("A module is given twice: give every module a code of its own.")
    if missing := sorted({p for course in courses for p in course.prerequisites} - codes - set(done)):
        raise ValueError(f"Prerequisites neither offered nor done: {', '.join(missing)}.")
    amounts = [*budget, *(amount for course in courses for amount in (course.cost, course.hours)), *weights.values()]
    if not all(amount >= 0 and isfinite(amount) for amount in amounts):
        raise ValueError("Costs, hours, budgets and weights are 0 or more, and finite.")
    try:
        TopologicalSorter({course.module.code: course.prerequisites for course in courses}).prepare()
    except CycleError as error:
        raise ValueError(f"Modules wait for each other: {', '.join(error.args[1])}.") from error


@dataclass(frozen=True)
class _Problem:
    courses: tuple[Course, ...]
    gaps: tuple[SkillGap, ...]
    budget: tuple[float, float]
    weights: dict[str, float]
    done: frozenset[str]

    def solved(self, leave_out_of: Sequence[str] = ()) -> CoursePlan:
        """The best plan; of those that leave out at least one of the modules given, if any are."""
        chosen = _solve(self, leave_out_of)
        picked = [course for course in self.courses if course.module.code in chosen]
        closes = self.closed_by(picked)
        for course in reversed(picked):
            rest = [other for other in picked if other is not course]
            built_on = any(course.module.code in other.prerequisites for other in rest)
            if not built_on and self.closed_by(rest) >= closes:
                picked = rest
        whole = fsum(self.weights.get(gap.skill, 1.0) * gap.gap for gap in self.gaps if gap.gap)
        return CoursePlan(
            modules=tuple(course.module.code for course in picked),
            closes=closes,
            share=closes / whole if whole else 0.0,
            cost=fsum(course.cost for course in picked),
            hours=fsum(course.hours for course in picked),
        )

    def closed_by(self, picked: Sequence[Course]) -> float:
        """Σ w · the most that any of the courses closes of a skill."""
        return fsum(
            self.weights.get(gap.skill, 1.0) * max((fit(course.module, [gap]).closes for course in picked), default=0.0)
            for gap in self.gaps
        )


def _moved(problem: _Problem, levels: float) -> _Problem:
    """Every course leads that many levels higher, within 0 to the highest level."""
    courses = [
        replace(
            course,
            module=replace(
                course.module,
                raises={s: min(HIGHEST_LEVEL, max(0.0, to + levels)) for s, to in course.module.raises.items()},
            ),
        )
        for course in problem.courses
    ]
    return replace(problem, courses=tuple(courses))


def _solve(problem: _Problem, leave_out_of: Sequence[str]) -> frozenset[str]:
    """Columns: x of each course, then z_ms, the part of skill s that course m closes: z_ms ≤ x_m and Σ_m z_ms ≤ 1."""
    n = len(problem.courses)
    closed = [
        (m, s, problem.weights.get(gap.skill, 1.0) * levels)
        for m, course in enumerate(problem.courses)
        for s, gap in enumerate(problem.gaps)
        if (levels := fit(course.module, [gap]).closes) > 0
    ]
    if not closed:
        return frozenset()
    rows, limits = _rows(problem, [(m, s) for m, s, _ in closed], leave_out_of)
    aim = [ONE_LEVEL * part for part in _dearness(problem)] + [-ONE_LEVEL * gain for _, _, gain in closed]
    found = milp(
        aim,
        integrality=np.arange(len(aim)) < n,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(_sparse(rows, len(aim)), ub=limits),
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        raise RuntimeError(f"No plan was found: {found.message}")
    return frozenset(course.module.code for course, x in zip(problem.courses, found.x[:n], strict=True) if x > 0.5)


def _dearness(problem: _Problem) -> list[float]:
    """What each course takes away from the levels a plan closes, so that a cheaper and shorter one wins a tie."""
    cost = fsum(course.cost for course in problem.courses) or 1.0
    hours = fsum(course.hours for course in problem.courses) or 1.0
    return [TIE_COST * course.cost / cost + TIE_HOURS * course.hours / hours for course in problem.courses]


def _rows(
    problem: _Problem, closed: Sequence[tuple[int, int]], leave_out_of: Sequence[str]
) -> tuple[list[dict[int, float]], list[float]]:
    """Each row as column → coefficient, with what its sum is at most."""
    n = len(problem.courses)
    place = {course.module.code: m for m, course in enumerate(problem.courses)}
    rows: list[dict[int, float]] = [
        {m: course.cost for m, course in enumerate(problem.courses)},
        {m: course.hours for m, course in enumerate(problem.courses)},
    ]
    limits = list(problem.budget)
    needed = [(m, place[p]) for m, c in enumerate(problem.courses) for p in c.prerequisites if p not in problem.done]
    rows += [{m: 1.0, before: -1.0} for m, before in needed]
    rows += [{n + z: 1.0, m: -1.0} for z, (m, _) in enumerate(closed)]
    limits += [0.0] * (len(needed) + len(closed))
    rows += [{n + z: 1.0 for z, (_, of) in enumerate(closed) if of == s} for s in sorted({s for _, s in closed})]
    limits += [1.0] * len({s for _, s in closed})
    if leave_out_of:
        rows.append({place[code]: 1.0 for code in leave_out_of})
        limits.append(len(leave_out_of) - 1.0)
    return rows, limits


def _sparse(rows: Sequence[Mapping[int, float]], n_columns: int) -> csr_array:
    entries = [(value, i, j) for i, row in enumerate(rows) for j, value in row.items() if value]
    values, first, second = (list(side) for side in zip(*entries, strict=True)) if entries else ([], [], [])
    return coo_array((values, (first, second)), shape=(len(rows), n_columns), dtype=float).tocsr()
