"""Which rows the web role may see: set inside the transaction, gone with it (ADR 9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

RESPONSE = "waymark.response"
ORGANISATION = "waymark.organisation"
PROGRAMME = "waymark.programme"
DELEGATE = "waymark.delegate"
# Materialised, so that the former value is read before the new one is set.
EXCHANGE = """
    WITH former AS MATERIALIZED (SELECT coalesce(current_setting(%(name)s, true), '') AS value)
    SELECT value, set_config(%(name)s, %(new)s, true) FROM former
"""


@contextmanager
def response_scope(response_id: UUID | str) -> Iterator[None]:
    """Open the drafts and answers of one response for the length of one transaction."""
    with _scope(RESPONSE, response_id):
        yield


@contextmanager
def organisation_scope(organisation_id: UUID | str) -> Iterator[None]:
    """Open one organisation's own results for the length of one transaction."""
    with _scope(ORGANISATION, organisation_id):
        yield


@contextmanager
def programme_scope(programme_id: UUID | str) -> Iterator[None]:
    """Open what organisations told the organiser of one programme, for the length of one transaction."""
    with _scope(PROGRAMME, programme_id):
        yield


@contextmanager
def delegate_scope(delegate_id: UUID | str) -> Iterator[None]:
    """Open what one delegate of a course said of themselves, for the length of one transaction."""
    with _scope(DELEGATE, delegate_id):
        yield


@contextmanager
def _scope(name: str, value: UUID | str) -> Iterator[None]:
    # The end of a transaction takes back what was set in it. Inside a longer one the former value is put back, so that
    # the scope does not outlive its block; there an exception breaks the whole transaction instead, so that nothing is
    # asked in a foreign scope before somebody rolls back.
    is_whole = not connection.in_atomic_block
    with transaction.atomic(savepoint=False):
        former = _exchange(name, str(value))
        yield
        if not is_whole:
            _exchange(name, former)


def _exchange(name: str, new: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(EXCHANGE, {"name": name, "new": new})
        former: str = cursor.fetchone()[0]
    return former
