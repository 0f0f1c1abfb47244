"""Names and texts travel as data: none of them is read as markup, as a formula or as a tag."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from django.utils import timezone
from openpyxl import load_workbook

from benchmarking.actions.plans import Aimed, add_target
from benchmarking.dashboards.comparison import compare
from benchmarking.dashboards.headline import Statement
from benchmarking.exports.document import document
from benchmarking.exports.drawing import drawing
from benchmarking.exports.levels import bars
from benchmarking.exports.making import WRITERS
from benchmarking.models.plan import PlanItem
from surveyapp.models.row_scope import organisation_scope
from tests.benchmarking.exports.reading import everything, packed, pdf_text

MARKUP = '#read("/etc/passwd") *bold* _it_ $x^2$ `raw` \\ [a](b) @ref <tag> #pagebreak()'
FORMULA = '=HYPERLINK("http://evil.example","x")'
NAMES = [
    MARKUP,
    FORMULA,
    "+1-cmd|'/c calc'!A0",
    "<script>alert(1)</script> & Söhne",
    "مصنع الأدوية \u202eevil\u202c n = 64",
    "Acme \U0001f600 北京",
    "a\x0bb\x01c",
    "W" * 200,
    '#import "x"; \t@cmd',
]


@pytest.fixture
def renamed(people):
    def rename(name):
        organisation = people.alpha.organisation
        organisation.name = name
        organisation.save()
        return organisation

    return rename


@pytest.mark.parametrize("name", NAMES)
def test_whatever_an_organisation_calls_itself_all_files_are_made(make, renamed, name):
    organisation = renamed(name)
    for form in ("pdf", "pptx", "xlsx", "csv"):
        assert "root:" not in everything(make(form, organisation=organisation).content)


HOSTILE = '=1+1 #import "x" *bold* $x$ <b> \x00 \u202e ' + "x" * 10_000


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_texts_of_a_survey_with_anything_in_them_make_files_that_open(published, people, as_worker, form):
    with as_worker():
        made = document(compare(people.alpha.organisation, published.slug, ""), None, timezone.now())
    (first, *_rest), statement = made.findings, Statement(HOSTILE, HOSTILE)
    rows = tuple((HOSTILE, *row[1:]) for row in first.rows)
    page = replace(made.page, title=HOSTILE, lede=HOSTILE, in_short=replace(made.page.in_short, finer=statement))
    finding = replace(first, title=HOSTILE, words=HOSTILE, rows=rows, subtitle=HOSTILE)
    facts = (("Organisation", HOSTILE), *made.facts[1:])
    written = WRITERS[form](replace(made, page=page, findings=(finding,), facts=facts, organisation=HOSTILE))
    assert packed("#import") in packed(everything(written))
    for name, part in parts(written):
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)


def parts(written):
    if not written.startswith(b"PK"):
        return []
    with ZipFile(BytesIO(written)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_who_is_responsible_turns_nothing_round_in_any_file(make, published, people):
    aimed = Aimed("skill", "python", 3.0, 1.0, published.pk)
    item = add_target(organisation=people.alpha.organisation, aimed=aimed, by=people.alpha.account)
    with organisation_scope(people.alpha.organisation.pk):
        PlanItem.objects.filter(pk=item.pk).update(responsible="x\u202eevil")
    for form in sorted(WRITERS):
        said = everything(make(form).content)
        assert ("xevil" in packed(said), "\u202e" in said) == (True, False), form


def test_markup_is_printed_as_it_was_typed(make, renamed):
    assert packed(MARKUP) in pdf_text(make("pdf", organisation=renamed(MARKUP)).content)


def test_no_cell_of_a_workbook_holds_a_formula_or_a_link(make, renamed):
    book = load_workbook(BytesIO(make("xlsx", organisation=renamed(FORMULA)).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [sheet.title for sheet in book if sheet.merged_cells.ranges] == []
    assert {sheet.freeze_panes for sheet in book} == {"B5"}


def test_no_cell_of_an_archive_begins_a_formula(make, renamed):
    with ZipFile(BytesIO(make("csv", organisation=renamed(FORMULA)).content)) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                lines = csv.reader(StringIO(archive.read(name).decode().removeprefix("\ufeff")))
                assert [cell for line in lines for cell in line if cell[:1] in tuple("=+@\t\r")] == []


def test_slides_stay_well_formed_and_their_workbooks_without_formulas(make, renamed):
    with ZipFile(BytesIO(make("pptx", organisation=renamed(NAMES[3])).content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
            if name.endswith(".xlsx"):
                cells = [
                    c for sheet in load_workbook(BytesIO(archive.read(name))) for row in sheet.iter_rows() for c in row
                ]
                assert [cell for cell in cells if cell.data_type == "f"] == []


def test_an_embedded_workbook_holds_what_its_chart_shows_and_no_more(make):
    made = make("pptx")
    drawn = [each for each in (drawing(finding) for finding in made.page.findings) if each and each.is_of_rows]
    spread = [each for each in (bars(finding) for finding in made.page.findings) if each]
    shown = {value for each in drawn for row in each.rows for mark in row.marks for value in (mark.low, mark.high)}
    shown |= {piece.share for each in spread for bar in each for piece in bar.pieces}
    with ZipFile(BytesIO(made.content)) as archive:
        books = [load_workbook(BytesIO(archive.read(name))) for name in archive.namelist() if name.endswith(".xlsx")]
    values = {cell.value for book in books for sheet in book for row in sheet.iter_rows() for cell in row}
    assert len(books) == len(drawn) + len(spread)
    assert {value for value in values if isinstance(value, int | float)} <= shown
