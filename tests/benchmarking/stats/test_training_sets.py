"""Every set of courses is tried, on small catalogues with audiences, prerequisites and many ties."""

import random
from itertools import combinations

import pytest

from benchmarking.stats.skills_gap import SkillGap
from benchmarking.stats.training_choice import Module
from benchmarking.stats.training_greedy import greedy
from benchmarking.stats.training_margin import STEPS, AddedValue, added_value
from benchmarking.stats.training_plan import choice
from benchmarking.stats.training_problem import Course, CoursePlan, Problem

AUDIENCES = {"u": "manager", "v": "manager", "w": "technician", "x": "technician", "y": "technician"}
NOTHING = CoursePlan((), 0.0, 0.0, 0.0, 0.0)


def gap(skill, current, needed, audience="technician"):
    return SkillGap(skill, "g", audience, "rated", current, needed, max(0.0, needed - current), 0.0)


def course(code, raises, cost=1.0, hours=1.0, prerequisites=()):
    return Course(Module(code, "technician", raises), cost, hours, prerequisites)


def catalogue(seed):
    """Up to six courses and five skills in whole levels, prices and hours, so that plans are often worth the same."""
    draw = random.Random(seed)  # noqa: S311 - a repeatable test
    codes = "ABCDEF"[: draw.randint(1, 6)]
    courses = [
        Course(
            Module(
                code, draw.choice(("manager", "technician")), {s: draw.randint(0, 5) for s in draw.sample("uvwxy", 3)}
            ),
            draw.randint(0, 4) * 100.0,
            draw.randint(0, 3) * 7.0,
            tuple(draw.sample(codes[:i], min(i, draw.randint(0, 1)))),
        )
        for i, code in enumerate(codes)
    ]
    gaps = [gap(s, draw.randint(0, 3), draw.randint(1, 5), audience) for s, audience in AUDIENCES.items()]
    return Problem.of(courses, gaps, (draw.randint(0, 12) * 100.0, draw.randint(0, 9) * 7.0))


def closed(chosen, problem):
    total = 0.0
    for each in problem.gaps:
        reached = [c.module.raises.get(each.skill, 0) for c in chosen if c.module.audience == each.audience]
        total += max(0.0, min(each.needed, max(reached, default=0)) - each.current)
    return total


def sums(chosen):
    return sum(c.cost for c in chosen), sum(c.hours for c in chosen)


def every_set(problem):
    for size in range(len(problem.courses) + 1):
        for chosen in combinations(problem.courses, size):
            codes = {c.module.code for c in chosen}
            if all(codes >= {*c.prerequisites} for c in chosen):
                yield chosen


def possible(problem):
    return [s for s in every_set(problem) if all(a <= b for a, b in zip(sums(s), problem.budget, strict=True))]


def worth(chosen, problem):
    cost, hours = sums(problem.courses)
    return closed(chosen, problem) - 1e-3 * sums(chosen)[0] / (cost or 1) - 1e-5 * sums(chosen)[1] / (hours or 1)


