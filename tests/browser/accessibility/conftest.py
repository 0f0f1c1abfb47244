"""Somebody who answers the questionnaire with every kind of question, in any look; and the figures that are printed."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import questionnaire
from tests.browser.test_question_kinds import answered_last_year

__all__ = ["answered_last_year"]
FIGURE = "figure"


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

    def make(look, options=None, **answers):
        invitation, path = invited(email="rosa@example.org")
        language = "ar" if look.direction == "rtl" else "en"
        response = responses.start_response(invitation=invitation, language=language)
        consents.give_consent(response=response)
        for item, raw in answers.items():
            save_answer(response=response, item=item, raw=raw, base_revision=0)
        page = visit(look, **(options or {}))
        page.response = response
        page.goto(path)
        page.locator("main .btn-primary").click()
        page.wait_for_url("**/survey/")
        return page

    return make


@pytest.fixture
def figure(record_property):
    """`figure("page weight, start", "61 kB")` is printed by `make accessibility`."""
    return lambda name, value: record_property(FIGURE, (name, str(value)))


def pytest_terminal_summary(terminalreporter):
    reports = [report for key in ("passed", "failed") for report in terminalreporter.stats.get(key, [])]
    figures = dict(value for report in reports for key, value in report.user_properties if key == FIGURE)
    if figures:
        terminalreporter.section("Measured")
        for name in sorted(figures):
            terminalreporter.write_line(f"{name:<64} {figures[name]}")
