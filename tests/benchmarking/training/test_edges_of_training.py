"""What is said of courses, targets, learners and the sector's demand at its edges: none, one, ties, too close, not known."""

from types import SimpleNamespace

import pytest

from benchmarking.selectors.catalogue import Course
from benchmarking.stats.skills_gap import SkillGap
from benchmarking.stats.training_choice import Module
from benchmarking.stats.training_margin import AddedValue
from benchmarking.stats.training_plan import TrainingPlan
from benchmarking.stats.training_problem import CoursePlan
from benchmarking.stats.training_supply import Pace, Years
from benchmarking.training import (
    learners_beside,
    learners_words,
    plan_words,
    roadmap_words,
    sector_findings,
    supply_findings,
)
from benchmarking.training.plan_choice import Choice, Reason
from benchmarking.training.plan_problem import Asked
from benchmarking.training.roadmap_progress import Progress
from benchmarking.training.sector_demand import Met, SkillDemand
from benchmarking.training.supply import GroupSupply

NONE = CoursePlan((), 0.0, 0.0, 0.0, 0.0)
A = CoursePlan(("A",), 2.0, 0.5, 100.0, 14.0)
B = CoursePlan(("B",), 2.04, 0.51, 101.0, 21.0)


class Matched(SimpleNamespace):
    def gaps_of(self, audience):
        return [gap for gap in self.gaps if not audience or gap.audience == audience]


def gap(skill, size, audience="practitioner"):
    return SkillGap(skill, "data", audience, "rated", 1.0, 1.0 + size, size)


def matched(*gaps):
    offered = {
        code: SimpleNamespace(name=f"Course {code}", cost=100.0, least_cost=50.0, is_open=False) for code in "AB"
    }
    found = Matched(gaps=gaps, by_code=offered, names={each.skill: each.skill.title() for each in gaps}, offered=[])
    found.short = [each for each in gaps if each.gap]
    return found


def chosen(best=A, *, found=None, more=None, raises=True, audience=""):
    problem = SimpleNamespace(courses=["A"], closed_by=lambda _courses: raises, budget=(100.0, 14.0))
    return Choice(Asked(audience=audience), problem, best, found, more)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("gaps", "options", "text"),
    [
        ((), {}, "No skill is short of what you need"),
        ((gap("python", 0.0),), {}, "No skill is short of what you need"),
        ((gap("python", 2.0),), {"audience": "decision_maker"}, "None of these people’s skills is short"),
        ((gap("python", 2.0),), {"raises": False}, "No course on offer raises what is short"),
        ((gap("python", 2.0),), {}, "No course fits into these days and this money"),
    ],
)
def test_where_nothing_is_chosen_the_title_says_why(gaps, options, text):
    assert plan_words.headline(matched(*gaps), chosen(NONE, **options)) == text


@pytest.mark.parametrize(
    ("lower", "higher", "text"),
    [
        ((), ("A",), "If every course led one level less far, none would be worth choosing. One level further would change nothing."),
        (("A",), (), "If every course led one level further, none would be worth choosing. One level less would change nothing."),
        (("A",), ("A",), "The choice would be the same if every course led one level less far, or one further."),
        (
            ("B",),
            ("A", "B"),
            (
                "If every course led one level less far, the choice would be “Course B”. If every course led one level "
                "further, the choice would be “Course A” and “Course B”."
            ),
        ),
    ],
)  # fmt: skip
def test_how_sure_a_choice_is_says_what_either_level_would_change(lower, higher, text):
    assert plan_words.steadiness(matched(), chosen(found=TrainingPlan(A, None, lower, higher))) == text


def test_without_a_choice_nothing_is_said_of_how_sure_it_is():
    assert plan_words.steadiness(matched(), chosen(NONE, found=TrainingPlan(NONE, None, (), ()))) == ""


def given(**kinds):
    known = {"carries": ("python", "charts"), "alone": (), "dearer": (), "further": (), "needed_by": ()} | kinds
    return Reason(course=SimpleNamespace(people=None), **known, share=1.0)