@pytest.mark.parametrize("hundred", range(5))
def test_the_choice_is_the_best_of_all_sets_in_500_small_catalogues(hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        problem = catalogue(seed)
        found = problem.solved()
        sets = possible(problem)
        most = max(worth(s, problem) for s in sets)
        best = [tuple(c.module.code for c in s) for s in sets if worth(s, problem) > most - 1e-9]
        chosen = [c for c in problem.courses if c.module.code in found.modules]
        assert found.modules in best, seed
        assert (found.closes, (found.cost, found.hours)) == (closed(chosen, problem), sums(chosen)), seed
        assert len(found.modules) == min(map(len, best)) or len(best) > 1, seed


def test_a_managers_course_never_closes_a_technicians_gap():
    for seed in range(100):
        problem = catalogue(seed)
        audience = {c.module.code: c.module.audience for c in problem.courses}
        managers = Problem.of(problem.courses, [g for g in problem.gaps if g.audience == "manager"], problem.budget)
        built_on = {p for c in problem.courses for p in c.prerequisites}
        assert {audience[code] for code in managers.solved().modules if code not in built_on} <= {"manager"}, seed


def steps(problem, of):
    """By trying every set: the least amount with which more can be closed, the most closed with it, and so on."""
    found, now = [], max(closed(s, problem) for s in possible(problem))
    limits = (problem.budget[1 - of],)
    while len(found) < STEPS:
        more = [s for s in every_set(problem) if (sums(s)[1 - of],) <= limits and closed(s, problem) > now]
        if not more:
            break
        least = min(sums(s)[of] for s in more)
        now = max(closed(s, problem) for s in more if sums(s)[of] <= least)
        found.append((least, now))
    return found


def test_what_more_money_and_more_hours_add_is_what_trying_every_set_says():
    for seed in range(60):
        problem = catalogue(seed)
        found = added_value(problem)
        assert [(step.cost, step.closes) for step in found.money] == steps(problem, 0), seed
        assert [(step.hours, step.closes) for step in found.hours] == steps(problem, 1), seed
        assert found.whole.closes == max(closed(s, problem) for s in every_set(problem)), seed


def one_after_another(problem):
    """The rule again, from sets of codes and exact prices per part of the budget."""
    by_code = {c.module.code: c for c in problem.courses}

    def basis(code):
        return {code}.union(*(basis(p) for p in by_code[code].prerequisites))

    def of(codes):
        return [by_code[code] for code in sorted(codes)]

    def fits(codes):
        return all(a <= b for a, b in zip(sums(of(codes)), problem.budget, strict=True))

    def ranked(code, chosen):
        new = basis(code) - chosen
        gain = closed(of(chosen | new), problem) - closed(of(chosen), problem)
        part = sum(a / b for a, b in zip(sums(of(new)), problem.budget, strict=True) if a)
        return (-(gain / part if part else float("inf")), -gain, code)

    chosen, singles = set(), [basis(code) for code in by_code if fits(basis(code))]
    while True:
        left = [
            c
            for c in by_code
            if fits(chosen | basis(c)) and closed(of(chosen | basis(c)), problem) > closed(of(chosen), problem)
        ]
        if not left:
            return max([chosen, *singles], key=lambda codes: closed(of(codes), problem))
        chosen |= basis(min(ranked(code, chosen) for code in left)[-1])


def test_one_course_after_another_is_that_of_the_slow_twin_and_never_beats_the_best():
    shares = []
    for seed in range(100):
        problem = catalogue(seed)
        found, best = greedy(problem), problem.solved()
        assert found.modules == tuple(sorted(one_after_another(problem))), seed
        assert found.cost <= problem.budget[0] and found.hours <= problem.budget[1]  # noqa: PT018
        assert found.closes <= best.closes
        shares.append(found.closes / best.closes if best.closes else 1.0)
    assert sum(shares) / len(shares) > 0.97


def test_one_dear_course_beats_several_cheap_ones_where_only_one_of_both_fits():
    cheap, dear = course("A", {"x": 1}, cost=10), course("B", {"x": 5, "w": 5}, cost=100)
    problem = Problem.of([cheap, dear], [gap("x", 0, 5), gap("w", 0, 5)], (100, 9))
    assert greedy(problem).modules == ("B",)


def test_levels_between_whole_ones_are_found_too():
    for grain in (2, 7, 61):
        courses = [course("A", {"x": 1}), course("B", {"x": 1 + 1 / grain}, cost=2)]
        problem = Problem.of(courses, [gap("x", 0, 5)], (1, 9))
        assert [step.modules for step in added_value(problem, problem.solved()).money] == [("B",)]


def test_the_next_price_is_the_least_that_buys_more():
    courses = [course("A", {"x": 2}, cost=100, hours=8), course("B", {"w": 3}, cost=250, hours=4)]
    problem = Problem.of(courses, [gap("x", 0, 4), gap("w", 0, 4)], (100, 10))
    both = CoursePlan(("A", "B"), 5.0, 5 / 8, 350.0, 12.0)
    alone = CoursePlan(("B",), 3.0, 3 / 8, 250.0, 4.0)
    assert added_value(problem) == AddedValue((alone,), (), both)
    assert added_value(problem.within(100, 12)) == AddedValue((alone, both), (), both)
    assert added_value(problem.within(350, 10)) == AddedValue((), (both,), both)
    assert added_value(problem.within(350, 12)) == AddedValue((), (), both)
    assert added_value(Problem.of([], [], (0, 0))) == AddedValue((), (), NOTHING)


@pytest.mark.parametrize("search", [choice, added_value])
def test_a_search_that_takes_too_long_says_so(search):
    draw = random.Random(1)  # noqa: S311 - a repeatable test
    skills = [f"s{n}" for n in range(20)]
    courses = [
        course(f"C{n}", {s: draw.randint(0, 5) for s in skills}, draw.randint(50, 99), draw.randint(5, 9))
        for n in range(40)
    ]
    problem = Problem.of(courses, [gap(s, draw.random(), 5) for s in skills], (300, 30))
    with pytest.raises(RuntimeError, match="No plan was found"):
        search(problem.hurried(0.0))
    assert greedy(problem).closes > 0
