import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import Missing
from benchmarking.stats.skills_gap import SkillAnswers, SkillGroup, gap_index, group_gaps, own_gaps
from benchmarking.stats.training_choice import Module, choose, fit, people, uncovered

GROUPS = [
    SkillGroup("analytics", "practitioner", ("python", "cleaning", "design")),
    SkillGroup("decide", "decision_maker", ("data", "buying")),
]
SKILLS = [(group, skill) for group in GROUPS for skill in group.skills]
NAMES = [skill for _, skill in SKILLS]
BANDS = {"p1_2": (1, 2), "p6_10": (6, 10), "more": (51, None)}
REASON = st.sampled_from(list(Missing))
RATING = st.integers(0, 10).map(lambda halves: halves / 2) | REASON
SCREEN = st.sampled_from(["not_needed_here", "yes", "partly", "partly", "hardly", "hardly", "dont_know"]) | REASON

ANSWERS = st.builds(
    SkillAnswers,
    st.fixed_dictionaries({}, optional={group.code: SCREEN for group in GROUPS}),
    st.dictionaries(st.sampled_from(NAMES), RATING),
    st.dictionaries(st.sampled_from(NAMES), RATING),
    st.fixed_dictionaries({}, optional={group.code: st.sampled_from(list(BANDS)) | REASON for group in GROUPS}),
)


def slow_gap(group, skill, answers):
    """(state, gap, surplus): by the table of the first question, line by line."""
    screen = answers.screens.get(group.code, Missing.NOT_SHOWN)
    current, needed = answers.current.get(skill), answers.needed.get(skill)
    if screen in ("not_needed_here", Missing.DOES_NOT_APPLY):
        return "not_needed", 0, None
    if screen == "yes":
        return "met", 0, None
    if screen not in ("partly", "hardly"):
        return "unknown", None, None
    if Missing.DOES_NOT_APPLY in (current, needed):
        return "not_needed", 0, None
    if isinstance(current, float) and isinstance(needed, float):
        short = needed - current
        return "rated", max(0, short), -short if short < 0 else 0
    return "unknown", None, None


@given(ANSWERS)
def test_gaps_are_those_of_the_slow_twin(answers):
    found = own_gaps(GROUPS, answers)
    assert [(gap.group, gap.audience, gap.skill) for gap in found] == [(g.code, g.audience, s) for g, s in SKILLS]
    for gap, (group, skill) in zip(found, SKILLS, strict=True):
        assert (gap.state, gap.gap, gap.surplus) == slow_gap(group, skill, answers)
        assert gap.prevalence == (None if gap.gap is None else 1.0 if gap.gap >= 1 else 0.0)


def slow_index(gaps):
    known = [Fraction(gap) for gap in gaps if gap is not None]
    return pytest.approx(float(100 * sum(known) / (5 * len(known)))) if known else None


@given(ANSWERS)
def test_the_index_is_that_of_the_slow_twin(answers):
    found = own_gaps(GROUPS, answers)
    assert gap_index(found) == slow_index([slow_gap(group, skill, answers)[1] for group, skill in SKILLS])


@given(ANSWERS)
def test_groups_are_those_of_the_slow_twin(answers):
    for group, found in zip(GROUPS, group_gaps(GROUPS, answers, BANDS), strict=True):
        gaps = {skill: slow_gap(group, skill, answers)[1] for skill in group.skills}
        assert found.index == slow_index(gaps.values())
        short = [skill for skill in gaps if gaps[skill] is not None and gaps[skill] > 0]
        assert sorted(found.skills_short) == sorted(short)
        order = [(gaps[skill], skill) for skill in found.skills_short]
        assert all(a > b or (a == b and s < z) for (a, s), (b, z) in itertools.pairwise(order))
        screened_short = answers.screens.get(group.code) in ("partly", "hardly")
        assert found.is_short == (screened_short and any(gap != 0 for gap in gaps.values()))
        said = answers.people.get(group.code, Missing.NOT_SHOWN)
        assert found.people == (None if isinstance(said, Missing) else BANDS[said])


