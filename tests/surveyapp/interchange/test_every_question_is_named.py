"""Every question of an XLSForm or SurveyJS file is in the questionnaire, or a finding says at its place that it is not."""

import json
from pathlib import Path

import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.xlsform_checks import is_in_use
from surveyapp.instruments.interchange.xlsform_sheets import read_workbook
from surveyapp.instruments.interchange.xlsform_types import type_of
from tests.surveyapp.interchange.test_answerable import SURVEYJS, XLSFORM


def n_left_out(report):
    left_out = [finding for finding in report.findings if finding.sentence.startswith("Not carried over")]
    return len({finding.place for finding in left_out})


@pytest.mark.parametrize("name", XLSFORM)
def test_rows_of_the_sheet_survey(questionnaires, name):
    content = (questionnaires / "xlsform" / name).read_bytes()
    types = [type_of(row.get("type")) for row in read_workbook(content, name).survey.rows if is_in_use(row)]
    n_rows = sum(kind.is_question for kind in types)
    n_other = sum(kind.or_other for kind in types)
    report = reading.read(content, name)
    assert len(report.definition["items"]) - n_other == n_rows - n_left_out(report)


def questions(node):
    for key in ("pages", "elements", "questions"):
        for child in node.get(key, []):
            if child.get("type", "panel") == "panel":
                yield from questions(child)
            else:
                yield child


@pytest.mark.parametrize("name", SURVEYJS)
def test_elements_of_the_pages(questionnaires, name):
    path: Path = questionnaires / "surveyjs" / name
    elements = list(questions(json.loads(path.read_bytes())))
    n_other = sum(bool(element.get("hasOther")) for element in elements)
    report = reading.read(path.read_bytes(), name)
    assert len(report.definition["items"]) - n_other == len(elements) - n_left_out(report)
