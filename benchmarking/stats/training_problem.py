"""Courses, what they cost and what builds on what, as one mixed-integer programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from math import fsum, gcd, inf, isfinite

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from benchmarking.stats.skills_gap import HIGHEST_LEVEL, SkillGap
from benchmarking.stats.training_choice import Module, fit

TIE_COST, TIE_HOURS = 1e-3, 1e-5
"""Levels that all money, and all hours, of the catalogue together weigh: enough to break a tie, too little to decide."""

ONE_LEVEL = 1e4
"""A level in the solver's unit, which takes plans less than 0.000001 apart for the same."""

MORE = 0.01
"""Levels from which one plan closes more than another: less is the noise of averaged ratings, and is not printed."""


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
class Problem:
    """What is to be chosen from, in code order, and within what. `seconds`: that one search may take, None for any."""

    courses: tuple[Course, ...]
    gaps: tuple[SkillGap, ...]
    budget: tuple[float, float]
    weights: Mapping[str, float]
    done: frozenset[str]
    seconds: float | None = None

    @classmethod
    def of(
        cls,
        courses: Sequence[Course],
        gaps: Sequence[SkillGap],
        budget: tuple[float, float],
        weights: Mapping[str, float] | None = None,
        done: Collection[str] = (),
    ) -> Problem:
        """Parameters, units and errors as of `training_plan.plan`."""
        _check(courses, budget, weights or {}, done)
        offered = sorted(
            (course for course in courses if course.module.code not in done), key=lambda each: each.module.code
        )
        return cls(tuple(offered), tuple(gaps), budget, dict(weights or {}), frozenset(done))

    def within(self, money: float, hours: float) -> Problem:
        """The same with another budget."""
        return replace(self, budget=(money, hours))

    def hurried(self, seconds: float) -> Problem:
        """The same, of which a search that takes longer raises RuntimeError."""
        return replace(self, seconds=seconds)

    def moved(self, levels: float) -> Problem:
        """Every course leads that many levels higher, within 0 to the highest level."""
        return replace(self, courses=tuple(_moved(course, levels) for course in self.courses))

    def solved(self, leave_out_of: Sequence[str] = ()) -> CoursePlan:
        """The best plan; of those that leave out at least one of the modules given, if any are."""
        chosen = self._search([-ONE_LEVEL * gain for *_, gain in self._closing], self._dearness, leave_out_of)
        return self.plan_of(self._useful(chosen or frozenset()))

    def cheapest(self, closes: float) -> CoursePlan | None:
        """The best plan for the least money that lets more than that be closed in the hours; None where none would."""
        found = self.within(inf, self.budget[1]).least([course.cost for course in self.courses], closes)
        return None if found is None else self.within(found.cost, self.budget[1]).solved()

    def shortest(self, closes: float) -> CoursePlan | None:
        """The same for the least hours, for the money."""
        found = self.within(self.budget[0], inf).least([course.hours for course in self.courses], closes)
        return None if found is None else self.within(self.budget[0], found.hours).solved()

    def least(self, amounts: Sequence[float], closes: float) -> CoursePlan | None:
        """Of the plans that close more, one with the least of these amounts (one a course); None where none does."""
        whole = fsum(amounts) or 1.0
        of_courses = [ONE_LEVEL * amount / whole for amount in amounts]
        chosen = self._search([0.0] * len(self._closing), of_courses, at_least=closes + self._grain)
        return None if chosen is None else self.plan_of([c for c in self.courses if c.module.code in chosen])

    def closed_by(self, picked: Sequence[Course]) -> float:
        """Σ w · the most that any of the courses closes of a skill."""
        rows = [self._place[course.module.code] for course in picked]
        return fsum(self._gains[rows].max(axis=0, initial=0.0).tolist())

    def plan_of(self, picked: Sequence[Course]) -> CoursePlan:
        """What these courses close, cost and take."""
        closes = self.closed_by(picked)
        whole = fsum(self.weights.get(gap.skill, 1.0) * gap.gap for gap in self.gaps if gap.gap)
        return CoursePlan(
            modules=tuple(sorted(course.module.code for course in picked)),
            closes=closes,
            share=closes / whole if whole else 0.0,
            cost=fsum(course.cost for course in picked),
            hours=fsum(course.hours for course in picked),
        )

    @cached_property
    def _place(self) -> dict[str, int]:
        return {course.module.code: m for m, course in enumerate(self.courses)}

    @cached_property
    def _gains(self) -> NDArray[np.float64]:
        """Course × skill: the weighted levels that the one closes of the other."""
        found = [
            [self.weights.get(gap.skill, 1.0) * fit(course.module, [gap]).closes for gap in self.gaps]
            for course in self.courses
        ]
        return np.array(found, dtype=float).reshape(len(self.courses), len(self.gaps))

    @cached_property
    def _closing(self) -> list[tuple[int, int, float]]:
        """Course, skill and gain, wherever there is one."""
        return [(int(m), int(s), float(self._gains[m, s])) for m, s in np.argwhere(self._gains > 0)]

    @cached_property
    def _grain(self) -> float:
        """The least by which two plans can differ, where all levels are parts of a sixtieth, as means of few ratings are; a
        higher bar for the solver, and the same plans over it."""
        sixtieths = [round(60 * gain) for *_, gain in self._closing]
        if any(abs(60 * gain - whole) > 1e-6 for (*_, gain), whole in zip(self._closing, sixtieths, strict=True)):
            return MORE
        return max(MORE, gcd(*sixtieths) / 60 - 1e-4)

    @property
    def _dearness(self) -> list[float]:
        """What each course takes away from the levels a plan closes, so that a cheaper and shorter one wins a tie."""
        cost = fsum(course.cost for course in self.courses) or 1.0
        hours = fsum(course.hours for course in self.courses) or 1.0
        parts = (TIE_COST * course.cost / cost + TIE_HOURS * course.hours / hours for course in self.courses)
        return [ONE_LEVEL * part for part in parts]

    def _useful(self, chosen: Collection[str]) -> list[Course]:
        """Without what adds nothing and is built on by nothing that is chosen."""
        picked = [course for course in self.courses if course.module.code in chosen]
        closes = self.closed_by(picked)
        for course in reversed(picked):
            rest = [other for other in picked if other is not course]
            built_on = any(course.module.code in other.prerequisites for other in rest)
            if not built_on and self.closed_by(rest) >= closes:
                picked = rest
        return picked

    def _search(
        self,
        of_gains: Sequence[float],
        of_courses: Sequence[float],
        leave_out_of: Sequence[str] = (),
        at_least: float | None = None,
    ) -> frozenset[str] | None:
        """Columns: x of each course, then z_ms, the part of skill s that course m closes: z_ms ≤ x_m and Σ_m z_ms ≤ 1.

        None where no set of courses is as asked for. Raises RuntimeError if the solver stops early.
        """
        n = len(self.courses)
        if not self._closing:
            return frozenset() if at_least is None else None
        aim = [*of_courses, *of_gains]
        rows, limits = self._rows(leave_out_of, at_least)
        found = milp(
            aim,
            integrality=np.arange(len(aim)) < n,
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(_sparse(rows, len(aim)), ub=limits),
            options={"mip_rel_gap": 0.0} | ({} if self.seconds is None else {"time_limit": self.seconds}),
        )
        if found.status == INFEASIBLE:
            return None
        if not found.success:
            raise RuntimeError(f"No plan was found: {found.message}")
        return frozenset(c.module.code for c, x in zip(self.courses, found.x[:n], strict=True) if x > 0.5)

    def _rows(self, leave_out_of: Sequence[str], at_least: float | None) -> tuple[list[dict[int, float]], list[float]]:
        """Each row as column → coefficient, with what its sum is at most."""
        n = len(self.courses)
        rows: list[dict[int, float]] = [
            {m: course.cost for m, course in enumerate(self.courses)},
            {m: course.hours for m, course in enumerate(self.courses)},
        ]
        limits = list(self.budget)
        needed = [
            (m, self._place[p]) for m, c in enumerate(self.courses) for p in c.prerequisites if p not in self.done
        ]
        rows += [{m: 1.0, before: -1.0} for m, before in needed]
        rows += [{n + z: 1.0, m: -1.0} for z, (m, *_) in enumerate(self._closing)]
        limits += [0.0] * (len(needed) + len(self._closing))
        skills = sorted({s for _, s, _ in self._closing})
        rows += [{n + z: 1.0 for z, (_, of, _) in enumerate(self._closing) if of == s} for s in skills]
        limits += [1.0] * len(skills)
        if leave_out_of:
            rows.append({self._place[code]: 1.0 for code in leave_out_of})
            limits.append(len(leave_out_of) - 1.0)
        if at_least is not None:
            rows.append({n + z: -gain for z, (*_, gain) in enumerate(self._closing)})
            limits.append(-at_least)
        return rows, limits


INFEASIBLE = 2  # SciPy's status


def _moved(course: Course, levels: float) -> Course:
    raises = {skill: min(HIGHEST_LEVEL, max(0.0, to + levels)) for skill, to in course.module.raises.items()}
    return replace(course, module=replace(course.module, raises=raises))


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


def _sparse(rows: Sequence[Mapping[int, float]], n_columns: int) -> csr_array:
    entries = [(value, i, j) for i, row in enumerate(rows) for j, value in row.items() if value]
    values, first, second = (list(side) for side in zip(*entries, strict=True)) if entries else ([], [], [])
    return coo_array((values, (first, second)), shape=(len(rows), n_columns), dtype=float).tocsr()
