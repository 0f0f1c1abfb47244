"""That the measuring finds what it is there to find."""

from __future__ import annotations

import pytest

from tests.browser.accessibility.measuring import least, measure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]


@pytest.fixture
def page(open_browser):
    """An empty page, 400 px wide."""
    return open_browser(width=400)


def test_contrast_is_that_of_wcag(page):
    page.set_content("<body style='background: #fff'><input style='border: 2px solid #767676; background: #fff'>")
    assert least(page, "edges")[0] == pytest.approx(4.54, abs=0.01)
    page.set_content(
        "<body style='background: #000'><p style='background: #fff8'><input style='border: 2px solid #000'>"
    )
    assert least(page, "edges")[0] == pytest.approx(5.92, abs=0.01)  # black on the grey that black under white makes


def test_a_faint_border_is_found(page):
    page.set_content("<body style='background: #fff'><input style='border: 1px solid #dee2e6; background: #fff'>")
    assert least(page, "edges")[0] == pytest.approx(1.3, abs=0.01)


def test_a_focus_that_does_not_show_is_found(page):
    page.set_content("<style>:focus { outline: none }</style><button>Go on</button>")
    page.keyboard.press("Tab")
    assert measure(page, "focus")["ratio"] == 0


def test_a_small_target_is_found_and_a_link_in_a_sentence_is_none(page):
    page.set_content("<p>Read <a href='#'>it</a> first.</p><button style='width: 20px; height: 30px'>x</button>")
    assert [each["size"] for each in measure(page, "targets")] == [20]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p style='width: 900px'>wide</p>", "px sideways"),
        ("<p style='width: 40px; overflow: hidden; white-space: nowrap'>much longer</p>", "cut off"),
        ("<p style='position: absolute; top: 0'>one</p><p style='position: absolute; top: 0'>two</p>", "on other text"),
    ],
)
def test_what_does_not_fit_is_found(page, content, fault):
    page.set_content(f"<!doctype html><body>{content}</body>")
    assert [kind for kind, found in measure(page, "misfits").items() if found] == [fault]
