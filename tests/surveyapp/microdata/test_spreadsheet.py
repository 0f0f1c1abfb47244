import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from surveyapp.microdata import spreadsheet
from surveyapp.microdata.results_file import NotResults, ResultsFile, read
from surveyapp.microdata.spreadsheet import UnreadableFile


def zipped(**parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "it is no spreadsheet. Give a CSV, .ods or .xlsx file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an Excel file of before 2007. Save it as .xlsx."),
        ("Name;Größe".encode("cp1252"), "it is not UTF-8 (byte 7). Save it as CSV UTF-8."),
        (b"PK\x03\x04" + b"x" * 50, "it is damaged (File is not a zip file). Save it anew."),
        (zipped(letter_txt="Dear"), "it is no spreadsheet. Give a CSV, .ods or .xlsx file."),
    ],
    ids=["picture", "old-excel", "latin-1", "torn-zip", "other-zip"],
)
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile) as caught:
        spreadsheet.sheets("it", data)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("parts", [{"content_xml": "<a>"}, {"xl__workbook_xml": "<a>"}], ids=["ods", "xlsx"])
def test_a_damaged_workbook_is_refused(parts):
    with pytest.raises(UnreadableFile, match=r"is damaged .*Open it in a spreadsheet program and save it anew"):
        spreadsheet.sheets("it", zipped(**parts))


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(UnreadableFile, match="unpacks to more than 1 MB"):
        spreadsheet.sheets("it", zipped(content_xml=" " * 1_000_001))


def test_a_large_file_is_not_even_opened(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnreadableFile, match=r"large.csv has 200 MB, at most 20 MB are read\."):
        spreadsheet.contents(path)


def test_a_file_of_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    with pytest.raises(UnreadableFile, match="more than 3 rows"):
        spreadsheet.sheets("it", b"a\nb\nc\nd\n")


@pytest.mark.parametrize("name", ["nowhere.csv", ""], ids=["missing", "folder"])
def test_a_path_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(UnreadableFile, match=r"cannot be read .*Check the path"):
        spreadsheet.contents(tmp_path / name)


def test_rows_keep_their_numbers_and_their_width(write):
    rows = [["Title", "", ""], ["", "", ""], ["a", "b", "c"]]
    for name in ("it.csv", "it.xlsx", "it.ods"):
        path = write(rows, name)
        assert spreadsheet.sheets(name, path.read_bytes())[0].rows == rows


def test_a_formula_that_was_never_calculated_is_blank(write):
    path = write([["=1+1", "a"]], "it.xlsx")
    assert spreadsheet.sheets("it", path.read_bytes())[0].rows == [["", "a"]]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: ("INDEX,Name\n" + text).encode(errors="ignore"))
    )
)
@example(b"")
@example(b'INDEX,Name\n"')
@example(b"INDEX,Name\n5,A\n1e400,B\nNaN,C\n-0,D")
def test_any_bytes_give_results_or_a_refusal(tmp_path, instrument, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    with suppress(NotResults):
        assert isinstance(read(path, instrument), ResultsFile)
