"""The respondent's journey on the bioprocess questionnaire, from the link to one's own levels, in a real browser."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


def press(page, role, name):
    """Press what leads to another page, and wait for that page: the one left behind answers to its name as well."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def start(page, link, shoot, name):
    page.goto(link.path)
    shoot(page, f"{name}-1-start")
    press(page, "button", "Start")
    shoot(page, f"{name}-2-consent")
    for choice in page.get_by_role("radio", name="Yes", exact=True).all():
        choice.check()
    page.get_by_role("checkbox").check()
    press(page, "button", "Continue")
    assert page.url.endswith("/survey/")


def answer_page(page, level=2):
    """Every question on the page gets an answer, as a person would give it: the given level, or the middle."""
    for question in page.locator("[data-item]").all():
        if question.locator("select").count():
            if not question.locator("select").input_value():
                question.locator("select").select_option(index=3)
            continue
        options = question.locator("input:is([type=radio], [type=checkbox]):not([data-exclusive])")
        item = question.get_attribute("data-item")
        place = 1 if item.startswith("SCR_") else 3 if item.endswith("_need") else min(level - 1, options.count() - 1)
        options.nth(place).check()


def answer_everything(page, shoot, name):
    seen = []
    press(page, "link", "Begin with the first section")
    for _ in range(200):
        if page.url.endswith("/survey/check/"):
            return seen
        if page.url.endswith("/check/"):
            shoot(page, f"{name}-4-section-check-{len(seen):02}") if len(seen) < 12 else None
            press(page, "link", "Back to your sections")
            if page.get_by_role("link", name="Continue where you left off").count() == 0:
                return seen
            press(page, "link", "Continue where you left off")
            continue
        place = re.search(r"/survey/(\w+)/(\w+)/", page.url).group(1, 2)
        if place not in seen:
            seen.append(place)
            shoot(page, f"{name}-3-{'-'.join(place)}")
        answer_page(page)
        press(page, "button", "Continue")
    pytest.fail("the survey does not end")


def send(page, shoot, name):
    if not page.url.endswith("/survey/check/"):
        press(page, "link", "Check and send")
    assert page.get_by_text("Every question is answered.").count() == 1
    shoot(page, f"{name}-5-check")
    press(page, "button", "Send my answers")
    assert page.url.endswith("/survey/done/")
    shoot(page, f"{name}-6-done")
    reference = page.locator(".reference").inner_text()
    assert re.fullmatch(r"WM-\w{4}-\w{2}", reference)
    page.reload()
    assert page.locator(".reference").inner_text() == reference
    press(page, "link", "See your own levels and next steps")
    assert page.url.endswith("/survey/levels/")
    shoot(page, f"{name}-7-levels")


def submitted(invitation):
    from surveyapp.models.response import Response
    from surveyapp.selectors.drafts import submitted as document

    return document(Response.objects.get(invitation=invitation))


def questions_without_an_answer(document):
    return [code for code, answer in document.items() if answer == {"missing": "not_answered"}]


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_one_person_answers_every_question(open_browser, invite, shoot, bioprocess, device):
    link = invite(is_coordinator=True, name="Maria Oduya")
    page = open_browser(device)
    start(page, link, shoot, "all")
    shoot(page, "all-2-hub")
    answer_everything(page, shoot, "all")
    shoot(page, "all-4-hub-complete")
    send(page, shoot, "all")
    assert page.get_by_role("heading", name="32 answers of yours, and the step after each").count() == 1
    document = submitted(link.invitation)
    assert questions_without_an_answer(document) == []
    assert document["STR1"] == {"value": "2"}
    assert document["sk_python_need"] == {"value": "3"}
    participation = bioprocess.participations.get()
    assert participation.facets_confirmed_at is not None
    assert participation.facets["sub_sector"] == document["SUB_SECTOR"]["value"]


