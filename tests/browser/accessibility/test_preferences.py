"""What people set on their device: colours of their own, no movement; and that what is chosen shows in every colour."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import questionnaire
from tests.browser.accessibility.measuring import least, measure
from tests.browser.accessibility.pairs import SCHEMES, Look
from tests.browser.accessibility.question_pages import plain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
EVERY_MARK = questionnaire.ANSWERS | {"SCREEN": "partly", "PY_NOW": "2", "PY_NEED": "3"}
MOVES = """() => document.getAnimations().length + [...document.querySelectorAll("*")].flatMap((element) =>
  [null, "::before", "::after"].map((part) => getComputedStyle(element, part))).filter((style) =>
  parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0 || style.scrollBehavior === "smooth").length"""


@pytest.mark.parametrize("forced", [False, True], ids=["own-colours", "forced-colours"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_chosen_shows(respond, figure, shoot, scheme, forced):
    page = respond(Look(scheme, "ltr", 320), **EVERY_MARK)
    page.emulate_media(forced_colors="active" if forced else "none")
    n_marks = 0
    for name in plain(page):
        shoot(page, f"chosen-{name}-{scheme}{'-forced' * forced}")
        n_marks += len(measure(page, "marks"))
        mark, faint = least(page, "marks")
        edge, thin = least(page, "edges")
        assert mark >= 3, faint
        assert edge >= 3, thin
        if n_marks:
            figure("least", f"contrast of a mark, {'forced colours' if forced else scheme}", min(mark, 21))
    assert n_marks == sum(len(value) if isinstance(value, list) else 1 for value in marked().values())


def marked():
    """The answers that are given by a mark: neither typed nor put in order nor chosen from a list."""
    others = ("SITE_NAME", "COUNTRY", "BATCHES", "FIRST_USE", "TEMPERATURE", "PRIORITIES", "ORDER")
    return {item: value for item, value in EVERY_MARK.items() if item not in others}


def test_the_focus_shows_in_forced_colours(respond):
    page = respond(Look("dark", "ltr", 1280))
    page.emulate_media(forced_colors="active")
    for place in ("work/order/", "views/recommend/", "views/agree/"):
        page.goto(f"/survey/{place}")
        for _ in range(8):
            page.keyboard.press("Tab")
            mark = measure(page, "focus")
            assert (mark["ratio"] >= 3, mark["width"] >= 2) == (True, True), mark


def test_nothing_moves_for_those_who_want_no_movement(respond):
    page = respond(Look("light", "ltr", 320))
    page.goto("/survey/work/tools/")
    assert page.evaluate(MOVES) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVES) == 0
