"""Which rows the web role may see: set inside the transaction, gone with it (ADR 9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

RESPONSE = "waymark.response"
ORGANISATION = "waymark.organisation"


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
def _scope(name: str, value: UUID | str) -> Iterator[None]:
    # The former value is put back: inside a longer transaction the scope must not outlive its block.
    with transaction.atomic():
        former = _exchange(name, str(value))
        yield
        _exchange(name, former)


def _exchange(name: str, value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        former: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    return former
