"""A database of a test's own, for what needs real commits: threads, killed workers. As the owner; gone afterwards."""

from __future__ import annotations

import os
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.conftest import TEMPLATE, _maintenance, _point_at


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, worker_id):
    """A fresh copy of the migrated template; `own_database.url` is for processes of the test's own."""
    from django.db import connection

    usual, name = f"test_waymark_{worker_id}", f"test_waymark_own_{worker_id}"
    connection.close()
    with psycopg.connect(**_maintenance(connection.settings_dict), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(20260101)")
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    _point_at(name, role="")
    with django_db_blocker.unblock():
        yield SimpleNamespace(name=name, url=_url(name))
        connection.close()
    with psycopg.connect(**_maintenance(connection.settings_dict), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _point_at(usual, role="waymark_web")


def _url(name):
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))
