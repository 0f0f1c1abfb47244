"""What is not shown is told alike in every kind of file: the same entries, each with its reason."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from pptx import Presentation

from benchmarking.models.own_result import OwnResult
from tests.benchmarking.dashboards.conftest import OWN
from tests.benchmarking.exports.reading import packed, pdf_text, sheets

TITLE, HEADS = "What is not shown, and why", ["Table", "What is missing", "Why"]
CIRCULAR = {"", "not shown", "not shown for this group", "cannot be shown"}
PEOPLE = {
    "n": 6,
    "dimensions": {
        "AUT": {"verdict": "agree", "n": 6, "areas": {"": 50.0, "qc": 62.5}},
        "DAT": {"verdict": "mixed", "n": 6, "areas": {}},
    },
}


@pytest.fixture
def told(make, published, as_worker):
    """By kind of file, the lines of what is not shown; in the PDF, the whole text."""
    with as_worker():
        OwnResult.objects.filter(wave=published).update(document=OWN | {"people": PEOPLE})
    with ZipFile(BytesIO(make("csv").content)) as files:
        heads, *archive = csv.reader(StringIO(files.read("missing.csv").decode().removeprefix("\ufeff")))
    assert heads == HEADS
    _title, (heads, *book) = sheets(make("xlsx").content)["Missing"]
    assert heads == HEADS
    return {
        "csv": archive,
        "xlsx": [[cell or "" for cell in line] for line in book],
        "pptx": list(_of_slides(make("pptx").content)),
        "pdf": pdf_text(make("pdf").content),
    }


def test_every_kind_of_file_lists_the_same(told):
    assert len(told["csv"]) > 3
    assert told["csv"] == told["xlsx"] == told["pptx"]
    assert [line for line in told["csv"] if packed("".join(line)) not in told["pdf"]] == []


def test_every_entry_has_a_reason_that_is_one(told):
    assert not {why for _table, _what, why in told["csv"]} & CIRCULAR
    people = [line for line in told["csv"] if line[2].startswith("an area is shown only")]
    assert people


def _of_slides(content):
    for slide in Presentation(BytesIO(content)).slides:
        if slide.shapes.title is not None and slide.shapes.title.text.startswith(TITLE):
            for shape in (each for each in slide.shapes if each.has_table):
                rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                assert rows[0] == HEADS
                yield from rows[1:]
