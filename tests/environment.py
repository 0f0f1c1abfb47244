"""Loaded before everything else (`-p tests.environment`): settings read the environment once, so it must stand by then.

Each session has a PostgreSQL of its own, gone with it; xdist's workers inherit its address.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PREFIX = "test-postgres-"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
os.environ.setdefault("DATABASE_ROLE", "owner")
os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("LEAST_OWNERS", "6")
os.environ.setdefault("LEAST_OWNERS_SENSITIVE", "11")
os.environ.setdefault("SITE_URL", "http://testserver")
# Two processes test side by side: threads of their own for small matrices would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    if "DATABASE_URL" in os.environ:
        return
    from surveyapp.config.embedded_postgres import Cluster

    _remove_left_behind()
    cluster = Cluster(f"{PREFIX}{os.getpid()}", CHECKOUT, durable=False)
    cluster.start()
    early_config.add_cleanup(lambda: _remove(cluster))
    os.environ["DATABASE_URL"] = cluster.url()


def _remove_left_behind():
    """A session that was killed leaves its server running; its process id is in the folder's name."""
    from surveyapp.config.embedded_postgres import Cluster

    for folder in Cluster(PREFIX, CHECKOUT).home.parent.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX)
        if owner.isdigit() and not _is_alive(int(owner)):
            _remove(Cluster(folder.name, CHECKOUT))


def _is_alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove(cluster):
    cluster.stop()
    shutil.rmtree(cluster.home, ignore_errors=True)
