"""The outline as a Word document with real headings, to be filled in or discussed by colleagues."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from surveyapp.answering.blank.outline import Outline, Page, Question
from surveyapp.instruments.languages import is_right_to_left

MARKS = {"box": "☐", "circle": "○"}
INDENT = Cm(0.9)
LINE_TO_WRITE = "_" * 70


def write(outline: Outline) -> bytes:
    """The document file's bytes."""
    document = Document()
    document.core_properties.title = outline.title
    document.core_properties.language = outline.language
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(outline.title, level=0)
    for sentence in (outline.subtitle, *outline.notes):
        document.add_paragraph(sentence)
    for section in outline.sections:
        document.add_heading(section.title, level=1)
        for page in section.pages:
            _write_page(document, page)
    if is_right_to_left(outline.language):
        _turn_around(document)
    return _saved(document)


def _write_page(document: DocumentObject, page: Page) -> None:
    document.add_heading(page.title, level=2)
    for sentence in (page.intro, *page.scale):
        if sentence:
            document.add_paragraph(sentence)
    for question in page.questions:
        _write_question(document, question)


def _write_question(document: DocumentObject, question: Question) -> None:
    asked = document.add_paragraph()
    asked.paragraph_format.keep_with_next = True
    asked.paragraph_format.space_before = Pt(10)
    asked.add_run(f"{question.number}. {question.text}" if question.number else question.text).bold = True
    for sentence in (question.when, question.help, question.how):
        if sentence:
            _indented(document, sentence)
    if question.steps:
        _indented(document, "    ".join(f"{MARKS['circle']} {step}" for step in question.steps))
    for option in question.options:
        _indented(document, f"{MARKS[option.mark]} {option.text}")
    for _ in range(question.lines):
        _indented(document, f"{LINE_TO_WRITE} {question.unit}".strip())


def _indented(document: DocumentObject, text: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.left_indent = INDENT
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _turn_around(document: DocumentObject) -> None:
    """Every paragraph from right to left; Word then takes its left indent as the one at the start of the line."""
    for paragraph in document.paragraphs:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - no public way to say it
        for run in paragraph.runs:
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))  # noqa: SLF001


def _saved(document: DocumentObject) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()
