"""For tests that really commit: several connections at once, or a live server beside the test.

`transactional_db` empties the tables afterwards; the web role may not, so that is done as their owner.
A conftest takes part by importing these fixtures.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress

import pytest
from django.db import OperationalError, connection
from django.test import TransactionTestCase

ATTEMPTS = 5
KEPT = ("django_migrations", "django_content_type")


@pytest.fixture(scope="session", autouse=True)
def empty_as_owner():
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
    yield
    patch.undo()


@contextmanager
def _as_role(role: str):
    # SET ROLE without LOCAL holds outside a transaction too.
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE waymark_web")


@pytest.fixture
def as_worker(db):
    """Act as a worker, as the fixture of services.py does, also where every statement commits."""
    return lambda: _as_role("waymark_worker")


def _empty(_test_case):
    tables = [name for name in connection.introspection.table_names() if name not in KEPT]
    for _ in range(ATTEMPTS - 1):
        with suppress(OperationalError):  # a deadlock with a request that a browser, closed since, had still sent
            return _truncate(tables)
    return _truncate(tables)


def _truncate(tables):
    with _as_role("none"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in tables) + " CASCADE")
