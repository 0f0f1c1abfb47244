"""A questionnaire's whole life in a real browser: brought, looked at, translated, published, corrected, answered."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from openpyxl import load_workbook

from surveyapp.actions.invitations import invite
from surveyapp.models.instrument import InstrumentVersion
from tests.browser.test_main_job import PASSWORD, Link, sign_in
from tests.browser.test_respondent_journey import start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
SMALL = Path(__file__).resolve().parents[1] / "surveyapp" / "instruments" / "small.yaml"


@pytest.fixture
def brought(tmp_path):
    """The bakery survey with a French text missing, and one thing that will not carry over."""
    definition = yaml.safe_load(SMALL.read_text(encoding="utf-8")) | {"since": {"version": "0"}}
    del definition["items"]["LOAVES"]["text"]["fr"]
    file = tmp_path / "bakery.yaml"
    file.write_text(yaml.safe_dump(definition, allow_unicode=True), encoding="utf-8")
    return file


def bring(page, file, look):
    page.goto("/organise/")
    page.get_by_role("link", name="Sector survey").click()
    page.get_by_role("link", name="Questionnaires", exact=True).click()
    look(page, "questionnaires-1-list")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="1 thing did not carry over as it was").wait_for()
    page.get_by_text("Texts that are missing").click()
    page.get_by_text("items.LOAVES.text").wait_for()
    look(page, "questionnaires-2-report")


def look_at_every_side(page, look):
    page.get_by_role("link", name="Preview").click()
    look(page, "questionnaires-3-preview")
    page.get_by_text("All pages").click()
    page.get_by_role("link", name="Obstacles").click()
    page.get_by_label("Time").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radiogroup", name="Time").first.wait_for()
    page.get_by_role("link", name="Français").click()
    page.get_by_role("heading", name="Combien").wait_for()
    look(page, "questionnaires-4-french")
    page.get_by_role("link", name="On a phone and at a desk").click()
    for name in ("phone", "desk"):
        page.frame_locator(f".frame-{name} iframe").get_by_role("heading", name="Combien").wait_for()
    assert widths(page) == [390, 1280]
    look(page, "questionnaires-5-widths")


def widths(page):
    return [frame.evaluate("innerWidth") for frame in page.frames[1:]]


def set_an_answer(page, look):
    page.get_by_role("link", name="Which questions appear when").click()
    page.get_by_label("Question that others rest on").select_option("BARRIERS")
    page.get_by_role("button", name="Choose this question").click()
    page.get_by_label("Money").check()
    page.get_by_role("button", name="Set this answer").click()
    page.get_by_text("1 question appears: HOW_MONEY.").wait_for()
    look(page, "questionnaires-6-conditions")


def translate(page, tmp_path, edits, look=None):
    page.get_by_role("link", name="Translations").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the spreadsheet").click()
    file = tmp_path / "texts.xlsx"
    download.value.save_as(file)
    book = load_workbook(file)
    for line in book.active.iter_rows(min_row=2):
        for column, text in edits.get(line[0].value, {}).items():
            line[column].value = text
    book.save(file)
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="See what it changes").click()
    page.get_by_role("heading", name="1 text would change").wait_for()
    if look:
        look(page, "questionnaires-7-translations")
    page.get_by_role("button", name="Apply all of them").click()
    page.get_by_text("1 text is changed.").wait_for()


def publish(page, version):
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("The questionnaire is published.").wait_for()
    return InstrumentVersion.objects.get(version=version)


def begin_and_mend(page, tmp_path, look):
    page.get_by_role("button", name="Begin the next version from this one").click()
    translate(page, tmp_path, {"items.OVEN.text": {2: "How is the oven run here?"}})
    page.get_by_role("link", name="Bakery survey").click()
    page.get_by_role("link", name="Compare with version 1").click()
    page.get_by_text("Reworded", exact=True).first.wait_for()
    page.get_by_label("What you say of it").select_option("same")
    look(page, "questionnaires-8-compare")
    page.get_by_role("button", name="Keep this").click()
    page.get_by_text("Your word on OVEN is kept.").wait_for()
    page.get_by_role("link", name="Go on to publishing").click()
    look(page, "questionnaires-9-publish")


def correct(page, look):
    page.goto("/organise/sector/2026/")
    page.get_by_role("link", name="Questionnaire of this survey").click()
    look(page, "questionnaires-10-correct")
    page.get_by_role("button", name="Use the corrected questionnaire").click()
    page.get_by_role("heading", name="version 2").wait_for()


def answer(page, path, look):
    """As far as the question whose words were mended."""
    start(page, Link(path), look, "questionnaires-11")
    page.goto("/survey/baking/oven/")
    page.get_by_role("radiogroup", name="How is the oven run here?").wait_for()


@pytest.fixture(params=["desk", "phone"])
def visit(request, open_browser, look, tmp_path):
    """A device, where its files are kept, and how its pages are judged."""
    return SimpleNamespace(open=lambda: open_browser(request.param), folder=tmp_path, look=look)


def test_a_questionnaire_is_brought_looked_at_translated_published_and_corrected(visit, people, make_wave, brought):
    page, folder, look = visit.open(), visit.folder, visit.look
    sign_in(page, people.olga.account.email, PASSWORD)
    bring(page, brought, look)
    look_at_every_side(page, look)
    set_an_answer(page, look)
    page.goto("/organise/sector/questionnaires/")
    page.get_by_role("link", name="Bakery survey").click()
    translate(page, folder, {"items.LOAVES.text": {3: "Pains par jour"}}, look)
    page.get_by_role("link", name="Bakery survey").click()
    page.get_by_role("link", name="Publish").click()
    wave = make_wave(publish(page, "1"), people.alpha.organisation)
    begin_and_mend(page, folder, look)
    publish(page, "2")
    correct(page, look)
    _, token = invite(participation=wave.participations.get(), is_coordinator=True, by=people.olga.account)
    answer(visit.open(), f"/answer/{token}/", look)
