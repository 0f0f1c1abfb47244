"""Names, descriptions, errors and what is announced, as Chromium's accessibility tree gives them to a screen reader."""

from __future__ import annotations

import re

import pytest

from surveyapp.actions.answers import save_answer
from tests.browser.accessibility import tree
from tests.browser.accessibility.expected_kinds import KINDS
from tests.browser.accessibility.pairs import LOOKS
from tests.browser.accessibility.question_pages import OPENS_MORE, plain, wrong
from tests.browser.faults import choose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
PHONE = LOOKS[0]
FOCUS = "document.activeElement.closest('[data-item]')?.dataset.item"


@pytest.mark.parametrize("state", [plain, wrong], ids=["plain", "wrong"])
def test_each_kind_says_its_name_help_and_error(respond, state):
    page = respond(PHONE, **OPENS_MORE)
    found, expected = {}, {}
    for place in state(page):
        for kind in (kind for kind in KINDS if kind.place == place):
            found[kind.item] = tree.controls(page, f"[data-item={kind.item}]")
            expected[kind.item] = kind.nodes(wrong=state is wrong)
    assert len(found) == len(KINDS)
    assert found == expected


def test_each_problem_is_said_first_and_leads_to_its_question(respond):
    page = respond(PHONE, **OPENS_MORE)
    for place in wrong(page):
        assert page.title().startswith("Error: ")
        assert page.evaluate("document.activeElement.className") == "problems"
        said = tree.properties(page, ".problems")
        assert (said["role"], said["name"]) == ("alert", "There is a problem")
        links = page.locator(".problems a").all()
        assert len({link.inner_text() for link in links}) == len(links), f"{place}: two problems read the same"
        for link, question in zip(links, page.locator("[data-item].wrong").all(), strict=True):
            link.press("Enter")
            assert page.evaluate(FOCUS) == question.get_attribute("data-item")
            first = question.locator("input:not([type=hidden]), select, textarea").first
            assert first.evaluate("control => control === document.activeElement")


def test_saving_is_announced_politely_and_a_conflict_at_once(respond):
    page = respond(PHONE)
    page.goto("/survey/work/records/")
    before = tree.properties(page, "#save-status")
    assert (before["role"], before["live"], before["words"]) == ("status", "polite", "")
    choose(page, "2. Partly on screens.")
    page.locator("#save-status[data-state=saved]").wait_for()
    assert re.fullmatch(r"Saved at \d\d:\d\d\.", tree.properties(page, "#save-status")["words"])
    page.context.set_offline(True)
    choose(page, "1. On paper only.")
    page.locator("#save-status[data-state=kept]").wait_for()
    assert "Saved on this device" in tree.properties(page, "#save-status")["words"]
    save_answer(response=page.response, item="RECORDS", raw="3", base_revision=1)  # from another device
    page.context.set_offline(False)
    page.locator(".conflict").wait_for()
    asked = tree.properties(page, ".conflict")
    assert (asked["role"], asked["live"]) == ("alert", "assertive")
    assert asked["words"].startswith("This question was also answered somewhere else: How are records kept?")
    assert [button.name for button in tree.controls(page, ".conflict")] == ["Use mine", "Keep theirs"]


def test_clearing_other_choices_and_new_places_are_announced(respond):
    page = respond(PHONE, TOOLS=["sheets"])
    page.goto("/survey/work/tools/")
    choose(page, "None of these")
    cleared = tree.properties(page, "#choice-status")
    assert (cleared["role"], cleared["live"]) == ("status", "polite")
    assert cleared["words"] == "Your other choices in this question were cleared."
    page.goto("/survey/work/order/")
    page.get_by_role("button", name="Move up: Time").press("Enter")
    moved = tree.properties(page, "[data-item=PRIORITIES] [data-ranking-status]")
    assert (moved["role"], moved["live"], moved["words"]) == ("status", "polite", "Time is now number 1.")


def test_a_page_has_one_heading_of_its_own_and_named_parts(respond):
    page = respond(PHONE)
    page.goto("/survey/work/records/")
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Records"]
    assert page.title() == "Records – Waymark"
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("complementary", name="How to choose").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_section_says_its_size_and_state_with_its_name(respond):
    page = respond(PHONE, AREA="quality")
    links = [node for node in tree.controls(page, ".tasks") if node.role == "link"]
    assert [(link.name, link.description) for link in links] == [
        ("About you", "3 questions, about 1 minute 1 of 3 answered"),
        ("Daily work", "7 questions, about 2 minutes Not yet started"),
        ("Your views", "4 questions, about 1 minute Not yet started"),
    ]
