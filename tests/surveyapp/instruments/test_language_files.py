import copy

import pytest
import yaml

from surveyapp.instruments import loader
from surveyapp.instruments.language_files import add_language, texts_by_place
from surveyapp.instruments.problems import InstrumentError


@pytest.fixture
def in_files(tmp_path, definition):
    """`in_files(languages=..., de=...)` writes the small instrument with a file of texts for each language."""

    def write(languages=("en", "fr"), **files):
        path = tmp_path / "small" / "1.yaml"
        (tmp_path / "small" / "1").mkdir(parents=True)
        path.write_text(yaml.safe_dump(definition | {"languages": list(languages)}), encoding="utf-8")
        for language, texts in files.items():
            (path.with_suffix("") / f"{language}.yaml").write_text(yaml.safe_dump(texts), encoding="utf-8")
        return path

    return write


def test_texts_in_a_file_of_their_own_are_as_if_they_stood_in_the_definition(definition, in_files):
    german = {place: f"{text['en']} (de)" for place, text in texts_by_place(definition)}
    languages = [*definition["languages"], "de"]
    inside = copy.deepcopy(definition) | {"languages": languages}
    for _, text in texts_by_place(inside):
        text["de"] = f"{text['en']} (de)"
    assert loader.load(in_files(languages, de=german)) == loader.read(inside)


def test_a_text_that_the_file_lacks_is_named_with_its_place(definition, in_files):
    german = {place: "Text" for place, _ in texts_by_place(definition) if place != "items.OVEN.text"}
    with pytest.raises(InstrumentError) as caught:
        loader.load(in_files([*definition["languages"], "de"], de=german))
    assert caught.value.problems == ('items.OVEN.text: no text in "de". Add it.',)


def test_places_that_the_questionnaire_does_not_have_are_all_named(definition):
    with pytest.raises(InstrumentError) as caught:
        add_language(definition, "de", {"items.GONE.text": "Weg", "items.OVEN.text": 3, "items.OVEN.kind": "single"})
    assert caught.value.problems == (
        "items.GONE.text: text in de for a place that the questionnaire does not have. Correct or remove it.",
        "items.OVEN.text: must be text in de. Write it in quotes.",
        "items.OVEN.kind: text in de for a place that the questionnaire does not have. Correct or remove it.",
    )


def test_nothing_is_put_in_where_one_place_is_wrong(definition):
    before = copy.deepcopy(definition)
    with pytest.raises(InstrumentError):
        add_language(definition, "de", {"items.OVEN.text": "Ofen", "items.GONE.text": "Weg"})
    assert definition == before


def test_the_places_of_texts_are_those_that_problems_name(small, definition):
    from surveyapp.instruments.checks.texts import texts

    assert {place for place, _ in texts_by_place(definition)} == {place for place, _ in texts(small)}
