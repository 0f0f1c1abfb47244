import pytest

from surveyapp.answering.own_levels import own_levels, where_to_begin
from surveyapp.instruments import loader


@pytest.fixture
def tiny(definition):
    return loader.read(definition)


def test_a_level_says_where_one_stands_and_what_comes_next(tiny):
    (dimension,) = own_levels(tiny, {"REC1": {"value": "2"}}, "en")
    (own,) = dimension.levels
    assert (dimension.name, own.question, own.level, own.highest) == ("Records", "How are records made?", 2, 3)
    assert (own.name, own.words, own.next_words, own.first_step) == (
        "Partial",
        "Level 2 words",
        "Level 3 words",
        "Step from 2",
    )


def test_the_highest_level_has_nothing_after_it(tiny):
    (dimension,) = own_levels(tiny, {"REC1": {"value": "3"}}, "en")
    assert (dimension.levels[0].next_words, dimension.levels[0].first_step) == ("", "")
    assert where_to_begin([dimension]) is None


@pytest.mark.parametrize("reason", ["not_answered", "not_shown", "dont_know", "does_not_apply"])
def test_a_question_without_a_value_has_no_level(tiny, reason):
    assert own_levels(tiny, {"REC1": {"missing": reason}}, "en") == []


def test_one_begins_at_the_lowest_level_the_first_of_several(tiny):
    dimensions = own_levels(tiny, {"REC1": {"value": "2"}, "REC2": {"value": "1"}}, "en")
    assert where_to_begin(dimensions).question == "How are records found?"
    dimensions = own_levels(tiny, {"REC1": {"value": "1"}, "REC2": {"value": "1"}}, "en")
    assert where_to_begin(dimensions).question == "How are records made?"


def test_every_level_of_the_bioprocess_questionnaire_but_the_highest_has_a_next_step():
    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    codes = [code for dimension in instrument.dimensions for code in dimension.items]
    for level in ("1", "2", "3", "4"):
        found = own_levels(instrument, {key: {"value": level} for key in codes}, "en")
        assert sum(len(dimension.levels) for dimension in found) == len(codes) == 32
        assert all(own.next_words and own.first_step for dimension in found for own in dimension.levels)
