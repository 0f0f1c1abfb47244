"""How often each answer and each reason is there: once as the database counts, once as a finished file does.

The two are counted by different programs from different things, and a file is only offered where they are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.microdata.snapshot import ROWS, Snapshot
from surveyapp.microdata.variables import Variable

VALUE = "value"
"""Any text, number or date."""

Said = tuple[str, str]
"""Item and what: a choice's code, a reason behind "?", or VALUE."""

ABSENT = "?not_in_version"

_SINGLE = f"""
    SELECT answer.key, answer.value ->> 'missing',
        CASE WHEN answer.key = ANY(%(closed)s) AND jsonb_typeof(answer.value -> 'value') = 'string'
            THEN answer.value ->> 'value' END, count(*)
    FROM {ROWS} found, jsonb_each(found.document) answer WHERE answer.key = ANY(%(items)s) GROUP BY 1, 2, 3
"""  # noqa: S608 - our own words alone
_SEVERAL = f"""
    SELECT answer.key, option.code, count(*)
    FROM {ROWS} found, jsonb_each(found.document) answer, jsonb_array_elements_text(
        CASE WHEN jsonb_typeof(answer.value -> 'value') = 'array' THEN answer.value -> 'value' ELSE '[]' END
    ) option (code)
    WHERE answer.key = ANY(%(several)s) GROUP BY 1, 2
"""  # noqa: S608


@dataclass
class Counts:
    """Rows, and how many of them say what of each item."""

    n_rows: int = 0
    said: Counter[Said] = field(default_factory=Counter)

    def differences(self, other: Counts) -> list[str]:
        """What is counted differently, in words without any answer's text."""
        found = [] if self.n_rows == other.n_rows else [f"rows: {self.n_rows} and {other.n_rows}"]
        keys = sorted(self.said.keys() | other.said.keys())
        pairs = ((key, self.said[key], other.said[key]) for key in keys)
        return found + [f"{item} {what}: {one} and {two}" for (item, what), one, two in pairs if one != two]


def in_database(snapshot: Snapshot, variables: Sequence[Variable]) -> Counts:
    """What the file of these variables must say, counted by PostgreSQL in the same snapshot."""
    closed, several, items = _kinds(variables)
    n_rows = snapshot.ask(f"SELECT count(*) FROM {ROWS} found")[0][0]  # noqa: S608
    counts = Counts(n_rows)
    for item, reason, code, n in snapshot.ask(_SINGLE, closed=closed, items=items):
        counts.said[item, f"?{reason}" if reason else code or VALUE] += n
    for item, code, n in snapshot.ask(_SEVERAL, several=several):
        counts.said[item, code] += n
    for item in items:
        if absent := n_rows - sum(
            n for (its, what), n in counts.said.items() if its == item and _is_whole(what, its, several)
        ):
            counts.said[item, ABSENT] = absent
    return counts


def _is_whole(what: str, item: str, several: Sequence[str]) -> bool:
    """Whether this count is of rows, not of options chosen in them."""
    return item not in several or what == VALUE or what.startswith("?")


def _kinds(variables: Sequence[Variable]) -> tuple[list[str], list[str], list[str]]:
    """Items with codes, with several of them, and all."""
    items = list(dict.fromkeys(each.item for each in variables if each.item))
    closed = [each.item for each in variables if each.item and each.kind == "code"]
    several = list(dict.fromkeys(each.item for each in variables if each.kind in ("flag", "rank")))
    return closed, several, items


class Tally:
    """Counts a file's columns. A cell is a number, or a reason's code behind "?"; a text's own column is not counted, but
    that it is empty exactly where its reason says so is."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = [each for each in variables if each.item]
        self.counts = Counts()
        self._filled: Counter[str] = Counter()
        # Of an item's columns the one that counts its rows: not a text's own.
        self._first = {each.item: each.name for each in reversed(self.variables) if not each.is_text}

    def add(self, variable: Variable, cells: Mapping[float | str, int]) -> None:
        """How often each cell of a variable is there."""
        is_first = variable.name == self._first[variable.item]
        for cell, n in cells.items():
            if isinstance(cell, str):
                self.counts.said[variable.item, cell] += n if is_first else 0
            else:
                self._add_value(variable, float(cell), n, is_first)

    def add_texts(self, variable: Variable, n_filled: int) -> None:
        self._filled[variable.item] += n_filled

    def result(self, n_rows: int) -> Counts:
        """Raises ValueError where a text stands beside a reason, or neither does."""
        self.counts.n_rows = n_rows
        for item, n in self._filled.items():
            if n != self.counts.said[item, VALUE]:
                raise ValueError(f"{item}: {n} texts, and {self.counts.said[item, VALUE]} rows that say there is one.")
        self.counts.said = Counter({key: n for key, n in self.counts.said.items() if n})
        return self.counts

    def _add_value(self, variable: Variable, number: float, n: int, is_first: bool) -> None:
        item = variable.item
        if variable.kind in ("flag", "rank"):
            self.counts.said[item, VALUE] += n if is_first else 0
            self.counts.said[item, variable.option] += n if number > 0 else 0
        elif variable.kind == "code":
            codes = {category.number: category.code for category in variable.categories}
            self.counts.said[item, codes[int(number)]] += n
        else:
            self.counts.said[item, VALUE] += n
