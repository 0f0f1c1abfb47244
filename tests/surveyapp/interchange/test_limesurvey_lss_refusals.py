import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused
from tests.surveyapp.interchange.small_files import answer, lss, question, row

AGAIN = "Export the survey from LimeSurvey again (Export, Survey structure)."


def refusal(content):
    with pytest.raises(FileRefused) as refused:
        reading.read(content, "small.lss")
    return list(refused.value.problems)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><document>&b;</document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_entities_are_refused(content):
    assert refusal(content) == [
        f"small.lss: the file declares a document type or entities, which are not read. {AGAIN}"
    ]


def without(table, place, field):
    rows = {
        "groups": [{"gid": "1", "group_name": "First"}],
        "questions": [question(1, "Q1", "L"), question(2, "Q2", "Y")],
        "subquestions": [row(3, 1, "a")],
        "answers": [answer(1, "A", "This"), answer(1, "B", "That")],
    }
    del rows[table][place][field]
    return lss(**rows)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lss()[:-5], f"small.lss, line 1, column {len(lss()) - 10}: this is not valid XML. {AGAIN}"),
        (lss(questions=None), f"small.lss: the table <questions> is missing or has no row. {AGAIN}"),
        (lss(groups=[]), f"small.lss: the table <groups> is missing or has no row. {AGAIN}"),
        (without("questions", 1, "type"), f"table questions, row 2: <type> is missing or empty. {AGAIN}"),
        (without("questions", 0, "qid"), f"table questions, row 1: <qid> is missing or empty. {AGAIN}"),
        (without("questions", 1, "title"), f"table questions, row 2: <title> is missing or empty. {AGAIN}"),
        (without("answers", 1, "code"), f"table answers, row 2: <code> is missing or empty. {AGAIN}"),
        (without("subquestions", 0, "title"), f"table subquestions, row 1: <title> is missing or empty. {AGAIN}"),
        (without("groups", 0, "gid"), f"table groups, row 1: <gid> is missing or empty. {AGAIN}"),
        (lss(questions=[question(1, "Q1", "Y", gid="9")]), f"table questions, row 1: there is no group “9”. {AGAIN}"),
        (lss(subquestions=[row(2, 9, "a")]), f"table subquestions, row 1: there is no question “9” for it. {AGAIN}"),
        (
            lss().replace(b">Survey</Lime", b">Group</Lime"),
            "LimeSurveyDocType: the file holds a Group, not a survey. Export the whole survey.",
        ),
        (b"<html></html>", "small.lss: <html> is not a LimeSurvey file. Choose an .lss file."),
        (lss().replace(b"UTF-8", b"klingon"), "small.lss: the file's encoding is not known. Save it as UTF-8."),
        (
            lss(questions=[question(1, "Q1", "|")]),
            "The file holds no question. Choose a file with a questionnaire in it.",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(content, sentence):
    assert refusal(content) == [sentence]
