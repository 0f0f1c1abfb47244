"""An earlier survey in a real browser: two files brought, columns looked through, an unknown value decided, written, and
taken back."""

from __future__ import annotations

import json

import pytest

from surveyapp import tasks
from surveyapp.models.earlier_wave import EarlierJob
from tests.browser.test_main_job import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
FORM = {
    "title": "Twins",
    "pages": [
        {
            "elements": [
                {"type": "radiogroup", "name": "twin", "title": "Have you a twin?", "choices": ["yes", "no"]},
                {"type": "checkbox", "name": "tools", "title": "Which tools?", "choices": ["python", "r"]},
            ]
        }
    ],
}
ANSWERS = [
    {"organisation": "Alpha site", "twin": "yes", "tools": ["python", "r"], "colour": "blue"},
    {"organisation": "Newcomer", "twin": "perhaps", "tools": ["r"]},
]


@pytest.fixture
def look(shoot, accessible):
    def at(page, name):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, name)
        accessible(page)

    return at


@pytest.fixture
def work_is_done(as_worker):
    def do():
        with as_worker():
            for job in EarlierJob.objects.filter(state="waiting"):
                tasks.work_on_earlier_wave(str(job.pk))

    return do


def bring(page, tmp_path, look):
    for name, content in (("form.json", FORM), ("answers.json", ANSWERS)):
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    page.goto("/organise/sector/earlier/")
    look(page, "earlier-1-bring")
    page.get_by_role("button", name="Read the files").click()
    page.get_by_text("Choose whom it asked.").first.wait_for()
    look(page, "earlier-2-wrong")
    page.get_by_label("Title").fill("Survey 2022")
    page.get_by_label("Short name").fill("2022")
    page.get_by_label("First day of the fieldwork").fill("2022-03-01")
    page.get_by_label("Last day of the fieldwork").fill("2022-03-31")
    page.get_by_label("An open call: whoever wanted took part").check()
    page.get_by_label("File of the questionnaire").set_input_files(tmp_path / "form.json")
    page.get_by_label("File of the answers").set_input_files(tmp_path / "answers.json")
    page.get_by_role("button", name="Read the files").click()
    page.get_by_role("heading", name="The file is being read").wait_for()
    look(page, "earlier-3-reading")


def check(page, look, work_is_done):
    work_is_done()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("heading", name="What the columns are").wait_for()
    look(page, "earlier-4-columns")
    page.get_by_role("button", name="Check every cell").click()
    page.get_by_role("heading", name="The file is being read").wait_for()
    work_is_done()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("heading", name="What would be written").wait_for()
    look(page, "earlier-5-report")
    page.get_by_label("twin: perhaps").select_option(label="no")
    page.get_by_role("button", name="Keep this and check again").click()
    page.get_by_role("heading", name="The file is being read").wait_for()
    work_is_done()
    page.get_by_role("link", name="Go on").click()


def write_and_take_back(page, look, work_is_done):
    page.get_by_role("button", name="Write all of it").click()
    page.get_by_role("heading", name="The survey is being written").wait_for()
    work_is_done()
    page.get_by_role("link", name="Go on").click()
    page.get_by_text("The survey is written and closed: 2 answers of 2 organisations.").wait_for()
    look(page, "earlier-6-written")
    page.get_by_label("Type 2022 to confirm").fill("2022")
    page.get_by_role("button", name="Delete the survey").click()
    page.get_by_role("heading", name="The survey is being taken back").wait_for()
    work_is_done()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("heading", name="The survey was taken back").wait_for()
    look(page, "earlier-7-taken-back")


def test_an_organiser_brings_an_earlier_survey(open_browser, people, tmp_path, look, work_is_done):
    page = open_browser("desk")
    sign_in(page, people.olga.account.email, "correct horse battery")
    bring(page, tmp_path, look)
    check(page, look, work_is_done)
    write_and_take_back(page, look, work_is_done)
    page.goto("/organise/sector/earlier/questions/")
    look(page, "earlier-8-questions")
