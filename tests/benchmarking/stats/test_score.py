import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import DimensionRule, DimensionScore, ItemRule, Missing
from benchmarking.stats.score import Overall, dimension_score, dont_know_rate, item_points, overall

LEVELS = {str(level): float(level) for level in range(1, 6)}
RULES = {code: ItemRule(code, "mean", LEVELS, 1, 5) for code in ("AUT1", "AUT2", "AUT3", "AUT4")}
AUT = DimensionRule("AUT", tuple(RULES), minimum_items=2)

DK, NA = Missing.DONT_KNOW, Missing.DOES_NOT_APPLY


def scored(*answers, rule=AUT):
    return dimension_score(dict(zip(RULES, answers, strict=False)), rule, RULES)


@pytest.mark.parametrize(("value", "points"), [("1", 0), ("2", 25), (3.0, 50), (3.5, 62.5), ("5", 100), (DK, None)])
def test_points_of_a_level(value, points):
    assert item_points(value, RULES["AUT1"]) == points


def test_uneven_anchors_keep_their_distances():
    samm = ItemRule("S1", "mean", {"no": 0.0, "some": 0.25, "half": 0.5, "most": 1.0}, 0, 1)
    assert [item_points(code, samm) for code in samm.values] == [0, 25, 50, 100]


def test_a_dimension_is_the_mean_of_its_answered_items():
    assert scored("2", "3", "4", "5") == DimensionScore(62.5, 62.5, 62.5, 4, 0)


def test_three_of_four_items_are_enough_and_two_are_not():
    assert scored("2", "3", "4", Missing.NOT_ANSWERED).score == 50.0
    assert scored("2", "3", Missing.NOT_ANSWERED, Missing.NOT_ANSWERED).score is None


def test_exactly_two_thirds_of_the_applicable_items_are_enough():
    assert scored("2", "3", Missing.NOT_ANSWERED, NA).score == 37.5


def test_what_does_not_apply_leaves_the_denominator():
    assert scored("2", "4", NA, NA) == DimensionScore(50.0, 50.0, 50.0, 2, 0)


def test_a_single_applicable_item_is_below_the_minimum():
    assert scored("2", NA, NA, NA).score is None


def test_the_instrument_may_ask_for_more_items():
    assert scored("2", "4", NA, NA, rule=DimensionRule("AUT", AUT.items, minimum_items=3)).score is None


def test_items_that_were_not_shown_stay_applicable():
    assert scored("2", "3", "3") == scored("2", "3", "3", Missing.NOT_SHOWN)
    assert scored("2", "3").score is None


def test_dont_know_is_never_zero_but_widens_the_bounds():
    found = scored("3", "3", "3", DK)
    assert found == DimensionScore(50.0, 37.5, 62.5, 3, 1)
    assert found.incomplete_evidence


def test_bounds_stand_without_a_score():
    assert scored("3", "3", DK, DK) == DimensionScore(None, 25.0, 75.0, 2, 2)


def test_nothing_answered_and_nothing_unknown_has_no_bounds():
    assert scored(NA, Missing.NOT_ANSWERED) == DimensionScore(None, None, None, 0, 0)


def test_everything_that_does_not_apply_has_no_score():
    assert scored(NA, NA, NA, NA).score is None


def test_a_dimensions_item_without_a_rule_is_named():
    with pytest.raises(ValueError, match="Item XYZ belongs to a dimension but has no rule"):
        dimension_score({}, DimensionRule("D", ("XYZ",)), RULES)


ANSWER = st.sampled_from([*LEVELS, *Missing]) | st.floats(1, 5)


@given(st.lists(ANSWER, min_size=4, max_size=4))
def test_a_score_lies_within_its_bounds_and_they_within_the_scale(answers):
    found = scored(*answers)
    if found.low is not None:
        assert 0 <= found.low <= found.high <= 100
    if found.score is not None:
        assert found.low <= found.score <= found.high


@given(st.lists(ANSWER, min_size=4, max_size=4), st.randoms())
def test_the_order_of_items_changes_nothing(answers, chance):
    assert scored(*chance.sample(answers, 4)) == scored(*answers)


@given(st.lists(st.sampled_from(list(LEVELS)) | st.just(DK), min_size=4, max_size=4))
def test_bounds_are_the_scores_with_every_dont_know_at_either_end(answers):
    found = scored(*answers)
    assert found.low == scored(*("1" if a == DK else a for a in answers)).score
    assert found.high == scored(*("5" if a == DK else a for a in answers)).score


def dimensions(*scores):
    return {f"D{i}": DimensionScore(score, score, score, 4, 0) for i, score in enumerate(scores)}


def test_overall_is_the_plain_mean_beside_the_lowest():
    assert overall(dimensions(20.0, 60.0, 40.0)) == Overall(40.0, "D0", 3, 3)


def test_overall_needs_seven_of_eight():
    assert overall(dimensions(*[50.0] * 7, None)).score == 50.0
    assert overall(dimensions(*[50.0] * 6, None, None)) == Overall(None, "D0", 6, 8)


def test_the_lowest_of_equals_is_the_first_by_code():
    assert overall(dict(reversed(dimensions(30.0, 30.0).items()))).lowest == "D0"


def test_overall_of_nothing():
    assert overall(dimensions(None)) == Overall(None, None, 0, 1)
    assert overall({}) == Overall(None, None, 0, 0)


def test_dont_know_rate_is_among_those_who_gave_an_answer():
    assert dont_know_rate([DK, "2", 3.0, frozenset({"a"}), Missing.NOT_SHOWN, NA, Missing.NOT_ANSWERED]) == 0.25


def test_dont_know_rate_of_nobody():
    assert dont_know_rate([Missing.NOT_SHOWN]) is None
