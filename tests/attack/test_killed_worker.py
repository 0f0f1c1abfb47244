"""A real worker is killed with -9 in the middle of a build, and started again: exactly one complete release."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import fields

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from benchmarking import pipeline
from benchmarking.models.figure import Figure
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.stats.records import Figure as FigureRecord
from surveyapp.actions.waves import close_wave
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill
from tests.own_database import own_database  # noqa: F401 - a fixture
from tests.worker_process import kill_worker, start_worker

SECONDS = 60

# What the worker then waits for, and the stage it is in: before anything is written; before the first figure; and in
# the last transaction, after every figure and before the inputs.
PLACES = [
    ("surveyapp_responseanswers", "reading"),
    ("benchmarking_figure", "writing"),
    ("benchmarking_releaseinputs", "writing"),
]


@pytest.fixture
def waiting_release(own_database):  # noqa: F811 - the fixture
    programme = Programme.objects.create(slug="sector", languages=["en"], peer_tree=["kind"])
    version = InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(slug="small"), version="1", definition=DEFINITION, sha256="0" * 64
    )
    wave = Wave.objects.create(
        programme=programme, instrument_version=version, slug="2026", state="open", opens_at=timezone.now()
    )
    fill(wave, {"red": [answers(1 + n % 5) for n in range(14)], "blue": [answers(4)] * 9})
    close_wave(wave=wave, by=None, by_kind="operator")
    return Release.objects.get()


@pytest.fixture
def worker(own_database, tmp_path):  # noqa: F811 - the fixture
    """`worker(broker)` starts one with a broker's setting; whatever still runs at the end is killed."""
    started = []

    def start(**broker):
        started.append(start_worker(own_database.url, tmp_path / "worker.log", **broker))
        return started[-1]

    yield start
    for process in started:
        kill_worker(process)


@contextmanager
def held(table, mode="ACCESS EXCLUSIVE"):
    """Nobody else can touch a table while the block lasts; in another mode nobody can write to it."""
    with psycopg.connect(**connection.get_connection_params()) as holder:
        holder.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield
        holder.rollback()


def until(happened, what):
    end = time.monotonic() + SECONDS
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"not within {SECONDS} s: {what}")
        time.sleep(0.05)


def stands_at(stage):
    return lambda: list(Release.objects.values_list("state", "stage")) == [("running", stage)] and waits_for_a_lock()


def waits_for_a_lock():
    return sessions(waiting=True) > 0


def sessions(*, waiting=False):
    """Connections to this database besides the test's own; only those that wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND (NOT %s OR wait_event_type = 'Lock')",
            [waiting],
        )
        return cursor.fetchone()[0]


def is_done():
    return list(Release.objects.values_list("state", flat=True)) == ["done"]


def kill_in_the_middle_and_start_again(worker, table, stage, **broker):
    # A build reads what stands already, so what it writes may still be read.
    with held(table, "EXCLUSIVE" if stage == "writing" else "ACCESS EXCLUSIVE"):
        first = worker(**broker)
        until(stands_at(stage), f"a build that stands at {stage}")
        kill_worker(first)
        assert list(Release.objects.values_list("state", "attempts")) == [("running", 1)]
    # The server notices that the dead worker's connection is gone, and rolls back what it had begun.
    until(lambda: sessions() == 0, "the end of the dead worker's session")
    assert not Figure.objects.exists()
    worker(**broker)
    until(is_done, "a complete release")


def assert_one_complete_release(release):
    current = Release.objects.get()
    assert (current.pk, current.state, current.attempts, current.percent) == (release.pk, "done", 2, 100)
    assert ReleaseInputs.objects.get().release_id == release.pk
    names = [field.name for field in fields(FigureRecord)]
    stored = [FigureRecord(**row) for row in Figure.objects.values(*names)]
    assert sorted(map(str, stored)) == sorted(map(str, pipeline.rebuild(current)))
    assert len(stored) > 100


@pytest.mark.parametrize(("table", "stage"), PLACES)
def test_a_build_survives_the_death_of_its_worker(waiting_release, worker, tmp_path, table, stage):
    OwnResultRequest.objects.all().delete()  # they are taken up first, and read the answers too
    kill_in_the_middle_and_start_again(worker, table, stage, BROKER_FOLDER=str(tmp_path / "broker"))
    assert_one_complete_release(waiting_release)


@pytest.mark.redis
def test_a_build_survives_the_death_of_its_worker_on_redis(waiting_release, worker, redis_url):
    kill_in_the_middle_and_start_again(worker, "benchmarking_releaseinputs", "writing", REDIS_URL=redis_url)
    assert_one_complete_release(waiting_release)


def test_own_results_survive_the_death_of_their_worker(waiting_release, worker, tmp_path):
    broker = {"BROKER_FOLDER": str(tmp_path / "broker")}
    with held("benchmarking_ownresult"):
        first = worker(**broker)
        until(waits_for_a_lock, "an own result that waits to be written")
        kill_worker(first)
    until(lambda: sessions() == 0, "the end of the dead worker's session")
    worker(**broker)
    until(lambda: not OwnResultRequest.objects.exclude(state="done").exists(), "every own result")
    assert OwnResult.objects.count() == 23
    assert sorted(OwnResultRequest.objects.values_list("attempts", flat=True)) == [1] * 22 + [2]
