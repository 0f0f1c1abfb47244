"""A survey's own pages in two looks that share nothing: as a draft, open, closed and wrong, against every address they have."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from surveyapp.actions.waves import close_wave
from surveyapp.models.wave import ReminderDate
from surveyapp.organising.urls import urlpatterns
from surveyapp.organising.waves import urls as waves
from tests.browser.accessibility.pairs import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
LOOKS = (Look("light", "rtl", 390), Look("dark", "ltr", 1280))
DRAFT, OPEN, CLOSED = "2027", "2026", "2025"
# URL name → the surveys in whose state it is shown, after the programme
PAGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "wave-new": ((),),
    "wave-detail": ((DRAFT,), (OPEN,), (CLOSED,)),
    "wave-edit": ((DRAFT,),),
    "wave-delete": ((DRAFT,),),
    "wave-dates": ((DRAFT,), (OPEN,), (CLOSED,)),
    "wave-extend": ((DRAFT,), (OPEN,), (CLOSED,)),
    "wave-close": ((OPEN,), (CLOSED,)),
    "wave-preview": ((DRAFT,), (OPEN,)),
}
ACTIONS = {"wave-open"}
WRONG = (("wave-new",), ("wave-delete", DRAFT), ("wave-extend", OPEN), ("wave-close", OPEN))


@pytest.fixture
def surveys(people, wave, make_wave):
    later = timezone.now() + timezone.timedelta(days=9)
    for at, done in ((later, None), (timezone.now(), timezone.now())):
        ReminderDate.objects.create(wave=wave, at=at, done_at=done)
    make_wave(wave.instrument_version, slug=DRAFT, state="draft", opens_at=later, report_announced_for=later.date())
    close_wave(wave=make_wave(wave.instrument_version, slug=CLOSED), by=people.olga.account)


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
@pytest.mark.usefixtures("surveys")
def test_every_page_of_a_survey(organise, judge, look):
    page = organise(look)
    for name, states in PAGES.items():
        for state in states:
            assert page.goto(reverse(f"surveyapp:{name}", args=["sector", *state])).status == 200
            judge(page, f"{name} {' '.join(state)}")
    for name, *state in WRONG:
        page.goto(reverse(f"surveyapp:{name}", args=["sector", *state]))
        page.locator("main form:has(input[type=text], input[type=datetime-local]) button[type=submit]").first.click()
        page.locator(".problems").wait_for()
        judge(page, f"{name} wrong")


def test_every_address_is_a_page_above_or_acts():
    [module] = [each for each in urlpatterns if getattr(each, "urlconf_name", None) is waves]
    assert {each.name for each in module.url_patterns} == {*PAGES, *ACTIONS}
