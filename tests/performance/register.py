"""A register of organisations comes in: seconds of the worker and the most memory it took, as CSV and as a workbook.

`python -m tests.performance.register [FILE.csv.gz]` beside a database of its own. The file is repeated TIMES times under
other names, to see that memory does not grow with it.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from surveyapp.config.embedded_postgres import Cluster

CHECKOUT = Path(__file__).resolve().parents[2]
FILE = CHECKOUT.parent / "shared" / "data" / "nhs_dspt" / "dspt_2019_06_17.csv.gz"
NAME, CODE = 0, 1


def rows(file: Path, times: int) -> Iterator[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as opened:
        heads, *found = list(csv.reader(opened))
    yield heads
    for n in range(times):
        for row in found:
            mark = f" {n}" if n else ""
            yield [row[NAME] + mark, row[CODE] + mark, *row[2:]]


def written(file: Path, times: int, kind: str, folder: Path) -> Path:
    target = folder / f"register-{times}.{kind}"
    if kind == "csv":
        with target.open("w", newline="", encoding="utf-8") as opened:
            csv.writer(opened).writerows(rows(file, times))
        return target
    with xlsxwriter.Workbook(target, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows(file, times)):
            sheet.write_row(at, 0, row)
    return target


def next_year(file: Path, folder: Path) -> Path:
    """Every 20th renamed, every 50th gone, and half of those back under another reference and spelling."""
    target = folder / "register-next-year.csv"
    with target.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        for at, row in enumerate(rows(file, 1)):
            if at and at % 100 == 0:
                writer.writerow([row[NAME].replace("(", "").replace(")", "").lower(), f"{row[CODE]}-N", *row[2:]])
            elif at == 0 or at % 50:
                writer.writerow([row[NAME] + (" England" if at and at % 20 == 0 else ""), *row[1:]])
    return target


def import_in_this_process(paths: list[Path]) -> Iterator[str]:
    """Run in a process of its own, as the worker is, so that its memory is this import's alone."""
    import django

    django.setup()
    from surveyapp import queue
    from surveyapp.models.people import Account
    from surveyapp.models.programme import Programme
    from surveyapp.selectors import register

    queue._send = lambda *_: None
    by = Account.objects.get_or_create(email="bench@example.org")[0]
    programme = Programme.objects.create(
        slug=f"bench-{os.getpid()}", name={"en": "B"}, languages=["en"], peer_tree=["primary_sector"]
    )
    for path in paths:
        yield _imported(path, programme, by)
    first = seconds(register.organisations(programme)), seconds(found_by(programme))
    yield f"  the first page of the list in {first[0]:.2f} s, of a search in {first[1]:.2f} s"


def _imported(path: Path, programme, by) -> str:
    from surveyapp import tasks
    from surveyapp.actions import register_imports as imports

    about = _kept(path, programme, by)
    before, began = peak(), time.monotonic()
    check = imports.request_check(about=about, columns=about.columns, is_whole_list=True, remembered={}, by=by)
    tasks.work_on_register(str(check.pk))
    checked = time.monotonic()
    imports.decide_the_rest(about=about)
    tasks.work_on_register(str(imports.request_apply(about=about, leaves_problems_out=True, by=by).pk))
    ended = time.monotonic()
    about.refresh_from_db()
    return (
        f"{path.name}: checked in {checked - began:.1f} s, written in {ended - checked:.1f} s; peak {peak():.0f} MiB, "
        f"{peak() - before:.0f} of them for the import ({about.step}, {about.counts})"
    )


def _kept(path: Path, programme, by):
    from django.core.files import File

    from surveyapp.actions import register_imports as imports
    from surveyapp.organising.register import columns, reading

    with path.open("rb") as opened:
        layout = reading.layout_of(opened)
        heads, sample = reading.heads_and_sample(opened, layout)
        chosen = columns.guess(heads, [], {}) | {"4": "facet:primary_sector"}
        found = {"layout": layout, "heads": heads, "sample": sample, "columns": chosen}
        return imports.keep_file(programme=programme, file=File(opened, path.name), by=by, **found)


def found_by(programme):
    from surveyapp.selectors import register

    return register.organisations(programme, words="surgery")


def seconds(rows) -> float:
    """Of counting what is found and reading the first fifty, as the page does."""
    began = time.monotonic()
    rows.count()
    list(rows[:50])
    return time.monotonic() - began


def peak() -> float:
    """MiB, of this program alone: what getrusage says begins with the memory of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "one":
        for said in import_in_this_process([Path(name) for name in sys.argv[2:]]):
            sys.stdout.write(f"{said}\n")
        return
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    cluster = Cluster(f"register-{os.getpid()}", CHECKOUT, durable=False)
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
            _measure(environment | {"VAR_FOLDER": folder}, file, Path(folder))
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def _measure(environment: dict[str, str], file: Path, folder: Path) -> None:
    setup = [sys.executable, str(CHECKOUT / "manage.py"), "setup_database", "--verbosity", "0"]
    subprocess.run(setup, env={**environment, "DATABASE_ROLE": "owner"}, check=True)
    for kind, times in (("csv", 1), ("csv", 5), ("xlsx", 1), ("xlsx", 5)):
        paths = [written(file, times, kind, folder)]
        paths += [next_year(file, folder)] if (kind, times) == ("csv", 1) else []
        one = [sys.executable, "-m", "tests.performance.register", "one", *map(str, paths)]
        subprocess.run(one, env={**environment, "DATABASE_ROLE": "worker"}, check=True, cwd=CHECKOUT)


if __name__ == "__main__":
    main()
