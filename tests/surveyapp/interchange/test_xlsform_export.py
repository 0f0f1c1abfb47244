"""A questionnaire written as an XLSForm is one, and comes back whole."""

import contextlib
import io
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from surveyapp.instruments import loader
from surveyapp.instruments.interchange import reading, xlsform_export
from surveyapp.instruments.interchange.report import FileRefused

SMALL = Path(__file__).parents[1] / "instruments" / "small.yaml"
OURS = [*sorted(loader.DEFINITIONS.glob("*/*.yaml")), SMALL]


def again(content):
    return loader.read(reading.read(content, "form.xlsx").definition)


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_written_is_read_again_without_a_difference(path):
    instrument = loader.load(path)
    content = xlsform_export.write(instrument)
    read = reading.read(content, "form.xlsx")
    assert read.findings == ()
    assert loader.definition_hash(loader.read(read.definition)) == loader.definition_hash(instrument)


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pyxform_converts_the_file_itself(path):
    content = xlsform_export.write(loader.load(path))
    assert "<h:html" in convert(content, validate=False, warnings=[]).xform


KINDS = ("xlsform", "surveyjs", "limesurvey_lss", "limesurvey_tsv", "qsf")
SUFFIXES = {".xls", ".xlsx", ".json", ".lss", ".txt", ".qsf"}


def readable(folder):
    """Each questionnaire of a folder that is not refused."""
    for path in sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES):
        with contextlib.suppress(FileRefused):
            yield path.name, reading.read(path.read_bytes(), path.name).definition


@pytest.mark.parametrize("kind", KINDS)
def test_what_came_from_another_product_goes_out_as_a_form_that_pyxform_converts_and_comes_back_whole(
    questionnaires, kind
):
    for name, definition in readable(questionnaires / kind):
        instrument = loader.read(definition, languages_complete=False)
        content = xlsform_export.write(instrument)
        assert "<h:html" in convert(content, validate=False, warnings=[]).xform, name
        read = reading.read(content, "form.xlsx")
        assert read.findings == (), name
        back = loader.read(read.definition, languages_complete=False)
        assert loader.canonical(back) == loader.canonical(instrument), name


def edited(content, sheet, header, before, after):
    book = openpyxl.load_workbook(io.BytesIO(content))
    column = next(cell.column for cell in book[sheet][1] if cell.value == header)
    cell = next(row[column - 1] for row in book[sheet].iter_rows(min_row=2) if row[column - 1].value == before)
    cell.value = after
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_label_changed_in_the_spreadsheet_is_taken():
    instrument = loader.load(SMALL)
    code = instrument.placed[0]
    before = instrument.items[code].text["en"]
    changed = again(edited(xlsform_export.write(instrument), "survey", "label::English (en)", before, "Anew?"))
    assert changed.items[code].text["en"] == "Anew?"


def test_a_condition_changed_in_the_spreadsheet_wins_over_the_one_beside_it():
    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    code = next(code for code in instrument.placed if instrument.items[code].visible_when)
    content = xlsform_export.write(instrument)
    book = openpyxl.load_workbook(io.BytesIO(content))
    headers = [cell.value for cell in book["survey"][1]]
    row = next(row for row in book["survey"].iter_rows(min_row=2) if row[headers.index("name")].value == code)
    row[headers.index("relevant")].value = "${SUB_SECTOR} != ''"
    buffer = io.BytesIO()
    book.save(buffer)
    condition = again(buffer.getvalue()).items[code].visible_when
    assert condition.model_dump() == {"item": "SUB_SECTOR", "answered": True}


def test_a_text_that_looks_like_a_formula_stays_a_text():
    instrument = loader.load(SMALL)
    named = instrument.model_copy(update={"name": dict.fromkeys(instrument.languages, "=1+1")})
    book = openpyxl.load_workbook(io.BytesIO(xlsform_export.write(named)))
    assert {cell.data_type for row in book["settings"].iter_rows() for cell in row} == {"s"}
