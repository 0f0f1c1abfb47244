"""A coordinator on a phone asks two colleagues and answers together with others, in a real browser."""

from __future__ import annotations

import pytest

from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


def agree(page):
    page.wait_for_url("**/survey/consent/")
    for question in page.locator("fieldset").all():
        question.locator("input").first.check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/survey/")


def ask(page, address, name, *parts):
    page.get_by_role("link", name="Ask a colleague", exact=True).click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Name (optional)").fill(name)
    for part in parts:
        page.get_by_role("checkbox", name=part, exact=True).check(force=True)
    page.get_by_role("button", name="Send the invitation").click()


@pytest.fixture
def page(open_browser, invite):
    """Kim's phone, on the page of colleagues."""
    phone = open_browser("phone")
    phone.goto(invite(is_coordinator=True, name="Kim", email="kim@alpha.example").path)
    phone.get_by_role("button", name="Start").click()
    agree(phone)
    phone.get_by_role("link", name="Ask colleagues, and see who holds what").click()
    phone.wait_for_url("**/survey/colleagues/")
    return phone


def test_a_coordinator_asks_two_colleagues_on_a_phone(page, shoot, accessible):
    shoot(page, "colleagues-1-alone")
    accessible(page)

    ask(page, "ann@alpha.example", "Ann", "Data and security")
    page.get_by_text("ann@alpha.example was asked").wait_for()
    ask(page, "ann@alpha.example", "Ann again", "Training")
    page.get_by_role("alert").wait_for()
    shoot(page, "colleagues-2-asked-before")
    accessible(page)
    assert page.get_by_label("Name (optional)").input_value() == "Ann again"
    page.get_by_label("E-mail address").fill("bo@alpha.example")
    page.get_by_role("checkbox", name="Cyber-security", exact=True).check(force=True)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("bo@alpha.example was asked").wait_for()
    assert Delivery.objects.filter(to__in=["ann@alpha.example", "bo@alpha.example"]).count() == 2
    assert Invitation.objects.filter(invited_by__email="kim@alpha.example").count() == 2
    assert page.get_by_role("heading", name="0 of 3 people have sent their answers").count() == 1
    shoot(page, "colleagues-3-two-asked")


def test_a_coordinator_starts_a_meeting_on_a_phone_and_returns_to_own_questions(page, shoot, accessible):
    page.get_by_role("link", name="Answer together in a meeting").click()
    shoot(page, "colleagues-4-meeting")
    accessible(page)
    for box in ("Quality", "IT and data", "Data and security"):
        page.get_by_role("checkbox", name=box, exact=True).check(force=True)
    page.get_by_role("button", name="Open the questions").click()
    agree(page)
    band = page.get_by_role("region", name="Meeting")
    assert "Meeting: agreed answers of IT and data, Quality" in band.inner_text()
    page.get_by_role("link", name="Begin with the first section").click()
    page.locator("[data-item] input").first.check(force=True)
    page.get_by_role("button", name="Continue").click()
    shoot(page, "colleagues-5-in-the-meeting")
    accessible(page)
    page.get_by_role("button", name="Leave the meeting").click()
    page.wait_for_url("**/survey/colleagues/")
    assert page.get_by_text("1 of 8 answered").count() >= 1
    page.get_by_role("button", name="Go on with this meeting").click()
    page.wait_for_url("**/survey/")
    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/survey/done/")
    assert "Meeting: agreed answers of IT and data, Quality" in band.inner_text()
    shoot(page, "colleagues-6-meeting-sent")
    page.get_by_role("button", name="Leave the meeting").click()
    page.get_by_role("link", name="Your own questions").click()
    page.wait_for_url("**/survey/")
    assert band.count() == 0
    assert Response.objects.get(is_agreed=True).is_submitted
    assert not Response.objects.get(invitation__email="kim@alpha.example").is_submitted


def test_asking_and_meeting_work_without_scripts(open_browser, invite):
    page = open_browser(scripts=False)
    page.goto(invite(is_coordinator=True, name="Kim", email="kim@alpha.example").path)
    page.get_by_role("button", name="Start").click()
    agree(page)
    page.get_by_role("link", name="Your colleagues", exact=True).click()
    ask(page, "ann@alpha.example", "Ann", "Training")
    assert page.get_by_text("ann@alpha.example was asked").count() == 1
    page.get_by_role("link", name="Ann", exact=True).click()
    page.get_by_role("button", name="Withdraw the invitation").click()
    assert page.get_by_text("Invitations taken back: Ann.").count() == 1
