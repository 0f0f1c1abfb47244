"""Which rows of work are undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from surveyapp.models.job import WorkRow

Work = TypeVar("Work", bound=WorkRow)
UNDONE = (WorkRow.State.WAITING, WorkRow.State.RUNNING)


def undone(rows: QuerySet[Work]) -> list[UUID]:
    """Ids of rows that wait or whose worker may have died, oldest first."""
    found = rows.filter(state__in=UNDONE, attempts__lt=WorkRow.MOST_ATTEMPTS)
    return list(found.order_by("requested_at").values_list("pk", flat=True))


@contextmanager
def held(rows: QuerySet[Work], row_id: UUID | str) -> Iterator[Work | None]:
    """The undone row, held against every other worker until the block ends or this process dies; None if there is nothing to do.

    The row is claimed with FOR UPDATE SKIP LOCKED; a session's advisory lock then outlives the claiming transaction,
    so that progress can be committed while the work goes on (PostgreSQL documentation, 13.3.5 Advisory Locks).
    """
    with locked(row_id) as is_ours:
        yield _claim(rows, row_id) if is_ours else None


@contextmanager
def locked(row_id: UUID | str) -> Iterator[bool]:
    """Whether the id's lock was free: then it is ours until the block ends or this process dies."""
    if not _try_lock(row_id):
        yield False
        return
    try:
        yield True
    finally:
        _unlock(row_id)


def _claim(rows: QuerySet[Work], row_id: UUID | str) -> Work | None:
    with transaction.atomic():
        return rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=row_id, state__in=UNDONE).first()


def _try_lock(row_id: UUID | str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [str(row_id)])
        locked: bool = cursor.fetchone()[0]
    return locked


def _unlock(row_id: UUID | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [str(row_id)])
