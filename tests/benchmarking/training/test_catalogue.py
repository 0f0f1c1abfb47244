import pytest

from benchmarking.training import catalogue
from surveyapp.instruments import loader

FILE = catalogue.FOLDER / "bioprocess-digital.yaml"


@pytest.fixture(scope="module")
def instrument():
    return loader.load(loader.find("bioprocess-digital", "1"))


def test_the_two_modules_raise_only_skills_of_their_audience(instrument):
    assert [module["code"] for module in catalogue.read(FILE, instrument)] == ["A", "B"]


def test_every_problem_of_a_catalogue_is_listed(instrument, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "modules:\n"
        "  - {code: X, name: {en: X}, audience: decision_maker, raises: {sk_python: 3, sk_magic: 2}}\n"
        "  - {code: Y, name: {en: Y}, audience: practitioner, raises: {sk_python: 7}}\n"
    )
    with pytest.raises(catalogue.CatalogueError) as error:
        catalogue.read(path, instrument)
    assert str(error.value) == (
        "wrong.yaml: module X is for decision_maker but raises sk_python, a skill for practitioner; "
        "module X raises sk_magic, which the questionnaire does not ask; remove it or correct its code; "
        "module Y raises sk_python to 7; levels run from 0 to 5"
    )
