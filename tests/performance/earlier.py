"""An earlier survey comes in: seconds of the worker and the most memory each step took, for a CSV of ROWS x ITEMS.

`python -m tests.performance.earlier [ROWS] [ITEMS]` beside a database of its own; 100,000 x 200 where nothing is said.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from surveyapp.config.embedded_postgres import Cluster

CHECKOUT = Path(__file__).resolve().parents[2]
SITES, CHOICES = 500, 5


def written(rows: int, items: int, folder: Path) -> Path:
    """Three quarters closed questions, a fifth numbers, the rest words."""
    target, dice = folder / f"answers-{rows}.csv", random.Random(6)  # noqa: S311 - always the same file
    with target.open("w", encoding="utf-8") as file:
        file.write(",".join(["Organisation", "submitdate", *(f"Q{n}" for n in range(items))]) + "\n")
        for row in range(rows):
            cells = (_cell(n, dice) for n in range(items))
            file.write(",".join([f"Site {row % SITES}", "2022-03-01 10:00:00", *cells]) + "\n")
    return target


def _cell(n: int, dice: random.Random) -> str:
    if n % 20 < 15:
        return f"Answer {dice.randrange(CHOICES)}"
    return str(dice.randrange(1000)) if n % 20 < 19 else f"Some words {dice.random():.12f}"


def import_in_this_process(path: Path) -> Iterator[str]:
    """Run in a process of its own, as the worker is, so that its memory is this import's alone."""
    import django

    django.setup()
    from django.core.files import File

    from surveyapp import queue
    from surveyapp.actions import earlier_waves as actions
    from surveyapp.models.people import Account
    from surveyapp.models.programme import Programme
    from surveyapp.models.row_scope import programme_scope
    from surveyapp.organising.earlier import reading

    queue._send = lambda *_: None
    by = Account.objects.get_or_create(email="bench@example.org")[0]
    programme = Programme.objects.create(slug=f"bench-{os.getpid()}", name={"en": "B"}, languages=["en"])
    about = {
        "slug": "past",
        "title": "Past",
        "began_on": date(2022, 3, 1),
        "ended_on": date(2022, 3, 31),
        "frame": "open_call",
    }
    with path.open("rb") as opened, programme_scope(programme.pk):
        layout = reading.layout_of(opened)
        kept = actions.keep_file(programme=programme, file=File(opened, path.name), layout=layout, about=about, by=by)
    steps = (
        ("read", lambda: None),
        ("checked", lambda: actions.request_check(about=kept)),
        ("written", lambda: actions.request_apply(about=kept, leaves_unreadable_out=True, by=by)),
        ("taken back", lambda: actions.request_undo(about=kept, by=by)),
    )
    for name, ask in steps:
        ask()
        yield f"{name}: {_timed(kept)}"


def _timed(kept) -> str:  # type: ignore[no-untyped-def]
    from surveyapp import tasks

    began = time.perf_counter()
    tasks.work_on_earlier_wave(str(kept.jobs.order_by("-requested_at").first().pk))
    taken = time.perf_counter() - began
    kept.refresh_from_db()
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    return f"{taken:.1f} s, at most {int(peak[1]) // 1024 if peak else 0} MB so far, {kept.step} {kept.refusal}"


def main() -> None:
    rows, items = (int(each) for each in [*sys.argv[1:3], *["100000", "200"][len(sys.argv) - 1 :]])
    cluster = Cluster(f"earlier-{os.getpid()}", CHECKOUT, durable=False)
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
            _measure(environment | {"VAR_FOLDER": folder}, written(rows, items, Path(folder)))
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def _measure(environment: dict[str, str], path: Path) -> None:
    sys.stdout.write(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB\n")
    sys.stdout.flush()
    setup = [sys.executable, str(CHECKOUT / "manage.py"), "setup_database", "--verbosity", "0"]
    subprocess.run(setup, env={**environment, "DATABASE_ROLE": "owner"}, check=True)
    one = [sys.executable, "-m", "tests.performance.earlier", "one", str(path)]
    subprocess.run(one, env={**environment, "DATABASE_ROLE": "worker"}, check=True, cwd=CHECKOUT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        for said in import_in_this_process(Path(sys.argv[2])):
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()
    else:
        main()
