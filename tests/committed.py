"""For tests that really commit: several connections at once, or a live server beside the test.

`transactional_db` empties the tables afterwards; the web role may not, so that is done as their owner.
A conftest takes part by importing these fixtures.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress

import pytest
from django.db import OperationalError, connection, transaction
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
    for _ in range(ATTEMPTS - 1):
        with suppress(OperationalError):  # a deadlock with a request that a browser, closed since, had still sent
            return _delete_all()
    return _delete_all()


def _delete_all():
    """Only what tables hold, past triggers and keys: truncating every one of them is ten times the work."""
    tables = [name for name in connection.introspection.table_names() if name not in KEPT]
    with _as_role("none"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("LOCK TABLE " + ", ".join(f'"{name}"' for name in tables) + " IN EXCLUSIVE MODE")
        cursor.execute("SELECT " + ", ".join(f'EXISTS (TABLE "{name}")' for name in tables))
        for name, holds in zip(tables, cursor.fetchone(), strict=True):
            if holds:
                cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a table's own name
