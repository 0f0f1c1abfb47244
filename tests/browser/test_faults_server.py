"""The server is killed with -9 between two saves, and while answers are being sent; then it is started again."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.browser.faults import (
    KEPT,
    ON_PAPER,
    ON_SCREEN,
    RUNNING,
    SAVED,
    begin,
    choose,
    nothing_lost,
    person,
    sent_once,
    stored,
)
from tests.services import free_port
from tests.soak.stage import servers

__all__ = ["person"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A real server process on this test's database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    monkeypatch.setenv("DATABASE_URL", urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")))
    (child,) = servers([free_port()], tmp_path)
    child.start()
    child.wait_until_up()
    yield child
    child.kill()


@pytest.fixture
def ann(person, invite, server):
    one = person(base_url=f"http://127.0.0.1:{server.port}")
    one.link = invite(path="short")
    begin(one.page, one.link)
    one.page.goto(RUNNING)
    return one


def test_what_was_answered_while_the_server_was_dead_is_saved_when_it_is_back(ann, server):
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    server.kill()
    assert stored(ann.link) == {"AUT2": "1"}
    choose(ann.page, ON_SCREEN)
    ann.page.locator(KEPT).wait_for()
    server.start()
    server.wait_until_up()
    ann.page.locator(SAVED).wait_for()
    assert stored(ann.link) == {"AUT2": "2"}
    nothing_lost(ann.link, ann)


def test_sending_to_a_dead_server_and_again_to_the_next_sends_once(ann, server):
    choose(ann.page, ON_PAPER)
    ann.page.locator(SAVED).wait_for()
    ann.page.goto("/survey/check/")
    server.kill()
    with ann.page.expect_event("requestfailed"):
        ann.page.get_by_role("button", name="Send my answers").click(no_wait_after=True)
    server.start()
    server.wait_until_up()
    ann.page.goto("/survey/check/")
    ann.page.get_by_role("button", name="Send my answers").click()
    ann.page.wait_for_url("**/survey/done/")
    sent_once(ann.link)
    nothing_lost(ann.link, ann)
