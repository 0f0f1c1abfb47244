"""An organiser goes through a whole preview in Chromium: start, consent, questions that rest on others, confirmation."""

from __future__ import annotations

import pytest

from surveyapp.models.response import Response
from tests.browser.test_main_job import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PLACES = ("start-page", "consent-page", "hub-page", "check-page", "sent-page")


@pytest.fixture
def preview(bioprocess):
    """The address of the preview of a published questionnaire in three languages."""
    return f"/organise/sector/questionnaires/versions/{bioprocess.instrument_version_id}/preview/"


def agree(page):
    for choice in page.get_by_role("radio", name="Yes", exact=True).all():
        choice.check(force=True)
    page.get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Continue").click()


def answer_every_page(page):
    """Press Continue until all are to be checked, with the first answer of each single choice."""
    while page.get_by_role("button", name="Send my answers").count() == 0:
        for group in page.get_by_role("radiogroup").all():
            group.get_by_role("radio").first.check(force=True)
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_a_preview_is_walked_from_the_start_to_the_confirmation(open_browser, look, people, preview, device):
    page = open_browser(device)
    sign_in(page, people.olga.account.email, PASSWORD)
    page.goto(preview)
    look(page, "preview-1-start")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Continue").click()
    page.locator(".problems").wait_for()
    look(page, "preview-2-consent-errors")
    agree(page)
    look(page, "preview-3-sections")
    page.get_by_role("link", name="Begin with the first section").click()
    page.get_by_role("radiogroup").first.wait_for()
    answer_every_page(page)
    look(page, "preview-4-check")
    page.get_by_role("button", name="Send my answers").click()
    page.locator(".reference").wait_for()
    look(page, "preview-5-sent")
    here = page.url
    page.get_by_role("link", name="Withdraw your answers").click()
    page.get_by_role("button", name="Change my answers").click()
    assert page.url == here
    assert not Response.objects.exists()


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_pages_around_the_questions_stand_at_both_widths_in_each_language(
    open_browser, shoot, people, preview, language
):
    page = open_browser("desk")
    sign_in(page, people.olga.account.email, PASSWORD)
    for place in PLACES:
        page.goto(f"{preview}{place}/widths/?language={language}")
        for device in ("phone", "desk"):
            framed = page.frame_locator(f".frame-{device} iframe")
            framed.locator("h1").wait_for()
            assert framed.locator("html").get_attribute("lang") == language
        for frame in page.frames[1:]:
            assert frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), place
        shoot(page, f"preview-{place}-{language}")
