"""/healthz: the process is up. /readyz: database, migrations, row-level security, broker, a worker in the last minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from surveyapp.config.celery import app
from surveyapp.config.checks import row_security_binds
from surveyapp.models.job import Heartbeat

WORKER_SEEN_WITHIN = timedelta(minutes=1)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker_answers() -> bool:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return True


def worker_was_seen() -> bool:
    return Heartbeat.objects.filter(seen_at__gte=timezone.now() - WORKER_SEEN_WITHIN).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "row_security": row_security_binds,
    "broker": broker_answers,
    "worker": worker_was_seen,
}


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OperationalError, OSError):
        return False


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "up"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    results = {name: _passes(check) for name, check in CHECKS.items()}
    return JsonResponse(results, status=200 if all(results.values()) else 503)
