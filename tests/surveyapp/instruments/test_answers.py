from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.instruments import loader
from surveyapp.instruments.answers import (
    MESSAGES,
    MISSING_REASONS,
    AnswerError,
    fold,
    number_range,
    validate,
)


def short(value):
    return ascii(value)[:30]


SMALL = loader.load(Path(__file__).with_name("small.yaml"))


def refused(item, raw):
    with pytest.raises(AnswerError) as caught:
        validate(SMALL, item, raw)
    assert caught.value.item == item
    return caught.value.problem, caught.value.message


@pytest.mark.parametrize(
    ("item", "raw", "stored"),
    [
        ("OVEN", "3", {"value": "3"}),
        ("OVEN", ["3"], {"value": "3"}),
        ("OVEN", 3, {"value": "3"}),
        ("OVEN", 3.0, {"value": "3"}),
        ("OVEN", "", {"missing": "not_answered"}),
        ("OVEN", [], {"missing": "not_answered"}),
        ("OVEN", None, {"missing": "not_answered"}),
        ("OVEN", [None, " "], {"missing": "not_answered"}),
        ("OVEN", "dont_know", {"missing": "dont_know"}),
        ("OVEN", "does_not_apply", {"missing": "does_not_apply"}),
        ("ROLE", "baker", {"value": "baker"}),
        ("HOW_TIME", "0", {"value": "0"}),
        ("BARRIERS", "money", {"value": ["money"]}),
        ("BARRIERS", ["staff", "time", "staff"], {"value": ["time", "staff"]}),
        ("BARRIERS", ["nothing"], {"value": ["nothing"]}),
        ("BARRIERS", ["dont_know"], {"missing": "dont_know"}),
        ("LOAVES", "12", {"value": 12.0}),
        ("LOAVES", " 3,5 ", {"value": 3.5}),
        ("LOAVES", "0,125", {"value": 0.125}),
        ("LOAVES", "1000,5", {"value": 1000.5}),
        ("LOAVES", ["12", ""], {"value": 12.0}),
        ("LOAVES", 0, {"value": 0.0}),
        ("LOAVES", 71.33333333333333, {"value": 71.33333333333333}),
        ("LOAVES", 1e-05, {"value": 1e-05}),
        ("LOAVES", "5000", {"value": 5000.0}),
        ("LOAVES", "dont_know", {"missing": "dont_know"}),
        ("TEMPERATURE", "-18", {"value": -18.0}),
        ("INDEX", "100", {"value": 100.0}),
        ("NOTE", " Two ovens\r\nand a cat ", {"value": "Two ovens\nand a cat"}),
        ("NOTE", "dont_know", {"value": "dont_know"}),
        ("NOTE", "é" * 2000, {"value": "é" * 2000}),
    ],
    ids=short,
)
def test_a_good_answer_is_stored(item, raw, stored):
    assert validate(SMALL, item, raw) == stored


@pytest.mark.parametrize(
    ("item", "raw", "problem"),
    [
        ("GRILL", "1", "unknown_item"),
        ("OVEN", "4", "unknown_choice"),
        ("OVEN", "3.5", "unknown_choice"),
        ("OVEN", "not_shown", "unknown_choice"),
        ("OVEN", ["1", "2"], "one_only"),
        ("OVEN", ["1", "dont_know"], "one_only"),
        ("OVEN", {"value": "1"}, "unreadable"),
        ("OVEN", True, "unreadable"),
        ("OVEN", [["1"]], "unreadable"),
        ("OVEN", "1\x00", "unreadable"),
        ("ROLE", "dont_know", "unknown_choice"),
        ("ROLE", "does_not_apply", "unknown_choice"),
        ("BARRIERS", ["time", "rain"], "unknown_choice"),
        ("BARRIERS", ["time", "nothing"], "exclusive"),
        ("BARRIERS", ["time", "money", "staff"], "too_many"),
        ("BARRIERS", ["time", "dont_know"], "one_only"),
        ("LOAVES", "many", "not_a_number"),
        ("LOAVES", "nan", "not_a_number"),
        ("LOAVES", "inf", "not_a_number"),
        ("LOAVES", "1e999", "not_a_number"),
        ("LOAVES", "9" * 400, "not_a_number"),
        ("LOAVES", "٣", "not_a_number"),
        ("LOAVES", "1_000", "not_a_number"),
        ("LOAVES", "1.000,5", "not_a_number"),
        ("LOAVES", "12 loaves", "not_a_number"),
        ("LOAVES", float("nan"), "not_a_number"),
        ("LOAVES", float("inf"), "not_a_number"),
        ("LOAVES", 10**400, "not_a_number"),
        ("LOAVES", "1,250", "ambiguous_number"),
        ("LOAVES", "5000.1", "out_of_range"),
        ("LOAVES", "-1", "out_of_range"),
        ("LOAVES", ["1", "2"], "one_only"),
        ("TEMPERATURE", "dont_know", "not_a_number"),
        ("INDEX", "100.5", "out_of_range"),
        ("NOTE", "x" * 2001, "too_long"),
        ("NOTE", "half \ud83d", "unreadable"),
        ("NOTE", ["a", "b"], "one_only"),
    ],
    ids=short,
)
def test_a_bad_answer_is_refused(item, raw, problem):
    found, message = refused(item, raw)
    assert found == problem
    assert "{" not in message


