from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from benchmarking.dashboards import words
from benchmarking.stats.records import Figure
from surveyapp.instruments.schema import Instrument
from tests.benchmarking.dashboards.questionnaire import DEFINITION


def figure(value=None, low=None, high=None, **bounds):
    return Figure("sector", "share", "share", 64, 64, value, low, high, **bounds)


@pytest.mark.parametrize(("value", "text"), [(62.5, "63"), (62.4999999, "63"), (0.0, "0"), (None, "")])
def test_points_are_whole_and_halves_go_up(value, text):
    assert words.points(value) == text


@pytest.mark.parametrize(("value", "text"), [(17.0, "+17"), (-13.0, "−13"), (0.2, "0"), (-0.4, "0")])
def test_a_difference_says_its_direction(value, text):
    assert words.signed(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (figure(25.0, 15.0, 36.0), "25 %, n = 64, 15–36 %"),
        (figure(1.0, 0.0, 6.0, bound="at_most"), "at most 1 %, n = 64, 0–6 %"),
        (figure(99.0, 94.0, 100.0, bound="at_least"), "at least 99 %, n = 64, 94–100 %"),
        (figure(least=3.0, most=5.0), "3–5 of 64, n = 64"),
        (figure(least=3.0, most=5.0, low=2.0, high=16.0), "3–5 of 64, n = 64, 2–16 %"),
    ],
)
def test_a_share_says_n_and_interval(share, text):
    assert words.share_in_full(share).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        (figure(53.6), "54"),
        (figure(least=0.0, most=25.0, bound="at_most"), "at most 25"),
        (figure(least=75.0, most=100.0, bound="at_least"), "at least 75"),
        (figure(), ""),
        (None, ""),
    ],
)
def test_a_mean_is_a_number_or_a_bound(mean, text):
    assert words.printed(mean) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [((6, 10), "6 to 10 people"), ((1, 1), "one person"), ((6, 6), "six people"), ((51, None), "51 people or more")],
)
def test_people_are_a_range(number, text):
    assert words.people(number) == text


@pytest.mark.parametrize(("language", "text"), [("en", "1.5"), ("de", "1,5"), ("ar", "1.5")])
def test_a_level_between_two_has_the_decimal_sign_of_the_language(language, text):
    with override(language):
        assert (words.level(1.5), words.level(2.0)) == (text, "2")


@pytest.mark.parametrize(("language", "text"), [("en", "six"), ("de", "sechs"), ("ar", "6")])
def test_a_small_number_is_a_word_unless_the_word_bends_with_what_is_counted(language, text):
    with override(language):
        assert words.number_word(6) == text


NAMES_IN_A_SENTENCE = [
    ("Automation", "automation"),
    ("Programming with Python", "programming with Python"),
    *((name, name) for name in ("AI and law", "X", "Scottish Government", "Department for Transport")),
]


@pytest.mark.parametrize(("name", "text"), NAMES_IN_A_SENTENCE)
def test_a_name_in_a_sentence_keeps_abbreviations_and_proper_names(name, text):
    assert words.mid_sentence(name) == text


def test_names_that_hold_commas_are_told_apart():
    names = ["Data storage, standards and integrity", "Direction", "Security"]
    assert words.each_in(names) == "in data storage, standards and integrity, in direction, and in security"
    assert words.each_in(names[1:2]) == "in direction"


def test_a_list_ends_with_and():
    assert [words.listing(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_date_is_written_out():
    assert words.date(datetime(2026, 12, 8, tzinfo=UTC)) == "8 December 2026"


def test_figures_read_from_left_to_right_on_a_page_from_right_to_left():
    share = figure(25.0, 15.0, 36.0)
    with override("ar"):
        said = [words.share(share), words.interval(share), words.n_between(20, 26), words.signed(-14), words.signed(0)]
        in_full = words.share_in_full(share)
    assert said == [
        "\u206625\u00a0%\u2069",
        "\u206615–36\u2069",
        "\u2066n\u00a0=\u00a020–26\u2069",
        "\u2066−14\u2069",
        "0",
    ]
    assert in_full == "\u206625\u00a0%\u2069، \u2066n\u00a0=\u00a064\u2069، \u206615–36\u00a0%\u2069"
    assert words.interval(share).parts == ("15", "36")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "between Partial and Established"),
        ("fr", "entre Partial et Established"),
        ("ar", "بين «\u2068Partial\u2069» و«\u2068Established\u2069»"),
    ],
)
def test_two_levels_are_joined_in_the_language_of_the_page_also_where_their_names_are_in_another(language, text):
    instrument = Instrument.model_validate(DEFINITION)
    with override(language):
        assert words.level_in_words(instrument, 40) == text
        assert words.level_in_words(instrument, 50) == "Established"
