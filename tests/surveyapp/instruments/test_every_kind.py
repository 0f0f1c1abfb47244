"""Every kind of question: what its answers are, how they are packed, and what becomes of them when they are hidden."""

from __future__ import annotations

import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.instruments import loader
from surveyapp.instruments.answers import MISSING_REASONS, AnswerError, fold, unanswered_required, validate
from surveyapp.instruments.codebook import columns, number_items, pack, unpack
from surveyapp.instruments.conditions import chosen_codes, is_visible, offered_choices, visible_items
from surveyapp.instruments.countries import COUNTRIES, alphabetical, country_names
from surveyapp.instruments.parts import ItemBetween
from tests.surveyapp.every_kind import DEFINITION

EVERY = loader.read(DEFINITION)
ANSWERED = [code for code, item in EVERY.items.items() if item.takes_answer]


def refused(item, raw):
    with pytest.raises(AnswerError) as caught:
        validate(EVERY, item, raw)
    return caught.value.problem, caught.value.message


@pytest.mark.parametrize(
    ("item", "raw", "value"),
    [
        ("PRIORITIES", ["time", "money"], ["time", "money"]),
        ("PRIORITIES", ["2:time", "1:money"], ["money", "time"]),
        ("PRIORITIES", ["9:time", "3:money"], ["money", "time"]),
        ("PRIORITIES", "1:people", ["people"]),
        ("FIRST_USE", "2020-2-9", "2020-02-09"),
        ("FIRST_USE", "2020-02-29", "2020-02-29"),
        ("COUNTRY", "IE", "IE"),
        ("RECOMMEND", 7, "7"),
        ("RECOMMEND", "10", "10"),
        ("BATCHES", "12", 12.0),
        ("BATCHES", "12,0", 12.0),
        ("SITE_NAME", " The brewery ", "The brewery"),
        ("TOOLS", ["nothing"], ["nothing"]),
    ],
)
def test_an_answer_that_fits_is_kept(item, raw, value):
    assert validate(EVERY, item, raw) == {"value": value}


@pytest.mark.parametrize("reason", ["dont_know", "does_not_apply"])
@pytest.mark.parametrize("item", [code for code, item in EVERY.items.items() if item.does_not_apply and item.dont_know])
def test_each_kind_takes_the_reasons_it_offers(item, reason):
    assert validate(EVERY, item, [reason]) == {"missing": reason}


