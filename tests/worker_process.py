"""A real Celery worker beside the test, in a process group of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def start_worker(database_url: str, log: Path, **broker: str) -> subprocess.Popen:
    """`broker` is BROKER_FOLDER or REDIS_URL. Output goes to the log."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "surveyapp.config.celery", "worker", "--concurrency", "1"],
            env={**os.environ, **broker, "DATABASE_URL": database_url, "DATABASE_ROLE": "worker"},
            cwd=CHECKOUT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def kill_worker(process: subprocess.Popen) -> None:
    """Kill -9, the worker and the child that does the work."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
