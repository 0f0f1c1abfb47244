import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp.models.row_scope import programme_scope
from surveyapp.organising.earlier import reading
from surveyapp.organising.register.limits import FileRefused
from tests.surveyapp.earlier_answers import HEADS, as_csv

ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
HEAD = "<table:table-row><table:table-cell><text:p>AREA</text:p></table:table-cell></table:table-row>"


def rows_of(content):
    file = SimpleUploadedFile("answers", content).file
    layout = reading.layout_of(file)
    return [
        [heading.name for heading in reading.headings(file, layout)],
        *(cells for _, cells in reading.rows(file, layout)),
    ]


def ods(rows, kind=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        archive.writestr("content.xml", ODS.format(rows=rows))
    return buffer.getvalue()


def workbook(rows):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encoding_and_separator_are_found_out(encoding, mark):
    content = f"AREA{mark}REMARK\nproduction{mark}Größe\n".encode(encoding)
    assert rows_of(content) == [["AREA", "REMARK"], ["production", "Größe"]]


def test_workbooks_and_spreadsheets_are_read_as_they_stand():
    assert rows_of(workbook([["AREA", "BATCHES"], ["production", 12], [None, 1.5]])) == [
        ["AREA", "BATCHES"],
        ["production", "12"],
        ["", "1.5"],
    ]
    row = '<table:table-row><table:table-cell office:value-type="float" office:value="12"/></table:table-row>'
    assert rows_of(ods(HEAD + row)) == [["AREA"], ["12"]]


def test_surveyjs_objects_become_rows_and_grids_columns():
    people = [{"AREA": "production", "grid": {"r1": 1, "r2": 2}}, {"data": {"AREA": "x", "FIRST": ["a", "b"]}}]
    assert rows_of(json.dumps(people).encode()) == [
        ["AREA", "grid.r1", "grid.r2", "FIRST"],
        ["production", "1", "2"],
        ["x", "", "", '["a", "b"]'],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n\x00,1\n",
        b"\xd0\xcf\x11\xe0" + b"x" * 100,
        b"PK\x03\x04damaged",
        b"[{broken",
        b"[" * 100_000,
        b"{}",
        b"[1, 2]",
        b"only,headings\n",
        b'"never closes\n' + b"x\n" * 5,
        as_csv([[f"c{n}" for n in range(10_000)], ["1"] * 10_000]),
        as_csv([["a"], ["x" * 40_000]]),
    ],
)
def test_what_is_no_file_of_answers_is_refused_with_a_sentence(content):
    with pytest.raises(FileRefused) as refused:
        rows_of(content)
    assert str(refused.value).endswith(".")


def test_a_spreadsheet_that_unpacks_to_far_more_is_refused():
    with pytest.raises(FileRefused, match="too large"):
        rows_of(ods(HEAD + " " * 160_000_000))


def test_a_row_that_is_repeated_a_million_times_is_the_end_of_the_sheet():
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    one = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    assert rows_of(ods(HEAD + one + row)) == [["AREA"], ["x"]]


def test_entities_are_not_resolved():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content.xml", ODS.format(rows=HEAD).replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1))
    with pytest.raises(FileRefused):
        rows_of(buffer.getvalue())


def test_another_surveys_file_is_refused_once_it_is_checked(bring):
    about = bring([["Name", "Colour"], ["Ann", "blue"], ["Bob", "red"]])
    assert about.step == "refused"
    assert about.refusal.startswith("No column was taken for a question")


def test_a_heading_that_stands_twice_is_guessed_once(bring):
    about = bring(
        [[*HEADS, "REMARK"], ["1", "2022-03-01", "Alpha site", "", "", "", "", "", "first", "second"]], check=False
    )
    assert [at for at, target in about.columns.items() if target == "item:REMARK"] == ["8"]


def test_formulas_are_words_and_an_empty_one_is_a_problem(bring, programme):
    content = workbook([HEADS, ["1", "2022-03-01", "Alpha site", "=A1", "", "", "", "", "=HYPERLINK(1)"]])
    about = bring(content=content, name="answers.xlsx")
    with programme_scope(programme.pk):
        assert sorted(about.problems.values_list("code", flat=True)) == ["formula", "formula"]


def test_a_file_that_changed_meanwhile_is_not_read(bring, write):
    about = bring()
    default_storage.delete(about.file)
    done = write(about)
    assert (done.step, done.wave) == ("refused", None)
    assert "not the one that was brought" in done.refusal
