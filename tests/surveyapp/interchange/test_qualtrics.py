import pytest

from surveyapp.instruments.interchange import reading
from tests.surveyapp.interchange.small_files import logic, qsf, qualtrics, selected


def imported(content):
    return reading.read(content, "small.qsf")


def items(*questions, **more):
    return imported(qsf(*questions, **more)).definition["items"]


def sentences(*questions, **more):
    return {(found.place, found.sentence) for found in imported(qsf(*questions, **more)).findings}


def forced(**settings):
    return {"Settings": settings}


ONE = qualtrics(1, "MC", "SAVR", choices=["Yes", "No"])
SEVERAL = qualtrics(2, "MC", "MAVR", choices=["Red", "Green", "Blue"])


def test_a_choice_keeps_its_tag_its_recoded_values_and_that_it_must_be_answered():
    question = qualtrics(
        1,
        "MC",
        "SAVR",
        choices=["Yes", "No", "No opinion"],
        ChoiceOrder=["2", "1", "3"],
        RecodeValues={"1": "1", "2": "0", "3": "-1"},
        Validation=forced(ForceResponse="ON"),
    )
    assert items({**question, "DataExportTag": "q1_agree"})["q1_agree"] == {
        "kind": "single",
        "text": {"en": "Text of Q1"},
        "required": True,
        "choices": [
            {"code": "0", "text": {"en": "No"}},
            {"code": "1", "text": {"en": "Yes"}},
            {"code": "minus_1", "text": {"en": "No opinion"}},
        ],
    }


def test_several_choices_keep_their_exclusive_one_their_limit_and_the_field_beside_one():
    question = qualtrics(1, "MC", "MAVR", choices=["Red", "Green", "None"], Validation=forced(MaxChoices="1"))
    question["Choices"]["3"]["ExclusiveAnswer"] = True
    question["Choices"]["2"]["TextEntry"] = "true"
    found = items(question)
    assert [(c["code"], c.get("exclusive", False)) for c in found["Q1"]["choices"]] == [
        ("1", False),
        ("2", False),
        ("3", True),
    ]
    assert (found["Q1"]["kind"], found["Q1"]["maximum_choices"]) == ("multiple", 1)
    assert found["Q1_2_TEXT"]["visible_when"] == {"item": "Q1", "in": ["2"]}


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        (qualtrics(1, "TE", "SL"), {"Q1": "text"}),
        (qualtrics(1, "TE", "FORM", choices=["Name", "Town"]), {"Q1_1": "text", "Q1_2": "text"}),
        (qualtrics(1, "TE", "SL", Validation=forced(ContentType="ValidNumber")), {"Q1": "number"}),
        (qualtrics(1, "TE", "SL", Validation=forced(ContentType="ValidDate")), {"Q1": "date"}),
        (qualtrics(1, "DB", "TB"), {"Q1": "info"}),
        (qualtrics(1, "RO", "DND", choices=["a", "b"]), {"Q1": "ranking"}),
        (qualtrics(1, "MC", "NPS", choices=[str(n) for n in range(11)]), {"Q1": "recommend"}),
        (qualtrics(1, "CS", "VRTL", choices=["a", "b"]), {"Q1_1": "number", "Q1_2": "number"}),
        (qualtrics(1, "DD", "DL", choices=["State", "Town"], answers=["A~B", "A~C"]), {"Q1": "single"}),
        (
            qualtrics(1, "PGR", "DragAndDrop", choices=["a", "b"], Groups=["x", "y"]),
            {"Q1_1": "single", "Q1_2": "single"},
        ),
        (
            qualtrics(1, "Matrix", "Likert", SubSelector="SingleAnswer", choices=["a", "b"], answers=["x", "y", "z"]),
            {"Q1_1": "rating", "Q1_2": "rating"},
        ),
        (
            qualtrics(1, "Matrix", "Likert", SubSelector="MultipleAnswer", choices=["a", "b"], answers=["x", "y"]),
            {"Q1_1": "multiple", "Q1_2": "multiple"},
        ),
        (
            qualtrics(1, "Matrix", "TE", choices=["a"], answers=["x", "y"]),
            {"Q1_1_1": "text", "Q1_1_2": "text"},
        ),
        (
            qualtrics(1, "Matrix", "Bipolar", choices=["cold:warm"], answers=["1", "2", "3"]),
            {"Q1_1": "rating"},
        ),
        (
            qualtrics(1, "Matrix", "Likert", SubSelector="SingleAnswer", choices=["a", "b"], answers=["x"]),
            {"Q1": "multiple"},
        ),
    ],
)
def test_each_type_of_question_becomes_questions_of_ours(question, kinds):
    assert {code: item["kind"] for code, item in items(question).items()} == kinds


