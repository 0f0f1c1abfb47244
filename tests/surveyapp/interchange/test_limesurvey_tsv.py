import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused
from tests.surveyapp.interchange.small_files import COLUMNS, GROUP, tsv, tsv_question

AGAIN = "Export the survey from LimeSurvey again (Export, Tab-separated-values format)."


def imported(content):
    return reading.read(content, "small.txt")


def items(*rows):
    return imported(tsv(*rows)).definition["items"]


def refusal(content):
    with pytest.raises(FileRefused) as refused:
        imported(content)
    return list(refused.value.problems)


def sub(name, text="", **more):
    return {"class": "SQ", "type/scale": "0", "name": name, "text": text or f"Text of {name}"} | more


def choice(name, text="", **more):
    return {"class": "A", "type/scale": "0", "name": name, "text": text or f"Text of {name}"} | more


def test_a_list_keeps_its_choices_and_its_condition():
    found = items(
        GROUP,
        tsv_question("Q1", "Y"),
        tsv_question("Q2", "!", relevance='((Q1.NAOK == "Y"))', mandatory="Y"),
        choice("1"),
        choice("2"),
    )
    assert found["Q2"] == {
        "kind": "single",
        "text": {"en": "Text of Q2"},
        "required": True,
        "choices": [{"code": "1", "text": {"en": "Text of 1"}}, {"code": "2", "text": {"en": "Text of 2"}}],
        "visible_when": {"item": "Q1", "in": ["Y"]},
    }


def test_rows_repeated_in_another_language_are_its_translation():
    german = {"language": "de-informal"}
    content = tsv(
        {"class": "S", "name": "language", "text": "en", "language": ""},
        GROUP,
        tsv_question("Q1", "L"),
        choice("1", "Yes"),
        choice("2", "No"),
        {**GROUP, "name": "Erste", **german},
        tsv_question("Q1", "L", "Frage", **german),
        choice("1", "Ja", **german),
        choice("2", "Nein", **german),
        {"class": "SL", "name": "surveyls_title", "text": "Kleine Umfrage", **german},
    )
    report = imported(content)
    assert report.definition["languages"] == ["en", "de"]
    assert report.definition["sections"][0]["title"] == {"en": "First", "de": "Erste"}
    assert report.definition["items"]["Q1"]["text"] == {"en": "Text of Q1", "de": "Frage"}
    assert report.definition["items"]["Q1"]["choices"][1]["text"] == {"en": "No", "de": "Nein"}
    assert [found.place for found in report.findings] == ["language de-informal"]


def test_texts_that_lack_a_translation_are_counted():
    content = tsv(
        {"class": "S", "name": "language", "text": "en", "language": ""},
        GROUP,
        tsv_question("Q1", "S"),
        {**GROUP, "name": "Première", "language": "fr"},
    )
    assert [(found.place, found.sentence) for found in imported(content).findings] == [
        ("language fr", "Texts without a translation: 2. Translate them before publishing.")
    ]


def test_quotes_line_breaks_and_the_byte_order_mark_stay_out_of_the_way():
    content = b"\xef\xbb\xbf" + tsv(GROUP, tsv_question("Q1", "S", 'Say "hello"\nor nothing'))
    assert imported(content).definition["items"]["Q1"]["text"] == {"en": 'Say "hello"\nor nothing'}


def test_a_spreadsheet_programmes_own_encoding_is_read():
    content = tsv(GROUP, tsv_question("Q1", "S", "Größe")).decode().encode("utf-16")
    assert imported(content).definition["items"]["Q1"]["text"] == {"en": "Größe"}


def test_an_array_with_one_row_without_words_asks_what_the_array_asks():
    found = items(GROUP, tsv_question("Q1", "F"), {**sub("SQ001"), "text": ""}, choice("1"), choice("2"), choice("3"))
    assert (found["Q1_SQ001"]["kind"], found["Q1_SQ001"]["text"]) == ("rating", {"en": "Text of Q1"})


def test_a_list_too_long_to_offer_is_typed_and_said():
    report = imported(tsv(GROUP, tsv_question("Q1", "L"), *(choice(str(n)) for n in range(1, 252))))
    assert report.definition["items"]["Q1"]["kind"] == "text"
    assert [(found.place, found.sentence) for found in report.findings] == [
        ("line 3 (question Q1)", "251 choices, at most 250 can be offered. The answer is typed now.")
    ]


def test_a_condition_on_what_is_asked_later_is_said_and_the_question_always_shown():
    report = imported(tsv(GROUP, tsv_question("Q1", "S", relevance='Q2 == "Y"'), tsv_question("Q2", "Y")))
    assert "visible_when" not in report.definition["items"]["Q1"]
    assert [(found.place, found.sentence) for found in report.findings] == [
        (
            "line 3 (question Q1)",
            'Its condition “Q2 == "Y"” is not carried over: it rests on “Q2”, which is not a question asked before. It is always shown.',
        )
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            tsv(GROUP, columns=[name for name in COLUMNS if name != "relevance"]),
            f"small.txt, line 1: there is no column “relevance”. {AGAIN}",
        ),
        (b"class\ttype/scale\xff", "small.txt, line 1: this is not UTF-8. Save the file as UTF-8."),
        (
            tsv(GROUP) + b'Q\tS\tQ1\t\t"never closed\n',
            "line 4: a quotation mark is not where it belongs. Close every quotation mark and double those within a cell.",
        ),
        (
            tsv(GROUP) + b"Q\t" + b"\t".join([b"x"] * 12),
            f"line 4: 13 cells, but line 1 names 10 columns. {AGAIN}",
        ),
        (tsv(GROUP, {"class": "QQ", "name": "Q1"}), f"line 3: there is no class “QQ”. {AGAIN}"),
        (tsv(tsv_question("Q1", "S")), f"line 2: the question Q1 stands before any group. {AGAIN}"),
        (tsv(GROUP, choice("A1")), f"line 3: the answer A1 stands before any question. {AGAIN}"),
        (tsv(GROUP, tsv_question("Q1", "")), f"line 3: the question Q1 has no type. {AGAIN}"),
        (
            tsv(GROUP, tsv_question("", "S")),
            "line 3: the question has no name. Write its code into the column “name”.",
        ),
        (
            tsv(GROUP, tsv_question("Q1", "S"), tsv_question("Q1", "N")),
            "line 4: the question Q1 stands twice in one language. Rename or remove one.",
        ),
        (
            tsv(GROUP, tsv_question("Q1", "L"), choice("A1"), choice("A1")),
            "line 5: the answer A1 of Q1 stands twice in one language. Rename or remove one.",
        ),
        (tsv(GROUP), "The file holds no question. Choose a file with a questionnaire in it."),
    ],
)
def test_a_broken_file_is_refused_with_its_line(content, sentence):
    assert refusal(content) == [sentence]
