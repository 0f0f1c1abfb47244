"""Panels, required questions, and earlier answers on the pages of a respondent."""

from __future__ import annotations

import copy

import pytest

from surveyapp.actions.responses import submit_response
from surveyapp.instruments.answers import AnswerError
from surveyapp.selectors.drafts import answers, submitted
from tests.surveyapp.every_kind import DEFINITION

NEEDED = "This question needs an answer. Answer it before you go on."


@pytest.fixture
def definition():
    return copy.deepcopy(DEFINITION)


def post(browser, place, data, *shown):
    return browser.post(f"/survey/{place}/", {"shown": shown or [key for key in data if key.isupper()]} | data)


def test_a_page_of_text_alone_is_reached_and_left(browser, words):
    assert browser.get("/survey/").content.decode().count('href="/survey/you/welcome/"') == 2
    page = browser.get("/survey/you/welcome/")
    assert "What this part is about Six short pages about how &lt;b&gt;your&lt;/b&gt; site works &amp; plans." in words(
        page
    )
    assert post(browser, "you/welcome", {}, "WELCOME").url == "/survey/you/area/"


def test_a_panel_is_counted_nowhere(browser, words):
    hub = words(browser.get("/survey/"))
    assert "0 of 14 questions answered" in hub
    assert "About you 3 questions" in hub
    assert "What this part is about" not in words(browser.get("/survey/you/check/"))
    assert "What this part is about" not in words(browser.get("/survey/check/"))


@pytest.fixture
def only_text(definition):
    page = {"code": "hello", "title": {"en": "Hello"}, "items": ["HELLO"]}
    definition["items"]["HELLO"] = {"kind": "info", "text": {"en": "Hello to you"}}
    definition["sections"].insert(0, {"code": "hello", "title": {"en": "Hello"}, "kind": "general", "pages": [page]})


def test_a_section_of_text_alone_is_to_be_read_and_never_open(only_text, browser, words):
    hub = words(browser.get("/survey/"))
    assert "Alpha site: 3 sections to answer" in hub
    assert "Hello Nothing to answer To read" in hub
    assert post(browser, "hello/hello", {}, "HELLO").url == "/survey/"


def test_continue_waits_for_a_required_answer_and_keeps_the_others(visit):
    page = post(visit.browser, "you/area", {"AREA": "", "SITE_NAME": "The brewery", "COUNTRY": "IE"})
    html = page.content.decode()
    assert page.status_code == 422
    assert html.count(NEEDED) == 2
    assert 'href="#id_AREA_0"' in html
    assert answers(visit.response) == {"SITE_NAME": {"value": "The brewery"}, "COUNTRY": {"value": "IE"}}


def test_a_required_question_says_so_beforehand(browser, words):
    assert "Where do you work? This question needs an answer." in words(browser.get("/survey/you/area/"))
    assert "left open, except those that say they need an answer." in words(browser.get("/survey/"))


def test_an_offered_reason_is_an_answer_to_a_required_question(browser):
    assert post(browser, "work/tools", {"TOOLS": "dont_know"}).url == "/survey/work/numbers/"


def test_a_required_question_does_not_keep_anybody_from_coming_back_later(visit):
    assert post(visit.browser, "you/area", {"AREA": "", "leave": "yes"}, "AREA").url == "/survey/later/"


def test_autosave_takes_back_a_required_answer(visit, autosave):
    assert autosave(visit.browser, "AREA", "quality").status_code == 200
    assert autosave(visit.browser, "AREA", "", revision=1).status_code == 200
    assert answers(visit.response) == {"AREA": {"missing": "not_answered"}}


def test_the_check_lists_what_must_be_answered_with_a_way_to_each_question(browser, words):
    page = browser.get("/survey/check/")
    assert "Before you send your answers, some questions need one:" in words(page)
    links = [
        f'href="/survey/{place}/?back=all#{code}"' for place, code in (("you/area", "AREA"), ("work/tools", "TOOLS"))
    ]
    html = page.content.decode()
    assert all(link in html for link in links)


def test_sending_without_a_required_answer_names_each_question_and_sends_nothing(visit, words):
    page = visit.browser.post("/survey/check/")
    assert page.status_code == 422
    problems = words(page)
    assert (
        "There is a problem “Where do you work?” needs an answer. “Which of these do you use?” needs an answer."
        in problems
    )
    visit.response.refresh_from_db()
    assert not visit.response.is_submitted


