"""`python -m tests.performance.raw_data 10000 100000`: files of raw answers of 200 items, each made and checked in a process
of its own: seconds of the clock to write and check it, its size, and the most memory that the process had.

Three in four items are ratings, the others choices, several choices, numbers, days and texts.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter, process_time
from typing import Any

from tests.performance import packed_wave

CHILD = "import django; django.setup(); from tests.performance import raw_data; raw_data.{}"
RATINGS, SINGLES, SEVERAL, NUMBERS, DAYS, TEXTS = 150, 20, 10, 10, 5, 5
KINDS = ("csv_wide", "csv_tidy", "sav", "dta", "xlsx", "package")
DIFFERENT = 400
A_PAGE = 4
OPTIONS = tuple("abcdef")


def report(sizes: list[int], kinds: tuple[str, ...] = KINDS) -> Iterator[str]:
    yield f"Raw answers of {RATINGS + SINGLES + SEVERAL + NUMBERS + DAYS + TEXTS} items, a file and its check in one process"
    yield f"  {'kind':10} {'responses':>10} {'seconds':>9} {'processor':>10} {'MB':>9} {'peak MiB':>9} {'before':>7}"
    for n in sizes:
        with packed_wave.database():
            _child(f"make({n})")
            for kind in kinds:
                found = _child(f"export('{kind}')")
                yield f"  {kind:10} {n:10,} {found['seconds']:9.1f} {found['processor']:10.1f} {found['size'] / 1e6:9.1f} {found['peak']:9.0f} {found['before']:7.0f}"


def _child(call: str) -> dict[str, Any]:
    command = [sys.executable, "-c", CHILD.format(call)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=packed_wave.CHECKOUT)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout or "{}")


def export(kind: str) -> None:
    from surveyapp.microdata.making import made
    from surveyapp.models.raw_export import RawExport
    from surveyapp.models.wave import Wave

    wave = Wave.objects.select_related("programme").get()
    row = RawExport(wave=wave, programme=wave.programme, kind=kind, language="en", with_texts=True)
    before, began, worked = _peak(), perf_counter(), process_time()
    with made(row, lambda _stage, _percent: None) as file:
        found = {
            "seconds": perf_counter() - began,
            "processor": process_time() - worked,
            "size": file.path.stat().st_size,
        }
    json.dump(found | {"peak": _peak(), "before": before}, sys.stdout)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def definition() -> dict[str, Any]:
    choices = [{"code": code, "text": {"en": f"Answer {code}"}} for code in OPTIONS]
    levels = [{"code": str(n), "value": n, "text": {"en": f"Level {n}"}} for n in range(1, 6)]
    kinds: list[dict[str, Any]] = [{"kind": "rating", "choices": levels, "dont_know": True}] * RATINGS
    kinds += [{"kind": "single", "choices": choices}] * SINGLES + [{"kind": "multiple", "choices": choices}] * SEVERAL
    kinds += [{"kind": "number"}] * NUMBERS + [{"kind": "date"}] * DAYS + [{"kind": "text"}] * TEXTS
    items = {f"Q{n:03}": {**each, "text": {"en": f"Question {n}"}} for n, each in enumerate(kinds)}
    codes = list(items)
    pages = [
        {"code": f"p{n}", "title": {"en": "Page"}, "items": codes[n : n + A_PAGE]} for n in range(0, len(codes), A_PAGE)
    ]
    return {
        "slug": "raw",
        "version": "1",
        "name": {"en": "Raw"},
        "languages": ["en"],
        "default_language": "en",
        "unit_of_analysis": "site",
        "roles": {},
        "items": items,
        "sections": [{"code": "all", "title": {"en": "All"}, "kind": "general", "pages": pages}],
    }


def _answer(kind: str, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 1 / 16:
        return {"missing": chance.choice(("not_shown", "not_answered"))}
    values: dict[str, Any] = {
        "rating": str(chance.randint(1, 5)),
        "single": chance.choice(OPTIONS),
        "multiple": [code for code in OPTIONS if chance.random() < 0.4] or ["a"],
        "number": round(chance.uniform(-50, 1000), 2),
        "date": f"20{chance.randint(10, 25)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        "text": "What somebody wrote, in words. " * chance.randint(1, 12),
    }
    return {"value": values[kind]}


def make(n: int) -> None:
    """Responses with the documents of DIFFERENT people in turn."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from surveyapp.models.instrument import Instrument, InstrumentVersion
    from surveyapp.models.organisation import Organisation, Owner
    from surveyapp.models.programme import Programme
    from surveyapp.models.wave import Participation, Wave

    call_command("setup_database", verbosity=0)
    version = InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(slug="raw"), version="1", definition=definition(), sha256="0" * 64
    )
    programme = Programme.objects.create(slug="bench", name={"en": "Bench"}, languages=["en"])
    wave = Wave.objects.create(
        programme=programme, instrument_version=version, slug="2026", state="open", opens_at=timezone.now()
    )
    owner = Owner.objects.create(programme=programme, name="Owner")
    site = Organisation.objects.create(programme=programme, owner=owner, name="Site", facets={"size": "small"})
    Participation.objects.create(wave=wave, organisation=site, facets=site.facets)
    chance = random.Random(1)  # noqa: S311 - invented answers
    items = definition()["items"]
    documents = [{code: _answer(item["kind"], chance) for code, item in items.items()} for _ in range(DIFFERENT)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE said (place int, document jsonb)")
        rows = [(place, json.dumps(each)) for place, each in enumerate(documents)]
        cursor.executemany("INSERT INTO said VALUES (%s, %s)", rows)
        cursor.execute("SET session_replication_role = replica")
        for statement in _INSERTS:
            cursor.execute(statement, {"n": n, "different": DIFFERENT})


_INSERTS = (
    """
    INSERT INTO surveyapp_invitation (id, participation_id, email, name, path, role, is_coordinator, is_meeting, language,
        token_sha256, created_at)
    SELECT gen_random_uuid(), p.id, '', '', 'full', '', false, false, 'en', md5(i::text), now()
    FROM generate_series(1, %(n)s) i, surveyapp_participation p
    """,
    """
    INSERT INTO surveyapp_response (id, state, role, language, reference, started_at, submitted_at, instrument_version_id,
        invitation_id, participation_id, benchmark_use, is_agreed, progress, roles_present)
    SELECT gen_random_uuid(), 'submitted', '', 'en', left(i.token_sha256, 16), now(), now(), v.id, i.id, i.participation_id,
        true, false, '{}', '[]' FROM surveyapp_invitation i, surveyapp_instrumentversion v
    """,
    """
    INSERT INTO surveyapp_responseanswers (response_id, document, vector, numbers, codebook_sha256, participation_id, role,
        is_agreed, benchmark_use, is_submitted)
    SELECT r.id, s.document, '', '{}', '', r.participation_id, '', false, true, true
    FROM (SELECT *, row_number() OVER () AS place FROM surveyapp_response) r
    JOIN said s ON s.place = r.place %% %(different)s
    """,
    "SET session_replication_role = DEFAULT",
    "ANALYZE",
)


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()] or [10_000, 100_000]
    kinds = tuple(each for each in sys.argv[1:] if not each.isdigit()) or KINDS
    for line in report(sizes, kinds):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
