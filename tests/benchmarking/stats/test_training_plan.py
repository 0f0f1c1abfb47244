from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.skills_gap import SkillGap
from benchmarking.stats.training_choice import Module
from benchmarking.stats.training_plan import Course, CoursePlan, TrainingPlan, plan


def gap(skill, current, needed, audience="practitioner"):
    return SkillGap(skill, "g", audience, "rated", current, needed, max(0.0, needed - current), 0.0)


def course(code, raises, cost=1.0, hours=1.0, prerequisites=()):
    return Course(Module(code, "practitioner", raises), cost, hours, prerequisites)


GAPS = (gap("python", 1.0, 4.0), gap("clean", 2.0, 3.0), gap("cyber", 0.0, 2.0))
BASICS = course("A", {"python": 2.0}, cost=100, hours=8)
ADVANCED = course("B", {"python": 4.0}, cost=300, hours=16, prerequisites=("A",))
CLEANING = course("C", {"clean": 3.0, "cyber": 1.0}, cost=200, hours=4)
COURSES = (ADVANCED, BASICS, CLEANING)


def test_everything_within_the_budget_is_chosen():
    assert plan(COURSES, GAPS, (600, 28)).best == CoursePlan(("A", "B", "C"), 5.0, 5 / 6, 600.0, 28.0)


def test_a_course_comes_with_what_it_builds_on():
    python_first = {"python": 2.0}
    assert plan(COURSES, GAPS, (400, 28)).best == CoursePlan(("A", "C"), 3.0, 0.5, 300.0, 12.0)
    assert plan(COURSES, GAPS, (400, 28), python_first).best == CoursePlan(("A", "B"), 6.0, 6 / 9, 400.0, 24.0)
    assert plan(COURSES, GAPS, (300, 28)).best == CoursePlan(("A", "C"), 3.0, 0.5, 300.0, 12.0)
    assert plan(COURSES, GAPS, (300, 28), done={"A"}).best == CoursePlan(("B",), 3.0, 0.5, 300.0, 16.0)


def test_hours_bind_as_money_does():
    assert plan(COURSES, GAPS, (600, 10)).best == CoursePlan(("C",), 2.0, 1 / 3, 200.0, 4.0)
    assert plan(COURSES, GAPS, (0, 0)) == TrainingPlan(CoursePlan((), 0.0, 0.0, 0.0, 0.0), None, (), ())


def test_two_courses_that_lead_to_one_level_close_it_once():
    twins = [course("A", {"python": 2.0}), course("B", {"python": 2.0}), course("C", {"python": 3.0}, cost=5)]
    assert plan(twins, GAPS, (2, 9)).best.closes == 1.0
    assert plan(twins, GAPS, (9, 9)).best == CoursePlan(("C",), 2.0, 1 / 3, 5.0, 1.0)


def test_of_plans_that_close_as_much_the_cheapest_wins_then_the_shortest_then_the_fewest():
    same = {"python": 2.0}
    assert plan([course("A", same, cost=2), course("B", same, cost=1)], GAPS, (9, 9)).best.modules == ("B",)
    assert plan([course("A", same, hours=2), course("B", same)], GAPS, (9, 9)).best.modules == ("B",)
    free = [course("A", {"python": 1.0}, 0, 0), course("B", same, 0, 0)]
    assert plan(free, GAPS, (9, 9)).best.modules == ("B",)


def test_weights_say_what_comes_first():
    assert plan(COURSES, GAPS, (200, 28), {"python": 9.0}).best.modules == ("A",)
    assert plan(COURSES, GAPS, (200, 28)).best.modules == ("C",)


def test_the_runner_up_leaves_out_one_of_the_best_plans_modules():
    found = plan(COURSES, GAPS, (600, 28))
    assert found.runner_up == CoursePlan(("A", "C"), 3.0, 0.5, 300.0, 12.0)


def test_a_plan_is_steady_if_a_level_less_or_more_would_not_change_it():
    high = [course("A", {"python": 5.0}), course("B", {"cyber": 2.0})]
    assert plan(high, GAPS, (1, 9)) == TrainingPlan(
        CoursePlan(("A",), 3.0, 0.5, 1.0, 1.0), CoursePlan(("B",), 2.0, 1 / 3, 1.0, 1.0), ("A",), ("A",)
    )
    assert plan(high, GAPS, (1, 9)).is_steady
    close = [course("A", {"python": 3.0}), course("B", {"cyber": 2.0}, cost=0.5)]
    found = plan(close, GAPS, (1, 9))
    assert (found.best.modules, found.if_lower, found.if_higher) == (("B",), ("B",), ("A",))
    assert not found.is_steady


