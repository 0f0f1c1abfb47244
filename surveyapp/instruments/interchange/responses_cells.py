"""One cell of a response file as an answer in our form, or what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from surveyapp.instruments.answers import MISSING_REASONS, AnswerError, Stored, validate
from surveyapp.instruments.interchange.responses_labels import Labels, folded, labels_of
from surveyapp.instruments.schema import Instrument

LONGEST_TEXT = 20_000
UNCALCULATED = "=?"  # a formula of a workbook without a value, or an error
YES = frozenset(["y", "yes", "1", "true", "selected", "checked", "quoted", "x", "ja", "oui", "نعم"])
NO = frozenset(["n", "no", "0", "false", "unselected", "unchecked", "not_selected", "-", "nein", "non", "لا"]) | {
    "not selected",
    "not quoted",
}
DAY_LAYOUTS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
DAY_FIRST, MONTH_FIRST = ("%d/%m/%Y", "%d-%m-%Y"), ("%m/%d/%Y", "%m-%d-%Y")
TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p")
ZONE = re.compile(r"(?<=\d)\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$")
USUAL_MARKERS = {
    "not_shown": ["{question_not_shown}"],
    "not_answered": ["-99", "NA"],
    "dont_know": [],
    "does_not_apply": [],
}
# What people are offered where they do not know, in the languages of the pages; a choice of the question comes first.
UNKNOWN = (
    "don't know",
    "do not know",
    "dont know",
    "i don't know",
    "weiß nicht",
    "ne sait pas",
    "je ne sais pas",
    "لا أعرف",
)


class Unreadable(Exception):  # noqa: N818 - the file is at fault
    """A cell that says nothing this question can hold: which kind of fault, and what stands there."""

    def __init__(self, code: str, value: str, detail: str = "") -> None:
        self.code, self.value, self.detail = code, value[:200], detail[:300]
        super().__init__(code)


@dataclass(frozen=True)
class Reading:
    """How a file is read. `codes`: cells hold codes rather than words. `markers`: missing reason → what stands for it.
    `values`: item → cell → a choice's code, or "?" and a missing reason."""

    codes: bool = False
    day_first: bool = True
    markers: Mapping[str, Sequence[str]] = field(default_factory=lambda: USUAL_MARKERS)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def reasons(self) -> dict[str, str]:
        """What stands for a missing reason → the reason; our own codes always do."""
        said = {folded(each): reason for reason, cells in self.markers.items() for each in cells if each.strip()}
        return {reason: reason for reason in MISSING_REASONS} | said


