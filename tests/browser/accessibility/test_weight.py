"""What a page weighs on first sight, over the wire, from the server process that the container and the demo run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.accessibility.weight import Scales, collected, serve

__all__ = ["collected", "serve"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
LIMIT = 100_000
AGREED = {
    "sections": "/survey/",
    "questions": "/survey/automation_connected/running/",
    "questions with every country": "/survey/about_site/place/",
    "check": "/survey/check/",
}


@pytest.fixture
def people_of(bioprocess, people):
    """`people_of("fr")` is two links in this language: of somebody who begins, and of a coordinator who answered."""
    from surveyapp.actions import consents, invitations, responses
    from surveyapp.actions.answers import save_answer
    from surveyapp.selectors.instruments import instrument

    asked = instrument(bioprocess.instrument_version_id)
    always = [item for item in asked.items.values() if item.visible_when is None and item.choices_from is None]
    one_of = [item for item in always if item.is_closed and not item.takes_several]

    def make(language):
        given = {"participation": bioprocess.participations.get(), "by": people.olga.account, "language": language}
        beginner, started = invitations.invite(**given), invitations.invite(**given, is_coordinator=True)
        response = responses.start_response(invitation=started[0], language=language)
        consents.give_consent(response=response)
        for item in one_of:
            longest = max(asked.choices(item.code), key=lambda choice: len(choice.text.get(language, "")))
            save_answer(response=response, item=item.code, raw=longest.code, base_revision=0)
        return f"/answer/{beginner[1]}/", f"/answer/{started[1]}/"

    return make


def cookies_after(browser, address, path, language):
    """Of somebody who has pressed Start."""
    context = browser.new_context(base_url=address, locale=language)
    page = context.new_page()
    page.goto(path)
    page.locator("main .btn-primary").click()
    page.wait_for_load_state()
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def weigh_all(chromium_browser, people_of, figure):
    """`weigh_all(address, language)` is the weight of each page in kB, and what made it up."""

    def make(address, language, server):
        scales, (beginner, coordinator) = Scales(chromium_browser, address), people_of(language)
        begun = cookies_after(chromium_browser, address, beginner, language)
        agreed = cookies_after(chromium_browser, address, coordinator, language)
        pages = {"start": (beginner, ()), "consent": ("/survey/consent/", begun)}
        pages |= {name: (path, agreed) for name, path in AGREED.items()}
        heavy = {}
        for name, (path, cookies) in pages.items():
            weight, requests = scales.weigh(path, locale=language, cookies=cookies)
            figure("most", f"kB over the wire, {server}, {name}", weight / 1000)
            heavy |= {name: requests} if weight > LIMIT else {}
        return heavy

    return make


def test_a_page_weighs_at_most_100_kb_from_the_container(serve, collected, weigh_all):
    address = serve(collected)
    assert weigh_all(address, "en", "container") == {}
    assert weigh_all(address, "fr", "container") == {}  # the longest texts


def test_a_page_weighs_at_most_100_kb_from_the_demo(serve, weigh_all):
    assert weigh_all(serve({"STATIC_COLLECTED": "0"}), "en", "demo") == {}


def test_scripts_import_modules_under_names_that_browsers_keep_for_a_year(collected):
    scripts = list(Path(collected["STATIC_FOLDER"]).glob("*.????????????.js"))
    imported = {name for script in scripts for name in re.findall(r'from "\./([^"]+)"', script.read_text())}
    assert len(imported) > 1
    assert imported <= {script.name for script in scripts}
