"""The page of results beside an empty signed-in page: the same middleware, menu and base template, and nothing else.

On an invented sector in a database of its own, made for the run and removed at the end. Everything happens in processes of
their own, as settings are read once a process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time

CHECKOUT = Path(__file__).resolve().parents[2]
VISITS = 25
ADDRESSES = ("/benchmarks/?survey=2025", "/benchmarks/", "/benchmarks/sites/")
EMPTY = "/an-empty-page/"


def report(organisations: int = 30) -> Iterator[str]:
    yield f"Pages on an invented sector of {organisations} organisations, median of {VISITS} visits"
    with _sector(organisations) as environment:
        yield from _run(environment, "web", "-m", "tests.performance.pages").splitlines()


@contextmanager
def _sector(organisations: int) -> Iterator[dict[str, str]]:
    from surveyapp.config.embedded_postgres import Cluster

    cluster = Cluster("bench-postgres", CHECKOUT, durable=False)
    cluster.stop()
    shutil.rmtree(cluster.home, ignore_errors=True)
    cluster.start()
    environment = {"DATABASE_URL": cluster.url(), "SECRET_KEY": "bench", "VAR_FOLDER": str(cluster.home / "var")}
    environment |= {"LEAST_OWNERS": "6", "LEAST_OWNERS_SENSITIVE": "11", "LOG_LEVEL": "ERROR", "WAYMARK_DEMO": "1"}
    try:
        _run(environment, "owner", "manage.py", "setup_database", "--verbosity", "0")
        _run(environment, "worker", "manage.py", "demo_sector", "--organisations", str(organisations))
        yield environment
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def _run(environment: dict[str, str], role: str, *arguments: str) -> str:
    given = {**os.environ, **environment, "DATABASE_ROLE": role, "DJANGO_SETTINGS_MODULE": "surveyapp.config.settings"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=given, check=True, capture_output=True, text=True).stdout


def measure() -> Iterator[str]:
    """One line a page: milliseconds of processor, the ratio to the empty page, statements, kilobytes before compression."""
    import django

    django.setup()
    browser = _signed_in()
    empty, _statements, _size = _visits(browser, EMPTY)
    yield f"  {'an empty signed-in page':26} {1000 * empty:7.1f} ms"
    for address in ADDRESSES:
        seconds, statements, size = _visits(browser, address)
        yield f"  {address:26} {1000 * seconds:7.1f} ms {seconds / empty:6.1f}x {statements:4} statements {size / 1024:6.0f} kB"


def _signed_in():
    from django.contrib.auth.decorators import login_required
    from django.shortcuts import render
    from django.test import Client
    from django.urls import path
    from django.views.decorators.cache import never_cache

    from benchmarking.dashboards.choosing import chosen_organisation
    from benchmarking.dashboards.nav import nav
    from surveyapp.config import urls
    from surveyapp.models.people import Account

    @login_required
    @never_cache
    def empty(request):
        return render(request, "base.html", {"nav": nav(), "organisation": chosen_organisation(request).name})

    urls.urlpatterns.append(path(EMPTY.strip("/") + "/", empty))
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(Account.objects.get(email="coordinator@demo.example"))
    return browser


def _visits(browser, address: str) -> tuple[float, int, int]:
    """The median visit's processor seconds, after two that fill what a process keeps; statements and bytes of the last."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _visit in range(VISITS + 2):
        began = process_time()
        answer = browser.get(address)
        taken.append(process_time() - began)
        assert answer.status_code == 200, (address, answer)
    with CaptureQueriesContext(connection) as statements:
        browser.get(address)
    return median(taken[2:]), len(statements), len(answer.content)


if __name__ == "__main__":
    for line in measure():
        sys.stdout.write(f"{line}\n")
