"""The test house: one embedded PostgreSQL for all workers, one migrated template, tests as the web role."""

from __future__ import annotations

import os

import psycopg
import pytest

TEMPLATE = "test_waymark_template"

pytest_plugins = ["tests.services", "tests.cast", "tests.shared_rows"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    """Each worker clones a template that the first one migrated, and then speaks as the web role."""
    from django.conf import settings
    from django.db import connections

    owner = dict(settings.DATABASES["default"])
    name = f"test_waymark_{worker_id}"
    with psycopg.connect(**_maintenance(owner), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(20260101)")
        _make_template(server, django_db_blocker)
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    _point_at(name, role="waymark_web")
    yield
    connections["default"].close()
    with psycopg.connect(**_maintenance(owner), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _maintenance(settings):
    return {
        "host": settings["HOST"],
        "port": settings["PORT"] or None,
        "user": settings["USER"],
        "password": settings["PASSWORD"] or None,
        "dbname": "postgres",
    }


def _point_at(name, *, role):
    from django.db import connections

    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["OPTIONS"] = {"options": f"-c role={role}"} if role else {}


def _make_template(server, blocker):
    """Migrate once a session: the first worker to hold the lock does it, the others find its mark."""
    mark = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    found = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE]
    ).fetchone()
    if found and found[0] == mark:
        return
    from django.core.management import call_command

    server.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {TEMPLATE}")
    _point_at(TEMPLATE, role="")
    with blocker.unblock():
        call_command("setup_database", verbosity=0)
    _point_at(TEMPLATE, role="")
    server.execute(f"COMMENT ON DATABASE {TEMPLATE} IS '{mark}'")
