"""The form of a page: how each kind is asked, read and shown again."""

from __future__ import annotations

import copy
import re

import pytest
from django.http import QueryDict
from django.utils.translation import override

from surveyapp.forms import layout
from surveyapp.forms.questions import PageForm
from surveyapp.forms.wording import Wording, problem_in_words
from surveyapp.instruments import loader
from surveyapp.instruments.answers import AnswerError, validate
from tests.surveyapp.every_kind import DEFINITION

EVERY = loader.read(DEFINITION)


def form(*items, answers=None, sent=None, instrument=EVERY, language="en"):
    data = None if sent is None else QueryDict(sent)
    return PageForm(instrument, items, answers=answers or {}, revisions={}, language=language, data=data)


def html(code, **options):
    return str(form(code, **options)[code])


def options_of(page):
    return re.findall(r'<option value="(\w*)"( selected)?>', page)


@pytest.mark.parametrize(
    ("code", "sent", "raw"),
    [
        (
            "PRIORITIES",
            "PRIORITIES-place-time=2&PRIORITIES-place-money=1&PRIORITIES-place-people=",
            ["1:money", "2:time"],
        ),
        ("PRIORITIES", "PRIORITIES=dont_know", ["dont_know"]),
        ("PRIORITIES", "PRIORITIES-place-luck=1", []),
        ("FIRST_USE", "FIRST_USE-day=9&FIRST_USE-month=+2+&FIRST_USE-year=2020", ["2020-2-9"]),
        ("FIRST_USE", "FIRST_USE-day=9&FIRST_USE-month=&FIRST_USE-year=2020", ["2020--9"]),
        ("FIRST_USE", "FIRST_USE-day=&FIRST_USE-month=&FIRST_USE-year=", []),
        ("FIRST_USE", "FIRST_USE-day=&FIRST_USE=dont_know", ["dont_know"]),
        ("COUNTRY", "COUNTRY=IE", ["IE"]),
        ("COUNTRY", "COUNTRY=&COUNTRY=dont_know", ["", "dont_know"]),
        ("BATCHES", "BATCHES=12", ["12"]),
        ("RECOMMEND", "RECOMMEND=7", "7"),
    ],
)
def test_each_kind_is_read_from_what_the_page_posts(code, sent, raw):
    read = form(code, sent=sent).raw(code)
    assert (sorted(read) if code == "PRIORITIES" else read) == raw


@pytest.mark.parametrize(
    ("code", "sent", "empty"),
    [
        ("PRIORITIES", "PRIORITIES-place-time=", True),
        ("PRIORITIES", "PRIORITIES-place-time=1", False),
        ("FIRST_USE", "FIRST_USE-day=", True),
        ("FIRST_USE", "FIRST_USE-day=3", False),
        ("COUNTRY", "COUNTRY=", True),
    ],
)
def test_nothing_chosen_is_told_from_something(code, sent, empty):
    assert form(code, sent=sent).is_empty(code) is empty


def test_a_ranking_shows_the_first_first_and_a_list_of_as_many_places_as_are_ranked():
    page = html("PRIORITIES", answers={"PRIORITIES": {"value": ["time", "money"]}})
    assert re.findall(r'data-place-of="(\w+)"', page) == ["time", "money", "training", "people"]
    assert options_of(page)[:4] == [("", ""), ("1", " selected"), ("2", ""), ("3", "")]
    assert re.findall(r'name="(PRIORITIES-place-\w+)"', page)[0] == "PRIORITIES-place-time"


def test_a_ranking_that_was_refused_shows_what_was_chosen():
    page = html("PRIORITIES", sent="PRIORITIES-place-money=2&PRIORITIES-place-time=2")
    assert [option for option in options_of(page) if option[1]] == [("2", " selected"), ("2", " selected")]


def test_a_date_is_shown_in_three_fields_without_leading_zeros():
    page = html("FIRST_USE", answers={"FIRST_USE": {"value": "2020-02-09"}})
    assert re.findall(r'name="FIRST_USE-(\w+)" class="\S+" data-part="\w+" value="(\d+)"', page) == [
        ("day", "9"),
        ("month", "2"),
        ("year", "2020"),
    ]
    assert page.count('autocomplete="off"') == 3


def test_a_date_that_was_refused_is_shown_as_it_was_typed():
    page = html("FIRST_USE", sent="FIRST_USE-day=x&FIRST_USE-month=&FIRST_USE-year=20")
    assert re.findall(r'data-part="(\w+)"(?: value="(\w+)")?', page) == [("day", "x"), ("month", ""), ("year", "20")]


def test_countries_are_listed_in_the_order_of_the_readers_language():
    definition = copy.deepcopy(DEFINITION) | {"languages": ["en", "de"]}
    german = loader.read(definition, languages_complete=False)
    names = re.findall(r'<option value="\w\w">(.*?)</option>', html("COUNTRY", instrument=german, language="de"))
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")


def test_the_ends_of_a_recommendation_belong_to_the_names_of_their_steps():
    page = html("RECOMMEND")
    assert re.findall(r'value="(\d+)"', page) == [str(step) for step in range(11)]
    assert "0, Not at all likely" in page
    assert "10, Extremely likely" in page


