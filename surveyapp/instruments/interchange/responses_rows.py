"""Rows of a response file as documents of a questionnaire: what each says, and everything that cannot be read in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from surveyapp.instruments.answers import NOT_ANSWERED, NOT_SHOWN, Document, Stored
from surveyapp.instruments.conditions import visible_items
from surveyapp.instruments.interchange.responses_cells import NO, YES, ItemCells, Reading, Unreadable, moment
from surveyapp.instruments.interchange.responses_labels import folded
from surveyapp.instruments.schema import FeedsRespondent, Instrument

UNREADABLE = "unreadable"
COMPLETE = YES | {"complete", "completed", "finished", "100", "submitted", "done"}
INCOMPLETE = NO | {"incomplete", "partial", "in progress", "started"}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a column of a row: `code` names the sentence."""

    column: int
    item: str
    code: str
    value: str
    detail: str = ""


@dataclass
class Sources:
    """The columns of one question: for the whole answer, for each choice, for each rank, for each choice's place."""

    whole: int | None = None
    options: list[tuple[int, str]] = field(default_factory=list)
    ranks: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """One row. `about`: what it says of itself ("organisation", "owner" ...); moments and completeness are read already."""

    document: Document
    about: Mapping[str, str]
    submitted: datetime | None
    started: datetime | None
    is_complete: bool
    role: str
    problems: Sequence[Problem]


@dataclass
class Counts:
    """Item → how many rows say what of it: "value", a missing reason, or "unreadable"."""

    rows: int = 0
    incomplete: int = 0
    items: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, read: Read) -> None:
        self.rows += 1
        wrong = {each.item for each in read.problems if each.item}
        for code, answer in read.document.items():
            said = UNREADABLE if code in wrong else answer.get("missing", "value")
            self.items.setdefault(code, Counter())[said] += 1


