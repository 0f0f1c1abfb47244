"""Every valid file of another product is a questionnaire that can be answered to its end."""

from pathlib import Path

import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.building import only_complete_languages

XLSFORM = [
    "osmfieldwork_education.xls",
    "osmfieldwork_solidwaste.xlsx",
    "osmfieldwork_waste_collection.xlsx",
    "pyxform_flat_xlsform_test.xlsx",
    "pyxform_loop.xls",
    "pyxform_or_other.xlsx",
    "pyxform_select_one_external.xlsx",
    "pyxform_specify_other.xls",
    "pyxform_table-list.xls",
    "pyxform_tutorial.xls",
    "pyxform_warnings.xls",
    "pyxform_widgets.xls",
    "pyxform_xlsform_spec_test.xlsx",
]
SURVEYJS = [
    "aia_2020-12-23_0d13e379.json",
    "aia_2021-12-13_2c9c2d80.json",
    "aia_2024-12-04_4489fa9c.json",
    "aia_early_survey-enfr.1_23ec6d70.json",
    "aia_early_survey.1_8e2e7689.json",
    "aia_early_survey.2_f2f3eba3.json",
    "aia_early_survey_f2f3eba3.json",
]
FILES = [f"xlsform/{name}" for name in XLSFORM] + [f"surveyjs/{name}" for name in SURVEYJS]


@pytest.mark.parametrize("file", FILES)
def test_an_imported_questionnaire_is_answered_from_the_link_to_the_confirmation(
    questionnaires, file, answer_to_the_end
):
    path = questionnaires / file
    definition = reading.read(path.read_bytes(), Path(file).name).definition
    document = answer_to_the_end(definition)
    asked = loader.read(only_complete_languages(definition)).items
    left_open = {code for code, stored in document.items() if stored.get("missing") == "not_answered"}
    assert left_open == set()
    assert document.keys() == {code for code, item in asked.items() if item.kind != "info"}
