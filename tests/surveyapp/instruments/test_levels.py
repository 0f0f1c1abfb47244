import pytest

from surveyapp.instruments import loader
from surveyapp.instruments.levels import LevelWords, level_words, next_level
from surveyapp.instruments.texts import localised


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (0, LevelWords(1, None, "Starting")),
        (12, LevelWords(1, 2, "between Starting and Partial")),
        (50, LevelWords(3, None, "Established")),
        (62, LevelWords(3, 4, "between Established and Integrated")),
        (74.99999999999999, LevelWords(4, None, "Integrated")),
        (75.00000000000001, LevelWords(4, None, "Integrated")),
        (99.9, LevelWords(4, 5, "between Integrated and Adaptive")),
        (100, LevelWords(5, None, "Adaptive")),
    ],
)
def test_a_score_reads_as_a_level_or_between_two(small, score, words):
    assert level_words(small, score, "en") == words


def test_a_score_reads_in_another_language(small):
    assert level_words(small, 62, "fr").text == "entre Établi et Intégré"


def test_without_a_sentence_the_two_names_stand_side_by_side(definition):
    del definition["between_levels"]
    assert level_words(loader.read(definition), 62, "en").text == "Established – Integrated"


@pytest.mark.parametrize("score", [-0.1, 100.1, float("nan")])
def test_a_score_outside_0_to_100_has_no_level(small, score):
    with pytest.raises(ValueError, match="score from 0 to 100"):
        level_words(small, score, "en")


def test_without_level_names_there_are_no_words(definition):
    definition["level_names"] = {}
    with pytest.raises(ValueError, match="needs level_names"):
        level_words(loader.read(definition), 50, "en")


@pytest.mark.parametrize(
    ("level", "code", "first_step"),
    [
        ("1", "2", "Buy a timer"),
        (1, "2", "Buy a timer"),
        (1.5, "2", "Buy a timer"),
        (2.0, "3", "Fit a sensor"),
        ("2", "3", "Fit a sensor"),
        (0.5, "2", "Buy a timer"),
    ],
)
def test_the_next_level_comes_with_what_to_do_first(small, level, code, first_step):
    found = next_level(small, "OVEN", level)
    assert (found.code, found.first_step["en"]) == (code, first_step)
    assert found.text == small.choices("OVEN")[int(code) - 1].text


def test_the_highest_level_has_no_next(small):
    assert next_level(small, "OVEN", "3") is None
    assert next_level(small, "OVEN", 3) is None


def test_only_an_anchored_item_has_levels(small):
    with pytest.raises(ValueError, match="LOAVES has no levels"):
        next_level(small, "LOAVES", 1)
    with pytest.raises(KeyError):
        next_level(small, "OVEN", "9")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ({"en": "Flour", "fr": "Farine"}, "fr", "Farine"),
        ({"en": "Flour", "fr": "Farine"}, "fr-ca", "Farine"),
        ({"en": "Flour", "fr": "Farine"}, "de", "Flour"),
        ({"fr": "Farine"}, "de", "Farine"),
        ({}, "de", ""),
        (None, "de", ""),
    ],
)
def test_a_text_falls_back_to_base_language_then_to_the_default(text, language, found):
    assert localised(text, language, "en") == found
