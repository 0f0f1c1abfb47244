"""What a spreadsheet says of the modules of a catalogue, and each cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.selectors.catalogue_entries import Entry, Supply
from benchmarking.training import catalogue_cells as cells
from benchmarking.training.catalogue_cells import CellRefused
from benchmarking.training.catalogue_columns import (
    CODE,
    MODULES,
    OF_A_YEAR,
    PLAIN,
    SUPPLY,
    TEXTS,
    WHEN_EMPTY,
    known_heads,
)
from benchmarking.training.spreadsheet import Cell, Sheet


@dataclass(frozen=True)
class Fault:
    """One problem of a file: where it is, and how to mend it. `row` 0 is the whole sheet."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass
class Parsed:
    """What a file says. `rows`: code → the rows it stands in. `faults` are of cells; the catalogue is checked afterwards."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)
    sheet: str = MODULES


def parse(
    sheets: Sequence[Sheet],
    before: Mapping[str, Entry],
    languages: Collection[str],
    audiences: Mapping[str, str],
    currency: str,
) -> Parsed:
    """What the file says of every module. A column that is missing leaves what there is as it is; an empty cell clears it.

    `before`: code → the module as it stands. audiences: code → its name. currency: where none is stated.
    """
    by_name = {sheet.name.strip().casefold(): sheet for sheet in sheets}
    main = by_name.get(MODULES.casefold(), sheets[0] if sheets else Sheet(MODULES))
    found = Parsed(sheet=main.name)
    heads = _heads(main, known_heads(tuple(languages)), found)
    if CODE not in heads.values():
        said = _("There is no column “%(head)s”. The first row holds the names of columns, as in the template.")
        found.faults.append(Fault(main.name, 1, CODE, said % {"head": CODE}))
        return found
    for number, row in main.rows[1:]:
        _read_row(number, dict(zip(heads.values(), _padded(row, heads), strict=True)), before, found, currency)
    found.entries = [replace(each, audience=cells.named(each.audience, audiences)) for each in found.entries]
    if supply := by_name.get(SUPPLY.casefold()):
        _read_supply(supply, found)
    return found


def _heads(sheet: Sheet, known: Sequence[str], found: Parsed) -> dict[int, str]:
    """Position → head, of the columns that are known; the others are faults."""
    by_word = {head.casefold(): head for head in known}
    heads: dict[int, str] = {}
    for at, cell in enumerate(sheet.rows[0][1] if sheet.rows else ()):
        word = str(cell).strip()
        head = by_word.get(word.casefold())
        if head is None and word:
            said = _("No column is called so. Columns are: %(known)s.") % {"known": ", ".join(known)}
            found.faults.append(Fault(sheet.name, sheet.rows[0][0], word[:60], said))
        elif head in heads.values():
            found.faults.append(Fault(sheet.name, sheet.rows[0][0], word, _("This column stands twice. Keep one.")))
        elif head:
            heads[at] = head
    return heads


def _padded(row: Sequence[Cell], heads: Mapping[int, str]) -> list[Cell]:
    return [row[at] if at < len(row) else "" for at in heads]


def _read_row(number: int, row: Mapping[str, Cell], before: Mapping[str, Entry], found: Parsed, currency: str) -> None:
    read = _Reader(found, found.sheet, number)
    code = read(CODE, cells.words, row[CODE]) or ""
    if not code:
        found.faults.append(
            Fault(found.sheet, number, CODE, _("The code is missing. Give each module one of its own."))
        )
        return
    known = before.get(code, Entry(code, currency=currency))
    values = {name: _value(read, name, row[head], known) for name, (head, _how) in PLAIN.items() if head in row}
    for name, head in TEXTS.items():
        values[name] = _texts(read, name, head, row, known)
    if "skill_links" not in values and "raises" in values:  # a skill that is raised no more takes its links with it
        values["skill_links"] = {skill: each for skill, each in known.skill_links.items() if skill in values["raises"]}
    entry = replace(known, **values)
    found.entries.append(replace(entry, supply=_of_its_year(read, row, entry.supply)))
    found.rows.setdefault(code, []).append(number)


class _Reader:
    """Reads one row: what a cell says, or None and a fault."""

    def __init__(self, found: Parsed, sheet: str, number: int) -> None:
        self.found, self.sheet, self.number = found, sheet, number

    def __call__(self, head: str, how: Callable[[Cell], Any], cell: Cell) -> Any:
        try:
            return how(cell)
        except CellRefused as refusal:
            self.found.faults.append(Fault(self.sheet, self.number, head, str(refusal)))
            return None


def _value(read: _Reader, name: str, cell: Cell, known: Entry) -> Any:
    head, how = PLAIN[name]
    if cell == "":
        return WHEN_EMPTY.get(name, known.currency if name == "currency" else getattr(Entry(""), name))
    value = read(head, how, cell)
    if value is None:
        return getattr(known, name)
    if name == "currency":
        return value.upper()
    return Decimal(value) if name == "price" else value


def _texts(read: _Reader, name: str, head: str, row: Mapping[str, Cell], known: Entry) -> dict[str, str]:
    texts = dict(getattr(known, name))
    for column, cell in row.items():
        if column.startswith(f"{head} ("):
            language = column.removeprefix(f"{head} (").removesuffix(")")
            said = read(column, cells.words, cell)
            texts.pop(language, None)
            if said:
                texts[language] = said
    return texts


def _of_its_year(read: _Reader, row: Mapping[str, Cell], supply: tuple[Supply, ...]) -> tuple[Supply, ...]:
    """In a single table a module's row may state one year, which takes the place of what there was of it."""
    stated = _year(read, row)
    if stated is None:
        return supply
    return tuple(sorted([*(each for each in supply if each.year != stated.year), stated], key=lambda each: each.year))


def _year(read: _Reader, row: Mapping[str, Cell]) -> Supply | None:
    said = {name: row.get(head, "") for name, (head, _how) in OF_A_YEAR.items()}
    if all(cell == "" for cell in said.values()):
        return None
    values = {name: read(head, how, said[name]) for name, (head, how) in OF_A_YEAR.items() if said[name] != ""}
    if values.get("year") is None:
        if said["year"] == "":
            message = _("Numbers of people belong to a year. Write it.")
            read.found.faults.append(Fault(read.sheet, read.number, OF_A_YEAR["year"][0], message))
        return None
    return Supply(values["year"], values.get("places"), values.get("completers"), values.get("source") or "")


def _read_supply(sheet: Sheet, found: Parsed) -> None:
    """The sheet is all that is known of supply: what is not in it, is gone."""
    heads = _heads(sheet, (CODE, *(head for head, _ in OF_A_YEAR.values())), found)
    stated: dict[str, list[Supply]] = {entry.code: [] for entry in found.entries}
    for number, row in sheet.rows[1:]:
        named = dict(zip(heads.values(), _padded(row, heads), strict=True))
        read = _Reader(found, sheet.name, number)
        code = read(CODE, cells.words, named.get(CODE, "")) or ""
        year = _year(read, named)
        if code not in stated:
            said = _("No module of the first sheet has the code “%(code)s”.") % {"code": code[:64]}
            found.faults.append(Fault(sheet.name, number, CODE, said))
        elif year is not None:
            stated[code].append(year)
    found.entries = [
        replace(each, supply=tuple(sorted(stated[each.code], key=lambda one: one.year))) for each in found.entries
    ]
