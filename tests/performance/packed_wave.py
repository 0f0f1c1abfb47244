"""A wave of many responses in a database of its own: written by COPY, past the application, and gone afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from uuid import UUID

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[2]
ITEMS, DIMENSIONS, PER_ORGANISATION = 60, 12, 50
ROLES = ("board", "data", "hr", "it", "process", "production", "quality", "training")
SHAPE = (12, 5, 8)
FACETS = ("family", "model", "size")
AT_ONCE = 50_000


@contextmanager
def database() -> Iterator[None]:
    """PostgreSQL of this run's own; its address is in the environment, for processes that are started."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "surveyapp.config.settings",
        "DATABASE_ROLE": "owner",
        "SECRET_KEY": "bench",
        "LEAST_OWNERS": "6",
        "LEAST_OWNERS_SENSITIVE": "11",
    }
    from surveyapp.config.embedded_postgres import Cluster

    cluster = Cluster(f"bench-postgres-{os.getpid()}", CHECKOUT, durable=False)
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url()
    try:
        yield
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def definition() -> dict[str, object]:
    """Sixty ratings of 1 to 5, five a dimension."""
    levels = [{"code": str(n), "value": n, "text": {"en": f"Level {n}"}} for n in range(1, 6)]
    per_dimension = ITEMS // DIMENSIONS
    items = {
        f"Q{n:02}": {
            "kind": "rating",
            "text": {"en": f"Question {n}"},
            "scale": "levels",
            "merge": "mean",
            "dont_know": True,
            "does_not_apply": {"en": "Does not apply"},
            "feeds": {"dimension": f"D{n // per_dimension:02}"},
        }
        for n in range(ITEMS)
    }
    dimensions = [
        {
            "code": f"D{d:02}",
            "name": {"en": f"Dimension {d}"},
            "items": [f"Q{n:02}" for n in range(d * per_dimension, (d + 1) * per_dimension)],
            "minimum_items": 2,
        }
        for d in range(DIMENSIONS)
    ]
    pages = [
        {"code": f"page_{n}", "title": {"en": f"Page {n}"}, "items": list(items)[4 * n : 4 * n + 4]}
        for n in range(ITEMS // 4)
    ]
    return {
        "slug": "sixty",
        "version": "1",
        "name": {"en": "Sixty questions"},
        "languages": ["en"],
        "default_language": "en",
        "unit_of_analysis": "organisation",
        "roles": {role: {"en": role.title()} for role in ROLES},
        "scales": {"levels": levels},
        "items": items,
        "sections": [{"code": "all", "title": {"en": "All"}, "kind": "maturity", "pages": pages}],
        "dimensions": dimensions,
    }


def make(n_responses: int) -> None:
    """Schema, programme, wave, organisations with facets, and the responses: fifty an organisation, by chance."""
    from django.core.management import call_command

    call_command("setup_database", verbosity=0)
    wave = _wave()
    _organisations(wave, max(1, n_responses // PER_ORGANISATION))
    add(wave, n_responses, seed=1)
    _settle()


def _settle() -> None:
    """What the server would do by and by after so many rows, and else does while time is taken."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE)")
        cursor.execute("CHECKPOINT")


def _wave() -> UUID:
    from django.utils import timezone

    from surveyapp.models.instrument import Instrument, InstrumentVersion
    from surveyapp.models.programme import Programme
    from surveyapp.models.wave import Wave

    instrument = Instrument.objects.create(slug="sixty")
    version = InstrumentVersion.objects.create(
        instrument=instrument, version="1", definition=definition(), sha256="0" * 64
    )
    programme = Programme.objects.create(slug="bench", name={"en": "Bench"}, languages=["en"], peer_tree=list(FACETS))
    wave = Wave.objects.create(
        programme=programme,
        instrument_version=version,
        slug="2026",
        title={"en": "Survey"},
        state=Wave.State.OPEN,
        opens_at=timezone.now(),
        counts_unconfirmed=True,
    )
    return wave.pk


def _organisations(wave: UUID, n: int) -> None:
    """Nine organisations to eight owners; facets in turn, so that every leaf has some."""
    from surveyapp.models.organisation import Organisation, Owner
    from surveyapp.models.wave import Participation, Wave

    programme = Wave.objects.get(pk=wave).programme
    cells = [dict(zip(FACETS, map(str, cell), strict=True)) for cell in product(*map(range, SHAPE))]
    owners = [Owner(programme=programme, name=f"Owner {place}") for place in range(max(1, n * 8 // 9))]
    organisations = [
        Organisation(
            programme=programme,
            owner=owners[place % len(owners)],
            name=f"Site {place}",
            facets=cells[place * 7 % len(cells)],
        )
        for place in range(n)
    ]
    Owner.objects.bulk_create(owners, batch_size=5000)
    Organisation.objects.bulk_create(organisations, batch_size=5000)
    Participation.objects.bulk_create(
        [Participation(wave_id=wave, organisation=each, facets=each.facets) for each in organisations], batch_size=5000
    )


def add(wave: UUID, n: int, seed: int) -> list[UUID]:
    """Submitted responses of people drawn by chance; returns the participations they are of."""
    from django.db import connection

    random = np.random.default_rng(seed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM surveyapp_participation ORDER BY id")
        participations = [pk for (pk,) in cursor.fetchall()]
        chosen = random.integers(0, len(participations), n)
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE said (id uuid, participation uuid, role int2, vector bytea)")
        with cursor.cursor.copy("COPY said FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            ids = np.frombuffer(b"".join(pk.bytes for pk in participations), "V16")
            for first in range(0, n, AT_ONCE):
                copy.write(_rows(random, ids[chosen[first : first + AT_ONCE]]).tobytes())
            copy.write(b"\xff\xff")
        for statement in _INSERTS:
            cursor.execute(statement, {"roles": list(ROLES), "codebook": _codebook()})
    return [participations[place] for place in sorted({*chosen.tolist()})]


def _rows(random: np.random.Generator, participations: np.ndarray) -> np.ndarray:
    """Every answer a level, but one in sixteen, which is a reason; as COPY's binary rows."""
    fields = [("id", "V16"), ("participation", "V16"), ("role", ">i2"), ("vector", "u1", (ITEMS,))]
    kinds = [part for field in fields for part in (("bytes_of_" + field[0], ">i4"), field)]
    rows = np.zeros(len(participations), [("n_fields", ">i2"), *kinds])
    rows["n_fields"] = len(fields)
    for name, *_ in fields:
        rows["bytes_of_" + name] = rows.dtype[name].itemsize
    rows["id"] = np.frombuffer(random.bytes(16 * len(rows)), "V16")
    rows["participation"], rows["role"] = participations, random.integers(1, len(ROLES) + 1, len(rows))
    rows["vector"] = random.integers(4, 9, rows["vector"].shape)
    rows["vector"][random.random(rows["vector"].shape) < 1 / 16] = random.integers(0, 4)
    return rows


def _codebook() -> str:
    from surveyapp.instruments import codebook, loader

    return codebook.codebook_hash(loader.read(definition()))


# Documents are left empty: the same vectors are read beside them, and only they are.
_INSERTS = (
    """
    INSERT INTO surveyapp_response (id, state, role, language, reference, started_at, submitted_at, instrument_version_id,
        invitation_id, participation_id, benchmark_use, is_agreed, progress, roles_present)
    SELECT s.id, 'submitted', (%(roles)s::varchar[])[s.role], 'en', left(translate(s.id::text, '-', ''), 16), now(), now(), v.id,
        gen_random_uuid(), s.participation, true, false, '{}', '[]' FROM said s, surveyapp_instrumentversion v
    """,
    """
    INSERT INTO surveyapp_responseanswers (response_id, document, vector, numbers, codebook_sha256, participation_id, role,
        is_agreed, benchmark_use, is_submitted)
    SELECT s.id, '{}', s.vector, '{}', %(codebook)s, r.participation_id, r.role, false, true, true
    FROM said s JOIN surveyapp_response r ON r.id = s.id
    """,
    "DROP TABLE said",
    "SET session_replication_role = DEFAULT",
    "ANALYZE surveyapp_response",
    "ANALYZE surveyapp_responseanswers",
)
