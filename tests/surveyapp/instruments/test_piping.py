"""Earlier answers in later texts: how they are filled in, and what the reader of an instrument refuses."""

from __future__ import annotations

import copy

import pytest

from surveyapp.instruments import loader, piping
from surveyapp.instruments.problems import InstrumentError
from tests.surveyapp.every_kind import DEFINITION

LATER = "the answer to {0} is not known yet. Ask {0} before, or write the sentence without it."


@pytest.fixture
def definition():
    return copy.deepcopy(DEFINITION)


def problems_of(definition):
    with pytest.raises(InstrumentError) as caught:
        loader.read(definition)
    return list(caught.value.problems)


def test_each_pipe_is_filled_and_other_braces_stay():
    words = {"A": "one", "B_2": "two"}
    filled = piping.fill("{answer:A} and {answer:B_2}, {answer:} {name} {answer:A b}", words.__getitem__)
    assert filled == "one and two, {answer:} {name} {answer:A b}"


def test_what_is_filled_in_is_not_filled_again():
    assert piping.fill("{answer:A}", lambda _code: "{answer:B}") == "{answer:B}"


def test_a_long_answer_is_shortened_and_stays_on_one_line():
    filled = piping.fill("{answer:A}", lambda _code: "word\n" * 100)
    assert len(filled) == piping.LONGEST
    assert filled.endswith("…")
    assert "\n" not in filled


def test_sources_are_named_in_their_order():
    assert piping.sources("{answer:B} {answer:A} {answer:B}") == ["B", "A", "B"]


@pytest.mark.parametrize(
    ("item", "text", "problem"),
    [
        (
            "TOOLS",
            "{answer:MISSPELT}",
            "items.TOOLS.text: there is no item MISSPELT whose answer could stand here. Correct the code.",
        ),
        (
            "TOOLS",
            "{answer:WELCOME}",
            "items.TOOLS.text: WELCOME takes no answer that could stand here. Name a question that is asked.",
        ),
        (
            "TOOLS",
            "{answer:TOOLS}",
            f"items.TOOLS.text: {LATER.format('TOOLS')}",
        ),
        (
            "TOOLS",
            "{answer:RECOMMEND}",
            f"items.TOOLS.text: {LATER.format('RECOMMEND')}",
        ),
        (
            "SCREEN",
            "Skills at {answer:SITE_NAME}?",
            "items.SCREEN.text: results will show this text without its earlier answer. Write it without one.",
        ),
    ],
)
def test_a_pipe_that_cannot_be_filled_is_refused(definition, item, text, problem):
    definition["items"][item]["text"]["en"] = text
    assert problems_of(definition) == [problem]


def test_a_page_may_name_only_what_is_asked_on_pages_before_it(definition):
    definition["sections"][1]["pages"][0]["title"]["en"] = "About {answer:RECORDS}"
    assert problems_of(definition) == [f"sections.work.pages.records.title: {LATER.format('RECORDS')}"]


@pytest.mark.parametrize(
    ("place", "spoil"),
    [
        ("name", lambda d: d["name"].update(en="{answer:AREA}")),
        ("sections.work.title", lambda d: d["sections"][1]["title"].update(en="{answer:AREA}")),
        ("items.BATCHES.message", lambda d: d["items"]["BATCHES"]["message"].update(en="{answer:AREA}")),
    ],
)
def test_a_pipe_where_no_page_fills_it_is_refused(definition, place, spoil):
    spoil(definition)
    assert problems_of(definition) == [f"{place}: no earlier answer can stand here. Write the sentence without it."]


def test_a_choice_may_name_an_earlier_answer(definition):
    definition["items"]["ORDER"]["choices"][0]["text"]["en"] = "Buy more of {answer:TOOLS}"
    assert loader.read(definition).slug == "every-kind"


def test_each_language_names_the_same_answers(definition):
    definition["languages"] = ["en", "de"]
    definition["items"]["MANY"]["text"]["de"] = "Wie schaffen Sie das?"
    problem = 'items.MANY.text: the text in "de" names other earlier answers than the one in "en". Name the same ones.'
    with pytest.raises(InstrumentError) as caught:
        loader.read(definition, languages_complete=False)
    assert list(caught.value.problems) == [problem]