MODULES = st.lists(
    st.tuples(
        st.sampled_from(["practitioner", "decision_maker"]),
        st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5).map(float)),
    ),
    max_size=4,
).map(lambda drawn: [Module(f"M{i}", *one) for i, one in enumerate(drawn)])
WEIGHTS = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3).map(float))


def slow_closed(module, gap):
    """Half levels climbed one by one from what people have, up to what is needed and what the course leads to."""
    climbed = Fraction(0)
    for half in range(11):
        level = half / 2
        rated = gap.state == "rated" and gap.audience == module.audience
        if rated and gap.current < level <= gap.needed and level <= module.raises.get(gap.skill, 0):
            climbed += Fraction(1, 2)
    return climbed


def slow_closes(module, gaps, weights):
    return sum(Fraction(weights.get(gap.skill, 1.0)) * slow_closed(module, gap) for gap in gaps)


@given(MODULES, ANSWERS, WEIGHTS)
def test_what_a_module_closes_is_that_of_the_slow_twin(modules, answers, weights):
    gaps = own_gaps(GROUPS, answers)
    whole = sum(weights.get(gap.skill, 1.0) * (gap.gap or 0) for gap in gaps)
    for module in modules:
        found, closes = fit(module, gaps, weights), slow_closes(module, gaps, weights)
        assert found.closes == pytest.approx(float(closes))
        assert found.share == pytest.approx(float(closes) / whole if whole else 0)
        moved = {gap.skill: weights.get(gap.skill, 1.0) * slow_closed(module, gap) for gap in gaps}
        assert list(found.skills) == sorted((s for s in moved if moved[s] > 0), key=lambda s: (-moved[s], s))
        assert set(found.groups) == {gap.group for gap in gaps if moved[gap.skill] > 0}


@given(MODULES, ANSWERS, WEIGHTS)
def test_the_choice_is_that_of_the_slow_twin(modules, answers, weights):
    gaps = own_gaps(GROUPS, answers)
    found = choose(modules, gaps, weights)
    left = [module for module in modules if slow_closes(module, gaps, weights) > 0]
    for chosen in (found.best, found.runner_up):
        best = max((slow_closes(module, gaps, weights) for module in left), default=None)
        first = next((module for module in left if slow_closes(module, gaps, weights) == best), None)
        assert (chosen and chosen.module) == (first and first.code)
        left = [module for module in left if module is not first]
    assert found.is_steady == slow_steady(found, modules, gaps, weights)
    assert set(found.uncovered) == set(uncovered(modules, gaps))


def slow_steady(found, modules, gaps, weights):
    if found.best is None:
        return False
    best = next(module for module in modules if module.code == found.best.module)
    lower = Module("lower", best.audience, {skill: level - 1 for skill, level in best.raises.items()})
    rival = 0 if found.runner_up is None else found.runner_up.closes
    closes = slow_closes(lower, gaps, weights)
    return closes > 0 and closes >= rival


@given(MODULES, ANSWERS)
def test_what_no_module_moves_is_what_the_slow_twin_finds(modules, answers):
    gaps = own_gaps(GROUPS, answers)
    expected = []
    for gap in gaps:
        moved = sum(slow_closed(module, gap) for module in modules)
        if gap.gap is not None and gap.gap > 0 and moved == 0:
            expected.append(gap.skill)
    assert list(uncovered(modules, gaps)) == sorted(expected)


@given(MODULES, ANSWERS)
def test_people_of_a_module_are_those_of_the_slow_twin(modules, answers):
    gaps, groups = own_gaps(GROUPS, answers), group_gaps(GROUPS, answers, BANDS)
    for module in modules:
        found = fit(module, gaps)
        least, most, said = 0, 0, False
        for group in groups:
            if group.group in found.groups and group.people is not None:
                said = True
                least = max(least, group.people[0])
                most = None if most is None or group.people[1] is None else most + group.people[1]
        assert people(found, groups) == ((least, most) if said else None)
