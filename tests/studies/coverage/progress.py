"""A bar on one line where a terminal is looking, a line now and then where a file is."""

from __future__ import annotations

import sys
import time

WIDTH = 40


class Bar:
    def __init__(self, total: int) -> None:
        self.total, self.done, self.began, self.said = total, 0, time.monotonic(), -1

    def step(self, label: str) -> None:
        self.done += 1
        filled = WIDTH * self.done // self.total
        line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {self.done}/{self.total}, {self._left()} left: {label}"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{line:<110.110}" + "\n" * (self.done == self.total))
        elif filled != self.said:
            sys.stderr.write(f"{line}\n")
        self.said = filled
        sys.stderr.flush()

    def _left(self) -> str:
        seconds = (time.monotonic() - self.began) * (self.total - self.done) / self.done
        return f"{seconds // 60:.0f} min {seconds % 60:02.0f} s"
