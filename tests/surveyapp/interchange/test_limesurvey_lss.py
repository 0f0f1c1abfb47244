import pytest

from surveyapp.instruments.interchange import reading
from tests.surveyapp.interchange.small_files import answer, lss, question, row, setting


def imported(content, name="small.lss"):
    return reading.read(content, name)


def items(**tables):
    return imported(lss(**tables)).definition["items"]


def sentences(**tables):
    return {(found.place, found.sentence) for found in imported(lss(**tables)).findings}


def test_title_group_and_language_carry_over():
    definition = imported(lss()).definition
    assert (definition["slug"], definition["name"], definition["languages"]) == (
        "small-survey",
        {"en": "Small survey"},
        ["en"],
    )
    assert [section["title"] for section in definition["sections"]] == [{"en": "First"}]


def test_yes_and_no_speak_every_language_of_the_survey():
    languages = {"surveys_languagesettings": [], "questions": [question(1, "Q1", "Y", language="")]}
    content = lss(**languages).replace(b"</language></languages>", b"</language><language>de</language></languages>")
    choices = imported(content).definition["items"]["Q1"]["choices"]
    assert [choice["text"] for choice in choices] == [{"en": "Yes", "de": "Ja"}, {"en": "No", "de": "Nein"}]


def test_texts_of_newer_files_stand_in_tables_beside_the_rows():
    bare = {key: value for key, value in question(1, "Q1", "L").items() if key not in ("question", "language")}
    found = items(
        questions=[bare],
        question_l10ns=[{"qid": "1", "language": "en", "question": "Which?", "help": "Choose one."}],
        answers=[{"aid": "7", "qid": "1", "code": "A"}, {"aid": "8", "qid": "1", "code": "B"}],
        answer_l10ns=[
            {"aid": "7", "language": "en", "answer": "This"},
            {"aid": "8", "language": "en", "answer": "That"},
        ],
    )
    assert found["Q1"] == {
        "kind": "single",
        "text": {"en": "Which?"},
        "help": {"en": "Choose one."},
        "optional": True,
        "choices": [{"code": "A", "text": {"en": "This"}}, {"code": "B", "text": {"en": "That"}}],
    }


@pytest.mark.parametrize(
    ("kind", "ours"),
    [("5", "rating"), ("Y", "single"), ("G", "single"), ("N", "number"), ("S", "text"), ("D", "date"), ("X", "info")],
)
def test_a_question_with_one_answer_keeps_its_code_and_text(kind, ours):
    found = items(questions=[question(1, "Q1", kind)])
    assert (found["Q1"]["kind"], found["Q1"]["text"]) == (ours, {"en": "Text of Q1"})


@pytest.mark.parametrize(
    ("kind", "ours", "choices"),
    [
        ("A", "rating", ["1", "2", "3", "4", "5"]),
        ("B", "rating", [str(n) for n in range(1, 11)]),
        ("C", "single", ["Y", "U", "N"]),
        ("E", "single", ["I", "S", "D"]),
    ],
)
def test_each_row_of_an_array_is_a_question_under_the_text_of_the_array(kind, ours, choices):
    tables = {"questions": [question(1, "Q1", kind)], "subquestions": [row(2, 1, "a"), row(3, 1, "b")]}
    definition = imported(lss(**tables)).definition
    found = {code: (item["kind"], [c["code"] for c in item["choices"]]) for code, item in definition["items"].items()}
    assert found == {"Q1_a": (ours, choices), "Q1_b": (ours, choices)}
    assert definition["sections"][0]["pages"] == [
        {
            "code": "First_1",
            "title": {"en": "First"},
            "intro": {"en": "Text of Q1"},
            "items": ["Q1_a", "Q1_b"],
        }
    ]


def test_a_long_array_says_what_it_asks_on_each_of_its_pages():
    rows = [row(number, 1, f"r{number}") for number in range(2, 8)]
    pages = imported(lss(questions=[question(1, "Q1", "A")], subquestions=rows)).definition["sections"][0]["pages"]
    assert [(len(page["items"]), page["intro"]) for page in pages] == [
        (4, {"en": "Text of Q1"}),
        (2, {"en": "Text of Q1"}),
    ]


@pytest.mark.parametrize(("codes", "kind"), [(["1", "2", "3"], "rating"), (["1", "2", "99"], "single")])
def test_an_array_whose_codes_count_up_is_a_rating(codes, kind):
    answers = [answer(1, code, f"Answer {code}", sortorder=str(n)) for n, code in enumerate(codes)]
    found = items(questions=[question(1, "Q1", "F")], subquestions=[row(2, 1, "a")], answers=answers)
    assert found["Q1_a"]["kind"] == kind
    assert found["Q1_a"]["text"] == {"en": "Text of Q1 – Text of a"}


