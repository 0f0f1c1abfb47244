"""What is told of how an organisation's people agree, and what must not be."""

import pytest

from benchmarking.selectors.own_people import areas, own_people
from benchmarking.stats.records import Missing, RespondentRecord
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.small_sector import DEFINITION

INSTRUMENT = Instrument.model_validate(DEFINITION)
ITEMS = ("A1", "A2", "A3", "B1", "B2", "B3")


def person(level, role="it", *, order=1, is_agreed=False, **levels):
    said = {code: levels.get(code, str(level)) for code in ITEMS}
    return RespondentRecord("site", role, said, order=order, is_agreed=is_agreed)


def told(*people, may_see_each=False, is_confidential=False):
    return own_people(INSTRUMENT, people, may_see_each=may_see_each, is_confidential=is_confidential)


def test_five_people_are_told_of_and_four_are_not():
    people = [person(level) for level in (1, 1, 3, 5, 5)]
    assert told(*people) == {
        "n": 5,
        "each_allows": False,
        "dimensions": {"A": {"verdict": "split", "n": 5, "areas": {}}, "B": {"verdict": "split", "n": 5, "areas": {}}},
        "apart": list(ITEMS),
    }
    assert told(*people[:4]) == {"why_not": "few"}


def test_fewer_are_told_of_where_each_allows_it():
    found = told(person(1, "it"), person(3, "operations"), may_see_each=True)
    assert found["dimensions"]["A"] == {"verdict": "split", "n": 2, "areas": {"it": 0.0, "operations": 50.0}}
    assert found["apart"] == list(ITEMS)


@pytest.mark.parametrize("may_see_each", [True, False])
def test_nothing_is_told_of_persons_in_a_confidential_wave(may_see_each):
    people = [person(level) for level in (1, 1, 3, 5, 5)]
    assert told(*people, may_see_each=may_see_each, is_confidential=True) == {"why_not": "confidential"}


def test_neither_a_meeting_nor_a_file_is_anybodys_answer():
    four = [person(1) for _ in range(4)]
    assert told(*four, person(5, is_agreed=True), person(5, order=0)) == {"why_not": "few"}
    assert told(person(1), person(5, is_agreed=True), may_see_each=True) == {"why_not": "alone"}


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [
        ((3, 3, 3, 3, 3), "agree"),
        ((3, 3, 3, 3, 4), "agree"),  # 8 points
        ((3, 3, 3, 4, 4), "agree"),  # 12 points
        ((2, 3, 3, 4, 4), "mixed"),  # 16 points
        ((2, 2, 3, 4, 4), "mixed"),  # 20 points
        ((1, 2, 3, 4, 4), "split"),  # 26 points
    ],
)
def test_a_verdict_is_made_of_the_average_deviation(levels, verdict):
    assert told(*(person(level) for level in levels))["dimensions"]["A"]["verdict"] == verdict


@pytest.mark.parametrize(("highest", "apart"), [(2, []), (3, ["A1"])])
def test_a_question_is_worth_talking_about_from_two_levels_on(highest, apart):
    people = [person(1) for _ in range(4)]
    assert told(*people, person(1, A1=str(highest)))["apart"] == apart


def test_a_question_that_fewer_than_five_know_is_not_told_of():
    people = [person(1) for _ in range(4)]
    unsure = RespondentRecord("site", "it", dict.fromkeys(ITEMS, "1") | {"A1": Missing.DONT_KNOW}, order=5)
    assert told(*people, unsure, person(5))["apart"] == list(ITEMS)
    assert told(*people[:3], unsure, person(5))["apart"] == [code for code in ITEMS if code != "A1"]


def test_a_dimension_that_fewer_than_five_have_a_score_of_is_not_told_of():
    away = dict.fromkeys(ITEMS[:3], Missing.NOT_SHOWN) | dict.fromkeys(ITEMS[3:], "2")
    found = told(*(person(1) for _ in range(4)), RespondentRecord("site", "it", away, order=5))
    assert list(found["dimensions"]) == ["B"]


def scores(**by_role):
    return [(role.replace("rest", ""), score) for role, its in by_role.items() for score in its]


def test_an_area_and_all_others_need_five_people_each():
    five = (0.0, 25.0, 25.0, 50.0, 100.0)
    assert areas(scores(it=five, quality=five), 5) == {"it": 37.5, "quality": 37.5}
    assert areas(scores(it=five, quality=five[:4]), 5) == {}
    assert areas(scores(it=five, quality=five[:3], rest=five[3:]), 5) == {"it": 37.5, "": 37.5}


def test_one_person_of_another_area_can_not_be_worked_out():
    """The mean of all six is known: beside that of the five the sixth would follow."""
    assert areas(scores(it=(0.0, 25.0, 25.0, 50.0, 100.0), quality=(75.0,)), 5) == {}
    found = areas(scores(it=(0.0,) * 6, quality=(50.0,) * 5, operations=(100.0,)), 5)
    assert found == {"it": 0.0, "": 62.5}


def test_one_more_answer_in_an_area_seldom_shows():
    five = (25.0, 25.0, 50.0, 50.0, 50.0)
    assert areas(scores(it=five, quality=five), 5) == areas(scores(it=(*five, 0.0), quality=five), 5)
