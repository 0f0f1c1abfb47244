"""What an XLSForm becomes, and what is said of the rest."""

import pytest

from tests.surveyapp.interchange.workbooks import found, imported

CHOICES = ["list_name|name|label::English (en)|label::Deutsch", "yn|yes|Yes|Ja", "yn|no|No|Nein", "one|only|Only|Nur"]


def item(*rows, header="type|name|label", code=None, choices=("list_name|name|label", "yn|yes|Yes", "yn|no|No")):
    items = imported(survey=[header, *rows], choices=list(choices)).definition["items"]
    return items[code or list(items)[-1]]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("select_one yn|q|Q?", "single"),
        ("select_multiple yn|q|Q?", "multiple"),
        ("rank yn|q|Q?", "ranking"),
        ("integer|q|Q?", "number"),
        ("decimal|q|Q?", "number"),
        ("range|q|Q?", "number"),
        ("text|q|Q?", "text"),
        ("date|q|Q?", "date"),
        ("note|q|Q?", "info"),
        ("acknowledge|q|Q?", "single"),
        ("select one from yn|q|Q?", "single"),
        ("select all that apply from yn|q|Q?", "multiple"),
    ],
)
def test_each_type_has_its_kind(row, kind):
    assert item(row)["kind"] == kind


def test_languages_come_from_headers_by_code_or_by_name():
    read = imported(
        survey=["type|name|label::English (en)|label::Deutsch|hint::Deutsch", "select_one yn|q|Why?|Warum?|Bitte"],
        choices=CHOICES,
    )
    assert read.definition["languages"] == ["en", "de"]
    assert read.definition["items"]["q"]["text"] == {"en": "Why?", "de": "Warum?"}
    assert read.definition["items"]["q"]["choices"][0] == {"code": "yes", "text": {"en": "Yes", "de": "Ja"}}


def test_a_small_form_lists_exactly_what_did_not_carry_over():
    read = imported(
        survey=[
            "type|name|label::English (en)|label::Dothraki|relevant|default|constraint|calculation|appearance|colour",
            "start|began||||||||",
            "begin repeat|member|Member|||||||",
            "text|who|Who?|nuq|||||signature|red",
            "end repeat||||||||",
            "integer|age|Age of ${who}?|||40|. > 17 and . != 30|||",
            "geopoint|where|Where?||||||maps|",
            "select_one one|ok|Fine?||regex(${who}, 'x')|||||",
            "calculate|sum|||||| 1 + 1||",
            "note|end|Sum ${sum}|||||||",
        ],
        choices=CHOICES,
        settings=["form_title|form_id|version|style", "A form|a_form|v7|pages"],
    )
    assert found(read) == [
        (
            "survey, row 1, column label::Dothraki",
            "“Dothraki” is no language that we know: it is called qaa. Name it as English (en).",
        ),
        ("settings, row 2, column version", "“v7” is no version here: it is called 1."),
        ("survey, row 2", "Not carried over: “start” is nothing that people answer."),
        ("survey, row 3, column type", "This group is repeated in XLSForm: its questions are asked once."),
        ("survey, row 4, column appearance", "The appearance “signature” is not used here."),
        ("survey, row 6, column constraint", "The constraint is left out: it says more than a range."),
        ("survey, row 6, column default", "Nothing is chosen or filled in beforehand here."),
        ("survey, row 7", "Not carried over: there is no “geopoint” here."),
        ("survey, row 8, column type", "Its list has one choice: “None of these” is offered beside it."),
        (
            "survey, row 8, column relevant",
            "Always shown, for the condition is left out: “regex” is used in a way that has no counterpart here.",
        ),
        ("survey, row 9", "Not carried over: “calculate” is nothing that people answer."),
        (
            "survey, row 10, column label::English (en)",
            "“${sum}” cannot be put into this text: “…” stands there.",
        ),
        ("choices, row 2", "No question that carried over offers the list “yn”: it is left out."),
        ("survey, column colour", "This column is not carried over."),
        ("settings, row 2, column style", "This setting is not carried over."),
    ]
    assert list(read.definition["items"]) == ["who", "age", "ok", "end"]
    assert read.definition["items"]["age"]["text"]["en"] == "Age of {answer:who}?"


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${one} = 'yes'", {"item": "one", "in": ["yes"]}),
        ("${one} != 'yes'", {"not": {"item": "one", "in": ["yes"]}}),
        ("selected(${many}, 'no')", {"item": "many", "in": ["no"]}),
        ("${n} >= 3", {"item": "n", "at_least": 3.0}),
        ("3 >= ${n}", {"item": "n", "at_most": 3.0}),
        ("${n} > 3", {"all": [{"item": "n", "answered": True}, {"not": {"item": "n", "at_most": 3.0}}]}),
        ("${t} != ''", {"item": "t", "answered": True}),
        (
            "not(${one} = 'yes') and (${n} <= 2 or ${n} = 9)",
            {
                "all": [
                    {"not": {"item": "one", "in": ["yes"]}},
                    {"any": [{"item": "n", "at_most": 2.0}, {"item": "n", "at_least": 9.0, "at_most": 9.0}]},
                ]
            },
        ),
        ("${one} = ’yes’", {"item": "one", "in": ["yes"]}),
    ],
)
def test_a_condition_says_the_same_in_our_grammar(relevant, condition):
    before = ["select_one yn|one|One?|", "select_multiple yn|many|Many?|", "integer|n|N?|", "text|t|T?|"]
    assert item(*before, f"text|q|Q?|{relevant}", header="type|name|label|relevant")["visible_when"] == condition


