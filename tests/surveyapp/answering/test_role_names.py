import pytest

from surveyapp.answering.meeting_band import role_names
from surveyapp.instruments import loader


@pytest.fixture(scope="module")
def questionnaire():
    return loader.load(loader.find("bioprocess-digital", "1"))


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar", "es", "pt-br"])
def test_roles_are_listed_in_every_language(questionnaire, language):
    roles = list(questionnaire.roles)
    assert len(roles) > 2
    names = {questionnaire.roles[role].get(language, questionnaire.roles[role]["en"]) for role in roles}
    listed = role_names(questionnaire, roles, language)
    assert all(name in listed for name in names)


def test_names_that_hold_an_and_are_told_apart_by_commas(questionnaire):
    english = role_names(questionnaire, ["quality", "it_data", "training_hr"], "en")
    assert english == "IT and data, Quality, Training and personnel"


def test_no_role_is_no_name(questionnaire):
    assert role_names(questionnaire, [], "de") == ""
