"""A hostile workbook or survey costs little and ends in a sentence, or in a questionnaire in which it is inert."""

import io
import json
import resource
import struct
import time
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.instruments import loader, translation_sheet
from surveyapp.instruments.interchange import reading, surveyjs_import, xlsform_import
from surveyapp.instruments.interchange.report import FileRefused
from tests.surveyapp.interchange.workbooks import refusal, workbook

MOST_SECONDS = 5  # of the processor, on a machine that does other things too
MOST_MEGABYTES = 500
BOUNDED = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADER = "type|name|label|relevant"


@pytest.fixture
def costs_little():
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.process_time() - began < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MOST_MEGABYTES


def questions(n, cell):
    return [["type", "name", "label", "relevant"], *(["text", f"q{i}", "Q", cell] for i in range(n))]


def changed(part, before, after):
    """A workbook of which one part was written by hand."""
    source, target = io.BytesIO(workbook(survey=[HEADER, "text|q|Q?|"])), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(before, after) if name == part else content)
    return target.getvalue()


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 100_000_000)
    return buffer.getvalue()


def lying(unpacks_to=300_000_000):
    """A part that unpacks to far more than its archive says, which some readers find out when it is too late."""
    part = b"0" * unpacks_to
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", part)
    said = [(len(part), 100), (zlib.crc32(part), zlib.crc32(part[:100]))]
    content = buffer.getvalue()
    for true, lie in said:
        content = content.replace(struct.pack("<I", true), struct.pack("<I", lie))
    return content


def packed_otherwise():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return buffer.getvalue()


def of_rows(n, row):
    return changed("xl/worksheets/sheet1.xml", b"</sheetData>", row * n + b"</sheetData>")


ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><workbook'
DAMAGED = "f.xlsx: the workbook is damaged or protected by a password. Save it anew as .xlsx."


@pytest.mark.usefixtures("costs_little")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bomb, "f.xlsx: unpacked, the workbook is too large. Keep the sheets of the questionnaire only."),
        (lying, DAMAGED),
        (packed_otherwise, DAMAGED),
        (
            lambda: of_rows(1_000_000, b"<row><c><v>1</v></c></row>"),
            "f.xlsx: unpacked, the workbook is too large. Keep the sheets of the questionnaire only.",
        ),
        (
            lambda: of_rows(1_500, b"<row>" + b"<c><v>1</v></c>" * 200 + b"</row>"),
            "survey, row 1502: more than 300,000 cells. Divide the questionnaire.",
        ),
        (lambda: changed("xl/workbook.xml", b"<workbook", ENTITY), DAMAGED),
        (lambda: b"PK\x03\x04" + b"x" * 1000, DAMAGED),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000_000, DAMAGED),
        (lambda: workbook(survey=[["type"] * 300]), "survey, row 1: more than 200 columns. Delete what is of no use."),
        (
            lambda: workbook(survey=questions(4001, "")),
            "survey: more than 4,000 rows. Divide the questionnaire into several.",
        ),
        (
            lambda: workbook(survey=questions(300, "${q0} = 'x' or " * 300)),
            "survey, row 18: more than 5,000 references “${…}” up to here. Divide the form.",
        ),
        (
            lambda: workbook(survey=[HEADER, *["begin group|g|G|"] * 300]),
            "survey, row 22, column type: groups stand in groups more than 20 deep. Make the form flatter.",
        ),
    ],
)
def test_a_workbook_too_large_or_damaged_is_refused_at_once(make, sentence):
    assert refusal(make(), "f.xlsx") == [sentence]


@pytest.mark.usefixtures("costs_little")
def test_a_million_empty_rows_are_not_waited_for():
    content = of_rows(1_000_000, b"<row/>")
    assert list(reading.read(content, "f.xlsx").definition["items"]) == ["q"]


@pytest.mark.usefixtures("costs_little")
@pytest.mark.parametrize("make", [lying, packed_otherwise])
def test_a_hostile_translators_file_is_refused_at_once(make):
    with pytest.raises(FileRefused) as refused:
        translation_sheet.read(make(), "f.xlsx")
    assert list(refused.value.problems) == [
        "f.xlsx: not a workbook that can be read. Save it as .xlsx and choose it again."
    ]


@pytest.mark.usefixtures("costs_little")
def test_a_row_far_below_the_others_is_not_waited_for():
    row = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    content = changed("xl/worksheets/sheet1.xml", b"</sheetData>", row)
    assert list(reading.read(content, "f.xlsx").definition["items"]) == ["q"]


def survey(*elements, **more):
    return json.dumps({"pages": [{"name": "p", "elements": elements}], **more}).encode()


QUESTION = {"type": "text", "name": "q"}


def nested(n):
    element = QUESTION
    for _ in range(n):
        element = {"type": "panel", "name": "p", "elements": [element]}
    return element


