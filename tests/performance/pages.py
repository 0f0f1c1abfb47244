"""The page of results beside an empty signed-in page: the same middleware, menu and base template, and nothing else.

On an invented sector in a database of its own, made for the run and removed at the end; its newest survey is put back to a draft,
so that results open on one that is published. A worker has prepared its pages, as it does after a publication. Everything
happens in processes of their own, as settings are read once a process. Every visit passes the whole stack of
middleware; pages are visited in turn, so that whatever else the machine does falls on all alike. The clock counts the
database and waiting for it, the processor this process alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[2]
VISITS = 60
EMPTY, RESULTS, SITES = "/an-empty-page/", "/benchmarks/", "/benchmarks/sites/"
COORDINATOR = "coordinator@demo.example"
TO_A_DRAFT = "from surveyapp.models.wave import Wave; Wave.objects.filter(slug='2026').update(state='draft')"
PREPARE = "from benchmarking.tasks import sweep; sweep()"


def report(organisations: int = 30) -> Iterator[str]:
    yield f"Pages on an invented sector of {organisations} organisations, median of {VISITS} visits in turn"
    with _sector(organisations) as environment:
        yield from _run(environment, "web", "-m", "tests.performance.pages").splitlines()
        yield from _run(environment, "worker", "-m", "tests.performance.files").splitlines()


@contextmanager
def _sector(organisations: int) -> Iterator[dict[str, str]]:
    from surveyapp.config.embedded_postgres import Cluster

    cluster = Cluster(f"bench-pages-{os.getpid()}", CHECKOUT, durable=False)
    cluster.start()
    environment = {"DATABASE_URL": cluster.url(), "SECRET_KEY": "bench", "VAR_FOLDER": str(cluster.home / "var")}
    environment |= {"LEAST_OWNERS": "6", "LEAST_OWNERS_SENSITIVE": "11", "LOG_LEVEL": "ERROR", "WAYMARK_DEMO": "1"}
    try:
        _run(environment, "owner", "manage.py", "setup_database", "--verbosity", "0")
        _run(environment, "worker", "manage.py", "demo_sector", "--organisations", str(organisations))
        for role, command in (("worker", TO_A_DRAFT), ("worker", PREPARE)):
            _run(environment, role, "-c", f"import django; django.setup(); {command}")
        yield environment
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def _run(environment: dict[str, str], role: str, *arguments: str) -> str:
    given = {**os.environ, **environment, "DATABASE_ROLE": role, "DJANGO_SETTINGS_MODULE": "surveyapp.config.settings"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, env=given, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


class Visit(NamedTuple):
    processor: float
    clock: float


def measure() -> Iterator[str]:
    """One line a page, as it is and compressed: milliseconds of processor and clock with their ratios to the empty page,
    statements, kilobytes."""
    import django

    django.setup()
    from django.test import Client

    _add_the_empty_page()
    browser = _signed_in(Client(HTTP_HOST="127.0.0.1"))
    pages: dict[str, tuple[str, Callable[[], object]]] = {
        "an empty signed-in page": (EMPTY, lambda: browser),
        "results, first visit": (RESULTS, lambda: _signed_in(browser)),
        "results again": (RESULTS, lambda: browser),
        "results, not kept": (RESULTS, lambda: _forgotten(browser)),
        "sites side by side": (SITES, lambda: browser),
    }
    for encoding in ("identity", "gzip"):
        yield f"  {encoding}"
        found = _in_turn(pages, encoding)
        empty = found["an empty signed-in page"]
        for name, took in found.items():
            ratios = (
                f"{took.processor / empty.processor:5.2f}x {1000 * took.clock:7.1f} ms {took.clock / empty.clock:5.2f}x"
            )
            address, before = pages[name]
            statements, size = _statements(before(), address, encoding)
            yield f"    {name:24} {1000 * took.processor:6.1f} ms {ratios} {statements:3} statements {size / 1000:6.0f} kB"


def _in_turn(pages, encoding: str) -> dict[str, Visit]:
    """The median of each, after two rounds that fill what a process keeps."""
    taken: dict[str, list[Visit]] = {name: [] for name in pages}
    for _round in range(VISITS + 2):
        for name, (address, before) in pages.items():
            taken[name].append(_visit(before(), address, encoding))
    return {name: Visit(*map(median, zip(*visits[2:], strict=True))) for name, visits in taken.items()}


def _visit(browser, address: str, encoding: str) -> Visit:
    processor, clock = process_time(), perf_counter()
    answer = browser.get(address, headers={"Accept-Encoding": encoding})
    took = Visit(process_time() - processor, perf_counter() - clock)
    assert answer.status_code == 200, (address, answer)
    return took


def _statements(browser, address: str, encoding: str) -> tuple[int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as statements:
        answer = browser.get(address, headers={"Accept-Encoding": encoding})
    return len(statements), len(answer.content)


def _add_the_empty_page() -> None:
    from django.contrib.auth.decorators import login_required
    from django.shortcuts import render
    from django.urls import path
    from django.views.decorators.cache import never_cache

    from benchmarking.dashboards.choosing import chosen_organisation
    from benchmarking.dashboards.nav import nav
    from surveyapp.config import urls

    @login_required
    @never_cache
    def empty(request):
        return render(request, "base.html", {"nav": nav(), "organisation": chosen_organisation(request).name})

    urls.urlpatterns.append(path(EMPTY.strip("/") + "/", empty))


def _signed_in(browser):
    """With a new session, in which nothing was looked at yet."""
    from surveyapp.models.people import Account

    browser.force_login(Account.objects.get(email=COORDINATOR))
    return browser


def _forgotten(browser):
    """The same session, but nothing is kept of its page: as after a write."""
    from benchmarking.models.kept_page import KeptPage
    from surveyapp.models.organisation import Organisation
    from surveyapp.models.row_scope import organisation_scope

    organisation = Organisation.objects.get(memberships__account__email=COORDINATOR)
    with organisation_scope(organisation.pk):
        KeptPage.objects.update(state="another")
    return browser


if __name__ == "__main__":
    for line in measure():
        sys.stdout.write(f"{line}\n")
