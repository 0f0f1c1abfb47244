"""The device's clock is wrong, its storage is full, blocked or spoilt."""

from __future__ import annotations

import pytest

from tests.browser.faults import (
    ON_PAPER,
    ON_SCREEN,
    RUNNING,
    SAVED,
    STUCK,
    begin,
    choose,
    go_on,
    n_waiting,
    nothing_lost,
    person,
    stored,
    until,
)

__all__ = ["person"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

FULL = """try { for (let size = 1 << 20; size > 0; size >>= 1) for (let n = 0; n < 12; n += 1) {
  localStorage.setItem(`filler-${size}-${n}`, "x".repeat(size)); } } catch { /* full at this size, try the next */ }"""
FULL = f"for (let round = 0; round < 22; round += 1) {{ {FULL.replace('let size = 1 << 20', 'let size = (1 << 20) >> round')} }}"
BLOCKED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("The operation is insecure.", "SecurityError"); } });"""


def off_by(years):
    """A script that sets the page's clock forward or back."""
    return f"""const Right = Date, off = {years} * 365.25 * 24 * 3600 * 1000;
      window.Date = class extends Right {{
        constructor(...given) {{ super(...(given.length ? given : [Right.now() + off])); }}
        static now() {{ return Right.now() + off; }}
      }};"""


@pytest.fixture
def link(invite):
    return invite(path="short")


def at_the_question(one, link, arrive=begin):
    arrive(one.page, link)
    one.page.goto(RUNNING)
    return one


def test_no_clock_decides_whose_answer_is_newer(person, link):
    """The phone thinks it is 2049 and the other device 2001; what counts is what each had seen."""
    phone, desk = person(before_scripts=off_by(years=23)), person(before_scripts=off_by(years=-25))
    at_the_question(phone, link)
    assert phone.page.evaluate("new Date().getFullYear()") > 2040
    choose(phone.page, ON_PAPER)
    phone.page.locator(SAVED).wait_for()
    at_the_question(desk, link, go_on)
    choose(desk.page, ON_SCREEN)
    desk.page.locator(SAVED).wait_for()
    assert stored(link) == {"AUT2": "2"}
    phone.page.locator("[data-item=AUT2] label").nth(2).click()
    phone.page.locator(".conflict").wait_for()
    assert stored(link) == {"AUT2": "2"}
    nothing_lost(link, desk)


@pytest.mark.parametrize("spoil", [FULL, BLOCKED], ids=["full", "blocked"])
def test_without_storage_answers_are_saved_and_the_page_says_what_it_cannot_do(person, link, shoot, spoil):
    ann = at_the_question(person(before_scripts=spoil), link)
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    assert stored(link) == {"AUT2": "1"}
    ann.context.set_offline(True)
    choose(ann.page, ON_SCREEN)
    ann.page.locator(STUCK).wait_for()
    assert (
        "this browser keeps nothing on the device. Keep this page open" in ann.page.locator("#save-status").inner_text()
    )
    shoot(ann.page, "fault-no-storage")
    ann.context.set_offline(False)
    ann.page.locator(SAVED).wait_for()
    assert stored(link) == {"AUT2": "2"}
    nothing_lost(link, ann)


def test_an_entry_that_cannot_be_read_holds_up_no_other(person, link):
    ann = at_the_question(person(), link)
    ann.page.evaluate(
        """() => {
          const prefix = `waymark:answer:${document.querySelector("[data-response]").dataset.response}:`;
          for (const [item, raw] of [["AUT0", "{broken"], ["AUT1", "5"], ["BAR1", "{}"], ["", "null"], ["OTHER",
            '{"item": "OTHER", "value": "1", "revision": 0, "id": "00000000-0000-4000-8000-000000000000"}']])
            localStorage.setItem(prefix + item, raw);
        }"""
    )
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    ann.page.reload()
    until(lambda: n_waiting(ann.page) == 0)
    assert stored(link) == {"AUT2": "1"}
    nothing_lost(link, ann)
