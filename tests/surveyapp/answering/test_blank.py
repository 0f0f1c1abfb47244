import re
import zipfile
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader


@pytest.fixture
def link(invite):
    _, token = invite("alpha", path="full")
    return f"/answer/{token}/"


def text_of_pdf(answer):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def text_of_docx(answer):
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(answer.content)).paragraphs)


def asked_texts():
    from tests.surveyapp.conftest import DEFINITION

    return [item["text"]["en"] for code, item in DEFINITION["items"].items() if code != "SIZE"]


@pytest.mark.parametrize(("kind", "text_of"), [("pdf", text_of_pdf), ("docx", text_of_docx)])
def test_every_question_asked_of_the_person_stands_in_the_file_and_no_other(client, link, kind, text_of):
    answer = client.get(f"{link}questions.{kind}")
    assert answer.status_code == 200
    text = text_of(answer)
    assert [question for question in asked_texts() if question not in text] == []
    assert "How many people work here?" not in text


def test_the_files_carry_the_questionnaires_name_and_language(client, link):
    names = [client.get(f"{link}questions.{kind}")["Content-Disposition"] for kind in ("pdf", "docx")]
    assert [re.search('filename="(.*)"', name)[1].rpartition("-")[2] for name in names] == ["en.pdf", "en.docx"]


def test_the_pdf_is_tagged_and_says_its_title_and_language(client, link):
    catalog = PdfReader(BytesIO(client.get(f"{link}questions.pdf").content)).trailer["/Root"]
    assert (catalog["/MarkInfo"]["/Marked"], catalog["/Lang"]) == (True, "en")


def test_a_condition_is_said_in_words_with_the_number_of_the_question_it_rests_on(client, link):
    text = text_of_docx(client.get(f"{link}questions.docx"))
    number = re.search(r"(\d+)\. Is there a twin\?", text)[1]
    assert f"Only if your answer to question {number} is one of: “In use”." in text


def test_looking_at_the_questions_begins_nothing(client, link):
    from surveyapp.models.response import Response

    client.get(f"{link}questions.pdf")
    assert Response.objects.count() == 0


@pytest.mark.parametrize("path", ["/answer/unknown/questions.pdf", "/answer/unknown/questions.docx"])
def test_an_unknown_link_has_no_questions(client, db, path):
    assert client.get(path).status_code == 404


def test_a_file_of_another_kind_does_not_exist(client, link):
    assert client.get(f"{link}questions.exe").status_code == 404


def test_texts_of_a_hostile_questionnaire_are_typeset_as_they_are(survey, people):
    from surveyapp.answering.blank import docx, pdf
    from surveyapp.answering.blank.outline import Writer
    from surveyapp.selectors.instruments import instrument

    hostile = '#panic("stop") $x^2$ *bold* = Heading \\ <w:p/> @ref `raw` #read("/etc/passwd")'
    questionnaire = instrument(survey.version.pk)
    outline = Writer(questionnaire, questionnaire.placed, "en").outline(title=hostile, subtitle=hostile)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.write(outline))).pages)
    assert '#panic("stop") $x^2$ *bold*' in text
    with zipfile.ZipFile(BytesIO(docx.write(outline))) as packed:
        assert b"&lt;w:p/&gt;" in packed.read("word/document.xml")


def test_an_arabic_questionnaire_runs_from_right_to_left(survey):
    from surveyapp.answering.blank import docx, pdf
    from surveyapp.answering.blank.outline import Outline, Page, Question, Section

    asked = Question(number=1, text="هل يوجد توأم رقمي؟", lines=1)
    outline = Outline("ar", "استبيان", "2026", (), (Section("قسم", (Page("صفحة", "", (), (asked,)),)),))
    assert PdfReader(BytesIO(pdf.write(outline))).trailer["/Root"]["/Lang"] == "ar"
    with zipfile.ZipFile(BytesIO(docx.write(outline))) as packed:
        assert b"<w:bidi/>" in packed.read("word/document.xml")


def test_whoever_is_answering_gets_their_own_questions(client, begin):
    response = begin("alpha", path="short")
    session = client.session
    session["response"] = str(response.pk)
    session.save()
    text = text_of_docx(client.get("/survey/questions.docx"))
    assert "How are records made?" in text
    assert "How are records found?" not in text
