"""What the servers acknowledged, and how often what happened."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Ledger:
    """One respondent's acknowledgements. Only what a server answered stands here, in whatever order it came."""

    invitation: str
    saved: dict[str, dict[int, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    is_submitted: bool = False
    references: set[str] = field(default_factory=set)

    def acknowledge(self, item: str, raw: Any, revision: int) -> None:
        self.saved[item][revision].append(raw)


class Counts:
    """Counted by many threads at once."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.complaints: list[str] = []

    def add(self, what: str, n: int = 1) -> None:
        with self._lock:
            self._counts[what] += n

    def complain(self, sentence: str) -> None:
        """Something that must not happen, and is neither a loss nor a double."""
        with self._lock:
            self.complaints.append(sentence)

    def __getitem__(self, what: str) -> int:
        return self._counts[what]
