import pytest

from surveyapp.instruments.interchange.composing import TICK
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.limesurvey_relevance import Relevance, is_never
from surveyapp.instruments.interchange.showing import Target

RELEVANCE = Relevance(
    {
        "list": Target("list", "single", choices={"A1": "A1", "A2": "A2", "-oth-": "oth"}),
        "scale": Target("scale", "single", choices={"1": "1", "2": "2", "3": "3"}),
        "ticks_SQ1": Target("ticks", TICK, choices={"Y": "SQ1"}),
        "age": Target("age", "number"),
        "name": Target("name", "text"),
    },
    {"12": "list", "13": "ticks"},
)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('list.NAOK == "A1"', {"item": "list", "in": ["A1"]}),
        ("(('A1' == list))", {"item": "list", "in": ["A1"]}),
        ('list.NAOK != "A1"', {"not": {"item": "list", "in": ["A1"]}}),
        ('list == "-oth-"', {"item": "list", "in": ["oth"]}),
        ("list ne 'A1'", {"not": {"item": "list", "in": ["A1"]}}),
        ("scale.NAOK == 2", {"item": "scale", "in": ["2"]}),
        ("scale > 1", {"item": "scale", "in": ["2", "3"]}),
        ("is_empty(list.NAOK)", {"not": {"item": "list", "answered": True}}),
        ("!is_empty(name)", {"item": "name", "answered": True}),
        ('name != ""', {"item": "name", "answered": True}),
        ('ticks_SQ1 == "Y"', {"item": "ticks", "in": ["SQ1"]}),
        ('ticks_SQ1.NAOK != "Y"', {"not": {"item": "ticks", "in": ["SQ1"]}}),
        ("is_empty(ticks_SQ1)", {"not": {"item": "ticks", "in": ["SQ1"]}}),
        ('ticks_SQ1 == ""', {"not": {"item": "ticks", "in": ["SQ1"]}}),
        ("age >= 18", {"item": "age", "at_least": 18}),
        ("age > 5", {"all": [{"item": "age", "answered": True}, {"not": {"item": "age", "at_most": 5}}]}),
        ("age.value == 7", {"item": "age", "at_least": 7, "at_most": 7}),
        ("9X1X12 == 'A2'", {"item": "list", "in": ["A2"]}),
        ("9X1X13SQ1.NAOK == 'Y'", {"item": "ticks", "in": ["SQ1"]}),
        (
            "list == 'A1' && age < 3 or scale eq 1",
            {
                "any": [
                    {
                        "all": [
                            {"item": "list", "in": ["A1"]},
                            {"all": [{"item": "age", "answered": True}, {"not": {"item": "age", "at_least": 3}}]},
                        ]
                    },
                    {"item": "scale", "in": ["1"]},
                ]
            },
        ),
        ("1", None),
        ("", None),
    ],
)
def test_a_condition_says_the_same_in_our_grammar(text, condition):
    assert RELEVANCE.condition(text) == condition


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("later == 'Y'", "it rests on “later”, which is not a question asked before"),
        ("count(list, age) > 1", "“>” is used in a way that has no counterpart here"),
        ("list = 'A1'", "“=” sets a value"),
        ("list == 'A9'", "“A9” is not an answer of “list”"),
        ("name == 'Bo'", "it compares the words or the day in the answer of “name”"),
        ("list.shown == 'x'", "“.shown” of a question has no counterpart here"),
        ("age > list", "“>” is used in a way that has no counterpart here"),
        ("(list == 'A1'", "“)” is missing"),
        ("(" * 100 + "list" + ")" * 100, "it is nested too deeply"),
        ("list == 'A1' or " * 400 + "list", "it is too long"),
    ],
)
def test_what_our_grammar_cannot_say_is_told_with_its_reason(text, reason):
    with pytest.raises(NotUnderstood) as told:
        RELEVANCE.condition(text)
    assert str(told.value) == reason


@pytest.mark.parametrize(("text", "never"), [("0", True), ("(0)", True), ("1", False), ("", False), ("age", False)])
def test_a_question_that_is_never_shown_is_told_apart(text, never):
    assert is_never(text) is never
