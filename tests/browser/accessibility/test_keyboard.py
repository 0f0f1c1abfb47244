"""From the link to the confirmation with the keyboard alone."""

from __future__ import annotations

import re

import pytest

from surveyapp.models.response import Response
from surveyapp.selectors.drafts import submitted
from tests.browser.accessibility.keyboard import Keyboard
from tests.browser.accessibility.pairs import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
MOST_PAGES = 40
# Pressing Enter on a button is a click to a page, so only the mouse's and the finger's own events count.
NO_MOUSE = """for (const touched of ["mousedown", "pointerdown", "touchstart"])
  addEventListener(touched, () => sessionStorage.setItem("mouse", touched), { capture: true });"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_whole_journey(invited, visit, figure, scheme):
    invitation, path = invited(name="Rosa")
    page = visit(Look(scheme, "ltr", 1280))
    page.add_init_script(NO_MOUSE)
    page.goto(path)
    keyboard, places = Keyboard(page), []
    while not page.url.endswith("/survey/done/"):
        assert len(places) < MOST_PAGES, places
        keyboard.look()
        _answer(keyboard, is_new=page.url not in places)
        places.append(page.url)
    keyboard.look()
    assert keyboard.faults == []
    assert page.evaluate("sessionStorage.getItem('mouse')") is None
    figure("number", "stops of the Tab key looked at", keyboard.n_stops)
    figure("least", f"contrast of the focus mark, {scheme}", keyboard.least_contrast)
    document = submitted(Response.objects.get(invitation=invitation))
    given = {item: document[item].get("value") for item in ("AREA", "COUNTRY", "FIRST_USE", "PRIORITIES", "TOOLS")}
    assert given == {
        "AREA": "production",
        "COUNTRY": "IE",
        "FIRST_USE": "2024-02-28",
        "PRIORITIES": ["training", "money", "people"],
        "TOOLS": ["sheets"],
    }


def _answer(keyboard, *, is_new):
    """On the first page with several questions, go on too soon: the errors are read and left by keyboard as well."""
    page = keyboard.page
    if is_new and page.url.endswith("/you/area/"):
        keyboard.answer(only_go_on=True)
        assert page.evaluate("document.activeElement.className") == "problems"
        keyboard.look()
        page.reload()
    keyboard.answer()


def test_the_way_back_is_open_too(respond):
    page = respond(Look("light", "ltr", 1280))
    page.goto("/survey/work/order/")
    keyboard = Keyboard(page)
    forward = [stop["html"] for stop in keyboard.look()]
    back = [keyboard.tab("Shift+Tab")["html"] for _ in forward]
    assert back == forward[::-1]


def test_the_first_stop_skips_to_the_content(respond):
    page = respond(Look("light", "ltr", 1280))
    page.goto("/survey/work/records/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "back"


def test_change_leads_to_the_control_that_is_chosen(respond):
    page = respond(Look("light", "ltr", 1280), TOOLS=["lims"])
    page.goto("/survey/work/check/")
    page.get_by_role("link", name=re.compile("^Change ?: Which of these")).press("Enter")
    page.wait_for_url("**#TOOLS")
    page.wait_for_function("document.activeElement.value === 'lims'")


def test_what_holds_up_sending_leads_to_the_control(respond):
    page = respond(Look("light", "ltr", 1280))
    page.goto("/survey/check/")
    page.locator("main .btn-primary").press("Enter")
    page.locator(".problems a").first.press("Enter")
    page.wait_for_url("**#AREA")
    page.wait_for_function("document.activeElement.id === 'id_AREA_0'")