class ItemCells:
    """Reads the cells of one question; what was read before is remembered, as answers repeat."""

    def __init__(self, instrument: Instrument, item: str, reading: Reading) -> None:
        self.instrument, self.code, self.reading = instrument, item, reading
        self.item = instrument.items[item]
        self.labels: Labels = labels_of(instrument, item)
        self.reasons = reading.reasons()
        self.chosen = {folded(cell): said for cell, said in reading.values.get(item, {}).items()}
        self._known: dict[str, Stored | Unreadable | None] = {}

    def whole(self, cell: str) -> Stored | None:
        """What a cell says that holds the whole answer; None for an empty one. Raises Unreadable."""
        if not cell:
            return None
        if self.item.kind == "text":
            return self._read(cell)
        if cell not in self._known:
            self._remember(cell)
        found = self._known[cell]
        if isinstance(found, Unreadable):
            raise Unreadable(found.code, found.value, found.detail)
        return found

    def _remember(self, cell: str) -> None:
        if len(self._known) > 5_000:
            self._known.clear()
        try:
            self._known[cell] = self._read(cell)
        except Unreadable as fault:
            self._known[cell] = fault

    def _read(self, cell: str) -> Stored | None:
        if cell.startswith(UNCALCULATED):
            raise Unreadable("formula", cell)
        said = self.chosen.get(folded(cell)) if self.chosen else None
        if said:
            return (
                {"missing": said[1:]}
                if said.startswith("?")
                else {"value": [said] if self.item.takes_several else said}
            )
        match self.item.kind:
            case "text":
                return self._text(cell)
            case "number" | "score":
                return self._missing(cell) or self._number(cell)
            case "date":
                return self._missing(cell) or {"value": moment(cell, self.reading).date().isoformat()}
            case "multiple" | "ranking":
                return self._several(cell)
            case _:
                return self._one(cell)

    def _missing(self, cell: str) -> Stored | None:
        reason = self.reasons.get(folded(cell))
        if reason is None and self.item.dont_know and folded(cell) in UNKNOWN:
            reason = "dont_know"
        return {"missing": reason} if reason else None

    def _text(self, cell: str) -> Stored:
        if missing := self._missing(cell):
            return missing
        if len(cell) > LONGEST_TEXT:
            raise Unreadable("too_long", cell[:60], str(LONGEST_TEXT))
        return {"value": cell}

    def _number(self, cell: str) -> Stored:
        try:
            return validate(self.instrument, self.code, cell.replace("\u00a0", "").replace(" ", ""))
        except AnswerError as error:
            raise Unreadable(f"answer:{error.problem}", cell, error.message) from None

    def choice(self, cell: str) -> str:
        """The code of the choice that a cell names. Raises Unreadable."""
        said = self.chosen.get(folded(cell), "")
        found = said or self.labels.find(cell, codes_first=self.reading.codes)
        if not found:
            raise Unreadable("unknown_value", cell)
        return found

    def _one(self, cell: str) -> Stored:
        found = self.labels.find(cell, codes_first=self.reading.codes)
        if found:
            return {"value": found}
        if missing := self._missing(cell):
            return missing
        raise Unreadable("unknown_value", cell)

    def _several(self, cell: str) -> Stored:
        alone = self.labels.find(cell, codes_first=self.reading.codes)
        codes = [alone] if alone else self._listed(cell)
        if codes is not None:
            return self.stored(codes)
        if missing := self._missing(cell):
            return missing
        raise Unreadable("unknown_value", cell)

    def _listed(self, cell: str) -> list[str] | None:
        """The choices of a list in one cell, however it is written; words may hold the sign that separates them."""
        for parts in _lists(cell):
            found = _joined(parts, lambda words: self.labels.find(words, codes_first=self.reading.codes))
            if found is not None:
                return found
        return None

    def stored(self, codes: Sequence[str]) -> Stored:
        """Chosen codes as an answer: in the questionnaire's order, in the person's for a ranking. Raises Unreadable."""
        distinct = list(dict.fromkeys(codes))
        if not distinct:
            return {"value": []}
        try:
            return validate(self.instrument, self.code, distinct)
        except AnswerError as error:
            raise Unreadable(f"answer:{error.problem}", ", ".join(distinct), error.message) from None

    def is_ticked(self, cell: str, choice: str) -> bool | None:
        """Whether a cell says that a choice is ticked; None for an empty one. Raises Unreadable."""
        said = folded(cell)
        if not said or self.reasons.get(said):
            return None
        if said in YES or said in NO:
            return said in YES
        if said.removesuffix(".0") in ("1", "0"):
            return said.startswith("1")
        if self.labels.find(cell, codes_first=False) == choice:
            return True
        raise Unreadable("no_tick", cell)

    def place(self, cell: str) -> int | None:
        """Which place a choice was given. Raises Unreadable."""
        said = cell.strip().removesuffix(".0")
        if not said or self.reasons.get(folded(said)):
            return None
        if not said.isascii() or not said.isdecimal() or not 0 < int(said[:6]) < 1_000:
            raise Unreadable("no_place", cell)
        return int(said)


def _lists(cell: str) -> list[list[str]]:
    found = []
    if cell.startswith("["):
        try:
            parsed: Any = json.loads(cell)
        except (ValueError, RecursionError):
            parsed = None
        if isinstance(parsed, list) and all(isinstance(each, str | int | float) for each in parsed):
            found.append([str(each) for each in parsed])
    found += [[part.strip() for part in cell.split(sign)] for sign in ("\n", ";", "|", ",") if sign in cell]
    return [*found, cell.split()]


def _joined(parts: Sequence[str], find: Any) -> list[str] | None:
    """The parts as choices; some of them together where they are one choice's words. None where a part is none."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(min(len(parts), at + 8), at, -1):
            code = find(", ".join(parts[at:end])) if parts[at] else None
            if code:
                found.append(code)
                at = end
                break
        else:
            return None
    return found or None


def moment(cell: str, reading: Reading) -> datetime:
    """A day, or a moment of it, in the layouts that tools write; without its zone. Raises Unreadable."""
    plain = ZONE.sub("", cell.strip()).replace("T", " ", 1) if cell[:4].isdecimal() else cell.strip()
    orders = (DAY_FIRST, MONTH_FIRST) if reading.day_first else (MONTH_FIRST, DAY_FIRST)
    for layout in (*DAY_LAYOUTS, *orders[0], *orders[1]):
        for time in TIMES:
            try:
                return datetime.strptime(plain[:40], layout + time)  # noqa: DTZ007 - a file rarely says in which zone
            except ValueError:
                continue
    raise Unreadable("no_date", cell)
