"""The page on a survey under way, of a register of many thousands: seconds, statements and memory of one request.

`python -m tests.performance.watch [ORGANISATIONS]` beside a database of its own. Sixteen kinds of organisations of three sizes, in
owners of two; two in three are invited, half of those started and a third finished.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from surveyapp.config.embedded_postgres import Cluster
from tests.performance.register import CHECKOUT, peak

ORGANISATIONS = 31_970  # of the register of tests/performance/register.py
KINDS = [f"kind{n:02}" for n in range(16)]
SIZES = ("small", "medium", "large")


def definition() -> dict[str, Any]:
    from tests.benchmarking.small_sector import DEFINITION, single

    items = {
        **DEFINITION["items"],
        "KIND": single("Kind?", *KINDS, feeds={"facet": "kind"}),
        "TYPE": single("Size?", *SIZES, feeds={"facet": "type"}),
    }
    rest = {"population": {"when": {"item": "TYPE", "in": ["small", "medium"]}, "otherwise": {"en": "Apart."}}}
    return {**DEFINITION, "items": items, "peer_tree": ["kind", "type"], **rest}


def filled(n: int) -> Any:
    """Rows as the selectors read them; the answers themselves play no part."""
    from django.utils import timezone

    from surveyapp.models.instrument import Instrument, InstrumentVersion
    from surveyapp.models.organisation import Organisation, Owner
    from surveyapp.models.programme import Programme
    from surveyapp.models.wave import Participation, Wave

    programme = Programme.objects.create(slug="bench", name={"en": "B"}, languages=["en"], peer_tree=["kind", "type"])
    version = InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(slug="b"), version="1", definition=definition(), sha256="0" * 64
    )
    now = timezone.now()
    about = {"frame": Wave.Frame.COMPLETE_LIST, "opens_at": now - timedelta(days=30)}
    wave = Wave.objects.create(programme=programme, instrument_version=version, slug="now", state="open", **about)
    owners = Owner.objects.bulk_create([Owner(programme=programme, name=f"O{at}") for at in range(n // 2)])
    sites = [
        Organisation(
            programme=programme,
            owner=owners[at * 7_919 % len(owners)],
            name=f"Organisation {at}",
            email=f"o{at}@example.org",
            facets={"kind": KINDS[at * at % 97 % 16], "type": SIZES[at % 5 % 3]},
        )
        for at in range(n)
    ]
    Organisation.objects.bulk_create(sites, batch_size=5_000)
    invited = [each for at, each in enumerate(sites) if at % 3]
    rows = [Participation(wave=wave, organisation=each, facets=each.facets) for each in invited]
    Participation.objects.bulk_create(rows, batch_size=5_000)
    answered(wave, rows, version)
    return wave


def answered(wave: Any, rows: list[Any], version: Any) -> None:
    from django.utils import timezone

    from surveyapp.models.invitation import Invitation
    from surveyapp.models.response import Response

    links = [Invitation(participation=each, token_sha256=f"{at:064}") for at, each in enumerate(rows)]
    Invitation.objects.bulk_create(links, batch_size=5_000)
    made = [
        Response(
            participation=each.participation,
            invitation=each,
            instrument_version=version,
            reference=f"{at:016}",
            state="submitted" if has_finished(at, each) else "draft",
            submitted_at=timezone.now() if has_finished(at, each) else None,
        )
        for at, each in enumerate(links)
        if at % 2 == 0
    ]
    Response.objects.bulk_create(made, batch_size=5_000)


def has_finished(at: int, link: Any) -> bool:
    """One in three, and hardly any of the last four kinds, whose groups are so too small."""
    return at % 3 == 0 and (link.participation.facets["kind"] < KINDS[12] or at % 600 == 0)


def fill_in_this_process(n: int) -> None:
    import django

    django.setup()
    from django.db import connection

    filled(n)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured() -> Iterator[str]:
    """Run in a process of its own, as a web worker is."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils.translation import activate

    from surveyapp.models.wave import Wave
    from surveyapp.organising.watch import page
    from surveyapp.organising.watch.watched import Watched
    from surveyapp.selectors import instruments, populations, response_counts
    from surveyapp.selectors.watch import Asked, all_reachable, reachable

    activate("en")
    wave = Wave.objects.select_related("programme", "instrument_version").get()
    instrument = instruments.of_row(wave.instrument_version)
    watched = Watched(wave)
    from benchmarking.selectors import outlook

    assert outlook  # its libraries are loaded once by every process
    yield f"  {watched.counts}"
    steps = {
        "the tree (response_counts.segments)": lambda: response_counts.segments(wave, instrument),
        "the register by path (populations.owners_by_path)": lambda: populations.owners_by_path(
            wave.programme, instrument
        ),
        "tables, precision, groups of the page": lambda: page.counted(Watched(wave)),
        "the same for the list": lambda: watched.needs,
        "day by day": lambda: page.over_time(watched),
        "the first fifty to telephone": lambda: reachable(
            wave, instrument, watched.outlook, watched.needs, Asked(most=50)
        ),
        "all to telephone, for a file": lambda: sum(
            1 for _ in all_reachable(wave, instrument, watched.outlook, watched.needs, Asked())
        ),
    }
    for name, step in steps.items():
        before, began = peak(), time.monotonic()
        with CaptureQueriesContext(connection) as asked:
            step()
        took = time.monotonic() - began
        yield f"  {name}: {took:.2f} s, {len(asked)} statements, {peak() - before:.0f} MiB more"
    yield f"  in all {peak():.0f} MiB"


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "fill":
        fill_in_this_process(int(sys.argv[2]))
        return
    if sys.argv[1:] == ["one"]:
        for said in measured():
            sys.stdout.write(f"{said}\n")
        return
    n = int(sys.argv[1]) if len(sys.argv) > 1 else ORGANISATIONS
    cluster = Cluster(f"watch-{os.getpid()}", CHECKOUT, durable=False)
    cluster.start()
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.url(),
        "DJANGO_SETTINGS_MODULE": "surveyapp.config.settings",
        "SECRET_KEY": "measured",
        "LEAST_OWNERS": "6",
        "LEAST_OWNERS_SENSITIVE": "11",
    }
    try:
        with tempfile.TemporaryDirectory() as folder:
            _measure(environment | {"VAR_FOLDER": folder}, n)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def _measure(environment: dict[str, str], n: int) -> None:
    setup = [sys.executable, str(CHECKOUT / "manage.py"), "setup_database", "--verbosity", "0"]
    subprocess.run(setup, env={**environment, "DATABASE_ROLE": "owner"}, check=True)
    this = [sys.executable, "-m", "tests.performance.watch"]
    subprocess.run([*this, "fill", str(n)], env={**environment, "DATABASE_ROLE": "owner"}, check=True, cwd=CHECKOUT)
    sys.stdout.write(f"{n} organisations\n")
    sys.stdout.flush()
    subprocess.run([*this, "one"], env={**environment, "DATABASE_ROLE": "web"}, check=True, cwd=CHECKOUT)


if __name__ == "__main__":
    main()
