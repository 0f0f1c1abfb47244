"""Somebody signs in in another tab while a page of questions is open: its token no longer holds, its answers do."""

from __future__ import annotations

import pytest

from tests.browser.filling import fill, held
from tests.browser.test_question_kinds import ask, wait_until_saved, wave

__all__ = ["ask", "wave"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PLACE = "/survey/work/numbers/"
PASSWORD = "a long enough password"


@pytest.fixture
def sign_in(people):
    """`sign_in(page)` signs the coordinator in, in another tab of the page's browser."""
    account = people.alpha.account
    account.set_password(PASSWORD)
    account.save()

    def make(page):
        other = page.context.new_page()
        other.goto("/accounts/login/")
        other.locator("[name=username]").fill(account.email)
        other.locator("[name=password]").fill(PASSWORD)
        other.locator("main button[type=submit]").click()
        other.wait_for_url(lambda url: "login" not in url)

    return make


def test_autosave_goes_on_and_so_does_continue(ask, sign_in):
    page = ask()
    page.goto(PLACE)
    sign_in(page)
    fill(page)
    page.keyboard.press("Tab")
    wait_until_saved(page)
    typed = held(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("heading", name="Save what you have just answered").count() == 0
    page.goto(PLACE)
    assert held(page) == typed


def test_without_scripts_the_page_is_held_and_saved_with_one_press_more(ask, sign_in):
    page = ask(scripts=False)
    page.goto(PLACE)
    fill(page)
    typed = held(page)
    sign_in(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Save what you have just answered").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.goto(PLACE)
    assert held(page) == typed