def test_another_audiences_course_and_unknown_levels_close_nothing():
    unknown = SkillGap("python", "g", "practitioner", "unknown", None, 4.0)
    assert plan([BASICS], [unknown], (999, 99)).best.modules == ()
    manager = Course(Module("M", "decision_maker", {"python": 5.0}), 1.0, 1.0)
    assert plan([manager], GAPS, (999, 99)).best.modules == ()
    assert plan([], GAPS, (1, 1)).best == CoursePlan((), 0.0, 0.0, 0.0, 0.0)
    assert plan(COURSES, [], (999, 99)).best == CoursePlan((), 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("courses", "budget", "weights", "words"),
    [
        ([BASICS, BASICS], (1, 1), {}, "given twice"),
        ([ADVANCED], (1, 1), {}, "neither offered nor done: A"),
        ([course("A", {}, prerequisites=("B",)), course("B", {}, prerequisites=("A",))], (1, 1), {}, "wait for each"),
        ([course("A", {}, cost=-1)], (1, 1), {}, "0 or more, and finite"),
        ([BASICS], (float("inf"), 1), {}, "0 or more, and finite"),
        ([BASICS], (1, float("nan")), {}, "0 or more, and finite"),
        ([BASICS], (1, 1), {"python": -1.0}, "0 or more, and finite"),
    ],
)
def test_what_cannot_be_planned_is_refused(courses, budget, weights, words):
    with pytest.raises(ValueError, match=words):
        plan(courses, GAPS, budget, weights)


def worth(chosen, courses, gaps):
    levels = {g.skill: max([0.0, *(c.module.raises.get(g.skill, 0.0) for c in chosen)]) for g in gaps}
    closed = sum(max(0.0, min(g.needed, levels[g.skill]) - g.current) for g in gaps)
    cost, hours = (sum(getattr(c, what) for c in chosen) for what in ("cost", "hours"))
    all_cost, all_hours = (sum(getattr(c, what) for c in courses) or 1 for what in ("cost", "hours"))
    return closed - 0.001 * cost / all_cost - 0.00001 * hours / all_hours


def every_plan(courses, budget):
    for size in range(len(courses) + 1):
        for chosen in combinations(courses, size):
            codes = {c.module.code for c in chosen}
            affordable = sum(c.cost for c in chosen) <= budget[0] and sum(c.hours for c in chosen) <= budget[1]
            if affordable and all(codes >= {*c.prerequisites} for c in chosen):
                yield chosen


LEVEL = st.integers(0, 5).map(float)
SKILLS = st.sampled_from("uvwxyz")


@st.composite
def catalogues(draw):
    codes = "ABCDEF"[: draw(st.integers(1, 6))]
    return [
        course(
            code,
            draw(st.dictionaries(SKILLS, LEVEL, max_size=4)),
            draw(st.integers(0, 5)),
            draw(st.integers(0, 5)),
            tuple(draw(st.sets(st.sampled_from(codes[:i]), max_size=1)) if i else ()),
        )
        for i, code in enumerate(codes)
    ]


@settings(max_examples=40)
@given(
    catalogues(),
    st.dictionaries(SKILLS, st.tuples(LEVEL, LEVEL), min_size=1),
    st.tuples(st.integers(0, 15), st.integers(0, 15)),
)
def test_no_set_of_courses_beats_the_plan(courses, levels, budget):
    gaps = [gap(skill, current, needed) for skill, (current, needed) in levels.items()]
    found = plan(courses, gaps, budget)
    possible = list(every_plan(courses, budget))
    best = [c for c in courses if c.module.code in found.best.modules]
    assert tuple(best) in possible
    assert worth(best, courses, gaps) == pytest.approx(max(worth(c, courses, gaps) for c in possible), abs=1e-9)
    if found.runner_up is not None:
        others = [chosen for chosen in possible if not {*codes_of(best)} <= {*codes_of(chosen)}]
        runner_up = [c for c in courses if c.module.code in found.runner_up.modules]
        assert worth(runner_up, courses, gaps) == pytest.approx(max(worth(c, courses, gaps) for c in others), abs=1e-9)


def codes_of(chosen):
    return [c.module.code for c in chosen]