def test_the_condition_of_a_group_holds_for_its_questions():
    rows = ["select_one yn|one|One?|", "begin group|g|Group|${one} = 'yes'", "text|q|Q?|${one} != ''", "end group|||"]
    assert item(*rows, header="type|name|label|relevant")["visible_when"] == {
        "all": [{"item": "one", "in": ["yes"]}, {"item": "one", "answered": True}]
    }


@pytest.mark.parametrize(
    ("kind", "constraint", "limits"),
    [
        ("integer", ". >= 2 and . < 10", {"minimum": 2.0, "maximum": 9.0}),
        ("date", ". >= date('2026-01-31')", {"earliest": "2026-01-31"}),
        ("text", "string-length(.) <= 50", {"longest": 50}),
        ("select_multiple yn", "count-selected(.) <= 1", {"maximum_choices": 1}),
    ],
)
def test_a_plain_constraint_bounds_the_answer(kind, constraint, limits):
    made = item(f"{kind}|q|Q?|{constraint}", header="type|name|label|constraint")
    assert {name: made[name] for name in limits} == limits


def test_other_answers_are_asked_for_in_words_when_other_is_chosen():
    read = imported(survey=["type|name|label", "select_one yn or_other|q|Q?"], choices=CHOICES)
    items = read.definition["items"]
    assert [choice["code"] for choice in items["q"]["choices"]] == ["yes", "no", "other"]
    assert items["q_other"]["visible_when"] == {"item": "q", "in": ["other"]}


def test_a_table_of_choices_becomes_ratings_one_below_the_other():
    made = item(
        "begin group|g|G|table-list", "select_one yn|q|Q?|", "end group|||", header="type|name|label|appearance"
    )
    assert (made["kind"], [choice["value"] for choice in made["choices"]]) == ("rating", [1.0, 2.0])


def test_markup_is_reduced_to_words_and_a_script_is_gone():
    made = item("note|q|## Hello <b>**you**</b><script>alert(1)</script> &amp; [us](http://x.example)")
    assert made["text"] == {"en": "Hello you & us"}


def test_groups_become_sections_and_groups_within_them_pages():
    read = imported(
        survey=[
            "type|name|label",
            "text|a|A?",
            "begin group|g|First",
            "text|b|B?",
            "begin group|h|Within",
            "text|c|C?",
            "end group||",
            "end group||",
            "text|d|D?",
        ],
        settings=["form_title", "The form"],
    )
    sections = read.definition["sections"]
    assert [[(page["title"]["en"], page["items"]) for page in section["pages"]] for section in sections] == [
        [("The form", ["a"])],
        [("First", ["b"]), ("Within", ["c"])],
        [("The form", ["d"])],
    ]


def test_an_earlier_answer_stands_in_a_choice_where_its_question_is_asked_before():
    report = imported(
        survey=["type|name|label", "text|who|Who?", "select_one l|pick|Which?", "text|late|Later?"],
        choices=["list_name|name|label", "l|a|${who} alone", "l|b|${late}"],
    )
    assert [choice["text"]["en"] for choice in report.definition["items"]["pick"]["choices"]] == [
        "{answer:who} alone",
        "…",
    ]
    assert [(found.place, found.sentence) for found in report.findings] == [
        ("choices, row 3, column label", "“${late}” cannot be put into this text: “…” stands there.")
    ]
