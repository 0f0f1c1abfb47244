"""`python -m tests.soak`: prints its counts, and exits with 1 if anything acknowledged was lost or anything happened twice.

Without DATABASE_URL it has a PostgreSQL of its own under var/, made anew and stopped at the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from random import Random

from tests.soak.ledger import Counts, Ledger
from tests.soak.respondent import Respondent
from tests.soak.stage import CHECKOUT, Child, open_survey, servers, worker

MAIL_WITHIN_SECONDS = 120


def main() -> int:
    arguments = _arguments()
    began = time.monotonic()
    with _database():
        ledgers, counts, verdict, mails = _run(arguments)
    _report(arguments, counts, verdict, mails, time.monotonic() - began)
    for sentence in [*verdict.lost, *verdict.doubled, *counts.complaints][:20]:
        sys.stdout.write(f"  {sentence}\n")
    is_good = not (verdict.lost or verdict.doubled or counts.complaints or mails[1])
    return 0 if is_good and verdict.responses == len(ledgers) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--respondents", type=int, default=1000)
    parser.add_argument("--servers", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=16, help="respondents who are answering at any time")
    parser.add_argument("--restarts", type=int, default=0, help="kills of servers; the worker half as often")
    parser.add_argument("--first-port", type=int, default=8121)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.restarts = given.restarts or max(4, given.respondents // 40)
    return given


@contextmanager
def _database() -> Iterator[None]:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "surveyapp.config.settings",
        "DATABASE_ROLE": "owner",
        "SECRET_KEY": "soak",
        "LEAST_OWNERS": "6",
        "LEAST_OWNERS_SENSITIVE": "11",
    }
    folder = CHECKOUT / "var" / "soak"
    if "VAR_FOLDER" not in os.environ:
        shutil.rmtree(folder, ignore_errors=True)
    os.environ.setdefault("VAR_FOLDER", str(folder))
    if "DATABASE_URL" in os.environ:
        _migrate()
        yield
        return
    from surveyapp.config.embedded_postgres import Cluster

    cluster = Cluster("soak-postgres", CHECKOUT, durable=False)
    cluster.stop()
    shutil.rmtree(cluster.home, ignore_errors=True)
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url()
    try:
        _migrate()
        yield
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


def _migrate() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("setup_database", verbosity=0)


def _run(arguments: argparse.Namespace) -> tuple:
    from django.conf import settings

    from tests.soak.verdict import compare, unsent_mails

    logs = settings.VAR_DIR / "log"
    logs.mkdir(parents=True, exist_ok=True)
    links = open_survey(arguments.respondents)
    ledgers, counts = [Ledger(invitation) for invitation, _ in links], Counts()
    ports = [arguments.first_port + n for n in range(arguments.servers)]
    web, celery = servers(ports, logs), worker(logs)
    try:
        for child in [*web, celery]:
            child.start()
        for child in web:
            child.wait_until_up()
        with ThreadPoolExecutor(arguments.at_once) as pool:
            people = [
                Respondent(token, ledger, ports, f"{arguments.seed}-{n}", counts)
                for n, ((_, token), ledger) in enumerate(zip(links, ledgers, strict=True))
            ]
            lives = [pool.submit(person.live) for person in people]
            _kill_now_and_then(lives, web, celery, arguments, counts)
        for life in lives:
            if life.exception():
                counts.complain(repr(life.exception()))
        _wait_for_mail()
    finally:
        for child in [*web, celery]:
            child.kill()
    return ledgers, counts, compare(ledgers), unsent_mails()


def _kill_now_and_then(
    lives: list[Future[None]], web: list[Child], celery: Child, arguments: argparse.Namespace, counts: Counts
) -> None:
    """Evenly over the run, at whatever the process is doing then; started again at once."""
    chance, n_killed = Random(arguments.seed), 0  # noqa: S311 - no secret
    while not all(life.done() for life in lives):
        done = sum(life.done() for life in lives)
        if n_killed < arguments.restarts and done >= (n_killed + 0.5) * len(lives) / arguments.restarts:
            n_killed += 1
            _restart(chance.choice(web), "web restarts", counts)
            if n_killed % 2 == 0:
                _restart(celery, "worker restarts", counts)
        time.sleep(0.05)


def _restart(child: Child, what: str, counts: Counts) -> None:
    child.kill()
    child.start()
    counts.add(what)


def _wait_for_mail() -> None:
    from tests.soak.verdict import unsent_mails

    end = time.monotonic() + MAIL_WITHIN_SECONDS
    while unsent_mails()[1] and time.monotonic() < end:
        time.sleep(0.2)


def _report(arguments: argparse.Namespace, counts: Counts, verdict: object, mails: tuple, seconds: float) -> None:
    rows = {
        "respondents": arguments.respondents,
        "saves sent": counts["sent"],
        "saves acknowledged": counts["acknowledged"],
        "saves repeated with the same id": counts["repeated"],
        "connections dropped by the client": counts["dropped"],
        "requests a killed server left unanswered": counts["unanswered"],
        "conflicts": counts["conflicts"],
        "web restarts (kill -9)": counts["web restarts"],
        "worker restarts (kill -9)": counts["worker restarts"],
        "submits": counts["submits"],
        "responses": verdict.responses,
        "e-mails asked for": mails[0],
        "e-mails not sent": mails[1],
        "e-mails uncertain after a kill": mails[2],
        "complaints": len(counts.complaints),
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "seconds": f"{seconds:.0f}",
    }
    for name, number in rows.items():
        sys.stdout.write(f"{name:42}{number:>9}\n")


if __name__ == "__main__":
    sys.exit(main())