def test_a_dual_array_asks_each_row_twice():
    answers = [answer(1, code, code, scale_id=scale) for scale in "01" for code in ("x", "y")]
    headers = [setting(1, "dualscale_headerA", "Today"), setting(1, "dualscale_headerB", "Needed")]
    found = items(
        questions=[question(1, "Q1", "1")],
        subquestions=[row(2, 1, "a", "Baking")],
        answers=answers,
        question_attributes=headers,
    )
    assert {code: item["text"]["en"] for code, item in found.items()} == {
        "Q1_a_0": "Text of Q1 – Baking – Today",
        "Q1_a_1": "Text of Q1 – Baking – Needed",
    }


@pytest.mark.parametrize(("kind", "ours"), [(";", "text"), (":", "number")])
def test_a_two_way_array_has_a_field_for_each_row_and_column(kind, ours):
    rows = [row(2, 1, "a"), row(3, 1, "b"), row(4, 1, "x", scale_id="1"), row(5, 1, "y", scale_id="1")]
    found = items(questions=[question(1, "Q1", kind)], subquestions=rows)
    assert {code: item["kind"] for code, item in found.items()} == dict.fromkeys(
        ["Q1_a_x", "Q1_a_y", "Q1_b_x", "Q1_b_y"], ours
    )


def test_a_two_way_array_of_ticks_has_a_multiple_choice_for_each_row():
    rows = [row(2, 1, "a"), row(3, 1, "b"), row(4, 1, "x", scale_id="1"), row(5, 1, "y", scale_id="1")]
    ticked = [setting(1, "multiflexible_checkbox", "1")]
    found = items(questions=[question(1, "Q1", ":")], subquestions=rows, question_attributes=ticked)
    assert {code: [c["code"] for c in item["choices"]] for code, item in found.items()} == {
        "Q1_a": ["x", "y"],
        "Q1_b": ["x", "y"],
    }


def test_several_choices_keep_their_exclusive_one_their_limit_and_what_is_typed_beside_other():
    found = items(
        questions=[question(1, "Q1", "M", other="Y", mandatory="Y")],
        subquestions=[row(2, 1, "a"), row(3, 1, "b"), row(4, 1, "none")],
        question_attributes=[setting(1, "exclude_all_others", "none"), setting(1, "max_answers", "2")],
    )
    assert [(c["code"], c.get("exclusive", False)) for c in found["Q1"]["choices"]] == [
        ("a", False),
        ("b", False),
        ("none", True),
        ("other", False),
    ]
    assert (found["Q1"]["required"], found["Q1"]["maximum_choices"]) == (True, 2)
    assert found["Q1_other"]["visible_when"] == {"item": "Q1", "in": ["other"]}


def test_bounds_and_unit_of_a_number_carry_over():
    settings = [("min_num_value_n", "0"), ("max_num_value_n", "99.5"), ("num_value_int_only", "1"), ("suffix", "kg")]
    found = items(
        questions=[question(1, "Q1", "N")], question_attributes=[setting(1, name, value) for name, value in settings]
    )
    limits = {name: found["Q1"][name] for name in ("minimum", "maximum", "whole", "unit")}
    assert limits == {"minimum": 0, "maximum": 99.5, "whole": True, "unit": "kg"}


def test_markup_becomes_lines_and_a_script_is_gone():
    text = "<p>Which <b>one</b>?</p><script>alert(1)</script><p>See <a href='http://x.example'>here</a> &amp; there</p>"
    assert items(questions=[question(1, "Q1", "Y", text)])["Q1"]["text"] == {"en": "Which one?\nSee here & there"}


def test_an_earlier_answer_stays_in_a_text_and_anything_else_becomes_a_gap_that_is_said():
    text = "You said {name.shown}. {TOKEN:FIRSTNAME}, {if(name == 'x', 1, 2)} { kept }"
    tables = {"questions": [question(1, "name", "S"), question(2, "Q2", "Y", text)]}
    assert items(**tables)["Q2"]["text"] == {"en": "You said {answer:name}. …, … { kept }"}
    assert sentences(**tables) == {
        (
            "table questions, row 2 (Q2)",
            "“{TOKEN:FIRSTNAME}”, “{if(name == 'x', 1, 2)}” cannot stand in a text here. It reads “…” now; mend the sentence.",
        )
    }


