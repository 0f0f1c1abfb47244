"""A broken XLSForm is refused in words that name sheet, row and column."""

import pytest

from tests.surveyapp.interchange.workbooks import refusal, workbook

SURVEY = ["type|name|label", "text|who|Who?"]
CHOICES = ["list_name|name|label", "colours|red|Red", "colours|blue|Blue"]


def refused(*rows, header="type|name|label", **sheets):
    return refusal(workbook(survey=[header, *rows], **sheets), "form.xlsx")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            ["select_one colors|q|Which?"],
            "survey, row 2, column type: there is no list “colors” on the sheet choices. Add it or correct the name.",
        ),
        (
            ["text|who|Who?", "text|Who|And who?"],
            "survey, row 3, column name: “Who” is also the name of row 2. Rename one.",
        ),
        (["txet|who|Who?"], "survey, row 2, column type: “txet” is no type of question in XLSForm. Correct it."),
        (["|who|Who?"], "survey, row 2, column type: is empty. Say what kind of question this is."),
        (["text||Who?"], "survey, row 2, column name: is empty. Give the question a name."),
        (
            ["text|who are you|Who?"],
            "survey, row 2, column name: “who are you” is no name. Begin with a letter and use letters, digits and “_” only.",
        ),
        (["text|who|"], "survey, row 2, column label: is empty. Write what the question says."),
        (
            ["begin group|g|Group", "text|who|Who?"],
            "survey, row 2, column type: “begin group” is never closed. Add a row “end group”.",
        ),
        (
            ["text|who|Who?", "end group||"],
            "survey, row 3, column type: “end group” closes nothing that is open. Remove it or open the group.",
        ),
        (
            ["begin repeat|g|Group", "text|who|Who?", "end group||", "end repeat||"],
            "survey, row 4, column type: “end group” closes nothing that is open. Remove it or open the group.",
        ),
        (
            ["text|who|Who is ${boss}?"],
            "survey, row 2, column label: there is no question “boss”. Correct the name or add the question.",
        ),
    ],
)
def test_one_fault_is_said_once_with_its_place_and_remedy(rows, sentence):
    assert refused(*rows, choices=CHOICES) == [sentence]


@pytest.mark.parametrize("column", ["relevant", "constraint", "choice_filter"])
def test_a_reference_to_nothing_names_its_column(column):
    found = refused("text|who|Who?|${boss} = 'x'", header=f"type|name|label|{column}")
    assert found == [
        f"survey, row 2, column {column}: there is no question “boss”. Correct the name or add the question."
    ]


def test_a_choice_that_stands_twice_names_both_rows():
    found = refused("select_one colours|q|Which?", choices=[*CHOICES, "colours|red|Scarlet"])
    assert found == [
        "choices, row 4, column name: “red” stands in the list “colours” already, in row 2. Rename or remove one."
    ]


def test_a_choice_without_a_name_names_its_row():
    found = refused("select_one colours|q|Which?", choices=[*CHOICES, "colours||Green"])
    assert found == ["choices, row 4, column name: is empty. Give this choice of the list “colours” a name."]


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (
            {"survey": ["name|label", "who|Who?"]},
            "survey, row 1: there is no column “type”. Add it: it says what kind of question each row is.",
        ),
        (
            {"survey": SURVEY, "choices": ["list_name|label", "colours|Red"]},
            "choices, row 1: there is no column “name”. Add it.",
        ),
        (
            {"survey": ["type|name|label|relevant|relevance", "text|who|Who?||"]},
            "survey, row 1, column relevant: stands twice. Rename or remove one.",
        ),
        (
            {"first": SURVEY, "second": SURVEY},
            "form.xlsx: there is no sheet “survey”. Use a workbook with the sheets of an XLSForm.",
        ),
        ({"survey": ["type|name|label"]}, "The file holds no question. Choose a file with a questionnaire in it."),
    ],
)
def test_a_wrong_workbook_is_refused_by_its_sheet(sheets, sentence):
    assert refusal(workbook(**sheets), "form.xlsx")[:1] == [sentence]


def test_every_fault_is_listed_not_only_the_first():
    found = refused("text|who|", "txet|what|What?", "select_one colors|q|Which?", choices=CHOICES)
    assert [sentence.partition(":")[0] for sentence in found] == [
        "survey, row 2, column label",
        "survey, row 3, column type",
        "survey, row 4, column type",
    ]


def test_what_only_pyxform_refuses_names_sheet_row_and_column_too():
    found = refused("range|n|How many?|nonsense", header="type|name|label|parameters")
    assert found == ["survey, row 2, column parameters: Parameters must be in the form of 'key1=value1 key2=value2."]


@pytest.mark.parametrize(
    ("file", "places"),
    [
        (
            "osmfieldwork023_highways.xls",
            [f"survey, row {row}, column trigger" for row in (4, 8, 9, 10, 19)],
        ),
        (
            "osmfieldwork_health.xls",
            [
                "survey, row 3, column calculation",
                "survey, row 3, column trigger",
                "survey, row 8, column type",
                "survey, row 14, column type",
                "survey, row 14, column calculation",
                "survey, row 14, column trigger",
                "survey, row 16, column type",
                "survey, row 18, column type",
            ],
        ),
        ("osmfieldwork_landuse.xls", ["survey, row 15, column parameters"]),
        ("osmfieldwork_mandatory_fields.xls", ["survey, row 21, column calculation"]),
        ("pyxform_cascading_select_test.xls", ["survey, row 2, column type"]),
        ("pyxform_choice_filter_test.xlsx", ["choices, row 6, column name"]),
    ],
)
def test_a_real_broken_file_is_refused_by_place(questionnaires, file, places):
    found = refusal((questionnaires / "xlsform" / file).read_bytes(), file)
    assert [sentence.partition(":")[0] for sentence in found] == places
