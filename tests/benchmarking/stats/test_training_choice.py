from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.skills_gap import GroupGap, SkillGap
from benchmarking.stats.training_choice import Fit, Module, TrainingChoice, choose, fit, people, uncovered


def gap(skill, current, needed, *, group="analytics", audience="practitioner"):
    return SkillGap(skill, group, audience, "rated", current, needed, max(0.0, needed - current), 0.0)


PYTHON = gap("sk_python", 1.0, 4.0)
CLEAN = gap("sk_clean", 2.0, 3.0, group="inspect")
DATA = gap("dk_data", 0.0, 3.0, group="decide", audience="decision_maker")

HANDS_ON = Module("B", "practitioner", {"sk_python": 3.0, "sk_clean": 3.0})
STRATEGY = Module("A", "decision_maker", {"dk_data": 3.0, "sk_python": 5.0})
CLEANING = Module("C", "practitioner", {"sk_clean": 3.0})


def test_a_module_closes_up_to_what_is_needed_or_what_it_raises_to():
    assert fit(HANDS_ON, [PYTHON, CLEAN]) == Fit("B", 3.0, 0.75, ("sk_python", "sk_clean"), ("analytics", "inspect"))


def test_a_managers_course_is_never_spent_on_a_technicians_gap():
    assert fit(STRATEGY, [PYTHON, DATA]) == Fit("A", 3.0, 0.5, ("dk_data",), ("decide",))


def test_a_module_below_the_present_level_closes_nothing():
    assert fit(Module("M", "practitioner", {"sk_clean": 1.0}), [CLEAN]).closes == 0.0


def test_unknown_and_met_skills_are_not_closed():
    met = SkillGap("sk_python", "analytics", "practitioner", "met", gap=0.0)
    unknown = SkillGap("sk_clean", "inspect", "practitioner", "unknown", None, 3.0)
    assert fit(HANDS_ON, [met, unknown]) == Fit("B", 0.0, 0.0, (), ())


def test_the_best_module_is_named_with_the_runner_up():
    choice = choose([CLEANING, STRATEGY, HANDS_ON], [PYTHON, CLEAN])
    assert choice == TrainingChoice(
        best=Fit("B", 3.0, 0.75, ("sk_python", "sk_clean"), ("analytics", "inspect")),
        runner_up=Fit("C", 1.0, 0.25, ("sk_clean",), ("inspect",)),
        is_steady=True,
        uncovered=(),
    )


def test_weights_change_what_fits_best():
    found = choose([STRATEGY, HANDS_ON], [PYTHON, CLEAN, DATA], {"dk_data": 5.0})
    assert (found.best.module, found.best.closes, found.best.share) == ("A", 15.0, 15 / 19)


def test_a_tie_breaks_by_code():
    twin = Module("A2", HANDS_ON.audience, HANDS_ON.raises)
    for modules in permutations([HANDS_ON, twin, CLEANING]):
        choice = choose(modules, [PYTHON, CLEAN])
        assert (choice.best.module, choice.runner_up.module) == ("A2", "B")


def test_a_choice_that_one_level_less_would_turn_is_not_steady():
    rival = Module("R", "practitioner", {"sk_python": 3.0})
    assert not choose([HANDS_ON, rival], [PYTHON, CLEAN]).is_steady


def test_a_choice_that_one_level_less_would_empty_is_not_steady():
    assert not choose([CLEANING], [CLEAN]).is_steady


def test_without_gaps_there_is_no_choice():
    assert choose([HANDS_ON], []) == TrainingChoice(None, None, is_steady=False, uncovered=())
    assert choose([], [PYTHON]) == TrainingChoice(None, None, is_steady=False, uncovered=("sk_python",))


def test_skills_no_module_moves_for_their_audience_are_named():
    cyber = gap("sk_cyber", 1.0, 3.0, group="cyber")
    assert uncovered([STRATEGY, CLEANING], [PYTHON, CLEAN, cyber]) == ("sk_cyber", "sk_python")


def test_a_negative_weight_and_a_module_given_twice_are_refused():
    with pytest.raises(ValueError, match="Weights below 0 for sk_clean"):
        choose([HANDS_ON], [CLEAN], {"sk_clean": -1.0})
    with pytest.raises(ValueError, match="A module is given twice"):
        choose([HANDS_ON, HANDS_ON], [CLEAN])


def group(code, stated):
    return GroupGap(code, "practitioner", 20.0, True, (), stated)


BOTH = Fit("B", 3.0, 0.75, ("sk_python", "sk_clean"), ("analytics", "inspect"))


@pytest.mark.parametrize(
    ("analytics", "inspect", "expected"),
    [
        ((6, 10), (3, 5), (6, 15)),
        ((6, 10), None, (6, 10)),
        ((6, 10), (51, None), (51, None)),
        (None, None, None),
    ],
)
def test_people_of_the_groups_a_module_moves(analytics, inspect, expected):
    groups = [group("analytics", analytics), group("inspect", inspect), group("cyber", (26, 50))]
    assert people(BOTH, groups) == expected


LEVEL = st.integers(0, 5)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(LEVEL, LEVEL)), st.dictionaries(st.sampled_from("abcd"), LEVEL)
)
def test_what_a_module_closes_agrees_with_counting_levels_one_by_one(levels, raises):
    gaps = [gap(skill, float(current), float(needed)) for skill, (current, needed) in levels.items()]
    climbed = sum(
        1
        for skill, (current, needed) in levels.items()
        for step in range(1, 6)
        if current < step <= needed and step <= raises.get(skill, 0)
    )
    found = fit(Module("M", "practitioner", raises), gaps)
    assert found.closes == climbed
    assert 0 <= found.share <= 1
