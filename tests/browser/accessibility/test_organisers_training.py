"""An organiser's pages on training in two looks that share nothing: with a catalogue, with a file that has problems, and with published results."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from benchmarking.actions.training import replace_catalogue, withdraw_module
from benchmarking.management.synthetic_sector.supply import with_supply
from benchmarking.models.training import TrainingModule
from benchmarking.training import catalogue
from surveyapp.instruments import loader
from tests.benchmarking.dashboards.conftest import figure as published
from tests.benchmarking.dashboards.conftest import mean, share, store
from tests.browser.accessibility.pairs import Look

__all__ = ["store"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]

WRONG = {"name": "catalogue.csv", "mimeType": "text/csv", "buffer": b'Code,Price\nB,"1,400"\nNEW,two'}
RIGHT = {"name": "catalogue.csv", "mimeType": "text/csv", "buffer": b"Code,Name (en)\nB,A course with another name"}


def address(name, *args):
    return reverse(f"benchmarking:training-{name}", args=["sector", *args])


@pytest.fixture
def kept(programme, people, store, as_worker):
    """The shipped catalogue, one element of it withdrawn, and a release with one total that may not be shown."""
    instrument = loader.load(loader.find("bioprocess-digital", "1"))
    wave = store.survey("2026", people.alpha.organisation, definition=json.loads(loader.canonical(instrument)))
    skills = [skill.code for group in instrument.skill_groups for skill in group.skills]
    figures = [share(f"sector skill_short:{skill}", 64, 35.0, (25.0, 46.0)) for skill in skills]
    figures += [mean(f"sector skill:{skill}:needed", 31, 62.0, 5.0) for skill in skills[:20]]
    figures += [
        published(f"sector people_needed:{group.code} total", 64, 120.0, least=115.0, most=125.0)
        for group in instrument.skill_groups[1:]
    ]
    store.release(wave, figures, parameters={"totals_from": 20})
    shipped = catalogue.read(catalogue.FOLDER / "bioprocess-digital.yaml", instrument)
    with as_worker():
        replace_catalogue(programme=programme, entries=with_supply(shipped), by=None)
        withdraw_module(module=TrainingModule.objects.get(code="LAB_CAD_PROTOTYPING"), by=people.olga.account)


@pytest.fixture
def sign_in(visit, client, live_server):
    def make(look, person):
        page = visit(look)
        client.force_login(person.account)
        key = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize("look", [Look("light", "ltr", 320), Look("dark", "rtl", 1280)], ids=str)
def test_every_page_on_training(sign_in, kept, people, judge, look):
    page = sign_in(look, people.olga)
    for name in ("catalogue", "module-new", "import", "demand", "supply"):
        open_and_judge(page, judge, name, address(name))
    for name in ("module", "module-edit", "module-withdraw"):
        open_and_judge(page, judge, name, address(name, "B"))
    for file, name in ((WRONG, "import with problems"), (RIGHT, "import report")):
        page.goto(address("import"))
        page.locator("[type=file]").set_input_files(file)
        page.locator("form:has([type=file]) [type=submit]").click()
        page.locator(".facts").wait_for()
        judge(page, f"training {name}")
    open_and_judge(sign_in(look, people.alpha), judge, "sector", reverse("benchmarking:sector-demand"))


def open_and_judge(page, judge, name, path):
    assert page.goto(path).status == 200, name
    for summary in page.locator("main summary").all():
        summary.evaluate("summary => { summary.parentElement.open = true; }")
    judge(page, f"training {name}")
