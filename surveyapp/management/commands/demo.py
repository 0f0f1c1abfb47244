"""The main job on a synthetic sector, on this machine: database, web server, worker, and a story to follow."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from surveyapp.config.database import LOGINS, embedded_cluster
from surveyapp.management.processes import Interrupted, Process, stop_undisturbed, stop_when_asked, watch

READY_WITHIN_SECONDS = 60
FEWEST = 12  # as in demo_sector, which this app may not import


class Command(BaseCommand):
    help = "Set up the database, make the synthetic sector, and serve it with a worker until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=_port, default=8000)
        parser.add_argument("--organisations", type=_enough, default=64)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        self.began = time.monotonic()
        self.port = options["port"]
        _require_free(self.port)
        stop_when_asked()
        processes = self._processes()
        with only_one(settings.VAR_DIR / "demo.lock"):
            self._run(processes, options)

    def _run(self, processes: list[Process], options: dict[str, Any]) -> None:
        try:
            self._prepare(processes, options)
            watch(processes, self._say)
        except Interrupted:
            self._say("Stopping. What was entered is kept; `make demo` continues where you left off.")
        finally:
            self._stop(processes)

    def _prepare(self, processes: list[Process], options: dict[str, Any]) -> None:
        self._say("Setting up the database, its roles and tables")
        self._manage("owner", "setup_database", "--verbosity", "0")
        sector = ["--organisations", str(options["organisations"]), "--seed", str(options["seed"])]
        self._manage("worker", "demo_sector", *sector, "--if-missing")
        self._say("Starting the web server, the worker and the scheduler")
        for process in processes:
            process.start()
        self._wait_until_ready()
        took = f"{time.monotonic() - self.began:.0f}"
        self._say(f"Ready in {took} seconds. Logs are in {settings.VAR_DIR / 'log'}. Ctrl-C stops.\n")
        self._manage("worker", "demo_story")

    def _processes(self) -> list[Process]:
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "--app", "surveyapp.config.celery"]
        granian = [*python, "granian", "--interface", "wsgi", "--port", str(self.port), "--no-ws", "--workers", "1"]
        commands = {
            "web server": ("web", [*granian, "--blocking-threads", "8", "surveyapp.config.wsgi:application"]),
            "worker": ("worker", [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"]),
            "scheduler": ("worker", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]),
        }
        logs = settings.VAR_DIR / "log"
        return [
            Process(name, command, self._environment(role), logs / f"{name.replace(' ', '-')}.log")
            for name, (role, command) in commands.items()
        ]

    def _environment(self, role: str) -> dict[str, str]:
        passwords = {} if settings.DATABASE_IS_EMBEDDED else _role_passwords()
        return {
            "DATABASE_ROLE": role,
            "WAYMARK_DEMO": "1",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PYTHONUNBUFFERED": "1",
            **passwords,
        }

    def _manage(self, role: str, *arguments: str) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        done = subprocess.run(command, env={**os.environ, **self._environment(role)}, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"`manage.py {arguments[0]}` failed; what it printed above says why.")

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY_WITHIN_SECONDS
        while not (answer := self._readiness()) or not all(answer.values()):
            if time.monotonic() > end:
                raise CommandError(
                    f"Not ready after {READY_WITHIN_SECONDS} s: {answer}. See {settings.VAR_DIR / 'log'}."
                )
            time.sleep(0.2)

    def _readiness(self) -> dict[str, bool]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as refused:
            return dict(json.load(refused))
        except OSError:
            return {}

    def _stop(self, processes: list[Process]) -> None:
        stop_undisturbed()
        for process in processes:
            process.stop()
        if settings.DATABASE_IS_EMBEDDED:
            embedded_cluster(settings.BASE_DIR).stop()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text} is no port; choose one from 1024 to 65535, such as PORT=8010.")
    return int(text)


def _enough(text: str) -> int:
    if not text.isdecimal() or int(text) < FEWEST:
        raise ArgumentTypeError(f"a sector of {text} is too small to show; choose ORGANISATIONS={FEWEST} or more.")
    return int(text)


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Two demos would share one database, and the first to stop would take it from the other."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CommandError("The demo of this folder is running already. Stop it with Ctrl-C first.") from taken
        yield


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT={port + 10}")


def _role_passwords() -> dict[str, str]:
    """Passwords for the two roles on a server of one's own, unless they are given: derived, so each start finds them."""
    return {
        name: os.environ.get(name) or hmac.new(settings.SECRET_KEY.encode(), name.encode(), hashlib.sha256).hexdigest()
        for name in (f"DATABASE_PASSWORD_{role.upper()}" for role in LOGINS)
    }
