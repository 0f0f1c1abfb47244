"""Whole journeys in German, French and Arabic: nothing left in English, nothing wider than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from tests.browser.test_main_job import PASSWORD
from tests.surveyapp.interchange.workbooks import workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "tests" / "surveyapp" / "instruments" / "small.yaml"
BROKEN = {"survey": [["type", "name", "label"], ["nothing", "q 1", "Which?"], ["select_one flour", "", ""]]}


@pytest.fixture(scope="module")
def english():
    """English sentences that pages say, without those that have something put in."""
    with (CHECKOUT / "locale" / "de" / "LC_MESSAGES" / "django.po").open("rb") as source:
        said = {message.id for message in read_po(source) if isinstance(message.id, str)}
    return {text for text in said if len(text.split()) >= 3 and not any(sign in text for sign in "%{<")}


@pytest.fixture
def look(shoot, english):
    def make(page, language, name):
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        words = page.locator("body").inner_text()
        assert {text for text in english if text in words} == set()
        shoot(page, f"{language}-{name}")

    return make


def go_on(page):
    with page.expect_navigation():
        page.locator("form .btn-primary").first.click()


@pytest.fixture
def signed_in(open_browser, people):
    """Olga's browser, and her account, in a language."""

    def make(language, width):
        people.olga.account.language = language
        people.olga.account.save()
        page = open_browser(width=width, locale=language)
        page.goto("/accounts/login/")
        page.locator("[name=username]").fill(people.olga.account.email)
        page.locator("[name=password]").fill(PASSWORD)
        go_on(page)
        return page

    return make


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_respondents_pages_are_in_their_language(open_browser, look, invite, width, language):
    page = open_browser(width=width, locale=language)
    page.goto(invite(path="short", is_coordinator=True).path)
    look(page, language, "1-start")
    go_on(page)
    go_on(page)
    look(page, language, "2-consent-problems")
    for choice in page.locator("[value=no], [type=checkbox]").all():
        choice.check(force=True)
    go_on(page)
    look(page, language, "3-hub")
    for number, section in enumerate(page.locator(".tasks a").evaluate_all("links => links.map(link => link.href)")):
        page.goto(section)
        look(page, language, f"4-section-{number}")
    for place in ("check", "later", "copy", "choices", "information", "withdraw"):
        page.goto(f"/survey/{place}/")
        look(page, language, f"5-{place}")
    for place in ("", "invite/", "meeting/"):
        page.goto(f"/survey/colleagues/{place}")
        look(page, language, f"6-colleagues-{place.strip('/')}")
    page.goto("/survey/check/")
    go_on(page)
    look(page, language, "7-done")
    page.goto("/survey/levels/")
    look(page, language, "8-levels")


@pytest.fixture
def files(tmp_path):
    """A workbook with faults, and the bakery survey with something that does not carry over."""
    broken, brought = tmp_path / "broken.xlsx", tmp_path / "bakery.yaml"
    broken.write_bytes(workbook(**BROKEN))
    definition = yaml.safe_load(SMALL.read_text(encoding="utf-8")) | {"since": {"version": "0"}}
    brought.write_text(yaml.safe_dump(definition, allow_unicode=True), encoding="utf-8")
    return broken, brought


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_organisers_pages_are_in_their_language(signed_in, look, files, width, language):
    page = signed_in(language, width)
    page.goto("/")
    look(page, language, "home")
    page.goto("/organise/")
    look(page, language, "organise")
    for number, file in enumerate(files):
        page.goto("/organise/sector/questionnaires/")
        page.locator("[type=file]").set_input_files(file)
        go_on(page)
        look(page, language, f"questionnaires-{number}")
    draft = page.url
    for place in ("translations/", "compare/", "publish/"):
        page.goto(f"{draft}{place}")
        look(page, language, f"draft-{place.strip('/')}")
