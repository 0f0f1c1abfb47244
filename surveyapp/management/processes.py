"""Start, watch and stop the processes of the demo. None outlives its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1  # Linux: the kernel sends this child a signal when its parent dies, also by kill -9


@dataclass
class Process:
    """A named child with a log of its own; started again when it dies."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    child: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            # A session of its own, so that Ctrl-C reaches the parent only, and it can stop the children in order.
            self.child = subprocess.Popen(  # noqa: S603  (our own commands)
                self.command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self.environment},
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  (no threads yet)
            )

    @property
    def has_died(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def stop(self) -> None:
        if self.child is None or self.has_died:
            return
        self.child.terminate()
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()


class Interrupted(Exception):  # noqa: N818  (not an error: somebody asked)
    """Somebody asked to stop."""


def stop_when_asked() -> None:
    """Let SIGTERM and Ctrl-C end the demo the same orderly way."""

    def interrupt(*_: object) -> None:
        raise Interrupted

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)


def stop_undisturbed() -> None:
    """Stopping takes some seconds; an impatient second Ctrl-C must not leave it half done."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def watch(processes: list[Process], say: Callable[[str], None]) -> None:
    """Start again whatever dies, until interrupted."""
    while True:
        for process in processes:
            if process.has_died:
                say(f"The {process.name} stopped by itself (see {process.log}); starting it again.")
                process.start()
        time.sleep(1)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