BOTH = ("python", "charts")
BRINGS = "Brings 100 % of what this choice closes: python; charts. Nobody said for how many people, so one is counted."


@pytest.mark.parametrize(
    ("kinds", "is_exact", "text"),
    [
        ({"alone": BOTH}, True, " No other course raises any of these."),
        ({"dearer": BOTH}, True, " Nothing cheaper raises any of these."),
        ({"further": BOTH}, True, " Nothing cheaper leads as far in any of these."),
        ({"alone": ("python",)}, True, " No other course raises python."),
        ({}, False, ""),
        (
            {},
            True,
            " Others raise these skills for no more money; no set with them instead closes more within these limits.",
        ),
    ],
)
def test_a_reason_names_no_skill_twice(kinds, is_exact, text):
    match = matched(gap("python", 2.0), gap("charts", 1.0))
    assert plain(plan_words.reason(match, given(**kinds), is_exact=is_exact)) == BRINGS + text


def test_one_point_more_is_a_point_and_a_search_cut_short_says_so():
    value = AddedValue((B,), (), B)
    first, *_rest = plan_words.more(matched(), chosen(found=TrainingPlan(A, None, (), ()), more=value), "EUR")
    assert plain(first) == "1 EUR more, 101 EUR in all: 51 % instead, which is 1 point more, with “Course B”."
    assert plan_words.more(matched(), chosen(found=TrainingPlan(A, None, (), ())), "EUR") == [
        "What more money or days would buy took too long to work out."
    ]
    assert plan_words.more(matched(), chosen(), "EUR") == []


def progressed(*states):
    return [Progress(state, survey=object() if state != "waiting" else None) for state in states]


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ((), ""),
        (("waiting",), ""),
        (("met",), "1 of 1 target met"),
        (("met", "waiting"), "1 of 2 targets met; no later survey yet: 1"),
        (("moved", "not_moved", "fell"), "0 of 3 targets met; moved: 1; not moved: 2"),
        (("apart", "no_longer_short"), "0 of 2 targets met; no longer short, no level asked: 1; cannot be compared: 1"),
    ],
)
def test_the_summary_counts_what_a_later_survey_tells_of(states, text):
    assert roadmap_words.summary(progressed(*states)) == text


@pytest.mark.parametrize(
    ("kind", "start", "text"),
    [
        ("skill", 1.0, "From level 1 to level 3"),
        ("skill", None, "To level 3"),
        ("dimension", 0.0, "From 0 to 3 of 100 points"),
        ("dimension", None, "To 3 of 100 points"),
    ],
)
def test_a_target_whose_start_is_not_known_says_where_it_leads(kind, start, text):
    assert roadmap_words.from_to(SimpleNamespace(kind=kind, start_level=start, target_level=3.0)) == text


def change(low, high, value=None):
    return {"change": {"low": float(low), "high": float(high), "value": value}}


UP, DOWN, UNCLEAR = change(5, 20, 12.0), change(-20, -5, -12.0), change(-3, 9, 3.0)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ((UP,), "Self-ratings rose clearly in the one skill that was rated"),
        ((DOWN,), "Self-ratings fell clearly in the one skill that was rated"),
        ((UP, UNCLEAR), "Self-ratings rose clearly in 1 of 2 skills"),
        ((DOWN, DOWN, UNCLEAR), "Self-ratings fell clearly in 2 of 3 skills"),
        ((UP, DOWN), "Self-ratings rose clearly in 1 of 2 skills and fell clearly in 1"),
        ((UNCLEAR,), "In no skill did self-ratings change clearly"),
        ((change(0.4, 9.0),), "In no skill did self-ratings change clearly"),
    ],
)
def test_skills_that_rose_and_fell_are_counted(found, text):
    assert learners_words.by_skill(dict(enumerate(found)), len(found)) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ((UP,), ""),
        ((UP, DOWN), ""),
        ((UP, change(-20, -5)), ""),
        ((UP, UNCLEAR), "The largest change is in “0”: +12, +5 to +20 points."),
    ],
)
def test_of_skills_level_with_each_other_none_changed_furthest(found, text):
    assert learners_words.furthest(dict(enumerate(found)), {i: str(i) for i in range(2)}) == text


