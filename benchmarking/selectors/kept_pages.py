"""Pages of results that are kept, and whether all that they were made from is as it was.

The state of a page is a checksum over every row that it may be made from: which version of the row is there (xmin, ctid), never
what is in it. Two equal states therefore mean that no such row was written in between, so the page would be made alike.
It is asked for before anything else is read: what changes while a page is made makes it old at once, never wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from surveyapp.config.packed_parts import Packed


@dataclass(frozen=True)
class Address:
    """Which page: as its address asks for survey and group, "" for none, and the reader's language."""

    organisation: UUID
    survey: str
    group: str
    language: str


@dataclass(frozen=True)
class Inside:
    """What stands on a page of results. `frame`: its short parts by name; `part`: the rest."""

    frame: Mapping[str, Any]
    part: Packed


@dataclass(frozen=True)
class Found:
    """The state of all that the page is made from, and the page if one of that state is kept."""

    state: str
    inside: Inside | None


def find(address: Address, software: str) -> Found:
    """One statement, which opens the organisation's scope for itself alone. `software`: what pages are made with, as a checksum.

    The caller has checked that the reader may see the organisation.
    """
    asked = [str(address.organisation), address.survey, address.group, address.language, software]
    if any("\0" in text for text in asked):  # which PostgreSQL takes in no text, so that no such page is kept
        return Found("", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM benchmarking_find_page(%s, %s, %s, %s, %s)", asked)
        state, frame, packed, checksum, size = cursor.fetchone()
    if packed is None:
        return Found(state, None)
    return Found(state, Inside(json.loads(frame), Packed(bytes(packed), checksum, size)))
