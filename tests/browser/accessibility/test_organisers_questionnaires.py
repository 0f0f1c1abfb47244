"""An organiser's pages on questionnaires in four looks. Only tables may scroll sideways, in a box of their own."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.urls import reverse

from surveyapp.actions import instrument_drafts
from surveyapp.actions.instruments import publish_draft
from surveyapp.instruments.interchange.report import Imported
from tests.browser.accessibility.pairs import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
SMALL = Path(__file__).resolve().parents[2] / "surveyapp" / "instruments" / "small.yaml"
IN_ENGLISH = {"preview-start", "preview-page"}
BROKEN = {"name": "broken.yaml", "mimeType": "application/yaml", "buffer": b"slug: [\n"}


@pytest.fixture
def questionnaires(people, programme, make_wave):
    """A published version in a running survey, and a draft after it in which texts lack and questions differ."""
    definition = yaml.safe_load(SMALL.read_text(encoding="utf-8"))
    given = {"programme": programme, "filename": "bakery.yaml", "by": people.olga.account}
    first = instrument_drafts.keep_upload(imported=Imported("waymark", copy.deepcopy(definition)), **given)
    version = publish_draft(draft=first, by=people.olga.account)
    make_wave(version, people.alpha.organisation)
    definition["items"]["OVEN"]["text"]["en"] = "How is the oven run here, on most days and by most people?"
    definition["items"]["BARRIERS"]["choices"][3]["code"] = "none_of_these"
    del definition["items"]["LOAVES"]["text"]["fr"]
    draft = instrument_drafts.keep_upload(imported=Imported("waymark", definition | {"version": "2"}), **given)
    return SimpleNamespace(version=version.pk, draft=draft.pk)


@pytest.fixture
def organise(visit, client, people, live_server):
    """`organise(look)` is Olga's browser, signed in."""

    def make(look):
        page = visit(look)
        client.force_login(people.olga.account)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return page

    return make


def addresses(made):
    kinds = {"drafts": made.draft}
    yield "list", reverse("surveyapp:questionnaire-list", args=["sector"])
    for name in ("draft-detail", "draft-compare", "draft-publish", "draft-translations", "draft-delete"):
        yield name, reverse(f"surveyapp:{name}", args=["sector", made.draft])
    yield "version-detail", reverse("surveyapp:version-detail", args=["sector", made.version])
    yield "wave-questionnaire", reverse("surveyapp:wave-questionnaire", args=["sector", "2026"])
    for kind, key in kinds.items():
        for name in ("preview-start", "preview-conditions"):
            yield name, reverse(f"surveyapp:{name}", args=["sector", kind, key])
        for name in ("preview-page", "preview-both"):
            yield name, reverse(f"surveyapp:{name}", args=["sector", kind, key, "baking", "oven"])


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_on_questionnaires(organise, questionnaires, judge, look):
    page = organise(look)
    for name, address in addresses(questionnaires):
        assert page.goto(address).status == 200, name
        for summary in page.locator("main summary").all():
            summary.evaluate("summary => { summary.parentElement.open = true; }")
        # A preview speaks the questionnaire's language.
        judge(page, f"questionnaires {name}", "ltr" if name in IN_ENGLISH else None)
    page.goto(reverse("surveyapp:questionnaire-list", args=["sector"]))
    page.locator("[type=file]").set_input_files(BROKEN)
    page.locator("form:has([type=file]) [type=submit]").click()
    page.locator(".problems").wait_for()
    judge(page, "questionnaires list, wrong")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_name_of_a_file_breaks_in_the_list(organise, people, programme, shoot, width):
    definition = yaml.safe_load(SMALL.read_text(encoding="utf-8"))
    given = {"programme": programme, "imported": Imported("waymark", definition), "by": people.olga.account}
    draft = instrument_drafts.keep_upload(**given, filename="x" * 300)
    page = organise(LOOKS[0])
    page.set_viewport_size({"width": width, "height": 900})
    for name, address in [("questionnaire-list", ["sector"]), ("draft-detail", ["sector", draft.pk])]:
        page.goto(reverse(f"surveyapp:{name}", args=address))
        shoot(page, f"long-{name}")
        wide = "[...document.querySelectorAll('main table, main .kicker')].map(e => e.scrollWidth - innerWidth)"
        assert max(page.evaluate(wide)) <= 0, name