@pytest.mark.parametrize(
    ("item", "raw", "problem", "message"),
    [
        (
            "PRIORITIES",
            ["1:time", "1:money"],
            "same_place",
            "“Time” and “Money” are both number 1. Give each a number of its own.",
        ),
        ("PRIORITIES", ["time", "money", "people", "training"], "too_many", "You chose 4. Choose at most 3."),
        (
            "PRIORITIES",
            ["1:luck"],
            "unknown_choice",
            "“luck” is not one of the answers offered. Choose one of them.",
        ),
        ("PRIORITIES", ["1:time", "dont_know"], "one_only", "Only one answer is possible here. Choose one."),
        (
            "FIRST_USE",
            "2020-2-31",
            "not_a_date",
            "“31 2 2020” is not a date. Give day, month and year, such as 31 3 2026.",
        ),
        (
            "FIRST_USE",
            "20-2-1",
            "not_a_date",
            "“1 2 20” is not a date. Give day, month and year, such as 31 3 2026.",
        ),
        (
            "FIRST_USE",
            "soon",
            "not_a_date",
            "“soon” is not a date. Give day, month and year, such as 31 3 2026.",
        ),
        (
            "FIRST_USE",
            "2020--1",
            "half_a_date",
            "A part of this date is missing. Give day, month and year, such as 31 3 2026.",
        ),
        ("FIRST_USE", "1980-1-1", "too_early", "1980-01-01 is too early. Give 1990-01-01 or a later day."),
        ("FIRST_USE", "2031-1-1", "too_late", "2031-01-01 is too late. Give 2030-12-31 or an earlier day."),
        ("COUNTRY", "XX", "unknown_choice", "“XX” is not one of the answers offered. Choose one of them."),
        ("RECOMMEND", "11", "unknown_choice", "“11” is not one of the answers offered. Choose one of them."),
        ("BATCHES", "1.5", "not_whole", "1.5 is not a whole number. Write it without a fraction."),
        ("SITE_NAME", "x" * 41, "too_long", "This text has 41 characters. Shorten it to 40."),
        (
            "TOOLS",
            ["nothing", "lims"],
            "exclusive",
            "“None of these” cannot be chosen together with other answers. Choose it alone or leave it out.",
        ),
        ("WELCOME", "yes", "unknown_item", "This survey has no question with this code. Reload the page."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(item, raw, problem, message):
    assert refused(item, raw) == (problem, message)


def test_the_questionnaires_own_sentence_goes_with_an_answer_that_does_not_fit():
    with pytest.raises(AnswerError) as caught:
        validate(EVERY, "BATCHES", "many")
    assert caught.value.own == {"en": "Give whole batches, from 0 to 1000."}


# Packing ------------------------------------------------------------------------------------------------------------
def values_of(item):
    codes = [choice.code for choice in EVERY.choices(item.code)]
    match item.kind:
        case "text":
            return st.text(max_size=5)
        case "number":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "date":
            return st.dates(min_value=date(1, 1, 1)).map(str)
        case "multiple":
            return st.sets(st.sampled_from(codes), min_size=1).map(lambda chosen: [c for c in codes if c in chosen])
        case "ranking":
            return st.lists(st.sampled_from(codes), min_size=1, unique=True)
        case _:
            return st.sampled_from(codes)


def stored_answers(code):
    missing = st.sampled_from(MISSING_REASONS).map(lambda reason: {"missing": reason})
    return st.one_of(missing, values_of(EVERY.items[code]).map(lambda value: {"value": value}))


documents = st.fixed_dictionaries({code: stored_answers(code) for code in ANSWERED})


@given(documents)
def test_packing_and_unpacking_gives_back_every_kind_but_texts(document):
    vector, numbers = pack(EVERY, document)
    wanted = {code: stored for code, stored in document.items() if EVERY.items[code].kind != "text"}
    assert unpack(EVERY, vector, numbers) == wanted


def test_a_panel_has_no_column_and_a_ranking_one_for_each_option():
    items = [column.item for column in columns(EVERY)]
    assert not {"WELCOME", "BREAK", "SITE_NAME"} & set(items)
    assert items.count("PRIORITIES") == 4
    assert items.count("COUNTRY") == items.count("RECOMMEND") == items.count("FIRST_USE") == 1
    assert number_items(EVERY) == ("BATCHES", "FIRST_USE", "TEMPERATURE")


# Conditions ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("answer", [{}, *({"missing": reason} for reason in MISSING_REASONS), {"value": "many"}])
@pytest.mark.parametrize("bounds", [{}, {"at_least": 0}, {"at_most": 9}, {"at_least": 0, "at_most": 9}])
def test_without_a_number_nothing_lies_between(answer, bounds):
    condition = ItemBetween(item="N", **bounds)
    assert not is_visible(condition, {"N": answer})
    assert not is_visible(condition, {})


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ({"at_least": 2}, [2, 2.5, 1e9], [1.99, -3]),
        ({"at_most": 5}, [5, 0, -3], [5.01, 1e9]),
        ({"at_least": 2, "at_most": 5}, [2, 3, 5], [1.9, 5.1]),
        ({"at_least": 3, "at_most": 3}, [3], [2, 4]),
    ],
)
def test_both_bounds_lie_between(bounds, inside, outside):
    condition = ItemBetween(item="N", **bounds)
    assert [is_visible(condition, {"N": {"value": float(number)}}) for number in inside] == [True] * len(inside)
    assert [is_visible(condition, {"N": {"value": float(number)}}) for number in outside] == [False] * len(outside)


@pytest.mark.parametrize(("step", "shown"), [("0", True), ("6", True), ("7", False), ("10", False)])
def test_a_recommendation_lies_between_by_its_number(step, shown):
    assert ("WHY_LOW" in visible_items(EVERY, {"RECOMMEND": {"value": step}})) is shown


def test_a_ranked_option_is_chosen_whatever_its_place():
    assert chosen_codes({"value": ["time", "people"]}) == {"time", "people"}
    assert "PEOPLE_WHICH" in visible_items(EVERY, {"PRIORITIES": {"value": ["time", "people"]}})
    assert "PEOPLE_WHICH" not in visible_items(EVERY, {"PRIORITIES": {"value": ["time"]}})


SAMPLES = {
    "AREA": "quality",
    "SITE_NAME": "The brewery",
    "COUNTRY": "IE",
    "RECORDS": "2",
    "TOOLS": ["lims"],
    "BATCHES": 12.0,
    "FIRST_USE": "2020-02-09",
    "PRIORITIES": ["time", "money"],
    "RECOMMEND": "7",
    "AGREE_TOOLS": "4",
}


@pytest.fixture(scope="module")
def gated():
    """The same questionnaire, in which each of the samples is asked only after a yes."""
    definition = copy.deepcopy(DEFINITION)
    choices = [{"code": code, "text": {"en": code}} for code in ("yes", "no")]
    definition["items"]["GATE"] = {"kind": "single", "text": {"en": "Go on?"}, "choices": choices}
    page = {"code": "gate", "title": {"en": "Gate"}, "items": ["GATE"]}
    definition["sections"].insert(0, {"code": "gate", "title": {"en": "Gate"}, "kind": "general", "pages": [page]})
    for code in SAMPLES:
        definition["items"][code]["visible_when"] = {"item": "GATE", "in": ["yes"]}
    return loader.read(definition)


@pytest.mark.parametrize("code", SAMPLES)
def test_a_hidden_answer_of_each_kind_is_not_shown_and_comes_back_when_it_is_shown_again(gated, code):
    drafts = {"GATE": {"value": "no"}, code: {"value": SAMPLES[code]}}
    assert fold(gated, drafts, gated.placed)[code] == {"missing": "not_shown"}
    drafts["GATE"] = {"value": "yes"}
    assert fold(gated, drafts, gated.placed)[code] == {"value": SAMPLES[code]}


def test_a_hidden_required_question_is_not_missed(gated):
    hidden = fold(gated, {"GATE": {"value": "no"}}, gated.placed)
    shown = fold(gated, {"GATE": {"value": "yes"}}, gated.placed)
    assert unanswered_required(gated, hidden) == []
    assert unanswered_required(gated, shown) == ["AREA", "TOOLS"]


def test_an_offered_reason_answers_a_required_question():
    drafts = {"AREA": {"value": "quality"}, "TOOLS": {"missing": "dont_know"}}
    assert unanswered_required(EVERY, fold(EVERY, drafts, EVERY.placed)) == []


def test_only_what_was_chosen_before_is_offered():
    offered = offered_choices(EVERY, "TOOL_BEST", {"TOOLS": {"value": ["lims", "paper"]}})
    assert [choice.code for choice in offered] == ["lims", "paper"]


# Countries ----------------------------------------------------------------------------------------------------------
def test_a_country_has_a_name_in_each_language_and_english_where_there_is_none():
    assert country_names("de")["AT"] == "Österreich"
    assert country_names("fr")["DE"] == "Allemagne"
    assert country_names("ar")["DE"] == "ألمانيا"
    assert country_names("tlh")["DE"] == "Germany"
    assert set(country_names("de")) == set(COUNTRIES)


def test_countries_are_sorted_as_readers_look_for_them():
    names = sorted(country_names("de").values(), key=alphabetical)
    assert names.index("Oman") < names.index("Österreich") < names.index("Osttimor" if "Osttimor" in names else "Palau")
    assert not {"EU", "UN", "ZZ"} & set(COUNTRIES)
