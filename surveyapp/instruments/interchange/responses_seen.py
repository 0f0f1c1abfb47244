"""What stands in the columns of a response file: how much, which values while there are few, and whether they are numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.interchange.responses_headings import Heading
from surveyapp.instruments.interchange.responses_labels import labels_of
from surveyapp.instruments.schema import Instrument

MOST_VALUES = 250  # as many as a question may have choices
LONGEST_VALUE = 200
EXAMPLES = 3
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@dataclass
class Seen:
    """One column. `values`: value → how often, None once there are too many to be a list of choices."""

    n: int = 0
    values: Counter[str] | None = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    is_numeric: bool = True
    characters: int = 0

    def add(self, cell: str) -> None:
        if not cell:
            return
        self.n += 1
        self.characters += len(cell)
        self.is_numeric = self.is_numeric and bool(NUMBER.fullmatch(cell))
        if len(self.examples) < EXAMPLES and cell[:80] not in self.examples:
            self.examples.append(cell[:80])
        if self.values is not None:
            self.values[cell[:LONGEST_VALUE]] += 1
            if len(self.values) > MOST_VALUES:
                self.values = None

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        values = None if self.values is None else dict(self.values)
        return {
            "n": self.n,
            "values": values,
            "examples": self.examples,
            "is_numeric": self.is_numeric,
            "characters": self.characters,
        }


def from_plain(plain: Mapping[str, Any]) -> Seen:
    values = None if plain["values"] is None else Counter(plain["values"])
    return Seen(plain["n"], values, list(plain["examples"]), plain["is_numeric"], plain["characters"])


def add_row(seen: list[Seen], row: Sequence[str]) -> None:
    """One more row; a row may be longer than those before."""
    while len(seen) < len(row):
        seen.append(Seen())
    for column, cell in zip(seen, row, strict=False):
        column.add(cell.strip().strip("\ufeff").strip())


def holds_codes(instrument: Instrument, columns: Mapping[int, str], seen: Sequence[Seen]) -> bool:
    """Whether the cells of closed questions hold codes rather than words, by what could only be one of them."""
    codes = words = 0
    for at, target in columns.items():
        kind, _, item = target.partition(":")
        if kind != "item" or item not in instrument.items or at >= len(seen) or not seen[at].values:
            continue
        only_codes, only_words = labels_of(instrument, item).telling
        for value, n in (seen[at].values or {}).items():
            codes += n * (value.casefold() in only_codes)
            words += n * (value.casefold() in only_words)
    return codes > words


def day_comes_first(columns: Mapping[int, str], seen: Sequence[Seen]) -> bool:
    """Whether 03/04 is in April: as the file's other days have it, and in April where none tells."""
    days = [re.match(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{4}", value) for value in _moments(columns, seen)]
    pairs = [(int(each[1]), int(each[2])) for each in days if each]
    return any(first > 12 for first, _ in pairs) or not any(second > 12 for _, second in pairs)


def _moments(columns: Mapping[int, str], seen: Sequence[Seen]) -> list[str]:
    wanted = [at for at, target in columns.items() if target in ("about:submitted", "about:started") and at < len(seen)]
    return [value for at in wanted for value in (*(seen[at].values or ()), *seen[at].examples)]


def heading_of(cells: Sequence[str], *below: Sequence[str]) -> list[Heading]:
    """The headings of a file, with what stands in the rows below them: words, and Qualtrics' ImportId."""
    rows = [list(row) + [""] * (len(cells) - len(row)) for row in below]
    texts = rows[0] if rows else [""] * len(cells)
    numbers = rows[1] if len(rows) > 1 else [""] * len(cells)
    return [
        Heading(name.strip(), text.strip(), number.strip())
        for name, text, number in zip(cells, texts, numbers, strict=False)
    ]