def test_a_choice_that_stands_alone_is_marked_as_the_reasons_are():
    page = html("TOOLS")
    alone = [tag for tag in re.findall(r"<input[^>]*>", page) if "data-exclusive" in tag]
    assert [re.search(r'value="(\w+)"', tag)[1] for tag in alone] == ["nothing", "dont_know", "does_not_apply"]


@pytest.mark.parametrize(
    ("code", "help_text"),
    [
        ("SITE_NAME", "As colleagues say it. At most 40 characters."),
        ("MANY", "At most 200 characters."),
        ("ORDER", "Give each a place; 1 comes first."),
        ("FIRST_USE", "For example, 31 3 2026."),
        ("RECORDS", ""),
    ],
)
def test_what_one_has_to_know_is_said_beforehand(code, help_text):
    assert form(code)[code].help_text == help_text


@pytest.mark.parametrize(("code", "tag"), [("SITE_NAME", '<input type="text"'), ("MANY", "<textarea")])
def test_a_text_has_one_line_or_several(code, tag):
    assert tag in html(code)


@pytest.mark.parametrize(("code", "keyboard"), [("BATCHES", ["numeric"]), ("TEMPERATURE", [])])
def test_a_phone_shows_the_keys_for_digits_where_no_minus_is_needed(code, keyboard):
    assert re.findall(r'inputmode="(\w+)"', html(code)) == keyboard


def test_a_panel_is_shown_among_the_questions_and_is_no_field():
    page = form("BREAK", "AGREE_TOOLS")
    assert list(page.fields) == ["AGREE_TOOLS"]
    groups = layout.groups(page, EVERY, "en")
    assert groups[0] == {"panel": {"code": "BREAK", "title": "Almost done", "words": ""}}
    assert groups[1]["field"].name == "AGREE_TOOLS"


# Words --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "value", "lines"),
    [
        ("PRIORITIES", ["time", "money"], ["1. Time", "2. Money"]),
        ("FIRST_USE", "2020-02-09", ["9 February 2020"]),
        ("COUNTRY", "IE", ["Ireland"]),
        ("RECOMMEND", "7", ["7"]),
        ("BATCHES", 1000.0, ["1000 batches"]),
        ("TOOLS", ["lims", "sheets"], ["Spreadsheets", "A laboratory system"]),
        ("RECORDS", "2", ["2. Partly on screens."]),
        ("SITE_NAME", "The brewery", ["The brewery"]),
    ],
)
def test_each_kind_of_answer_has_words(code, value, lines):
    assert Wording(EVERY, "en", {}).lines(code, {"value": value}) == lines


def test_a_date_is_named_in_the_language_of_the_page():
    with override("de"):
        lines = Wording(EVERY, "de", {}).lines("FIRST_USE", {"value": "2020-02-09"})
    assert lines == ["9.\u00a0Februar 2020"]


@pytest.mark.parametrize(
    ("answers", "label"),
    [
        ({}, "How are records kept at your earlier answer?"),
        ({"SITE_NAME": {"missing": "does_not_apply"}}, "How are records kept at your earlier answer?"),
        ({"SITE_NAME": {"missing": "not_answered"}}, "How are records kept at your earlier answer?"),
        ({"SITE_NAME": {"value": "The brewery"}}, "How are records kept at The brewery?"),
        ({"SITE_NAME": {"value": "{answer:AREA}"}}, "How are records kept at {answer:AREA}?"),
    ],
)
def test_an_earlier_answer_stands_in_a_label(answers, label):
    assert form("RECORDS", answers=answers)["RECORDS"].label == label


def test_an_earlier_answer_is_never_markup():
    sites = {"SITE_NAME": {"value": "<script>bad()</script>"}}
    page = str(form("RECORDS", answers=sites)["RECORDS"].as_field_group())
    assert "<script" not in page
    assert "&lt;script&gt;bad()&lt;/script&gt;" in page


def test_several_chosen_answers_and_units_stand_in_a_text():
    answers = {"TOOLS": {"value": ["lims", "sheets"]}, "BATCHES": {"value": 120.0}}
    page = form("MANY", "FIRST_USE", answers=answers)
    assert page["FIRST_USE"].label == "When did you first use Spreadsheets; A laboratory system?"
    assert page["MANY"].label == "You make 120 batches: how do you keep up? (optional)"


def test_the_answer_to_a_hidden_question_stands_nowhere():
    definition = copy.deepcopy(DEFINITION)
    definition["items"]["SITE_NAME"]["visible_when"] = {"item": "AREA", "in": ["quality"]}
    hiding = loader.read(definition)
    answers = {"AREA": {"value": "production"}, "SITE_NAME": {"value": "The brewery"}}
    assert form("RECORDS", answers=answers, instrument=hiding)["RECORDS"].label.endswith("at your earlier answer?")


@pytest.mark.parametrize(
    ("code", "raw", "words"),
    [
        ("BATCHES", "many", "Give whole batches, from 0 to 1000."),
        ("FIRST_USE", "1980-1-2", "2 January 1980 is too early. Give 1 January 1990 or a later day."),
        ("PRIORITIES", ["1:time", "1:money"], "“Time” and “Money” are both number 1. Give each a number of its own."),
    ],
)
def test_a_problem_is_said_in_the_questionnaires_words_or_ours(code, raw, words):
    with pytest.raises(AnswerError) as caught:
        validate(EVERY, code, raw)
    assert problem_in_words(caught.value) == words
