"""The days of a plan: in words where people read, dates where programs do."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from benchmarking.actions.plans import Aimed, add_target
from tests.benchmarking.exports.reading import everything, packed, pdf_text

DUE = date(2026, 9, 30)


@pytest.fixture
def planned(people, published):
    aimed = Aimed("skill", "python", 3.0, 1.0, start_wave=published.pk, responsible="Ana", due=DUE)
    add_target(aimed=aimed, organisation=people.alpha.organisation, by=people.alpha.account)


def test_people_read_a_day_of_the_plan_as_on_the_page(make, planned):
    for text in (pdf_text(make("pdf").content), packed(everything(make("pptx").content))):
        assert ("30September2026" in text, "2026-09-30" in text) == (True, False)


def test_programs_get_a_day_of_the_plan_as_a_date(make, planned):
    with ZipFile(BytesIO(make("csv").content)) as files:
        (line,) = csv.DictReader(StringIO(files.read("plan.csv").decode().removeprefix("\ufeff")))
    assert line["Date"] == "2026-09-30"
    heads, line = load_workbook(BytesIO(make("xlsx").content))["plan"].iter_rows(min_row=4)
    cell = line[[head.value for head in heads].index("Date")]
    assert (cell.value.date(), cell.number_format) == (DUE, "yyyy-mm-dd")
