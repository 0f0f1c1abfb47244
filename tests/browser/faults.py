"""People whose network, device or server fails, and what was acknowledged to them."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from surveyapp.models.response import Response
from surveyapp.selectors import drafts

RUNNING = "/survey/automation_connected/running/"
ON_PAPER, ON_SCREEN = "1. On paper", "2. On screen, filled in by hand like a form"
SAVED = "#save-status[data-state=saved]"
KEPT = "#save-status[data-state=kept]"
STUCK = "#save-status[data-state=stuck]"


class Acknowledged:
    """Every save that a server answered with 200, in the order of the answers."""

    def __init__(self) -> None:
        self.saves: list[dict] = []

    def listen(self, page) -> None:
        page.on("response", self._note)

    def _note(self, response) -> None:
        if response.url.endswith("/survey/save/") and response.status == 200:
            self.saves.append(response.request.post_data_json)

    @property
    def latest(self) -> dict:
        return {save["item"]: save.get("values", save.get("value")) for save in self.saves}


def stored(link) -> dict:
    """Item → value or reason, as the database has it."""
    response = Response.objects.get(invitation=link.invitation)
    return {item: answer.get("value", answer.get("missing")) for item, answer in drafts.answers(response).items()}


@pytest.fixture
def person(chromium_browser, live_server):
    """`person()` has a browser of their own: page, context, and what was acknowledged. Errors of scripts fail the test."""
    contexts, errors = [], []

    def make(base_url=None, *, before_scripts="", **options):
        context = chromium_browser.new_context(
            base_url=base_url or live_server.url, locale="en-GB", viewport={"width": 390, "height": 844}, **options
        )
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        if before_scripts:
            context.add_init_script(before_scripts)
        acknowledged = Acknowledged()
        context.on("page", acknowledged.listen)
        return SimpleNamespace(page=context.new_page(), context=context, acknowledged=acknowledged)

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def begin(page, link) -> None:
    """Through the link and consent, to the list of sections."""
    page.goto(link.path)
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/survey/consent/")
    for decision in page.get_by_role("radio", name="Yes", exact=True).all():
        decision.check(force=True)
    page.get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/survey/")


def go_on(page, link) -> None:
    """Through the link again, at another device."""
    page.goto(link.path)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/survey/")


def choose(page, words) -> None:
    page.get_by_text(words, exact=False).first.click()


def n_waiting(page) -> int:
    """How many answers wait on the device."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('waymark:answer:')).length")


def until(happened, seconds=20) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds} s")
        time.sleep(0.05)


def nothing_lost(link, *people) -> None:
    """The last that was acknowledged for each question is what the database has."""
    kept = stored(link)
    for one in people:
        assert {item: kept.get(item) for item in one.acknowledged.latest} == one.acknowledged.latest


def sent_once(link) -> None:
    from surveyapp.models.audit import AuditEntry
    from surveyapp.selectors.drafts import submitted

    response = Response.objects.get(invitation=link.invitation)
    assert response.is_submitted
    assert submitted(response)
    assert AuditEntry.objects.filter(action="response.submitted", target_id=str(response.pk)).count() == 1