def test_a_text_that_looks_like_our_sign_for_an_answer_is_only_text():
    text = "Write &#123;answer:Q1} here"
    assert items(questions=[question(1, "Q1", "Y", text)])["Q1"]["text"] == {"en": "Write (answer:Q1} here"}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("|", "Files cannot be sent with an answer, so the question is left out."),
        ("*", "It calculates a value and asks nothing, so it is left out."),
        ("I", "Everybody can change the language on every page, so the question for it is left out."),
        ("Z", "Its type “Z” is not known here, so it is left out. Ask it in another way."),
    ],
)
def test_a_question_that_cannot_be_asked_is_left_out_and_named(kind, sentence):
    tables = {"questions": [question(1, "Q1", kind), question(2, "Q2", "Y")]}
    assert list(items(**tables)) == ["Q2"]
    assert sentences(**tables) == {("table questions, row 1 (Q1)", sentence)}


def test_an_empty_text_gets_a_neutral_one_and_is_said():
    tables = {"questions": [question(1, "Q1", "Y", "<p> </p>")]}
    assert items(**tables)["Q1"]["text"] == {"en": "Question Q1"}
    assert sentences(**tables) == {
        ("table questions, row 1 (Q1)", "There is no text. It reads “Question Q1” now; write a better one.")
    }


def test_what_a_setting_loses_is_said():
    tables = {
        "questions": [question(1, "Q1", "S", preg="/^a+$/")],
        "question_attributes": [setting(1, "random_order", "1")],
    }
    assert sentences(**tables) == {
        (
            "table questions, row 1 (Q1)",
            "Its choices or rows came in random order. They keep the order of the file now.",
        ),
        (
            "table questions, row 1 (Q1)",
            "Answers had to match “/^a+$/”. A check of its answers is not carried over. Say in its text what is expected.",
        ),
    }


def test_the_older_table_of_conditions_carries_over():
    conditions = [
        {"qid": "3", "cqid": "1", "scenario": "1", "cfieldname": "9X1X1", "method": "==", "value": "Y"},
        {"qid": "3", "cqid": "2", "scenario": "2", "cfieldname": "9X1X2", "method": "==", "value": "a"},
        {"qid": "3", "cqid": "2", "scenario": "2", "cfieldname": "9X1X2", "method": "==", "value": "b"},
        {"qid": "3", "cqid": "1", "scenario": "2", "cfieldname": "9X1X1", "method": "!=", "value": " "},
    ]
    found = items(
        questions=[question(1, "Q1", "Y"), question(2, "Q2", "M"), question(3, "Q3", "S")],
        subquestions=[row(4, 2, "a"), row(5, 2, "b")],
        conditions=conditions,
    )
    assert found["Q3"]["visible_when"] == {
        "any": [
            {"item": "Q1", "in": ["Y"]},
            {
                "all": [
                    {"any": [{"item": "Q2", "in": ["a"]}, {"item": "Q2", "in": ["b"]}]},
                    {"item": "Q1", "answered": True},
                ]
            },
        ]
    }


def test_the_condition_of_a_group_holds_for_each_of_its_questions():
    groups = [
        {"gid": "1", "group_name": "First", "group_order": "0"},
        {"gid": "2", "group_name": "Second", "group_order": "1", "grelevance": "Q1 == 'Y'"},
    ]
    second = question(2, "Q2", "S", gid="2"), question(3, "Q3", "S", gid="2", relevance="!is_empty(Q2)")
    found = items(groups=groups, questions=[question(1, "Q1", "Y"), *second])
    assert found["Q2"]["visible_when"] == {"item": "Q1", "in": ["Y"]}
    assert found["Q3"]["visible_when"] == {"all": [{"item": "Q1", "in": ["Y"]}, {"item": "Q2", "answered": True}]}


def test_a_row_filtered_by_another_question_shows_when_its_choice_was_made():
    found = items(
        questions=[question(1, "Q1", "M"), question(2, "Q2", "A")],
        subquestions=[row(3, 1, "a"), row(4, 1, "b"), row(5, 2, "a"), row(6, 2, "b")],
        question_attributes=[setting(2, "array_filter", "Q1")],
    )
    assert found["Q2_b"]["visible_when"] == {"item": "Q1", "in": ["b"]}


def test_the_report_follows_the_rows_of_the_file():
    rows = [
        question(2, "Q2", "T", "<img src=2>b"),
        question(1, "Q1", "T", "<img src=1>a"),
        question(1, "Q1", "T", "<img src=3>c", language="de"),
    ]
    content = lss(questions=rows).replace(b"</languages>", b"<language>de</language></languages>")
    places = [each.place for each in reading.read(content, "a.lss").findings]
    assert places == [
        "table questions, row 1 (Q2)",
        "table questions, row 2 (Q1)",
        "table questions, row 2 (Q1)",
        "language de",
    ]
