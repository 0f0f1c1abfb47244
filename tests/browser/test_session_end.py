"""What becomes of answers when the session has ended before they were sent."""

from __future__ import annotations

import pytest

from tests.browser.test_respondent_journey import start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


def end_sessions():
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def test_after_the_session_has_ended_a_page_is_sent_again_from_another_tab(open_browser, invite, shoot):
    link = invite(path="short")
    page = open_browser("phone", scripts=False)
    start(page, link, shoot, "late")
    page.goto("/survey/automation_connected/linking/")
    page.get_by_text("2. People move files").click()
    end_sessions()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Open your link, then save your answers").wait_for()
    shoot(page, "late-page")
    other = page.context.new_page()
    other.goto(link.path)
    other.get_by_role("button", name="Go on").click()
    assert other.get_by_text("0 of 11 questions answered").count() == 1
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/survey/data_security/recording/")
    other.reload()
    assert other.get_by_text("1 of 11 questions answered").count() == 1


def test_after_the_session_has_ended_answers_wait_on_the_device(open_browser, invite, shoot, accessible):
    link = invite(path="short")
    page = open_browser("phone")
    start(page, link, shoot, "wait")
    page.goto("/survey/automation_connected/linking/")
    end_sessions()
    page.get_by_text("2. People move files").click()
    page.get_by_text("They are kept on this device.").wait_for()
    shoot(page, "wait-kept")
    page.goto("/survey/")
    shoot(page, "wait-no-link")
    accessible(page)
    page.goto(link.path)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Show this page with what was just saved").click()
    page.get_by_text("1 of 11 questions answered").wait_for()
    assert page.get_by_role("link", name="Show this page with what was just saved").count() == 0
    shoot(page, "wait-hub")
    accessible(page)
    page.goto("/survey/automation_connected/linking/")
    assert page.get_by_role("radio", name="2. People move files").is_checked()