def test_a_slider_keeps_its_bounds():
    settings = {"CSSliderMin": 0, "CSSliderMax": 10, "NumDecimals": "0"}
    found = items(qualtrics(1, "Slider", "HSLIDER", choices=["Heat"], Configuration=settings))
    assert {name: found["Q1_1"][name] for name in ("minimum", "maximum", "whole")} == {
        "minimum": 0,
        "maximum": 10,
        "whole": True,
    }


def test_columns_side_by_side_are_asked_one_after_the_other():
    column = {"QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "SingleAnswer"}
    sides = qualtrics(1, "SBS", "SBSMatrix", choices=["a", "b"])
    sides["AdditionalQuestions"] = {
        n: {
            **column,
            "QuestionID": f"QID1#{n}",
            "DataExportTag": f"Q1#{n}",
            "QuestionText": f"Column {n}",
            "Choices": sides["Choices"],
            "Answers": {"1": {"Display": "x"}, "2": {"Display": "y"}},
        }
        for n in ("1", "2")
    }
    definition = imported(qsf(sides)).definition
    assert list(definition["items"]) == ["Q1_1_1", "Q1_1_2", "Q1_2_1", "Q1_2_2"]
    assert [page["intro"]["en"] for page in definition["sections"][0]["pages"]] == [
        "Text of Q1\nColumn 1",
        "Text of Q1\nColumn 2",
    ]


def test_translations_stand_in_each_question():
    german = {"DE": {"QuestionText": "Frage", "Choices": {"1": {"Display": "Ja"}, "2": {"Display": "Nein"}}}}
    options = {"Element": "SO", "Payload": {"AvailableLanguages": {"EN": [], "DE": []}}}
    definition = imported(qsf({**ONE, "Language": german}, elements=[options])).definition
    assert definition["items"]["Q1"]["text"] == {"en": "Text of Q1", "de": "Frage"}
    assert definition["items"]["Q1"]["choices"][0]["text"] == {"en": "Yes", "de": "Ja"}


@pytest.mark.parametrize(
    ("comparisons", "condition"),
    [
        ([selected(1, 2)], {"item": "Q1", "in": ["2"]}),
        ([selected(1, 2, "NotSelected")], {"not": {"item": "Q1", "in": ["2"]}}),
        (
            [selected(1, 1), selected(2, 3, Conjuction="And"), selected(2, 1, Conjuction="Or")],
            {
                "any": [
                    {"all": [{"item": "Q1", "in": ["1"]}, {"item": "Q2", "in": ["3"]}]},
                    {"item": "Q2", "in": ["1"]},
                ]
            },
        ),
    ],
)
def test_display_logic_is_a_condition(comparisons, condition):
    found = items(ONE, SEVERAL, qualtrics(3, "TE", "SL", DisplayLogic=logic(*comparisons)))
    assert found["Q3"]["visible_when"] == condition


def test_a_typed_number_is_compared():
    number = qualtrics(1, "TE", "SL", Validation=forced(ContentType="ValidNumber"))
    comparison = selected(1, 1, "GreaterThanOrEqual", LeftOperand="q://QID1/ChoiceTextEntryValue", RightOperand="18")
    found = items(number, qualtrics(2, "TE", "SL", DisplayLogic=logic(comparison)))
    assert found["Q2"]["visible_when"] == {"item": "Q1", "at_least": 18}


def test_an_answer_in_a_row_of_a_matrix_is_a_condition():
    matrix = qualtrics(1, "Matrix", "Likert", SubSelector="SingleAnswer", choices=["a", "b"], answers=["x", "y"])
    found = items(matrix, qualtrics(2, "TE", "SL", DisplayLogic=logic(selected(1, "2/1"))))
    assert found["Q2"]["visible_when"] == {"item": "Q1_2", "in": ["1"]}


def test_a_branch_of_the_flow_is_a_condition_of_all_that_it_holds():
    blocks = [
        {
            "Type": "Default",
            "Description": "First",
            "ID": "A",
            "BlockElements": [{"Type": "Question", "QuestionID": "QID1"}],
        },
        {
            "Type": "Standard",
            "Description": "More",
            "ID": "B",
            "BlockElements": [{"Type": "Question", "QuestionID": "QID2"}],
        },
    ]
    flow = [
        {"Type": "Block", "ID": "A", "FlowID": "FL_2"},
        {
            "Type": "Branch",
            "FlowID": "FL_3",
            "BranchLogic": logic(selected(1, 1)),
            "Flow": [{"Type": "Standard", "ID": "B", "FlowID": "FL_4"}],
        },
    ]
    found = items(ONE, SEVERAL, blocks=blocks, flow=flow)
    assert found["Q2"]["visible_when"] == {"item": "Q1", "in": ["1"]}


def test_an_earlier_answer_stays_in_a_text_and_anything_else_becomes_a_gap_that_is_said():
    text = "You said ${q://QID1/ChoiceGroup/SelectedChoices}, ${e://Field/name}. {answer:Q1}"
    questions = (ONE, qualtrics(2, "TE", "SL", QuestionText=text))
    assert items(*questions)["Q2"]["text"] == {"en": "You said {answer:Q1}, …. (answer:Q1}"}
    assert sentences(*questions) == {
        (
            "question QID2 (Q2)",
            "“${e://Field/name}” cannot stand in a text here. It reads “…” now; mend the sentence.",
        )
    }


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("Timing", "It measures time and asks nothing, so it is left out."),
        ("Meta", "It records the browser and asks nothing, so it is left out."),
        ("Captcha", "Everybody here answers by a link of their own, so the test for robots is left out."),
        ("FileUpload", "Files cannot be sent with an answer, so the question is left out."),
        ("HeatMap", "Its type “HeatMap” is not known here, so it is left out. Ask it in another way."),
    ],
)
def test_a_question_that_cannot_be_asked_is_left_out_and_named(kind, sentence):
    assert sentences(ONE, qualtrics(2, kind)) == {("question QID2 (Q2)", sentence)}


