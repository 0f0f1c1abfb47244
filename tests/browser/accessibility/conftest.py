"""Somebody who answers the questionnaire with every kind of question, in any look; and the figures that are printed."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import questionnaire
from tests.browser.accessibility.measuring import below, misfits

CONTRAST, TARGET = 3.0, 40  # WCAG 1.4.11; 2.5.8 wants 24 px, and we a little more
FIGURE = "figure"
KEEP = {"least": min, "most": max, "number": lambda one, other: one + other}


@pytest.fixture
def wave(people, as_worker, make_wave):
    from surveyapp.actions.instruments import publish_instrument

    with as_worker():
        version = publish_instrument(definition=questionnaire.definition(), by=None, by_kind="operator")
    return make_wave(version, people.alpha.organisation)


@pytest.fixture
def invited(wave, people):
    """A new person's invitation, and the path of the link."""
    from surveyapp.actions import invitations

    def make(**options):
        invitation, token = invitations.invite(
            participation=wave.participations.get(), by=people.olga.account, **options
        )
        return invitation, f"/answer/{token}/"

    return make


@pytest.fixture
def visit(open_browser):
    """`visit(look)` is a page in the browser of somebody whose device has this look."""

    def make(look, **options):
        locale = "ar" if look.direction == "rtl" else "en-GB"
        page = open_browser(width=look.width, locale=locale, color_scheme=look.scheme, **options)
        page.look = look
        return page

    return make


@pytest.fixture
def respond(invited, visit):
    """`respond(look, AREA="quality")` has agreed, has given these answers, and stands at the list of sections."""
    from surveyapp.actions import consents, responses
    from surveyapp.actions.answers import save_answer

    def make(look, *, is_coordinator=False, **answers):
        invitation, path = invited(email="rosa@example.org", is_coordinator=is_coordinator)
        language = "ar" if look.direction == "rtl" else "en"
        response = responses.start_response(invitation=invitation, language=language)
        consents.give_consent(response=response)
        for item, raw in answers.items():
            save_answer(response=response, item=item, raw=raw, base_revision=0)
        page = visit(look)
        page.response = response
        page.goto(path)
        page.locator("main .btn-primary").click()
        page.wait_for_url("**/survey/")
        return page

    return make


@pytest.fixture
def judge(accessible, shoot, figure):
    """`judge(page, name)` fails with all that is wrong with this page."""

    def make(page, name, direction=None):
        look = page.look
        assert page.locator("html").get_attribute("dir") == (direction or look.direction), name
        shoot(page, f"{name}-{look}".replace("/", "-").replace(" ", "-"))
        accessible(page)
        edge, faint = below(page, "edges", "ratio", CONTRAST)
        target, small = below(page, "targets", "size", TARGET)
        figure("number", "pages looked at", 1)
        figure("least", f"contrast of an edge, {look.scheme}", edge)
        figure("least", "target, px", target)
        assert (faint, small, misfits(page)) == ([], [], {}), name

    return make


@pytest.fixture
def figure(record_property):
    """`figure("least", "target, px", 44)` is printed by `make access`: least, most or number of all tests."""
    return lambda keep, name, value: record_property(FIGURE, (keep, name, value))


def pytest_terminal_summary(terminalreporter):
    reports = [report for key in ("passed", "failed") for report in terminalreporter.stats.get(key, [])]
    figures = {}
    for report in reports:
        for keep, name, value in (value for key, value in report.user_properties if key == FIGURE):
            key = f"{keep} {name}" if keep != "number" else name
            figures[key] = KEEP[keep](figures[key], value) if key in figures else value
    if figures:
        terminalreporter.section("Measured")
    for name in sorted(figures):
        terminalreporter.write_line(f"{name:<64} {figures[name]:.4g}")
