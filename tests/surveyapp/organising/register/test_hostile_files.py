import io
import zipfile

import openpyxl
import pytest

from surveyapp.organising.register import limits, reading, xlsx_file
from surveyapp.organising.register.limits import FileRefused


def rows(content):
    file = io.BytesIO(content)
    return [cells for _, cells in reading.rows(file, reading.layout_of(file))]


def workbook(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_part(content, name, change):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encodings_and_separators(encoding, mark):
    content = f'Name{mark}Ort\r\n"Bäcker{mark} Söhne"{mark}Zürich\r\n'.encode(encoding)
    assert rows(content) == [["Name", "Ort"], [" ".join(f"Bäcker{mark} Söhne".split()), "Zürich"]]


def test_a_line_separator_in_a_name_begins_no_row():
    assert rows("Name,B\nA\u2028C,1\n".encode()) == [["Name", "B"], ["A C", "1"]]


def test_signs_that_nobody_sees_make_no_name():
    assert rows("Name,B\n\u200b\ufeff,1\nA\u00adb\u2060,2\n".encode()) == [["Name", "B"], ["", "1"], ["Ab", "2"]]


def test_numbers_and_dates_of_a_workbook_are_as_one_would_type_them():
    assert rows(workbook(["Name", "Ref"], ["A", 12.0], ["B", True])) == [["Name", "Ref"], ["A", "12"], ["B", "True"]]


def test_a_formula_without_a_value_is_seen():
    assert rows(workbook(["Name"], ["=1+1"])) == [["Name"], [xlsx_file.UNCALCULATED]]


def test_a_zip_bomb_is_stopped_while_it_unpacks(monkeypatch):
    monkeypatch.setattr(xlsx_file, "LARGEST_UNPACKED", 1_000_000)
    bomb = with_part(workbook(["Name"], ["A"]), "xl/worksheets/sheet1.xml", lambda data: data + b" " * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(FileRefused, match="too large"):
        rows(bomb)


def test_entities_are_refused():
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    hostile = with_part(workbook(["Name"], ["A"]), "xl/worksheets/sheet1.xml", lambda data: doctype + data)
    with pytest.raises(FileRefused, match="damaged"):
        rows(hostile)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old kind"),
        (b"a\x00b", "neither a workbook"),
        (b'Name\n"open', "quotation mark"),
        (b"Name,B\n" + b"x" * 2_500 + b",1\n", "characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(content, words):
    with pytest.raises(FileRefused, match=words):
        rows(content)


def test_too_many_rows_and_columns_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(FileRefused, match="more than 3 rows"):
        rows(b"Name\n" + b"a\n" * 5)
    with pytest.raises(FileRefused, match="more than 60 columns"):
        rows(b"," * limits.MOST_COLUMNS + b"a\n")


def test_a_row_at_the_end_of_the_sheet_does_not_bring_a_million_empty_ones():
    far = with_part(
        workbook(["Name"], ["A"], ["B"]),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b'r="3"', b'r="1048576"').replace(b'"A3"', b'"A1048576"'),
    )
    assert rows(far) == [["Name"], ["A"]]
