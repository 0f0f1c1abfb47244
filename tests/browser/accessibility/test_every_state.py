"""Every page and state of results, plan, files, exchange and courses, by axe-core: light from the left, dark from the right."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from benchmarking.urls import urlpatterns
from tests.benchmarking.dashboards.conftest import store
from tests.browser.accessibility import sector_in_states
from tests.browser.accessibility.pairs import Look
from tests.browser.accessibility.states import ACTIONS, FILES, PAGES, STATUS

__all__ = ["store"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
LOOKS = (Look("light", "ltr", 390), Look("dark", "rtl", 1280))


@pytest.fixture
def world(programme, people, store, as_worker):
    return sector_in_states.world(programme, people, store, as_worker)


@pytest.fixture
def come_in(world, people, live_server):
    """`come_in(context, who)`: the browser's context is this person's from now on."""

    def make(context, who):
        client = Client()
        if who in world.inside:
            world.inside[who](client)
        elif who != "nobody":
            client.force_login(getattr(people, {"delta": "beta"}.get(who, who)).account)
        if who == "delta":
            client.post("/benchmarks/choose/", {"organisation": people.beta.organisation.pk})
        context.clear_cookies(name="sessionid")
        if session := client.cookies.get("sessionid"):
            context.add_cookies([{"name": "sessionid", "value": session.value, "url": live_server.url}])

    return make


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_on_any_page_in_any_state(visit, world, come_in, accessible, look):
    page, problems, was = visit(look), {}, ""
    shown = sorted((who, name, state, where) for name, states in PAGES.items() for who, where, state in states)
    for who, name, state, where in shown:
        if who != was:
            come_in(page.context, who)
        was = who
        answer = page.goto(where.format(**world.at))
        expected = STATUS.get((name, state), 200), urlsplit(where.format(**world.at)).path
        reached = answer.status, urlsplit(page.url).path
        problems |= {(name, state): reached} if reached != expected else _problems(page, accessible, (name, state))
    assert problems == {}


def _problems(page, accessible, named):
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    try:
        accessible(page)
    except AssertionError as found:
        return {named: str(found)[:900]}
    return {}


def test_every_url_name_is_a_page_above_or_acts_or_is_a_file():
    names = [pattern.name for included in urlpatterns for pattern in included.url_patterns]
    assert sorted(names) == sorted([*PAGES, *ACTIONS, *FILES])
