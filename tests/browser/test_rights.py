"""Agreeing with errors on the way, deciding anew, taking one's answers along, withdrawing: in a real browser."""

from __future__ import annotations

import json

import pytest

from surveyapp.models.consent import ConsentChoice
from surveyapp.models.response import Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

SHEET = "Why you are asked. The network wants to know how work is done today.\n\nWhat you may do. Withdraw at any time."


@pytest.fixture
def responsible(bioprocess):
    programme = bioprocess.programme
    programme.information_sheet = {"en": SHEET}
    programme.ethics_reference, programme.funder = "EC 2026-17", {"en": "The Skills Fund"}
    programme.data_controller = {"en": "The Sector Body, 1 Example Quay, Dublin"}
    programme.save()


def decide(page, question, answer):
    page.get_by_role("radiogroup", name=question).get_by_role("radio", name=answer).check(force=True)


def agree_after_an_error(page, shoot, accessible):
    page.get_by_role("button", name="Continue").click()
    page.locator(".problems").wait_for()
    assert page.locator(".problems li").count() == 5
    shoot(page, "rights-2-consent-errors")
    accessible(page)
    page.locator(".problems").get_by_role("link", name="Choose yes or no: May the organiser contact you").click()
    assert page.evaluate("document.activeElement.name") == "training_contact"
    decide(page, "May your answers count", "Yes")
    decide(page, "May the organiser contact you", "No")
    decide(page, "May your answers be used in research", "Yes")
    page.get_by_role("button", name="Continue").click()
    assert page.locator(".problems li").count() == 2
    assert (
        page.get_by_role("radiogroup", name="May the organiser contact you")
        .get_by_role("radio", name="No")
        .is_checked()
    )
    decide(page, "May your coordinator see", "No")
    page.get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="sections to answer").wait_for()


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_somebody_agrees_decides_anew_downloads_and_withdraws(  # noqa: PLR0913, PLR0917 - fixtures
    open_browser, invite, shoot, accessible, responsible, device
):
    link, page = invite(path="short"), open_browser(device)
    page.goto(link.path)
    page.get_by_role("button", name="Start").click()
    shoot(page, "rights-1-consent")
    accessible(page)
    page.get_by_role("link", name="Read the information sheet").click()
    shoot(page, "rights-3-information")
    accessible(page)
    page.go_back()
    agree_after_an_error(page, shoot, accessible)
    shoot(page, "rights-4-sections")

    page.get_by_role("link", name="Read what you agreed to, or change your decisions").click()
    shoot(page, "rights-5-choices")
    accessible(page)
    decide(page, "May your answers count", "No")
    page.get_by_role("button", name="Save my decisions").click()
    page.get_by_text("Your decisions are saved.").wait_for()
    shoot(page, "rights-6-choices-saved")
    decided = ConsentChoice.objects.filter(purpose="benchmark").order_by("pk").values_list("is_granted", flat=True)
    assert list(decided) == [True, False]

    page.goto("/survey/automation_connected/running/")
    page.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.goto("/survey/copy/")
    shoot(page, "rights-7-copy")
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    with open(download.value.path(), encoding="utf-8") as file:  # noqa: PTH123 - a path of the browser's own
        data = json.load(file)
    assert (data["response"]["state"], len(data["answers"]), len(data["choices"])) == ("draft", 1, 5)

    page.get_by_role("link", name="Withdraw your answers").click()
    shoot(page, "rights-8-withdraw")
    accessible(page)
    page.get_by_role("button", name="Withdraw my answers").click()
    page.get_by_role("heading", name="You have withdrawn").wait_for()
    shoot(page, "rights-9-withdrawn")
    accessible(page)
    page.goto(link.path)
    assert page.get_by_role("heading", name="You have withdrawn").count() == 1
    assert Response.objects.get().is_withdrawn


def test_all_of_it_works_without_scripts(open_browser, invite, responsible):
    link, page = invite(path="short"), open_browser("phone", scripts=False)
    page.goto(link.path)
    page.get_by_role("button", name="Start").click()
    for choice in page.get_by_role("radio", name="Yes", exact=True).all():
        choice.check(force=True)
    page.get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.goto("/survey/withdraw/")
    page.get_by_role("button", name="Withdraw my answers").click()
    assert page.get_by_role("heading", name="You have withdrawn").count() == 1
