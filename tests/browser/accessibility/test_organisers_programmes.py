"""A programme's own pages in two looks that share nothing: empty, begun, wrong, and held against every address they have."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from PIL import Image

from surveyapp.actions.programme_logo import set_logo
from surveyapp.actions.programme_settings import Wanted, change_settings
from surveyapp.actions.staff import add_organiser, remove_organiser
from surveyapp.models.people import Account, Staff
from surveyapp.organising.programmes.sections import BY_NAME
from surveyapp.organising.urls import urlpatterns
from tests.browser.accessibility.pairs import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
LOOKS = (Look("light", "ltr", 390), Look("dark", "rtl", 1280))
# URL name → what stands in its address after the programme, a state each
PAGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "programme-desk": ((),),
    "survey-list": ((),),
    "programme-settings": ((),),
    "programme-settings-section": tuple((name,) for name in BY_NAME),
    "programme-logo-settings": ((),),
    "programme-people": ((),),
    "programme-names": (("olga",), ("otto",)),
    "programme-activity": ((),),
}
ELSEWHERE = {"programme-list", "programme-new"}
ACTIONS = {
    "programme-settings-back",
    "programme-logo-remove",
    "programme-person-remove",
    "programme-person-restore",
    "programme-person-write",
}
FILES = {"programme-logo", "programme-activity-csv"}


@pytest.fixture
def world(people, programme, wave):
    """Alpha's programme with a logo, settings that were changed, a person who was removed and one without a password."""
    by = people.olga.account
    Account.objects.filter(pk=by.pk).update(may_found_programmes=True)
    picture = io.BytesIO()
    Image.new("RGB", (600, 200), "navy").save(picture, "PNG")
    picture.seek(0)
    set_logo(programme=programme, file=picture, size=100, by=by)
    change_settings(programme=programme, wanted=Wanted("texts", {"funder": {"en": "The state"}}), by=by)
    for email in ("otto@example.org", "gone@example.org"):
        add_organiser(programme=programme, email=email, name="", language="en", by=by)
    remove_organiser(staff=Staff.objects.get(account__email="gone@example.org"), by=by)
    return {"olga": by.pk, "otto": Account.objects.get(email="otto@example.org").pk}


@pytest.fixture
def organise(visit, client, people, live_server):
    def make(look):
        page = visit(look)
        client.force_login(people.olga.account)
        key = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_of_a_programme(organise, world, judge, look):
    page = organise(look)
    for name, states in PAGES.items():
        for state in states:
            args = ["sector", *(world.get(part, part) for part in state)]
            assert page.goto(reverse(f"surveyapp:{name}", args=args)).status == 200
            judge(page, f"{name} {' '.join(state)}")
    page.goto(reverse("surveyapp:programme-list"))
    judge(page, "programme-list")
    _wrong(page, judge)


def _wrong(page, judge):
    """What is sent empty comes back with what is wrong."""
    page.goto(reverse("surveyapp:programme-new"))
    judge(page, "programme-new")
    for place in (["programme-new"], ["programme-people", "sector"], ["programme-logo-settings", "sector"]):
        page.goto(reverse(f"surveyapp:{place[0]}", args=place[1:]))
        page.locator("main form .btn-primary").click()
        page.locator(".problems").wait_for()
        judge(page, f"{place[0]} wrong")


def test_every_address_is_a_page_above_or_acts_or_is_a_file():
    assert set(_names(urlpatterns)) == {*PAGES, *ELSEWHERE, *ACTIONS, *FILES}


def _names(patterns):
    """Of what stands in the modules of programmes and of activity."""
    for each in patterns:
        module = getattr(getattr(each, "urlconf_module", None), "__name__", "")
        if module.endswith(("organising.programmes.urls", "organising.activity.urls")):
            yield from (one.name for one in each.url_patterns if hasattr(one, "name"))
            yield from _names(each.url_patterns)