def test_questions_in_the_trash_are_named_once():
    blocks = [
        {
            "Type": "Default",
            "Description": "First",
            "ID": "BL_1",
            "BlockElements": [{"Type": "Question", "QuestionID": "QID1"}],
        },
        {"Type": "Trash", "ID": "BL_2", "BlockElements": [{"Type": "Question", "QuestionID": "QID2"}]},
    ]
    assert sentences(ONE, SEVERAL, blocks=blocks) == {
        ("trash block", "Questions in the trash are left out: question QID2 (Q2).")
    }


def test_what_the_flow_and_the_authors_say_beside_the_questions_is_named():
    note = {"Element": "NT", "Payload": {"ParentID": "QID1", "Notes": [{"Message": "Check this"}]}}
    flow = [
        {"Type": "EmbeddedData", "FlowID": "FL_9"},
        {"Type": "BlockRandomizer", "FlowID": "FL_8", "Flow": [{"Type": "Block", "ID": "BL_1", "FlowID": "FL_2"}]},
        {"Type": "EndSurvey", "FlowID": "FL_7"},
    ]
    assert sentences(ONE, elements=[note], flow=flow) == {
        ("flow FL_9", "Embedded data is not carried over."),
        ("flow FL_8", "What stands here came in random order. It keeps the order of the file now."),
        ("flow FL_7", "An early end of the survey is not carried over."),
        ("note on QID1", "“Check this” is a remark of the authors and is left out."),
    }


def test_half_a_character_does_not_reach_the_questionnaire():
    content = qsf(qualtrics(1, "TE", "SL", QuestionText="Half \\ud800 of one")).replace(b"\\\\ud800", b"\\ud800")
    assert imported(content).definition["items"]["Q1"]["text"] == {"en": "Half ? of one"}


def test_a_survey_named_json_is_still_one_of_qualtrics():
    assert reading.read(qsf(ONE), "small.json").source_format == "qualtrics"
