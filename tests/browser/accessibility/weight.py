"""Real servers, as the container and the demo run them, and what a page weighs when a browser sees it for the first time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.services import CHECKOUT, free_port
from tests.soak.stage import servers

# htmx's extensions, as in the image; no page of a respondent draws, and compressing Plotly takes longer than all the rest.
UNUSED = ("ext/*", "plotly*")


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """What the image's build does: all static files under hashed names, compressed."""
    folder = tmp_path_factory.mktemp("static")
    environment = {
        "STATIC_COLLECTED": "1",
        "STATIC_FOLDER": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.browser.accessibility.collected_settings",
    }
    left_out = [word for pattern in UNUSED for word in ("--ignore", pattern)]
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", *left_out, "--verbosity", "0"]
    subprocess.run(command, cwd=CHECKOUT, env={**os.environ, **environment}, check=True)
    return environment


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """`serve(environment)` is the address of a granian process on this test's database."""
    children = []

    def make(environment):
        parts = urlsplit(os.environ["DATABASE_URL"])
        monkeypatch.setenv("DATABASE_URL", urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        (child,) = servers([free_port()], Path(tmp_path))
        children.append(child)
        child.start()
        child.wait_until_up()
        return f"http://127.0.0.1:{child.port}"

    yield make
    for child in children:
        child.kill()


class Scales:
    """Weighs pages: each in a browser context of its own, so with nothing in the cache, but with the person's cookies."""

    def __init__(self, browser, address: str) -> None:
        self.browser, self.address = browser, address

    def weigh(self, path: str, *, locale: str = "en", cookies=()) -> tuple[int, str]:
        """Bytes on the wire, head lines of answers included, and the requests, the heaviest first."""
        context = self.browser.new_context(base_url=self.address, locale=locale, viewport={"width": 390, "height": 844})
        context.add_cookies(list(cookies))
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        addresses, sizes = {}, {}
        devtools.on(
            "Network.requestWillBeSent", lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]})
        )
        devtools.on(
            "Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]})
        )
        devtools.send("Network.enable")
        answer = page.goto(path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, path
        context.close()
        listed = sorted(((int(size), urlsplit(addresses[key]).path) for key, size in sizes.items()), reverse=True)
        return sum(size for size, _ in listed), "\n".join(f"{size:>8} {where}" for size, where in listed)
