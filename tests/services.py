"""Fixtures for what surrounds the code: the broker, mail and files in folders that go away, and real services."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation import override

CHECKOUT = Path(__file__).resolve().parents[1]
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """No test writes into var/, and pages are tested without the middleware that lists all static files at each start."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def begun_in_english(settings):
    """A page answered within a test leaves its thread in the page's language: the next test begins in English again."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """Messages go nowhere: a test that wants work done calls the task's function, as the sweep would."""
    from surveyapp import queue

    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(queue, "_send", lambda task, row_id: sent.append((task, row_id)))
    return sent


@contextmanager
def acting_as(role: str):
    """Speak to the database as another role inside the test's transaction: waymark_worker, or none (the owner)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE waymark_web")


@pytest.fixture
def as_worker(db):
    """A block in which the test acts as a Celery worker, under its role."""
    return lambda: acting_as("waymark_worker")


@pytest.fixture
def as_owner(db):
    return lambda: acting_as("none")


def needed(variable: str, reason: str) -> None:
    """Skip for want of something, or fail where that something was promised."""
    if os.environ.get(variable) == "1":
        pytest.fail(f"{reason}, and {variable}=1 demands it")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of third-party data that reference tests read in place."""
    folder = Path(os.environ.get("REFERENCE_DATA", CHECKOUT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no reference data at {folder}; set REFERENCE_DATA")
    return folder


@pytest.fixture(scope="session")
def questionnaires(reference_data) -> Path:
    """The folder of real questionnaires of other products, read in place."""
    folder = reference_data / "instruments"
    if not folder.is_dir():
        pytest.skip(f"no questionnaires at {folder}; set REFERENCE_DATA")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium: best the one built without windows, which plays the same with less work."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        needed("REQUIRE_BROWSER", "no Chromium on this machine")
    return found


@pytest.fixture
def redis_url(tmp_path):
    """A real Redis server of this test's own."""
    program = shutil.which("redis-server")
    if not program:
        needed("REQUIRE_REDIS", "no redis-server on this machine")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing listens on port {port} after {seconds} s")
