"""What a run needs: a database with an open survey and its links, servers and a worker that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 90
RESPONDENTS_AN_ORGANISATION = 5
WITH_ADDRESS = 4  # every fourth person is invited by e-mail, so that the worker has work


@dataclass
class Child:
    """A process in a group of its own; `port` for a server."""

    command: list[str]
    role: str
    log: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=CHECKOUT,
                env={**os.environ, "DATABASE_ROLE": self.role, "LOG_LEVEL": "ERROR", "MAIL_PER_MINUTE": "6000"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As the kernel would: -9, with everything it started."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def wait_until_up(self) -> None:
        end = time.monotonic() + READY_WITHIN_SECONDS
        while not self._is_up():
            if time.monotonic() > end:
                raise RuntimeError(f"The server on port {self.port} does not answer; see {self.log}.")
            time.sleep(0.1)

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except OSError:
            return False


def servers(ports: list[int], logs: Path) -> list[Child]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
    command = [*granian, "--blocking-threads", "6", "--host", "127.0.0.1"]
    app = "surveyapp.config.wsgi:application"
    return [Child([*command, "--port", str(port), app], "web", logs / f"web-{port}.log", port) for port in ports]


def worker(logs: Path) -> Child:
    command = [sys.executable, "-m", "celery", "--app", "surveyapp.config.celery", "worker", "--concurrency", "1"]
    return Child(command, "worker", logs / "worker.log")


def open_survey(n_respondents: int) -> list[tuple[str, str]]:
    """An open survey with every kind of question; the invitation and the token of each person's link."""
    from django.utils import timezone

    from surveyapp.actions import invitations
    from surveyapp.actions.instruments import publish_instrument
    from surveyapp.models.organisation import Organisation, Owner
    from surveyapp.models.programme import Programme
    from surveyapp.models.wave import Participation, Wave
    from tests.surveyapp.every_kind import DEFINITION

    version = publish_instrument(definition=json.loads(json.dumps(DEFINITION)), by=None, by_kind="operator")
    programme = Programme.objects.create(slug=f"soak-{time.time_ns()}", name={"en": "Soak"}, languages=["en"])
    wave = Wave.objects.create(
        programme=programme, instrument_version=version, slug="soak", state="open", opens_at=timezone.now()
    )
    links = []
    for n in range(n_respondents):
        if n % RESPONDENTS_AN_ORGANISATION == 0:
            owner = Owner.objects.create(programme=programme, name=f"Owner {n}")
            site = Organisation.objects.create(programme=programme, owner=owner, name=f"Site {n}")
            participation = Participation.objects.create(wave=wave, organisation=site)
        email = "" if n % WITH_ADDRESS else f"person-{n}@soak.example"
        made, token = invitations.invite(participation=participation, email=email, by=None, by_kind="operator")
        links.append((str(made.pk), token))
    return links