@pytest.mark.parametrize(
    ("shifts", "text"),
    [
        ((), ""),
        ((None,), ""),
        (((-9.0, -2.0),), "Looking back, people see their level before as lower than they rated it then: the gain may be larger than it looks."),
        (((2.0, 9.0),), "Looking back, people see their level before as higher than they rated it then: the gain may be smaller than it looks."),
        (((-9.0, -2.0), (2.0, 9.0)), "Looking back, people do not clearly see their level before in another light."),
        (((-9.0, -0.4),), "Looking back, people do not clearly see their level before in another light."),
    ],
)  # fmt: skip
def test_looking_back_is_told_only_where_all_skills_point_one_way(shifts, text):
    its = {i: {"shift": {"low": s[0], "high": s[1]} if s else None} for i, s in enumerate(shifts)}
    assert learners_words.looking_back(its) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ((), "Beside those who waited for the course, the difference can only be bounded"),
        (((2, 9), (4, 12)), "Takers ended 2 to 12 points higher than others who began alike"),
        (((-9, -2),), "Takers ended 2 to 9 points lower than others who began alike"),
        (((2, 9), (-1, 6)), "Whether takers ended higher than others who began alike is too close to call: −1 to +9 points"),
    ],
)  # fmt: skip
def test_takers_beside_those_who_waited_differ_clearly_whatever_slope_is_taken(found, text):
    assert learners_beside._title([{"low": float(low), "high": float(high)} for low, high in found]) == text


def demand(met, name="Python"):
    course = (
        Course(Module("A", "practitioner", {"p": 3.0}), {"en": "Course A"}) if met in (Met.ABOUT, Met.BELOW) else None
    )
    return SkillDemand("p", name, "Data", None, None, None, course, met)


@pytest.mark.parametrize(
    ("number", "all_of_them", "title"),
    [
        (0, 5, "Every skill is raised by some course"),
        (1, 5, "No course raises: Python"),
        (3, 5, "No course raises: Python; Python; Python"),
        (4, 5, "No course raises four of 5 skills"),
    ],
)
def test_what_no_course_raises_is_named_up_to_three(number, all_of_them, title):
    assert sector_findings._title([demand(Met.BY_NOTHING)] * number, all_of_them) == title


def test_levels_that_courses_lead_to_are_told_by_how_sure_they_are():
    assert sector_findings._words([demand(Met.ABOUT), demand(Met.BELOW), demand(Met.BY_NOTHING)]) == (
        "Some course leads to about that level, too close to call: 1 of 3 skills. "
        "The course that leads furthest stays clearly below it: 1 of 3 skills."
    )
    assert sector_findings._offer(demand(Met.BELOW)) == "“Course A”, to level 3: clearly below what is needed"


@pytest.mark.parametrize(
    ("years", "text"),
    [
        (Years(1.0, None), "at least 1 year"),
        (Years(1.04, None), "at least 1 year"),
        (Years(0.5, None), "at least 0.5 years"),
        (Years(1.2, 5.0), "1.2 to 5 years"),
    ],
)
def test_a_pace_is_told_in_years_and_one_is_a_year(years, text):
    assert supply_findings.in_words(years) == text


def supplied(name, needed, years):
    group = SimpleNamespace(name={"en": name})
    return GroupSupply(group, object() if needed else None, {}, Pace(0, 0), years)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ((supplied("Baking", False, None),), "What is trained a year"),
        ((supplied("Baking", True, None),), "Nobody is known to be trained in: baking"),
        (
            (supplied("Baking", True, Years(2.0, None)), supplied("Cooking", True, Years(2.0, 9.0))),
            "The longest way is in baking: at least 2 years at today’s pace",
        ),
    ],
)
def test_the_slowest_group_is_named_and_nobody_trained_comes_before_it(found, title):
    assert supply_findings._title(found) == title
