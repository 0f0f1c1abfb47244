import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from benchmarking.exports import document, pdf
from benchmarking.models.release import Release
from benchmarking.releasing.methods_page import sections
from tests.benchmarking.dashboards import questionnaire
from tests.benchmarking.dashboards.conftest import FROM_A_FILE, GROUPS, SCORES, mean
from tests.benchmarking.exports.conftest import PARAMETERS
from tests.benchmarking.exports.reading import packed, pdf_text

PAINTING = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"BI"}


def reader(content):
    return PdfReader(BytesIO(content))


def elements(element):
    """Each element of the tree that a screen reader walks through."""
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            yield from elements(each)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element
        if "/K" in element and element.get("/Type") != "/MCR":
            yield from elements(element["/K"])


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
    tree = reader(made.content).trailer["/Root"]["/StructTreeRoot"]["/K"]
    found = Counter(each["/S"] for each in elements(tree))
    tables = [finding for finding in made.page.findings if finding.rows]
    assert found["/H1"] == 1
    assert found["/H2"] >= len(list(made.page.findings))
    assert found["/Table"] >= len(tables)
    assert found["/TH"] >= sum(len(finding.columns) for finding in tables) - len(tables)
    assert found["/TR"] >= sum(len(finding.rows) for finding in tables)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_painted_that_is_neither_tagged_nor_marked_as_decoration(make, language):
    file = reader(make("pdf", language=language).content)
    for page in file.pages:
        assert page["/Tabs"] == "/S"
        open_marks = 0
        for _operands, operator in ContentStream(page.get_contents(), file).operations:
            open_marks += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert open_marks or operator not in PAINTING, operator


@pytest.mark.parametrize("language", ["en", "ar"])
def test_headings_skip_no_level_heads_of_tables_say_of_what_and_figures_have_words(make, language):
    found = list(elements(reader(make("pdf", language=language).content).trailer["/Root"]["/StructTreeRoot"]["/K"]))
    levels = [int(each["/S"][2:]) for each in found if re.fullmatch(r"/H\d", each["/S"])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    heads = [each for each in found if each["/S"] == "/TH"]
    assert heads
    assert all(each["/A"][0]["/Scope"] == "/Column" for each in heads)
    assert all(each.get("/Alt") for each in found if each["/S"] in ("/Figure", "/Formula"))


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
    text = pdf_text(make("pdf").content)
    for section in sections(Release.objects.get()):
        assert packed(section.title) in text
        assert all(packed(paragraph) in text for paragraph in section.paragraphs)


@pytest.mark.parametrize("form", ["pdf", "pptx", "xlsx", "csv"])
def test_scores_that_were_imported_make_files_too(make, store, people, form):
    wave = store.survey("2027", people.alpha.organisation, definition=questionnaire.IMPORTED)
    store.own(wave, people.alpha.organisation, **FROM_A_FILE, scores=dict(zip(SCORES, (61.0, 70.0, 88.0), strict=True)))
    means = [mean(f"sector score:{code}", 64, at, 3.0) for code, at in zip(SCORES, (60.0, 79.0, 88.0), strict=True)]
    store.release(wave, means, withheld=[], groups=GROUPS[:1], parameters=PARAMETERS)
    made = make(form, wave=wave)
    assert made.content
    if form == "pdf":
        assert packed(next(made.page.findings).title) in pdf_text(made.content)


def test_before_anything_is_published_a_pdf_has_ones_own_levels(make, store, people):
    wave = store.survey("2027", people.alpha.organisation, closed=False)
    store.own(wave, people.alpha.organisation)
    made = make("pdf", wave=wave)
    text = pdf_text(made.content)
    assert packed(made.page.title) in text
    assert packed("nobody: nothing has been published of this survey yet") in text


def test_a_long_file_is_set_tighter_and_stays_within_ten_pages(make, monkeypatch):
    page = document.page
    monkeypatch.setattr(document, "page", lambda comparison: _repeated(page(comparison), 4))
    tight = len(reader(make("pdf").content).pages)
    monkeypatch.setattr(pdf, "TIGHTNESSES", (0,))
    assert tight <= 10 < len(reader(make("pdf").content).pages)


def _repeated(shown, times):
    """As if each part stood there several times."""
    return replace(shown, parts=shown.parts * times)


def test_long_words_are_set_tightest_and_stay_within_ten_pages(make, monkeypatch):
    page = document.page
    monkeypatch.setattr(document, "page", lambda comparison: _repeated(page(comparison), 5))
    made = make("pdf", language="de").content
    monkeypatch.setattr(pdf, "TIGHTNESSES", (2,))
    assert len(reader(made).pages) <= 10 < len(reader(make("pdf", language="de").content).pages)
    assert b"pdfuaid" in reader(made).trailer["/Root"]["/Metadata"].get_object().get_data()
