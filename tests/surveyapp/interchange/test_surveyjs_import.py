"""What a SurveyJS survey becomes, and what is said of the rest."""

import json

import pytest

from surveyapp.instruments.interchange import reading
from tests.surveyapp.interchange.workbooks import found, refusal

YES_NO = {"type": "radiogroup", "name": "one", "choices": ["yes", "no"]}
MANY = {"type": "checkbox", "name": "many", "choices": ["a", "b", "c"]}
NUMBER = {"type": "text", "inputType": "number", "name": "n"}
WORDS = {"type": "text", "name": "t"}
SCORE = {"type": "dropdown", "name": "score", "choices": [1, 2, 3]}


def read(*elements, **survey):
    content = json.dumps({"pages": [{"name": "p1", "elements": elements}], **survey}).encode()
    return reading.read(content, "survey.json")


def items(*elements, **survey):
    return read(*elements, **survey).definition["items"]


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ({"type": "radiogroup", "choices": [1, 2]}, "single"),
        ({"type": "dropdown", "choices": [1, 2]}, "single"),
        ({"type": "boolean"}, "single"),
        ({"type": "imagepicker", "choices": [1, 2]}, "single"),
        ({"type": "imagepicker", "multiSelect": True, "choices": [1, 2]}, "multiple"),
        ({"type": "checkbox", "choices": [1, 2]}, "multiple"),
        ({"type": "tagbox", "choices": [1, 2]}, "multiple"),
        ({"type": "ranking", "choices": [1, 2]}, "ranking"),
        ({"type": "rating"}, "rating"),
        ({"type": "text"}, "text"),
        ({"type": "text", "inputType": "number"}, "number"),
        ({"type": "text", "inputType": "date"}, "date"),
        ({"type": "comment"}, "text"),
        ({"type": "nouislider", "rangeMin": 0, "rangeMax": 9}, "number"),
        ({"type": "html", "html": "<p>Read this</p>"}, "info"),
    ],
)
def test_each_type_has_its_kind(element, kind):
    assert items(WORDS, {"name": "q", "title": "Q?", **element})["q"]["kind"] == kind


@pytest.mark.parametrize(
    ("visible_if", "condition"),
    [
        ("{one} = 'yes'", {"item": "one", "in": ["yes"]}),
        ('{one} <> "yes"', {"not": {"item": "one", "in": ["yes"]}}),
        ("{many} contains 'a'", {"item": "many", "in": ["a"]}),
        ("{many} contains ['a', 'b']", {"all": [{"item": "many", "in": ["a"]}, {"item": "many", "in": ["b"]}]}),
        ("{many} anyof ['a', 'b']", {"item": "many", "in": ["a", "b"]}),
        ("{many} notcontains 'a'", {"not": {"item": "many", "in": ["a"]}}),
        ("{t} notempty", {"item": "t", "answered": True}),
        ("{t} empty", {"not": {"item": "t", "answered": True}}),
        ("{n} >= 3 and !({one} = 'no')", {"all": [{"item": "n", "at_least": 3.0}, {"not": {"item": "one", "in": ["no"]}}]}),
        ("{score} > 1 || {n} < 2", {"any": [{"item": "score", "in": ["2", "3"]}, {"all": [{"item": "n", "answered": True}, {"not": {"item": "n", "at_least": 2.0}}]}]}),
    ],
)  # fmt: skip
def test_a_condition_says_the_same_in_our_grammar(visible_if, condition):
    made = items(YES_NO, MANY, NUMBER, WORDS, SCORE, {"type": "comment", "name": "q", "visibleIf": visible_if})
    assert made["q"]["visible_when"] == condition


def test_a_small_survey_lists_exactly_what_did_not_carry_over():
    report = read(
        {"type": "text", "name": "who", "title": "Who?", "defaultValue": "me", "inputType": "email"},
        {
            "type": "panel",
            "name": "inside",
            "elements": [
                {"type": "file", "name": "proof", "title": "Proof"},
                {"type": "comment", "name": "why", "title": "Why {who}, of {firm}?", "visibleIf": "age({who}) > 3"},
                {"type": "expression", "name": "sum", "expression": "1 + 1"},
            ],
        },
        {"type": "dropdown", "name": "where", "choicesByUrl": {"url": "http://x.example"}},
        {"type": "text", "name": "secret", "visible": False},
        {"type": "text", "name": "code", "validators": [{"type": "regex", "regex": "x"}], "requiredIf": "{who} = 'x'"},
        calculatedValues=[{"name": "total", "expression": "1"}],
        triggers=[{"type": "complete"}],
    )
    assert found(report) == [
        ("page p1, element who", "Asked for as words on one line: there is no “email” here."),
        ("page p1, element who", "Its “defaultValue” is left out."),
        ("page p1, element inside / proof", "Not carried over: there is no “file” here."),
        (
            "page p1, element inside / why",
            "Always shown, for the condition is left out: “>” is used in a way that has no counterpart here.",
        ),
        ("page p1, element inside / why", "“{firm}” cannot be put into this text: “…” stands there."),
        ("page p1, element inside / sum", "Not carried over: there is no “expression” here."),
        ("page p1, element where", "Asked for as words on one line: its choices are not in the file."),
        ("page p1, element where", "Its choices come from an address, which is not fetched."),
        ("page p1, element secret", "Not carried over: it is never shown."),
        ("page p1, element code", "Its check “regex” is left out."),
        (
            "page p1, element code",
            "It may be left open: whether it is required cannot depend on other answers here.",
        ),
        ("survey, calculatedValues", "This is not carried over."),
        ("survey, triggers", "This is not carried over."),
    ]
    assert report.definition["items"]["why"]["text"] == {"en": "Why {answer:who}, of …?"}
    assert list(report.definition["items"]) == ["who", "why", "where", "code"]


