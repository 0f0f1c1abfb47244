"""A wave's answers as they stand at one moment, read row by row: under the worker role, never in the web.

Drafts, withdrawn answers and those whose authors keep them out of the sector's results are not in it. Rows come in the
order of the names they are given here, which are drawn anew for each file: it says nothing of who answered when.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from surveyapp.instruments.answers import Document

AT_ONCE = 250  # a thousand documents of 200 answers are some 80 MB in Python

# A name is 64 bits of a hash with a secret: two of 100,000 rows are alike once in four thousand million files.
_NAME = "left(encode(sha256(%(secret)s || uuid_send({0})), 'hex'), 16)"
_RESEARCH = """coalesce((SELECT c.is_granted FROM surveyapp_consentchoice c
    WHERE c.response_id = r.id AND c.purpose = 'research' ORDER BY c.id DESC LIMIT 1), false)"""

# ruff: noqa: S608 - these queries are made of our own words alone
_PEOPLE = f"""
    SELECT {_NAME.format("r.id")}, {_NAME.format("p.organisation_id")},
        CASE WHEN r.is_agreed THEN 'meeting' ELSE 'person' END, r.instrument_version_id, r.language, i.path, r.role,
        i.is_coordinator, p.confirmed_at IS NOT NULL, r.started_at, r.submitted_at, {_RESEARCH}, p.facets,
        CASE WHEN %(with_names)s THEN o.name ELSE '' END, CASE WHEN %(with_names)s THEN o.reference ELSE '' END,
        CASE WHEN %(with_names)s THEN w.name ELSE '' END, CASE WHEN %(with_names)s THEN i.name ELSE '' END, a.document
    FROM surveyapp_responseanswers a JOIN surveyapp_response r ON r.id = a.response_id
    JOIN surveyapp_participation p ON p.id = r.participation_id JOIN surveyapp_wave s ON s.id = p.wave_id
    JOIN surveyapp_invitation i ON i.id = r.invitation_id
    JOIN surveyapp_organisation o ON o.id = p.organisation_id JOIN surveyapp_owner w ON w.id = o.owner_id
    WHERE p.wave_id = %(wave)s AND NOT s.is_confidential AND r.state = 'submitted' AND r.benchmark_use
"""
_UNLINKED = f"""
    SELECT {_NAME.format("a.id")}, '', CASE WHEN a.is_agreed THEN 'meeting' ELSE 'person' END, a.instrument_version_id, '',
        '', '', false, false, NULL::timestamptz, NULL::timestamptz, a.research_use, p.facets, '', '', '', '', a.document
    FROM surveyapp_unlinkedanswers a JOIN surveyapp_participation p ON p.id = a.participation_id
    JOIN surveyapp_wave s ON s.id = p.wave_id
    WHERE p.wave_id = %(wave)s AND s.is_confidential AND s.closed_at IS NOT NULL AND a.benchmark_use
"""
_IMPORTED = f"""
    SELECT {_NAME.format("p.id")}, {_NAME.format("p.organisation_id")}, 'imported', s.instrument_version_id, '', '', '',
        false, p.confirmed_at IS NOT NULL, NULL::timestamptz, NULL::timestamptz, false, p.facets,
        CASE WHEN %(with_names)s THEN o.name ELSE '' END, CASE WHEN %(with_names)s THEN o.reference ELSE '' END,
        CASE WHEN %(with_names)s THEN w.name ELSE '' END, '', a.document
    FROM surveyapp_organisationanswers a JOIN surveyapp_participation p ON p.id = a.participation_id
    JOIN surveyapp_wave s ON s.id = p.wave_id JOIN surveyapp_organisation o ON o.id = p.organisation_id
    JOIN surveyapp_owner w ON w.id = o.owner_id
    WHERE p.wave_id = %(wave)s AND NOT s.is_confidential
"""
_NAMES = """response, organisation, answered_by, version, language, path, role, is_coordinator, is_confirmed, started_at,
    submitted_at, research_use, facets, organisation_name, organisation_reference, owner_name, person_name, document"""
ROWS = f"(WITH rows ({_NAMES}) AS ({_PEOPLE} UNION ALL {_UNLINKED} UNION ALL {_IMPORTED}) SELECT * FROM rows)"
# Taken apart once: each look into a document unpacks all of it again.
_LITTLE = "(SELECT jsonb_object_agg(key, value) FROM jsonb_each(document) WHERE key = ANY(%(items)s::text[]))"


@dataclass(frozen=True)
class Row:
    """One response. `response` and `organisation` are names made for this file; real ones are empty where not allowed."""

    response: str
    organisation: str
    answered_by: str
    version: UUID
    language: str
    path: str
    role: str
    is_coordinator: bool
    is_confirmed: bool
    started_at: datetime | None
    submitted_at: datetime | None
    research_use: bool
    facets: Mapping[str, str]
    organisation_name: str
    organisation_reference: str
    owner_name: str
    person_name: str
    document: Document


FIELDS = [field.name for field in fields(Row)]


class Snapshot:
    """One transaction that sees nothing of what happens meanwhile, so that a file can be compared with it."""

    def __init__(self, session: psycopg.Connection, wave: UUID, secret: bytes, *, with_names: bool) -> None:
        self._session = session
        self._about = {"wave": wave, "secret": secret, "with_names": with_names}

    def rows(self, only: Sequence[str] | None = None) -> Iterator[list[Row]]:
        """All rows, some at once, the same each time; `only`: of their documents these items alone."""
        document = "document" if only is None else f"coalesce({_LITTLE}, '{{}}')"
        columns = _NAMES.rpartition(",")[0]
        query = f"SELECT {columns}, {document} FROM {ROWS} found ORDER BY response"
        with self._session.cursor(name="rows") as cursor:
            cursor.execute(query, {**self._about, "items": list(only or ())})
            while found := cursor.fetchmany(AT_ONCE):
                yield [_row(each) for each in found]

    def ask(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """A question about `ROWS`, asked of the same moment."""
        return self._session.execute(query, {**self._about, **values}).fetchall()


def _row(found: Sequence[Any]) -> Row:
    facets, document = FIELDS.index("facets"), FIELDS.index("document")
    return Row(*(_read(value) if place in (facets, document) else value for place, value in enumerate(found)))


def _read(value: Any) -> Any:
    """Django's sessions give JSON as text."""
    return json.loads(value) if isinstance(value, str) else value


@contextmanager
def taken(wave: UUID, secret: bytes, *, with_names: bool) -> Iterator[Snapshot]:
    """A session of its own, since progress is committed in the other one meanwhile; with the rights of the other one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as session:
        session.execute(psycopg.sql.SQL("SET ROLE {}").format(psycopg.sql.Identifier(role)))
        session.autocommit = False
        session.isolation_level, session.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        yield Snapshot(session, wave, secret, with_names=with_names)
        session.rollback()
