"""From the link to the confirmation with JavaScript off."""

from __future__ import annotations

import pytest

from tests.browser.filling import LINES, WORDS, fill
from tests.browser.test_question_kinds import ask, wave
from tests.browser.test_respondent_journey import (
    answer_everything,
    questions_without_an_answer,
    send,
    start,
    submitted,
)

__all__ = ["ask", "wave"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
MOST_PAGES = 40


def test_every_page_of_the_short_path(open_browser, invite, shoot):
    link = invite(path="short")
    page = open_browser("phone", scripts=False)
    start(page, link, shoot, "no-script")
    assert len(answer_everything(page, shoot, "no-script")) == 8
    send(page, shoot, "no-script")
    assert questions_without_an_answer(submitted(link.invitation)) == []


def test_every_kind_of_question(ask):
    page = ask(scripts=False)
    page.goto("/survey/")
    page.get_by_role("link", name="Begin with the first section").click()
    for _ in range(MOST_PAGES):
        if page.get_by_role("link", name="Back to your sections").count():
            page.get_by_role("link", name="Back to your sections").click()
            onward = page.get_by_role("link", name="Continue where you left off")
            if not onward.count():
                break
            onward.click()
        fill(page)
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Check and send").first.click()
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/survey/done/")
    document = submitted(page.response.invitation)
    assert questions_without_an_answer(document) == []
    assert document["SITE_NAME"] == {"value": WORDS}
    assert document["WHY_LOW"] == {"value": LINES}
    assert document["FIRST_USE"] == {"value": "2024-02-28"}
    assert document["TEMPERATURE"] == {"value": -20.5}
    assert document["PRIORITIES"] == {"value": ["money", "training"]}
