"""The demo's command as a person runs it: a real web server, worker and scheduler, on a database of the test's own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.own_database import own_database  # noqa: F401 - a fixture
from tests.services import free_port

CHECKOUT = Path(__file__).resolve().parents[3]
SECONDS = 120


class Demo:
    """One run of `manage.py demo`, and what it has said so far."""

    def __init__(self, database_url, folder):
        self.port = free_port()
        self.output = folder / f"output-{self.port}.txt"
        environment = {"DATABASE_URL": database_url, "VAR_FOLDER": str(folder), "SECRET_KEY": "demo-test"}
        usual = {name: value for name, value in os.environ.items() if name not in ("DATABASE_ROLE", "SITE_URL")}
        command = [sys.executable, "manage.py", "demo", "--port", str(self.port), "--organisations", "12"]
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=CHECKOUT, env={**usual, **environment}, stdout=output, stderr=output
            )

    def said(self):
        return self.output.read_text()

    def wait_for(self, words):
        end = time.monotonic() + SECONDS
        while words not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail(f'the demo never said "{words}":\n{self.said()}')
            time.sleep(0.1)

    def services(self):
        """Process ids of web server, worker and scheduler, once nothing else of the demo's runs."""
        end = time.monotonic() + SECONDS
        while len(found := _children(self.process.pid)) != 3:
            assert time.monotonic() < end, found
            time.sleep(0.1)
        return found

    def end(self, how):
        self.process.send_signal(how)
        return self.process.wait(60)


def _children(parent):
    found = subprocess.run(["pgrep", "--parent", str(parent)], capture_output=True, text=True, check=False)
    return [int(number) for number in found.stdout.split()]


@pytest.fixture
def run_demo(own_database, tmp_path):  # noqa: F811 - the fixture
    started = []

    def run():
        started.append(Demo(own_database.url, tmp_path))
        return started[-1]

    yield run
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)


def is_alive(number):
    status = Path(f"/proc/{number}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_demo_serves_its_story_stops_in_order_and_keeps_its_sector(run_demo):
    demo = run_demo()
    demo.wait_for("Everything here is invented.")
    with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/readyz") as answer:
        assert set(json.load(answer).values()) == {True}
    path = re.search(r"/answer/\S+", demo.said()).group()
    with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}{path}") as answer:
        assert "Shift lead" in answer.read().decode()
    children = demo.services()

    second = run_demo()
    assert second.process.wait(30) != 0
    assert "running already" in second.said()

    assert demo.end(signal.SIGINT) == 0
    assert not any(is_alive(child) for child in children)

    again = run_demo()
    again.wait_for("is kept as it is")
    again.wait_for("Everything here is invented.")
    assert again.said().count(path) == 1


def test_nothing_outlives_a_demo_that_is_killed(run_demo):
    demo = run_demo()
    demo.wait_for("Everything here is invented.")
    children = demo.services()
    assert demo.end(signal.SIGKILL) == -signal.SIGKILL
    end = time.monotonic() + 30
    while any(is_alive(child) for child in children):
        assert time.monotonic() < end, "a child outlived the demo"
        time.sleep(0.1)


def test_a_second_ctrl_c_does_not_disturb_stopping(run_demo):
    demo = run_demo()
    demo.wait_for("Everything here is invented.")
    children = demo.services()
    demo.process.send_signal(signal.SIGINT)
    demo.wait_for("Stopping.")
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    assert not any(is_alive(child) for child in children)


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (["--port", "99999"], "99999 is no port; choose one from 1024 to 65535, such as PORT=8010."),
        (["--organisations", "5"], "a sector of 5 is too small to show; choose ORGANISATIONS=12 or more."),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_starts(option, sentence):
    command = [sys.executable, "manage.py", "demo", *option]
    tried = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert sentence in tried.stderr
