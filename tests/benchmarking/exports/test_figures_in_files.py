"""Each file is opened by another library, and all of its figures are compared with those of the page."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from benchmarking.dashboards.files import finding_as_csv
from benchmarking.dashboards.finding import Column, Finding, Reason
from benchmarking.dashboards.words import date
from benchmarking.exports.drawing import drawing
from benchmarking.exports.levels import bars
from benchmarking.exports.pdf import LONGEST_WORDS
from benchmarking.exports.tables import table
from tests.benchmarking.dashboards.conftest import SECTOR, group, mean
from tests.benchmarking.exports.conftest import PARAMETERS
from tests.benchmarking.exports.reading import charts, everything, numbers_of, packed, pdf_text, sheets

BESIDE = ["", "sector/biologics"]


@pytest.mark.parametrize("beside", BESIDE)
def test_a_workbook_has_every_number_of_every_table_of_the_page(make, beside):
    made = make("xlsx", beside)
    found = sheets(made.content)
    shown = [finding for finding in made.page.findings if finding.rows]
    assert [name for name in found if name in {finding.id for finding in shown}] == [finding.id for finding in shown]
    for finding in shown:
        title, (heads, *lines) = found[finding.id]
        assert title == finding.title
        assert [line[0] for line in lines] == [row[0] for row in finding.rows]
        for line, row in zip(lines, finding.rows, strict=True):
            assert [each for each in line if isinstance(each, int | float)] == numbers_of(row), heads
            assert line[-4:] == [text or None for text in finding.source]


@pytest.mark.parametrize("beside", BESIDE)
def test_a_pdf_has_every_row_of_every_table_of_the_page(make, beside):
    made = make("pdf", beside)
    text = pdf_text(made.content)
    for finding in made.page.findings:
        assert packed(finding.title) in text
        for row in finding.table:
            texts = [row.name, row.note, *(cell.text for cell in row.cells)]
            # Beside a figure, columns of sentences stand below the name of the row.
            long = [text for text in texts[2:] if len(text) > LONGEST_WORDS]
            short = [text for text in texts[2:] if text not in long]
            orders = (texts, [*texts[:2], *long, *short], [*texts[:2], *texts[-1:], *texts[2:-1]])
            assert any(packed("".join(order)) in text for order in orders), row


@pytest.mark.parametrize("beside", BESIDE)
def test_slides_have_native_charts_with_the_numbers_of_the_page(make, beside):
    made = make("pptx", beside)
    found = charts(made.content)
    drawn = {finding.title: finding for finding in made.page.findings if (each := drawing(finding)) and each.is_of_rows}
    spread = {f"{finding.title}: share at each level": finding for finding in made.page.findings if bars(finding)}
    assert found.keys() == drawn.keys() | spread.keys()
    for title, finding in spread.items():
        (_labels, series, _reach), *_more = found[title]
        shares = {share for values in series.values() for share in values if share is not None}
        assert shares <= {
            int(number) for row in finding.rows for part in row[3].split(": ") for number in re.findall(r"^\d+", part)
        }
    for title, finding in drawn.items():
        assert [name for part in found[title] for name in part[0]] == [row.label for row in drawing(finding).rows]
        for categories, series, reach in found[title]:
            assert series
            for name, values in series.items():
                for at, value in enumerate(values):
                    row = next(row for row in finding.rows if row[0] == categories[at])
                    assert value is None or value in numbers_of(row) or _is_end_of_a_band(row, value)
                    if name in reach and at in reach[name][0]:
                        ends = value - reach[name][0][at], value + reach[name][1][at]
                        assert {round(end, 2) for end in ends} <= set(numbers_of(row))


def _is_end_of_a_band(row, value):
    """3–5 of 14 is drawn from 21.4 to 35.7 per cent."""
    return any(round(100 * count / 14, 1) == value for count in range(15)) and any("of 14" in cell for cell in row)


def test_an_archive_has_the_csv_files_of_the_page_byte_for_byte(make):
    made = make("csv")
    with ZipFile(BytesIO(made.content)) as archive:
        for finding in made.page.findings:
            if finding.rows:
                assert archive.read(f"{finding.id}.csv").decode() == finding_as_csv(finding)
        readme = archive.read("README.txt").decode()
    assert "Compared with: The whole sector" in readme
    assert "profile.csv: " in readme


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv", "pptx"])
def test_each_file_says_what_its_numbers_are_of_when_it_was_made_and_what_is_withheld(make, form):
    text = packed(everything(make(form, "sector/biologics").content))
    today = date(timezone.now())
    for fact in ("2026 survey", "publication 1", "Biologics", "n = 14", "version 3", "Alpha site", "English", today):
        assert packed(fact) in text
    assert packed("What is not shown, and why") in text or (form == "csv" and "missing.csv" in text)
    assert packed("not shown for this group") in text
    assert packed("A graded answer counts from 0 to 100") in text


def test_a_number_that_is_not_shown_is_marked_and_its_reason_stands_beside_it(make):
    made = make("xlsx")
    finding = next(each for each in made.page.findings if each.id == "skills")
    _title, (heads, *lines) = sheets(made.content)["skills"]
    row = next(row for row in finding.rows if any(isinstance(cell, Reason) for cell in row))
    line = dict(zip(heads, lines[finding.rows.index(row)], strict=True))
    assert line["Mean gap of the companies asked"] == "[c]"
    assert line["95 % interval of the mean gap, from"] == line["95 % interval of the mean gap, to"] == "[c]"
    assert line["Why a number is missing"] == "Mean gap of the companies asked: not shown for this group"


def test_what_does_not_exist_is_marked_apart_from_what_is_not_shown():
    columns = (
        Column("Topic"),
        Column("Share", numeric=True),
        Column("95 % interval", numeric=True, parts=("from", "to")),
    )
    rows = (("A", "30", Reason("none: a difference of two ranges")), ("B", Reason("not shown for this group"), ""))
    lines = table(Finding("shares", "", columns=columns, rows=rows)).lines
    assert [line[1:4] for line in lines] == [(30.0, "[x]", "[x]"), ("[c]", "[c]", "[c]")]


def test_a_finding_that_is_withheld_is_said_with_its_reason_in_every_file(make, store, published):
    few = [mean(f"sector dimension:{code}", 7, 50.0) for code in ("AUT", "DAT", "ANA")]
    store.release(published, few, number=2, groups=[group(SECTOR, 7)], withheld=[], parameters=PARAMETERS)
    archive = make("csv")
    reasons = [finding.withheld.reason for finding in archive.page.findings if finding.withheld]
    assert reasons
    with ZipFile(BytesIO(archive.content)) as files:
        lines = list(csv.reader(StringIO(files.read("missing.csv").decode())))
    assert all(any(reason in line[2] for line in lines) for reason in reasons)
    text = pdf_text(make("pdf").content)
    assert all(packed(reason) in text for reason in reasons)
    _title, rows = sheets(make("xlsx").content)["Missing"]
    assert all(any(reason in (row[2] or "") for row in rows) for reason in reasons)
    slides = packed(everything(make("pptx").content))
    assert all(packed(reason) in slides for reason in reasons)