@pytest.mark.parametrize(
    ("item", "raw", "message"),
    [
        ("LOAVES", "5001", "5001 is outside 0 to 5000. Write a number in this range."),
        ("BARRIERS", ["time", "money", "staff"], "You chose 3. Choose at most 2."),
        ("OVEN", "9" * 50, f"“{'9' * 39}…” is not one of the answers offered. Choose one of them."),
        ("NOTE", "x" * 2001, "This text has 2001 characters. Shorten it to 2000."),
        (
            "BARRIERS",
            ["time", "nothing"],
            "“Nothing” cannot be chosen together with other answers. Choose it alone or leave it out.",
        ),
    ],
    ids=short,
)
def test_the_message_says_what_to_do(item, raw, message):
    assert refused(item, raw)[1] == message


@pytest.mark.parametrize(
    ("minimum", "maximum", "raw", "message"),
    [
        (5, None, "4", "4 is too low. Write 5 or more."),
        (None, 5, "6", "6 is too high. Write 5 or less."),
    ],
)
def test_a_range_open_on_one_side_names_its_end(definition, minimum, maximum, raw, message):
    definition["items"]["TEMPERATURE"].update(minimum=minimum, maximum=maximum)
    with pytest.raises(AnswerError) as caught:
        validate(loader.read(definition), "TEMPERATURE", raw)
    assert caught.value.message == message


def test_an_error_can_be_said_in_another_language():
    with pytest.raises(AnswerError) as caught:
        validate(SMALL, "LOAVES", "5001")
    translated = "{given} n'est pas entre {minimum} et {maximum}."
    assert translated.format(**caught.value.values) == "5001 n'est pas entre 0 et 5000."
    assert MESSAGES[caught.value.problem].format(**caught.value.values) == caught.value.message


def test_a_score_runs_from_0_to_100():
    assert number_range(SMALL.items["INDEX"]) == (0, 100)


raw_parts = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["1", "time", "nothing", "dont_know", "does_not_apply", "3,5"]),
    st.integers(),
    st.floats(),
    st.none(),
    st.booleans(),
    st.dictionaries(st.text(max_size=3), st.integers()),
)


@given(st.sampled_from(sorted(SMALL.items)), st.one_of(raw_parts, st.lists(raw_parts, max_size=4)))
def test_anything_is_either_stored_or_refused(item, raw):
    try:
        stored = validate(SMALL, item, raw)
    except AnswerError:
        return
    ((key, value),) = stored.items()
    assert key == "value" or value in MISSING_REASONS


@given(st.sampled_from(sorted(SMALL.items)), st.one_of(raw_parts, st.lists(raw_parts, max_size=4)))
def test_a_stored_value_is_accepted_again_unchanged(item, raw):
    try:
        stored = validate(SMALL, item, raw)
    except AnswerError:
        return
    if "value" in stored:
        assert validate(SMALL, item, stored["value"]) == stored


codes = st.sampled_from(sorted(SMALL.items))
drafts = st.dictionaries(
    codes, st.sampled_from([{"value": "1"}, {"value": ["time"]}, {"missing": "dont_know"}, {"missing": "not_answered"}])
)


@given(drafts, st.sets(codes), drafts)
def test_folding_gives_every_item_exactly_one_value_or_reason(given_drafts, asked, known):
    document = fold(SMALL, given_drafts, asked, known)
    assert list(document) == list(SMALL.ordered)
    for code, stored in document.items():
        assert len(stored) == 1
        assert stored.keys() <= {"value", "missing"}
        assert stored.get("missing", "dont_know") in MISSING_REASONS
        assert code in asked or stored == {"missing": "not_shown"}


@given(drafts, st.sets(codes))
def test_folding_twice_changes_nothing(given_drafts, asked):
    once = fold(SMALL, given_drafts, asked)
    assert fold(SMALL, once, asked) == once


def test_folding_keeps_the_reasons_apart():
    document = fold(
        SMALL,
        {
            "OVEN": {"missing": "dont_know"},
            "LOAVES": {"value": 12.0},
            "BARRIERS": {"value": ["staff"]},
            "HOW_TIME": {"value": "2"},
            "FLOUR": {"value": "rye"},
        },
        asked=["OVEN", "LOAVES", "TEMPERATURE", "BARRIERS", "HOW_TIME"],
    )
    assert {code: stored for code, stored in document.items() if stored != {"missing": "not_shown"}} == {
        "OVEN": {"missing": "dont_know"},
        "LOAVES": {"value": 12.0},
        "TEMPERATURE": {"missing": "not_answered"},
        "BARRIERS": {"value": ["staff"]},
    }


def test_a_draft_of_an_unknown_item_is_refused():
    with pytest.raises(AnswerError, match="GRILL"):
        fold(SMALL, {"GRILL": {"value": "1"}}, asked=["OVEN"])
