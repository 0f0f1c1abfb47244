from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.benchmarking.exports.reading import packed, pdf_text


def reader(content):
    return PdfReader(BytesIO(content))


def kinds(element, found=None):
    """How often each kind of structure stands in the tree that a screen reader walks through."""
    found = {} if found is None else found
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            kinds(each, found)
    elif isinstance(element, dict):
        if kind := element.get("/S"):
            found[kind] = found.get(kind, 0) + 1
        if "/K" in element and element.get("/Type") != "/MCR":
            kinds(element["/K"], found)
    return found


@pytest.mark.parametrize(("language", "direction"), [("en", None), ("de", None), ("fr", None), ("ar", "/R2L")])
def test_a_pdf_is_tagged_and_has_its_language_and_its_title(make, language, direction):
    made = make("pdf", language=language)
    file = reader(made.content)
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/ViewerPreferences"].get("/Direction") == direction or direction is None
    assert packed(file.metadata.title) == packed(made.page.title)
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_a_screen_reader_finds_headings_and_tables_with_heads(make):
    made = make("pdf")
    found = kinds(reader(made.content).trailer["/Root"]["/StructTreeRoot"]["/K"])
    tables = [finding for finding in made.page.findings if finding.rows]
    assert found["/H1"] == 1
    assert found["/H2"] >= len(list(made.page.findings))
    assert found["/Table"] >= len(tables)
    assert found["/TH"] >= sum(len(finding.columns) for finding in tables) - len(tables)
    assert found["/TR"] >= sum(len(finding.rows) for finding in tables)


def test_the_first_page_is_all_in_short(make):
    made = make("pdf")
    first = packed(reader(made.content).pages[0].extract_text())
    for each in made.page.in_short.statements:
        assert packed(each.text) in first
    assert packed("Number of organisations") in first
    assert packed(next(made.page.findings).title) not in first


def test_every_page_says_what_its_numbers_are_of(make):
    pages = reader(make("pdf").content).pages
    for number, page in enumerate(pages, start=1):
        text = packed(page.extract_text())
        assert packed("2026 survey, The whole sector, n = 64, publication 1") in text
        assert packed(f"Page {number} of {len(pages)}") in text


def test_how_the_numbers_were_made_is_in_the_file(make):
    from benchmarking.models.release import Release
    from benchmarking.releasing.methods_page import sections

    text = pdf_text(make("pdf").content)
    for section in sections(Release.objects.get()):
        assert packed(section.title) in text
        assert all(packed(paragraph) in text for paragraph in section.paragraphs)
