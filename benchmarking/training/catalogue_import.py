"""A spreadsheet compared with the catalogue: what would be new, changed, back, removed, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.models.training import TrainingModule
from benchmarking.selectors import catalogue_entries
from benchmarking.selectors.catalogue_entries import FIELDS, Entry
from benchmarking.training import catalogue_checks, catalogue_parse, spreadsheet
from benchmarking.training.catalogue_columns import MODULES, SUPPLY, head_of
from benchmarking.training.catalogue_parse import Fault, Parsed
from benchmarking.training.catalogue_words import audience_names
from benchmarking.training.spreadsheet import FileRefused
from surveyapp.instruments.schema import Instrument
from surveyapp.models.programme import Programme


@dataclass(frozen=True)
class Change:
    """One module that differs: `columns` are the heads of what does, none for a new or a removed one; `was` how it stands."""

    entry: Entry
    columns: tuple[str, ...] = ()
    was: Entry | None = None


@dataclass(frozen=True)
class Report:
    """What an import would do. `entries` is the catalogue as it would be; nothing is written while there are `faults`."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    new: tuple[Change, ...] = ()
    back: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    n_unchanged: int = 0

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.back or self.changed or self.removed)


def check(content: bytes, programme: Programme, instrument: Instrument) -> Report:
    """Read and judge a file. Raises spreadsheet.FileRefused where it cannot be read at all."""
    sheets = spreadsheet.read(content, (MODULES, SUPPLY))
    rows = catalogue_entries.rows(programme.pk)
    known = {row.code: catalogue_entries.of_row(row) for row in rows}
    spoken = languages(programme, tuple(known.values()))
    parsed = catalogue_parse.parse(sheets, known, spoken, audience_names(instrument), programme.currency)
    if not parsed.entries and not parsed.faults:
        raise FileRefused(no_module())
    withdrawn = [row.code for row in rows if row.withdrawn_at is not None]
    found = catalogue_checks.problems(parsed.entries, instrument, spoken, withdrawn)
    faults = sorted({*parsed.faults, *_placed(found, parsed)}, key=lambda fault: (fault.sheet, fault.row, fault.column))
    return compare(tuple(parsed.entries), rows, tuple(faults))


def no_module() -> str:
    """Headings alone are a file that was emptied or filtered by mistake: it would withdraw the whole catalogue."""
    return _(
        "The file has headings and no module below them, so every module would be withdrawn. Nothing was read. To withdraw modules, take out their rows and leave at least one, or withdraw each on its page."
    )


def languages(programme: Programme, catalogue: Sequence[Entry]) -> tuple[str, ...]:
    """Those of the programme, then those in which something is written already."""
    used = (each for entry in catalogue for texts in (entry.name, entry.description, entry.note) for each in texts)
    return tuple(dict.fromkeys((programme.default_language, *programme.languages, *sorted(used))))


def _placed(found: Sequence[catalogue_checks.Problem], parsed: Parsed) -> Iterator[Fault]:
    """Where in the file a problem of the catalogue is: the last row of a code that stands twice, as the first may be meant."""
    for problem in found:
        rows = parsed.rows.get(problem.code, [0])
        yield Fault(parsed.sheet, rows[-1], head_of(problem.column), problem.message)


def compare(entries: tuple[Entry, ...], rows: Sequence[TrainingModule], faults: tuple[Fault, ...] = ()) -> Report:
    """What becomes of each module that is there and each that comes."""
    before = {row.code: catalogue_entries.of_row(row) for row in rows}
    withdrawn = {row.code for row in rows if row.withdrawn_at is not None}
    codes = {entry.code for entry in entries}
    standing = [entry for entry in entries if entry.code in before and entry.code not in withdrawn]
    changes = [_change(before[entry.code], entry) for entry in standing]
    return Report(
        entries=entries,
        faults=faults,
        new=tuple(Change(entry) for entry in entries if entry.code not in before),
        back=tuple(_change(before[entry.code], entry) for entry in entries if entry.code in withdrawn),
        changed=tuple(change for change in changes if change.columns),
        removed=tuple(Change(entry) for code, entry in before.items() if code not in codes | withdrawn),
        n_unchanged=sum(not change.columns for change in changes),
    )


def _change(was: Entry, now: Entry) -> Change:
    return Change(now, differing(was, now), was)


def differing(was: Entry, now: Entry) -> tuple[str, ...]:
    """The heads of the columns in which two entries differ."""
    names = (*FIELDS, "supply")
    return tuple(head_of(name) for name in names if _value(was, name) != _value(now, name))


def _value(entry: Entry, name: str) -> object:
    value = getattr(entry, name)
    return dict(value) if isinstance(value, Mapping) else value