def test_a_shift_lead_answers_the_short_path_on_a_phone(open_browser, invite, shoot):
    link = invite(path="short")
    page = open_browser("phone")
    start(page, link, shoot, "short")
    shoot(page, "short-2-hub")
    pages = answer_everything(page, shoot, "short")
    assert len(pages) == 8
    page.go_back()
    assert page.get_by_text("Page 8 of 8").count() == 1
    press(page, "button", "Continue")
    send(page, shoot, "short")
    assert page.get_by_role("heading", name="9 answers of yours, and the step after each").count() == 1
    assert page.get_by_text("A place to begin").count() == 1
    assert questions_without_an_answer(submitted(link.invitation)) == []


def test_without_javascript_the_whole_journey_works(open_browser, invite, shoot):
    link = invite(path="sections", sections=["data_security", "analysis_twins", "barriers"])
    page = open_browser("desk", scripts=False)
    start(page, link, shoot, "plain")
    answer_everything(page, shoot, "plain")
    send(page, shoot, "plain")
    assert questions_without_an_answer(submitted(link.invitation)) == []


def test_a_problem_is_shown_above_and_beside_and_nothing_chosen_is_lost(open_browser, invite, shoot, accessible):
    page = open_browser("phone")
    start(page, invite(path="short"), shoot, "problem")
    page.goto("/survey/barriers/named/")
    for box in page.locator("[data-item=BAR1] input:not([data-exclusive])").all()[:6]:
        box.check()
    press(page, "button", "Continue")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.title().startswith("Error: ")
    assert page.get_by_text("You chose 6. Choose at most 5.").count() == 2
    assert page.locator("[data-item=BAR1] input:checked").count() == 6
    shoot(page, "problem-shown")
    accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_of_page_is_accessible(open_browser, invite, shoot, accessible, width):
    link = invite(is_coordinator=True)
    page = open_browser(width=width)
    page.goto(link.path)
    accessible(page)
    start(page, link, shoot, "axe")
    places = ["", "about_site/work/", "about_site/place/", "automation_connected/running/", "skills/needed_work/"]
    for place in places:
        page.goto(f"/survey/{place}")
        accessible(page)
        shoot(page, f"axe-{place.replace('/', '-')}")
    page.goto("/survey/skills/needed_work/")
    answer_page(page)
    press(page, "button", "Continue")
    for place in ("skills/group_analytics/", "skills/check/", "check/", "later/"):
        page.goto(f"/survey/{place}")
        shoot(page, f"axe-{place.replace('/', '-')}")
        accessible(page)
    page.goto("/survey/automation_connected/running/")
    answer_page(page)
    press(page, "button", "Continue")
    page.goto("/survey/check/")
    press(page, "button", "Send my answers")
    for place in ("done/", "levels/", "copy/"):
        page.goto(f"/survey/{place}")
        shoot(page, f"axe-{place.replace('/', '-')}")
        accessible(page)


def test_an_answer_is_kept_the_moment_it_is_given(open_browser, invite, shoot):
    link = invite(path="short")
    page = open_browser("phone")
    start(page, link, shoot, "saved")
    page.goto("/survey/automation_connected/running/")
    page.get_by_text("1. On paper").click()
    page.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()
    shoot(page, "saved-answer")
    other = open_browser("desk")
    other.goto(link.path)
    press(other, "button", "Go on")
    other.goto("/survey/automation_connected/running/")
    assert other.get_by_role("radio", name="1. On paper").is_checked()


def test_a_second_device_asks_before_it_overwrites(open_browser, invite, shoot):
    link = invite(path="short")
    phone, desk = open_browser("phone"), open_browser("desk")
    start(phone, link, shoot, "two")
    desk.goto(link.path)
    press(desk, "button", "Go on")
    for page in (phone, desk):
        page.goto("/survey/automation_connected/running/")
    phone.get_by_text("1. On paper").click()
    phone.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()
    desk.get_by_text("2. On screen, filled in by hand like a form").click()
    desk.locator(".conflict").wait_for()
    assert "How are batch instructions and records handled?" in desk.locator(".conflict").inner_text()
    shoot(desk, "two-conflict")
    desk.get_by_role("button", name="Use mine").click()
    desk.get_by_text(re.compile(r"Saved at \d\d:\d\d")).wait_for()
    phone.reload()
    assert phone.get_by_role("radio", name="2. On screen, filled in by hand like a form").is_checked()