@pytest.mark.usefixtures("costs_little")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: b'{"pages":' + b"[" * 500_000,
            "f.json: the file is no JSON that can be read. Export the survey anew.",
        ),
        (
            lambda: survey(nested(100)),
            "page p: panels stand in panels more than 20 deep. Make it flatter.",
        ),
        (
            lambda: survey(*[QUESTION] * 50_000),
            "The file holds more than 3,000 questions. Divide it into several files.",
        ),
        (
            lambda: survey(*[{"type": "radiogroup", "name": "r", "choices": list(range(240))}] * 2_000),
            "The file offers more than 30,000 choices. Divide it into several.",
        ),
        (
            lambda: survey(*[{"type": "file", "name": "r"}] * 50_000),
            "page p, element r: more than 5,000 things do not carry over. Simplify the file.",
        ),
        (
            lambda: survey(QUESTION, *[{**QUESTION, "visibleIf": "{q} notempty" + " or {q} notempty" * 200}] * 900),
            "Conditions name more than 5,000 questions. Divide the file into several.",
        ),
        (
            lambda: survey(QUESTION, title={f"en-x{n:05d}": "x" for n in range(50_000)}),
            "The survey has texts in more than 60 languages. Remove some.",
        ),
        (
            lambda: json.dumps({"pages": [{"name": "p"}] * 100_000}).encode(),
            "The file holds more than 3,000 sections. Divide it into several files.",
        ),
    ],
)
def test_a_survey_too_large_is_refused_at_once(make, sentence):
    assert refusal(make(), "f.json") == [sentence]


@pytest.mark.usefixtures("costs_little")
def test_a_matrix_without_end_is_cut_and_says_so():
    matrix = {"type": "matrixdropdown", "name": "m", "rows": list(range(9_000)), "columns": list(range(9_000))}
    report = reading.read(survey(matrix), "f.json")
    assert len(report.definition["items"]) == 200
    assert "More than 200 cells: those after them are left out." in {found.sentence for found in report.findings}


def test_script_in_a_text_does_not_arrive():
    element = {"type": "html", "name": "h", "html": "<script>steal()</script><p onclick='steal()'>Hello</p>"}
    assert reading.read(survey(element), "f.json").definition["items"]["h"]["text"] == {"en": "Hello"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "f.json: the file is empty. Choose another one."),
        (b" " * 10_000_001, "f.json: 10,000,001 bytes; at most 10,000,000 are read. Make it smaller."),
    ],
)
def test_an_empty_or_huge_file_is_refused_by_its_size(content, sentence):
    assert refusal(content, "folder/f.json") == [sentence]


def questionnaire_or_sentence(read, content, name):
    try:
        loader.read(read(content, name).definition, languages_complete=False)
    except FileRefused as refused:
        assert refused.problems  # noqa: PT017 - reading it is as good


@pytest.mark.parametrize("name", ["f.xlsx", "f.xls", "f.json", "f.pdf", "f", "\x00"])
@BOUNDED
@given(
    content=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{"]),
)
def test_any_bytes_at_all(name, content, start):
    with pytest.raises(FileRefused):
        reading.read(start + content, name)


@pytest.mark.parametrize("file", ["pyxform_widgets.xls", "pyxform_or_other.xlsx"])
@BOUNDED
@given(data=st.data())
def test_bytes_of_a_workbook_exchanged(questionnaires, file, data):
    content = bytearray((questionnaires / "xlsform" / file).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    questionnaire_or_sentence(reading.read, bytes(content), file)


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["begin group", "end group", "select_one l", "${q1} = 'a'", "not(", "selected(${q1},", ". >= 9e9", "\x00"]
    ),
)


@BOUNDED
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=6), max_size=6))
def test_strange_cells_of_an_xlsform(rows):
    headers = ["type", "name", "label::xx (yy)", "relevant", "constraint", "required"]
    clean = [[cell.replace("\x00", "").encode("utf-8", "replace").decode() for cell in row] for row in rows]
    safe = [["".join(c for c in cell if c.isprintable()) for cell in row] for row in clean]
    content = workbook(
        survey=[headers, ["text", "q1", "Q", "", "", ""], *safe],
        choices=[["list_name", "name", "label"], ["l", "a", "A"], ["l", "b", "B"]],
    )
    questionnaire_or_sentence(xlsform_import.read, content, "f.xlsx")


STRANGE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["name", "title", "choices", "visibleIf", "rows", "columns", "rateMax", "rateMin", "rateStep", "min", "max", "html",
     "validators", "isRequired", "hasOther", "elements", "items", "maxLength", "otherText", "description", "valueTrue"]
)  # fmt: skip
TYPES = st.sampled_from(
    ["radiogroup", "checkbox", "boolean", "rating", "ranking", "text", "comment", "html", "matrix", "matrixdropdown",
     "matrixdynamic", "paneldynamic", "panel", "multipletext", "nouislider", "imagepicker", "dropdown"]
)  # fmt: skip


@BOUNDED
@given(elements=st.lists(st.tuples(TYPES, st.dictionaries(KEYS, STRANGE, max_size=5)), max_size=4))
def test_strange_elements_of_a_survey(elements):
    content = survey(QUESTION, *({"type": kind, **element} for kind, element in elements))
    questionnaire_or_sentence(surveyjs_import.read, content, "f.json")
