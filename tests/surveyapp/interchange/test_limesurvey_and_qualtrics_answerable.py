"""Every LimeSurvey and Qualtrics file is a questionnaire that can be answered to its end."""

from pathlib import Path

import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.building import only_complete_languages

LSS = [
    "citric_limesurvey_survey_432535.lss",
    "citric_survey.lss",
    "limesurvey_ls205_group_relevance.lss",
    "limesurvey_ls205_maximum_chars_feature.lss",
    "limesurvey_ls205_randomization_group_test.lss",
    "limesurvey_ls205_sample_survey_english.lss",
    "limesurvey_ls205_subquestion_relevance.lss",
    "limesurvey_ls205_validation_tests.lss",
    "limesurvey_ls5_sample_survey_multilingual_fr_de_en_it.lss",
]
TSV = [
    "rse_2017_nl_questions_to_import.txt",
    "rse_2017_us_questions_to_import.txt",
    "rse_2017_zaf_questions_to_import.txt",
    "rse_2018_questions_to_import.txt",
]
QSF = [
    "Better_Sample_Survey__Better_Sample_Survey.qsf",
    "Comment_Coding__Test_Survey_for_Coded_Comments.qsf",
    "Matrix_Single_Answer_Survey__Matrix_Single_Answer_Testing.qsf",
    "Multiple_Answer_Matrix_Questions__Multiple_Answer_Matrix_Questions.qsf",
    "Multiple_Answer_Multiple_Choices_Questions__Multiple_Answer_MC_Questions.qsf",
    "No_Basis_for_Evaluation__No_Basis_for_Evaluation.qsf",
    "Sample_Survey__Sample_Survey.qsf",
    "Single_Answer_Matrix_Questions__Single_Answer_Matrix_Questions.qsf",
    "Single_Answer_Multiple_Choice_Questions__Single_Answer_MC_Questions.qsf",
    "Test_Getting_Choice_Text_from_Response_Columns__Choice_Text_from_Response_Columns.qsf",
    "Text_Entry_Components__Questions_with_Text_Entry_Components.qsf",
    "User_Notes_Survey__Notes_Survey.qsf",
]
FILES = (
    [f"limesurvey_lss/{name}" for name in LSS]
    + [f"limesurvey_tsv/{name}" for name in TSV]
    + [f"qsf/{name}" for name in QSF]
)


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