class Rows:
    """Reads rows for one questionnaire with what their columns were taken for."""

    def __init__(self, instrument: Instrument, columns: Mapping[int, str], reading: Reading) -> None:
        self.instrument, self.reading = instrument, reading
        self.about: dict[str, int] = {}
        self.sources: dict[str, Sources] = {}
        for at, target in columns.items():
            self._take(at, target)
        self.cells = {code: ItemCells(instrument, code, reading) for code in self.sources}
        self.conditional = frozenset(c for c in instrument.placed if instrument.items[c].visible_when is not None)
        self.asks_role = [
            code
            for code, item in instrument.items.items()
            if isinstance(item.feeds, FeedsRespondent) and item.feeds.respondent == "role"
        ]
        self.roles = {folded(w): code for code, text in instrument.roles.items() for w in (code, *text.values())}
        self.answered = tuple(code for code in instrument.ordered if instrument.items[code].takes_answer)
        self.typed_others = self._typed_others()

    def _take(self, at: int, target: str) -> None:
        kind, _, rest = target.partition(":")
        code, _, part = rest.partition(":")
        if kind == "about":
            self.about[rest] = at
            return
        if not kind or code not in self.instrument.items:
            return
        source = self.sources.setdefault(code, Sources())
        match kind:
            case "item":
                source.whole = at
            case "option":
                source.options.append((at, part))
            case "rank":
                source.ranks.append((at, int(part)))
            case "place":
                source.places.append((at, part))

    def _typed_others(self) -> list[tuple[str, str, str]]:
        """Words typed beside ticks, the question they belong to, and its choice that they stand for."""
        found: list[tuple[str, str, str]] = []
        for code in self.sources:
            question = code.removesuffix("_other")
            if question != code and question in self.sources and self.sources[question].options:
                offered = {choice.code for choice in self.instrument.choices(question)}
                found += [(code, question, other) for other in ("other", "oth") if other in offered]
        return found

    def read(self, row: Sequence[str]) -> Read:
        """What a row says, every answer in its place."""
        problems: list[Problem] = []
        found: dict[str, Stored] = {}
        for code, source in self.sources.items():
            if (stored := self._answer(code, source, row, problems)) is not None:
                found[code] = stored
        for typed, question, other in self.typed_others:
            if "value" in found.get(typed, {}) and other not in found.get(question, {}).get("value", ()):
                chosen = [*found.get(question, {}).get("value", ()), other]
                found[question] = self.cells[question].stored(chosen)
        about = {what: _cell(row, at) for what, at in self.about.items()}
        return Read(
            self._document(found),
            about,
            self._moment("submitted", about, problems),
            self._moment("started", about, problems),
            self._is_complete(about, problems),
            self._role(about, found),
            problems,
        )

    def _answer(self, code: str, source: Sources, row: Sequence[str], problems: list[Problem]) -> Stored | None:
        cells = self.cells[code]
        try:
            if source.whole is not None:
                return cells.whole(_cell(row, source.whole))
        except Unreadable as fault:
            problems.append(Problem(source.whole or 0, code, fault.code, fault.value, fault.detail))
            return {"missing": NOT_ANSWERED}
        if source.options:
            return self._ticked(cells, source, row, problems)
        return self._ranked(cells, source, row, problems)

    def _ticked(self, cells: ItemCells, source: Sources, row: Sequence[str], problems: list[Problem]) -> Stored | None:
        chosen, is_empty = [], True
        for at, choice in source.options:
            try:
                ticked = cells.is_ticked(_cell(row, at), choice)
            except Unreadable as fault:
                problems.append(Problem(at, cells.code, fault.code, fault.value))
                continue
            is_empty = is_empty and ticked is None
            chosen += [choice] if ticked else []
        if is_empty:
            return None
        return self._stored(cells, chosen, source.options[0][0], problems)

    def _ranked(self, cells: ItemCells, source: Sources, row: Sequence[str], problems: list[Problem]) -> Stored | None:
        placed: list[tuple[int, str]] = []
        first = next(at for at, _ in (*source.ranks, *source.places))
        try:
            for at, place in source.ranks:
                first = at
                placed += [(place, cells.choice(cell))] if (cell := _cell(row, at)) else []
            for at, choice in source.places:
                first = at
                number = cells.place(_cell(row, at))
                placed += [(number, choice)] if number else []
        except Unreadable as fault:
            problems.append(Problem(first, cells.code, fault.code, fault.value))
            return {"missing": NOT_ANSWERED}
        if not placed:
            return None
        return self._stored(cells, [choice for _, choice in sorted(placed)], first, problems)

    def _stored(self, cells: ItemCells, chosen: list[str], at: int, problems: list[Problem]) -> Stored:
        try:
            return cells.stored(chosen)
        except Unreadable as fault:
            problems.append(Problem(at, cells.code, fault.code, fault.value, fault.detail))
            return {"missing": NOT_ANSWERED}

    def _document(self, found: dict[str, Stored]) -> Document:
        """What was said stays, also where our own conditions would have hidden the question; what nobody was asked, or a
        condition hid, is not shown."""
        hidden: set[str] = set()
        if self.conditional:
            hidden = set(self.conditional) - set(visible_items(self.instrument, found))
        return {code: found.get(code) or _without(code, self.sources, hidden) for code in self.answered}

    def _moment(self, what: str, about: Mapping[str, str], problems: list[Problem]) -> datetime | None:
        cell = about.get(what, "")
        if not cell:
            return None
        try:
            return moment(cell, self.reading)
        except Unreadable as fault:
            problems.append(Problem(self.about[what], "", fault.code, fault.value))
            return None

    def _is_complete(self, about: Mapping[str, str], problems: list[Problem]) -> bool:
        """As a column says; else a row without the day it was sent, where there is such a column, was not sent."""
        if "complete" in about:
            said = folded(about["complete"]).removesuffix(".0")
            if said and said not in COMPLETE and said not in INCOMPLETE:
                problems.append(Problem(self.about["complete"], "", "no_yes_or_no", about["complete"][:200]))
            return said in COMPLETE
        return "submitted" not in about or bool(about["submitted"])

    def _role(self, about: Mapping[str, str], found: Mapping[str, Stored]) -> str:
        named = next((found[code].get("value", "") for code in self.asks_role if code in found), "")
        return str(named) or self.roles.get(folded(about.get("role", "")), "")


def _without(code: str, sources: Mapping[str, Sources], hidden: set[str]) -> Stored:
    return {"missing": NOT_SHOWN if code not in sources or code in hidden else NOT_ANSWERED}


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip().strip("\ufeff").strip() if at < len(row) else ""
