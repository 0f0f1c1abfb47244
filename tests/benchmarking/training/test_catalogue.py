import pytest

from benchmarking.training import catalogue
from surveyapp.instruments import loader

FILE = catalogue.FOLDER / "bioprocess-digital.yaml"


@pytest.fixture(scope="module")
def instrument():
    return loader.load(loader.find("bioprocess-digital", "1"))


def test_the_two_modules_are_offered_and_the_elements_of_degrees_are_not(instrument):
    found = catalogue.read(FILE, instrument)
    assert [entry.code for entry in found if entry.is_offered] == ["A", "B"]
    assert {entry.level for entry in found if not entry.is_offered} == {"undergraduate", "masters", "doctoral", "cpd"}


def test_an_element_taught_at_two_levels_is_two_entries(instrument):
    workshops = [entry for entry in catalogue.read(FILE, instrument) if entry.code.startswith("WS_DOE")]
    assert [(entry.code, entry.level) for entry in workshops] == [("WS_DOE_MASTERS", "masters"), ("WS_DOE_CPD", "cpd")]


def test_what_each_raises_is_marked_as_a_judgement(instrument):
    assert all(entry.raises_is_judgement for entry in catalogue.read(FILE, instrument))


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
        "wrong.yaml: module X, raises: “sk_python” is a skill for another audience (practitioner), so this module cannot "
        "raise it.; module X, raises: The questionnaire does not ask about “sk_magic”. Remove it or correct its code.; "
        "module Y, raises: “sk_python” is raised to 7; levels run from 1 to 5."
    )
