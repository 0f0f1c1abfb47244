"""A real Chromium, and a server beside the test that speaks to the database as the web role."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.utils import timezone

from surveyapp.instruments import loader
from tests.committed import as_worker, empty_as_owner
from tests.worker_process import kill_worker, start_worker

__all__ = ["as_worker", "empty_as_owner"]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]  # 2.2 A and AA, and more
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session", autouse=True)
def static_files_by_the_live_server():
    """The live server finds static files itself; the middleware would list a folder that only deployment makes."""
    from django.conf import settings
    from django.test import override_settings

    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if "whitenoise" not in name]):
        yield


@pytest.fixture(scope="session")
def chromium_browser(chromium):
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface runs an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, headless=True)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_browser(chromium_browser, live_server):
    """`open_browser("phone")` is a new person's browser; `scripts=False` one without JavaScript.

    Whatever a page reports as an error, or fails to load, fails the test.
    """
    contexts, complaints = [], []

    def make(device="desk", *, scripts=True, width=None, locale="en-GB", **options):
        size = WIDTHS[device] if width is None else {"width": width, "height": 844}
        context = chromium_browser.new_context(
            base_url=live_server.url,
            viewport=size,
            java_script_enabled=scripts,
            locale=locale,
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_fault(said) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _is_fault(said):
    # Chromium also prints answers such as 409, and a network cut by the test, which the page expects and handles.
    # And Plotly tries one inline style of its own, which the policy refuses; static/findings.css stands in for it.
    expected = (
        "the server responded with a status of 4",
        "ERR_INTERNET_DISCONNECTED",
        "Applying inline style violates",
    )
    return said.type == "error" and not any(words in said.text for words in expected)


@pytest.fixture
def shoot():
    """Keep a picture of a page where SCREENSHOTS names a folder, and refuse sideways scrolling everywhere."""
    folder = os.environ.get("SCREENSHOTS")

    def make(page, name):
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)

    return make


@pytest.fixture
def bioprocess(people, as_worker, make_wave):
    from surveyapp.actions.instruments import publish_instrument

    definition = json.loads(loader.canonical(loader.load(loader.find("bioprocess-digital", "1"))))
    with as_worker():
        version = publish_instrument(definition=definition, by=None, by_kind="operator")
    people.alpha.organisation.facets = {"sub_sector": "vaccines", "business_model": "both", "country": "IE"}
    people.alpha.organisation.save()
    closes_at = timezone.now() + timezone.timedelta(days=30)
    return make_wave(version, people.alpha.organisation, closes_at=closes_at)


@pytest.fixture
def invite(bioprocess, people):
    from surveyapp.actions import invitations

    def make(**options):
        invitation, token = invitations.invite(
            participation=bioprocess.participations.get(), by=people.olga.account, **options
        )
        return SimpleNamespace(invitation=invitation, path=f"/answer/{token}/")

    return make


@pytest.fixture
def accessible():
    """No page may have what axe-core calls a violation."""

    def check(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        problems = {rule["id"]: [node["html"] for node in rule["nodes"]][:3] for rule in found["violations"]}
        assert problems == {}, page.url

    return check


@pytest.fixture
def look(shoot, accessible):
    """Keep a picture, and let axe-core judge."""

    def make(page, name):
        shoot(page, name)
        accessible(page)

    return make


@pytest.fixture
def worker(tmp_path):
    """`worker()` starts a real one on this test's database."""
    started = []

    def begin():
        parts = urlsplit(os.environ["DATABASE_URL"])
        url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
        folders = {"BROKER_FOLDER": str(tmp_path / "broker"), "VAR_FOLDER": str(tmp_path)}
        started.append(start_worker(url, tmp_path / "worker.log", **folders))
        return started[-1]

    yield begin
    for process in started:
        kill_worker(process)
