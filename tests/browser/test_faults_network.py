"""The network is cut, restored, loses answers, or belongs to a hotel."""

from __future__ import annotations

import pytest

from tests.browser.faults import KEPT, ON_PAPER, ON_SCREEN, RUNNING, SAVED, begin, choose, nothing_lost, person, stored

__all__ = ["person"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
SAVE = "**/survey/save/"


@pytest.fixture
def ann(person, invite):
    one = person()
    one.link = invite(path="short")
    begin(one.page, one.link)
    one.page.goto(RUNNING)
    return one


def test_an_answer_given_while_the_network_is_cut_is_sent_when_it_is_back(ann, shoot):
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    ann.context.set_offline(True)
    choose(ann.page, ON_SCREEN)
    ann.page.locator(KEPT).wait_for()
    shoot(ann.page, "fault-kept")
    ann.page.get_by_role("button", name="Continue").click()
    assert ann.page.url.endswith(RUNNING)
    assert stored(ann.link)["AUT2"] == "1"
    ann.context.set_offline(False)
    ann.page.locator(SAVED).wait_for()
    assert stored(ann.link)["AUT2"] == "2"
    nothing_lost(ann.link, ann)
    ann.page.get_by_role("button", name="Continue").click()
    ann.page.wait_for_url(lambda url: RUNNING not in url)
    assert stored(ann.link)["AUT2"] == "2"


def test_an_answer_of_a_tab_that_was_closed_without_network_is_sent_when_it_is_opened_again(ann):
    ann.context.set_offline(True)
    choose(ann.page, ON_SCREEN)
    ann.page.locator(KEPT).wait_for()
    ann.page.close()
    ann.context.set_offline(False)
    page = ann.context.new_page()
    page.goto(RUNNING)
    page.locator(SAVED).wait_for()
    assert page.get_by_role("radio", name=ON_SCREEN).is_checked()
    assert stored(ann.link) == {"AUT2": "2"}
    nothing_lost(ann.link, ann)


def test_an_answer_changed_after_a_reply_was_lost_is_no_conflict(ann):
    """The server keeps the first, the browser never hears of it, and the person changes their mind."""

    def lose(route):
        route.fetch()
        route.abort()

    ann.page.route(SAVE, lose, times=1)
    choose(ann.page, ON_PAPER)
    ann.page.locator(KEPT).wait_for()
    assert stored(ann.link) == {"AUT2": "1"}
    choose(ann.page, ON_SCREEN)
    ann.page.locator(SAVED).wait_for()
    assert ann.page.locator(".conflict").count() == 0
    assert stored(ann.link) == {"AUT2": "2"}
    nothing_lost(ann.link, ann)


@pytest.mark.parametrize("status", [200, 404])
def test_a_page_of_somebody_elses_network_is_no_acknowledgement(ann, status):
    ann.page.route(SAVE, lambda route: route.fulfill(status=status, content_type="text/html", body="Wi-Fi"), times=1)
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    assert stored(ann.link) == {"AUT2": "1"}


def test_a_server_in_trouble_is_asked_again(ann):
    ann.page.route(SAVE, lambda route: route.fulfill(status=503, json={}), times=2)
    choose(ann.page, ON_PAPER)
    ann.page.locator(KEPT).wait_for()
    ann.page.locator(SAVED).wait_for()
    assert stored(ann.link) == {"AUT2": "1"}
    nothing_lost(ann.link, ann)
