"""The page on a survey under way in two looks that share nothing: with a list to call, before anybody, and after the close."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from surveyapp.models.wave import Wave
from surveyapp.organising.urls import urlpatterns
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part
from tests.browser.accessibility.pairs import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
LOOKS = (Look("light", "ltr", 390), Look("dark", "rtl", 1280))
PAGES = {"wave-watch": ("2026", "draft", "closed")}
ACTIONS, FILES = {"wave-watch-called"}, {"wave-watch-csv", "wave-watch-workbook"}


@pytest.fixture
def surveys(people, programme, publish_instrument, make_wave, as_worker):
    """Reds enough and blues too few in one survey; one that is a draft, one that is closed."""
    programme.peer_tree = ["kind"]
    programme.save()
    version, now = publish_instrument(DEFINITION), timezone.now()
    wave = make_wave(version, frame=Wave.Frame.COMPLETE_LIST)
    make_wave(version, slug="draft", state="draft", opens_at=None)
    closed = make_wave(version, slug="closed", state="closed", closed_at=now)
    with as_worker():
        for n in range(12):
            one = organisation(programme, f"Plant {n}", "red" if n < 7 else "blue")
            if n < 9:
                respond(take_part(wave, one), answers(3))
                respond(take_part(closed, one), answers(3))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_state_of_the_page(visit, client, people, surveys, live_server, judge, look):  # noqa: PLR0913, PLR0917
    page = visit(look)
    client.force_login(people.olga.account)
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    for slug in PAGES["wave-watch"]:
        page.goto(reverse("surveyapp:wave-watch", args=["sector", slug]))
        for summary in page.locator("summary").all():
            summary.click()
        judge(page, f"wave-watch {slug}")


def test_every_address_is_a_page_above_or_acts_or_is_a_file():
    assert set(_names(urlpatterns)) == {*PAGES, *ACTIONS, *FILES}


def _names(patterns):
    for each in patterns:
        if getattr(getattr(each, "urlconf_module", None), "__name__", "").endswith("organising.watch.urls"):
            yield from (one.name for one in each.url_patterns)
