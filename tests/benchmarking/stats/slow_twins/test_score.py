from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import DimensionRule, DimensionScore, ItemRule, Missing
from benchmarking.stats.score import dimension_score, dont_know_rate, has_dont_know, is_enough, item_points, overall

LEVELS = {"none": 1.0, "some": 2.0, "half": 3.0, "most": 4.0, "all": 5.0}
RULES = {code: ItemRule(code, "mean", LEVELS, 1, 5) for code in "ABCDEF"}
ANSWER = st.sampled_from([*LEVELS, *LEVELS, *Missing]) | st.integers(4, 20).map(lambda quarters: quarters / 4)


def slow_points(answer):
    """A quarter of the way for each level above the first; nothing where nothing was stated."""
    if isinstance(answer, Missing):
        return None
    return (Fraction(LEVELS.get(answer, answer)) - 1) * 25


def points_of(answers):
    return [points for points in map(slow_points, answers) if points is not None]


@given(ANSWER)
def test_points_are_those_of_the_slow_twin(answer):
    assert item_points(answer, RULES["A"]) == slow_points(answer)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 6))
def test_enough_is_what_the_slow_twin_calls_enough(answered, applicable, minimum):
    two_thirds = answered >= Fraction(2, 3) * applicable
    assert is_enough(answered, applicable, minimum) == (two_thirds and answered >= minimum and answered > 0)


@given(st.dictionaries(st.sampled_from(list(RULES)), ANSWER), st.integers(1, 4))
def test_scores_of_dimensions_are_those_of_the_slow_twin(values, minimum):
    found = dimension_score(values, DimensionRule("D", tuple(RULES), minimum), RULES)
    answers = [values.get(code, Missing.NOT_SHOWN) for code in RULES]
    points, unknown = points_of(answers), answers.count(Missing.DONT_KNOW)
    applicable = len(answers) - answers.count(Missing.DOES_NOT_APPLY)
    enough = points and len(points) >= Fraction(2, 3) * applicable and len(points) >= minimum
    assert found.score == (pytest.approx(float(sum(points) / len(points))) if enough else None)
    assert (found.n_answered, found.n_dont_know) == (len(points), unknown)
    if points or unknown:
        worst, best = points + [0] * unknown, points + [100] * unknown
        assert found.low == pytest.approx(float(sum(worst) / Fraction(len(worst))))
        assert found.high == pytest.approx(float(sum(best) / Fraction(len(best))))
    else:
        assert (found.low, found.high) == (None, None)


@given(st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.none() | st.integers(0, 100).map(float)))
def test_overall_scores_are_those_of_the_slow_twin(scores):
    found = overall({code: DimensionScore(score, score, score, 4, 0) for code, score in scores.items()})
    known = [(score, code) for code, score in scores.items() if score is not None]
    enough = known and Fraction(len(known), len(scores)) >= Fraction(80, 100)
    assert found.score == (pytest.approx(sum(score for score, _ in known) / len(known)) if enough else None)
    assert found.lowest == (min(known)[1] if known else None)
    assert (found.n_scored, found.n_dimensions) == (len(known), len(scores))


@given(st.lists(ANSWER))
def test_rates_of_dont_know_are_those_of_the_slow_twin(answers):
    unknown = stated = 0
    for answer in answers:
        unknown += answer == Missing.DONT_KNOW
        stated += not isinstance(answer, Missing)
    found = dont_know_rate(answers)
    assert found == (pytest.approx(unknown / (unknown + stated)) if unknown + stated else None)


@given(st.dictionaries(st.sampled_from(list(RULES)), ANSWER))
def test_who_does_not_know_something_is_whom_the_slow_twin_finds(values):
    answers = list(values.values())
    known = [answer for answer in answers if answer == Missing.DONT_KNOW or not isinstance(answer, Missing)]
    expected = (1.0 if Missing.DONT_KNOW in known else 0.0) if known else None
    assert has_dont_know(dimension_score(values, DimensionRule("D", tuple(RULES)), RULES)) == expected


@given(st.lists(st.dictionaries(st.sampled_from(list(RULES)), ANSWER)))
def test_the_share_of_those_who_do_not_know_something_is_a_rate_of_dont_know(sector):
    found = [has_dont_know(dimension_score(values, DimensionRule("D", tuple(RULES)), RULES)) for values in sector]
    counted = [value for value in found if value is not None]
    as_answers = [Missing.DONT_KNOW if value else "some" for value in counted]
    assert dont_know_rate(as_answers) == (pytest.approx(sum(counted) / len(counted)) if counted else None)
