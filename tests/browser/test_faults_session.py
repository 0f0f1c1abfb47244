"""The session ends on a page of every kind of question, with and without JavaScript: the same page, and all that was typed."""

from __future__ import annotations

import pytest

from tests.browser.faults import SAVED, STUCK, n_waiting, until
from tests.browser.filling import fill, held
from tests.browser.test_question_kinds import ask, wave

__all__ = ["ask", "wave"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PLACES = ["you/area", "work/tools", "work/numbers", "work/order", "views/recommend", "views/agree"]
LINK = "/answer/another-link/"


def end_sessions():
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def holds(page, typed):
    """All that was typed; an answer may have brought up another question."""
    return [control for control in typed if control not in held(page)] == []


@pytest.fixture
def rosa(ask):
    """`rosa(scripts)` has agreed; her link is LINK."""
    from surveyapp.models.invitation import Invitation

    def make(scripts):
        page = ask(scripts=scripts)
        Invitation.objects.update(token_sha256=Invitation.digest("another-link"))
        return page

    return make


def test_without_scripts_a_page_is_held_until_the_link_is_open_again(rosa):
    page = rosa(scripts=False)
    # Stays open: Chromium may never close a tab that is just arriving somewhere (crbug.com/536385539).
    other = page.context.new_page()
    for place in PLACES:
        page.goto(f"/survey/{place}/")
        fill(page)
        typed = held(page)
        end_sessions()
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Open your link, then save your answers").wait_for()
        other.goto(LINK)
        other.get_by_role("button", name="Go on").click()
        other.wait_for_url("**/survey/**")
        page.get_by_role("button", name="Save").click()
        page.goto(f"/survey/{place}/")
        assert holds(page, typed), place


def test_with_scripts_the_link_leads_back_to_the_page_with_all_that_was_typed(rosa):
    page = rosa(scripts=True)
    for place in PLACES:
        page.goto(f"/survey/{place}/")
        end_sessions()
        fill(page)
        typed, n_questions = held(page), page.locator("[data-item]").count()
        page.keyboard.press("Tab")
        page.locator(STUCK).wait_for()
        until(lambda n=n_questions: n_waiting(page) == n)
        page.goto(LINK)
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(f"**/survey/{place}/")
        assert holds(page, typed), place
        page.locator(SAVED).wait_for()
        until(lambda: n_waiting(page) == 0)
        page.reload()
        assert holds(page, typed), place
