import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from surveyapp.models.job import Heartbeat
from tests.services import free_port

CHECKOUT = Path(__file__).resolve().parents[3]
ALL_WELL = {"database": True, "migrations": True, "row_security": True, "broker": True, "worker": True}


@pytest.fixture
def worker_seen(as_worker):
    def seen(ago):
        with as_worker():
            Heartbeat.objects.create(name="worker", seen_at=timezone.now() - ago)

    return seen


def test_healthz_needs_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})


def test_readyz_is_ready_when_a_worker_was_seen_in_the_last_minute(client, worker_seen):
    worker_seen(timedelta(seconds=50))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, ALL_WELL)


def test_readyz_names_a_worker_that_never_came(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ALL_WELL | {"worker": False})


def test_readyz_names_a_worker_that_went_silent(client, worker_seen):
    worker_seen(timedelta(seconds=70))
    assert client.get("/readyz").json() == ALL_WELL | {"worker": False}


def test_readyz_names_a_broker_that_is_down(client, worker_seen, monkeypatch):
    worker_seen(timedelta(0))
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{free_port()}/0")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ALL_WELL | {"broker": False})


def test_readyz_names_a_role_that_sees_past_row_security(client, worker_seen, as_owner):
    worker_seen(timedelta(0))
    with as_owner():
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, ALL_WELL | {"row_security": False})


def test_readyz_answers_while_the_database_is_down():
    program = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client().get('/readyz', headers={'host': 'localhost'})\n"
        "print(answer.status_code, answer.content.decode())"
    )
    environment = os.environ | {
        "DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none",
        "DATABASE_ROLE": "web",
        "LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True
    )
    status, _, body = done.stdout.partition(" ")
    down = {"database": False, "migrations": False, "row_security": False, "worker": False}
    assert (status, json.loads(body)) == ("503", ALL_WELL | down)
