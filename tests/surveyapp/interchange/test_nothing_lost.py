"""No question of a file is lost without a word: it is in the questionnaire, or a finding names it."""

import csv
import json
import xml.etree.ElementTree as ET

import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.building import code_from
from tests.surveyapp.interchange.test_limesurvey_and_qualtrics_answerable import LSS, QSF, TSV

# Columns of an export of answers that are no question of the questionnaire.
OF_THE_RESPONSE = 11  # ResponseID to Status
# The answers were exported before their authors deleted a question.
DELETED_SINCE = {"Better_Sample_Survey__Better_Sample_Survey.qsf": {"Q13"}}
WHERE = ("LocationLatitude", "LocationLongitude", "LocationAccuracy")


def unheard_of(report, codes):
    """Codes of questions that neither a question of the questionnaire nor a finding speaks of."""
    ours = [code_from(code, ()) for code in codes]
    asked = report.definition["items"]
    said = " ".join(f"{found.place} {found.sentence}" for found in report.findings)
    return [
        code
        for code, plain in zip(codes, ours, strict=True)
        if not any(item == plain or item.startswith(f"{plain}_") for item in asked) and f"({code})" not in said
    ]


@pytest.mark.parametrize("name", LSS)
def test_every_question_of_an_lss_file_is_asked_or_named(questionnaires, name):
    content = (questionnaires / "limesurvey_lss" / name).read_bytes()
    rows = ET.fromstring(content).findall("questions/rows/row")  # noqa: S314 - the files we read as they are
    assert unheard_of(reading.read(content, name), [row.findtext("title") for row in rows]) == []


@pytest.mark.parametrize("name", TSV)
def test_every_question_of_a_tab_separated_file_is_asked_or_named(questionnaires, name):
    path = questionnaires / "limesurvey_tsv" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["class"] == "Q"]
    report = reading.read(path.read_bytes(), name)
    assert unheard_of(report, [row["name"] for row in rows]) == []


@pytest.mark.parametrize("name", QSF)
def test_every_question_of_a_qsf_file_is_asked_or_named(questionnaires, name):
    content = (questionnaires / "qsf" / name).read_bytes()
    elements = json.loads(content)["SurveyElements"]
    tags = [element["Payload"]["DataExportTag"] for element in elements if element["Element"] == "SQ"]
    assert unheard_of(reading.read(content, name), tags) == []


@pytest.mark.parametrize("name", QSF)
def test_every_column_of_the_exported_answers_belongs_to_a_question(questionnaires, name):
    table = (questionnaires / "qsf" / name).with_suffix(".csv")
    if not table.is_file():
        pytest.skip("no answers were exported for it")
    with table.open(encoding="utf-8-sig", newline="") as file:
        columns = [name for name in next(csv.reader(file))[OF_THE_RESPONSE:] if name and name not in WHERE]
    report = reading.read((questionnaires / "qsf" / name).read_bytes(), name)
    tags = {code_from(column.split("_")[0], ()) for column in columns}
    codes = [f"_{code}" for code in report.definition["items"]]
    assert {tag for tag in tags if not any(f"_{tag}" in code for code in codes)} == DELETED_SINCE.get(name, set())
