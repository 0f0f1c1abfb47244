"""Two tabs, two devices, and a finger that presses twice."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.browser.faults import (
    KEPT,
    ON_PAPER,
    ON_SCREEN,
    RUNNING,
    SAVED,
    begin,
    choose,
    go_on,
    nothing_lost,
    person,
    sent_once,
    stored,
)

__all__ = ["person"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def link(invite):
    return invite(path="short")


@pytest.fixture
def ann(person, link):
    one = person()
    begin(one.page, link)
    one.page.goto(RUNNING)
    return one


def test_of_two_tabs_one_sends_and_both_show_it(ann, link):
    other = ann.context.new_page()
    other.goto(RUNNING)
    ann.context.set_offline(True)
    choose(ann.page, ON_PAPER)
    ann.page.locator(KEPT).wait_for()
    ann.context.set_offline(False)
    other.get_by_role("radio", name=ON_PAPER, checked=True).wait_for()
    choose(other, ON_SCREEN)
    ann.page.get_by_role("radio", name=ON_SCREEN, checked=True).wait_for()
    assert set(Counter(save["id"] for save in ann.acknowledged.saves).values()) == {1}
    assert ann.page.locator(".conflict").count() == other.locator(".conflict").count() == 0
    assert stored(link) == {"AUT2": "2"}
    nothing_lost(link, ann)


def test_two_devices_on_different_questions_are_in_nobodys_way(ann, link, person):
    bob = person()
    go_on(bob.page, link)
    bob.page.goto("/survey/automation_connected/linking/")
    choose(ann.page, ON_PAPER)
    choose(bob.page, "2. People move files")
    for one in (ann, bob):
        one.page.locator(SAVED).wait_for()
    assert stored(link) == {"AUT2": "1", "INT1": "2"}
    nothing_lost(link, ann, bob)


@pytest.mark.parametrize(("choice", "kept"), [("Use mine", "2"), ("Keep theirs", "1")])
def test_of_two_answers_the_person_chooses_by_the_name_of_the_question(ann, link, person, choice, kept):
    late = person()
    go_on(late.page, link)
    late.page.goto(RUNNING)
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    choose(late.page, ON_SCREEN)
    panel = late.page.locator(".conflict")
    panel.wait_for()
    assert "How are batch instructions and records handled?" in panel.inner_text()
    assert (ON_PAPER in panel.inner_text(), ON_SCREEN in panel.inner_text()) == (True, True)
    assert stored(link) == {"AUT2": "1"}
    late.page.get_by_role("button", name=choice).click()
    panel.wait_for(state="detached")
    late.page.locator(SAVED).wait_for()
    assert stored(link) == {"AUT2": kept}
    assert late.page.locator(f'[data-item=AUT2] input[type=radio][value="{kept}"]').is_checked()
    nothing_lost(link, late)


def test_pressing_send_twice_sends_once(ann, link):
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    ann.page.goto("/survey/check/")
    ann.page.get_by_role("button", name="Send my answers").dblclick(no_wait_after=True)
    ann.page.wait_for_url("**/survey/done/")
    sent_once(link)
    nothing_lost(link, ann)


def test_two_devices_that_send_at_once_send_once(ann, link, person):
    bob = person()
    go_on(bob.page, link)
    for one in (ann, bob):
        one.page.goto("/survey/check/")
    for one in (ann, bob):
        one.page.get_by_role("button", name="Send my answers").click(no_wait_after=True)
    for one in (ann, bob):
        one.page.wait_for_url("**/survey/done/")
    references = {one.page.locator(".reference").inner_text() for one in (ann, bob)}
    assert len(references) == 1
    sent_once(link)