def test_languages_stand_in_every_text():
    report = read(
        {
            "type": "radiogroup",
            "name": "q",
            "title": {"default": "Why?", "fr": "Pourquoi ?"},
            "choices": [{"value": "no", "text": {"default": "No", "fr": "Non"}}, {"value": 5, "text": "5"}],
        },
        title={"default": "A survey", "fr": "Une enquête"},
    )
    assert report.definition["languages"] == ["en", "fr"]
    assert report.definition["items"]["q"] == {
        "kind": "single",
        "text": {"en": "Why?", "fr": "Pourquoi ?"},
        "choices": [
            {"code": "no", "text": {"en": "No", "fr": "Non"}},
            {"code": "5", "text": {"en": "5"}, "value": 5.0},
        ],
    }


def test_none_is_exclusive_and_other_is_asked_for_in_words():
    made = items({"type": "checkbox", "name": "q", "choices": ["a"], "hasNone": True, "hasOther": True})
    assert [(choice["code"], choice.get("exclusive", False)) for choice in made["q"]["choices"]] == [
        ("a", False),
        ("none", True),
        ("other", False),
    ]
    assert made["q_other"]["visible_when"] == {"item": "q", "in": ["other"]}


def test_a_matrix_becomes_a_rating_for_each_row():
    made = items({"type": "matrix", "name": "m", "title": "How?", "rows": ["a", "b"], "columns": ["bad", "good"]})
    assert [(code, item["kind"], item["text"]["en"]) for code, item in made.items()] == [
        ("m_a", "rating", "How?: a"),
        ("m_b", "rating", "How?: b"),
    ]


def test_a_matrix_of_cells_becomes_a_question_for_each():
    columns = [{"name": "now", "cellType": "text"}, {"name": "next"}]
    made = items({"type": "matrixdropdown", "name": "m", "rows": ["a"], "columns": columns, "choices": [1, 2]})
    assert [(code, item["kind"]) for code, item in made.items()] == [("m_a_now", "text"), ("m_a_next", "single")]


@pytest.mark.parametrize(
    ("element", "limits"),
    [
        ({"type": "text", "inputType": "number", "min": 1, "max": 9}, {"minimum": 1.0, "maximum": 9.0}),
        (
            {"type": "text", "inputType": "number", "validators": [{"type": "numeric", "maxValue": 5, "text": "Less"}]},
            {"maximum": 5.0, "message": {"en": "Less"}},
        ),
        ({"type": "text", "inputType": "date", "min": "2026-01-01"}, {"earliest": "2026-01-01"}),
        ({"type": "comment", "maxLength": 80}, {"longest": 80}),
        ({"type": "checkbox", "choices": [1, 2, 3], "maxSelectedChoices": 2}, {"maximum_choices": 2}),
        ({"type": "text", "isRequired": True}, {"required": True}),
    ],
)
def test_checks_and_bounds_carry_over(element, limits):
    made = items({"name": "q", **element})["q"]
    assert {name: made[name] for name in limits} == limits


def test_the_condition_of_a_page_and_its_panels_holds_for_their_questions():
    inner = {"type": "panel", "name": "in", "visibleIf": "{n} >= 1", "elements": [{"type": "text", "name": "q"}]}
    pages = [
        {"name": "a", "elements": [YES_NO, NUMBER]},
        {"name": "b", "visibleIf": "{one} = 'no'", "elements": [inner]},
    ]
    made = reading.read(json.dumps({"pages": pages}).encode(), "survey.json").definition["items"]
    assert made["q"]["visible_when"] == {"all": [{"item": "one", "in": ["no"]}, {"item": "n", "at_least": 1.0}]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"a": 1}', "survey.json: there are no pages in it. Use the JSON of a SurveyJS survey."),
        (b'{"pages": [1]}', "page 1: is no page. Export the survey anew."),
        (b'{"pages": []}', "The file holds no question. Choose a file with a questionnaire in it."),
        (b'{"pages": [', "survey.json: the file is no JSON that can be read. Export the survey anew."),
    ],
)
def test_json_that_is_no_survey_is_refused_with_the_remedy(content, sentence):
    assert refusal(content, "survey.json") == [sentence]