def test_sending_past_the_page_is_refused_as_well(begin):
    with pytest.raises(AnswerError) as caught:
        submit_response(response=begin())
    assert (caught.value.item, caught.value.problem) == ("AREA", "required")


def test_every_kind_is_sent_and_copied_in_words(visit, words):
    given = {
        "you/area": {"AREA": "quality", "SITE_NAME": "The brewery", "COUNTRY": "IE"},
        "work/tools": {"TOOLS": ["lims"]},
        "work/numbers": {
            "BATCHES": "12",
            "TEMPERATURE": "-3,5",
            "FIRST_USE-day": "9",
            "FIRST_USE-month": "2",
            "FIRST_USE-year": "2020",
        },
        "work/order": {"PRIORITIES-place-time": "2", "PRIORITIES-place-money": "1"},
        "views/recommend": {"RECOMMEND": "7"},
    }
    shown = {"work/numbers": ["BATCHES", "FIRST_USE", "TEMPERATURE"], "work/order": ["PRIORITIES", "ORDER"]}
    for place, data in given.items():
        assert post(visit.browser, place, data, *shown.get(place, ())).status_code == 302
    assert visit.browser.post("/survey/check/").url == "/survey/done/"
    document = submitted(visit.response)
    assert document["PRIORITIES"] == {"value": ["money", "time"]}
    assert document["FIRST_USE"] == {"value": "2020-02-09"}
    assert document["WHY_LOW"] == {"missing": "not_shown"}
    assert "WELCOME" not in document
    copied = words(visit.browser.get("/survey/copy/"))
    assert "What would help The brewery most? 1. Money 2. Time" in copied
    assert "When did you first use A laboratory system? 9 February 2020" in copied
    assert "What is the temperature of the cold room? -3.5 °C" in copied
    text = visit.browser.get("/survey/copy.txt").content.decode()
    assert "In which country is The brewery?\n  Ireland\n" in text


def test_a_hostile_answer_stays_plain_characters_on_every_page(visit):
    hostile = "<script>x</script>{answer:AREA}"
    post(visit.browser, "you/area", {"AREA": "quality", "SITE_NAME": hostile, "COUNTRY": "IE"})
    shown = "&lt;script&gt;x&lt;/script&gt;{answer:AREA}"
    for place in ("work/records", "work/tools", "you/check", "check"):
        html = visit.browser.get(f"/survey/{place}/").content.decode()
        assert shown in html
        assert "<script>x" not in html


def test_a_question_answered_elsewhere_is_named_without_its_pipe(visit, autosave):
    autosave(visit.browser, "RECORDS", "1")
    clash = autosave(visit.browser, "RECORDS", "2").json()
    assert clash["question"] == "How are records kept at …?"


def test_a_choice_that_is_no_longer_offered_is_not_sent(visit):
    post(visit.browser, "you/area", {"AREA": "quality"})
    post(visit.browser, "work/tools", {"TOOLS": ["lims"]})
    post(visit.browser, "work/tools", {"TOOLS": ["lims"], "TOOL_BEST": "lims"})
    post(visit.browser, "work/tools", {"TOOLS": ["paper"], "TOOLS-revision": "1"}, "TOOLS")
    assert answers(visit.response)["TOOL_BEST"] == {"value": "lims"}
    visit.browser.post("/survey/check/")
    assert submitted(visit.response)["TOOL_BEST"] == {"missing": "not_answered"}


def test_a_text_as_long_as_a_questionnaire_may_ask_for_is_saved(definition, visit, autosave):
    assert autosave(visit.browser, "WHY_LOW", "😀").status_code == 400
    autosave(visit.browser, "RECOMMEND", "3")
    assert autosave(visit.browser, "WHY_LOW", "😀" * 2000).status_code == 200


def test_an_answer_hidden_and_shown_again_is_still_there(visit):
    post(visit.browser, "views/recommend", {"RECOMMEND": "3"})
    post(visit.browser, "views/recommend", {"RECOMMEND": "3", "WHY_LOW": "Time"})
    post(visit.browser, "views/recommend", {"RECOMMEND": "9", "RECOMMEND-revision": "1"})
    assert answers(visit.response)["WHY_LOW"] == {"value": "Time"}
    post(visit.browser, "views/recommend", {"RECOMMEND": "2", "RECOMMEND-revision": "2"})
    assert "Time</textarea>" in visit.browser.get("/survey/views/recommend/").content.decode()
