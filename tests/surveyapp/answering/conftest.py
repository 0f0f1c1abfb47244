from __future__ import annotations

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

AGREED = dict.fromkeys(("agree", "benchmark", "training_contact", "research", "coordinator_sees"), "yes")


@pytest.fixture
def agreed():
    """What somebody posts who agrees to everything."""
    return AGREED


@pytest.fixture
def arrive(invite):
    """`arrive("alpha")` opens a link, starts and agrees: a browser with its response."""

    def make(who="alpha", *, agree=True, **options):
        invitation, token = invite(who, **options)
        browser = Client()
        browser.post(f"/answer/{token}/")
        if agree:
            browser.post("/survey/consent/", AGREED)
        return SimpleNamespace(browser=browser, invitation=invitation, token=token, response=invitation.response)

    return make


@pytest.fixture
def visit(arrive):
    return arrive()


@pytest.fixture
def browser(visit):
    return visit.browser


@pytest.fixture
def autosave():
    """Save one answer as static/autosave.js would."""

    def make(browser, item, value, revision=0, **extra):
        body = {"item": item, "value": value, "revision": revision, "id": str(uuid4())} | extra
        return browser.post("/survey/save/", json.dumps(body), content_type="application/json")

    return make


@pytest.fixture
def kim(arrive):
    """Alpha's coordinator, come through the link."""
    return arrive(is_coordinator=True, name="Kim", email="kim@alpha.example")


@pytest.fixture
def ann(arrive):
    """A colleague with one section and one group of skills."""
    return arrive(name="Ann", email="ann@alpha.example", path="sections", sections=["work", "code"])


@pytest.fixture
def signed_in(people):
    def make(who="alpha"):
        browser = Client()
        browser.force_login(getattr(people, who).account)
        return browser

    return make
