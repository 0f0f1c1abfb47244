"""Which sheet, row and columns of a file hold organisation-level results, and what each column is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.instruments.schema import Instrument
from surveyapp.microdata.spreadsheet import Sheet

HEADER_WITHIN = 60  # rows of title and notes before the header
REFERENCES = ("organisation code", "organisation reference", "reference", "code", "organisation")
NAMES = ("organisation name", "name", "organisation")
OWNERS = ("owner", "owner name", "ownership group")
NOTE = re.compile(r"\[note [0-9]+\]", re.IGNORECASE)


class NotResults(Exception):  # noqa: N818 - it is not an error of the program
    """Everything that keeps a file from being read as results, a sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Columns:
    """Column numbers from 0. `ignored` are headings that are nothing known; `questions` are columns that share the
    question before their full stop, as the options of one question do."""

    sheet: Sheet
    header: int
    items: Mapping[str, int]
    name: int
    reference: int | None
    owner: int | None
    facets: Mapping[str, int]
    ignored: tuple[str, ...]
    questions: tuple[tuple[int, ...], ...]

    def wording(self) -> dict[str, str]:
        """Item → what its heading says, without code and notes; where it says no more than the code, nothing."""
        headings = {item: plain(self.sheet.rows[self.header][column]) for item, column in self.items.items()}
        split = {item: heading.partition(".") for item, heading in headings.items()}
        words = {
            item: after.strip() if " " not in before else headings[item] for item, (before, _, after) in split.items()
        }
        return {item: text for item, text in words.items() if text}


def plain(heading: str) -> str:
    """A heading on one line, without marks of notes."""
    return " ".join(NOTE.sub(" ", heading).split())


def find(sheets: Sequence[Sheet], instrument: Instrument) -> Columns:
    """The table with the most measures of the instrument. Raises NotResults."""
    labels = _labels(sheets, instrument)
    candidates = [
        (sheet, number, [_item(heading, instrument, labels) for heading in row])
        for sheet in sheets
        for number, row in enumerate(sheet.rows[:HEADER_WITHIN])
    ]
    sheet, header, items = max(candidates, key=lambda each: len(set(each[2]) - {None}), default=(None, 0, []))
    if sheet is None or not set(items) - {None}:
        raise NotResults([_nothing_known(instrument)])
    return _columns(sheet, header, items, instrument)


def letter(column: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _columns(sheet: Sheet, header: int, items: Sequence[str | None], instrument: Instrument) -> Columns:
    row = [plain(heading).casefold() for heading in sheet.rows[header]]
    name = _first(row, NAMES)
    facets = dict(_facets(row, instrument))
    problems = [*_twice(items)]
    if name is None:
        problems.append(f'{sheet.name}, row {header + 1}: no column says who it is. Head one "Organisation name".')
    if problems or name is None:
        raise NotResults(problems)
    reference, owner = _first([h if i != name else "" for i, h in enumerate(row)], REFERENCES), _first(row, OWNERS)
    known = {name, reference, owner, *facets.values()} | {i for i, item in enumerate(items) if item}
    return Columns(
        sheet=sheet,
        header=header,
        items={item: column for column, item in enumerate(items) if item},
        name=name,
        reference=reference,
        owner=owner,
        facets=facets,
        ignored=tuple(plain(h) for i, h in enumerate(sheet.rows[header]) if h and i not in known),
        questions=tuple(_questions(row, items)),
    )


def _labels(sheets: Sequence[Sheet], instrument: Instrument) -> dict[str, str]:
    """Heading in small letters → item: the instrument's own texts, and lists of codes ("Measure", "Label") in the workbook.

    A heading that would be two items is neither.
    """
    scores = _scores(instrument)
    pairs = {(text.casefold(), code) for code in scores for text in instrument.items[code].text.values()}
    for sheet in sheets:
        pairs |= {(plain(label).casefold(), code) for code, label in _listed(sheet) if code in scores}
    counts = Counter(label for label, _ in pairs)
    return {label: code for label, code in pairs if label and counts[label] == 1}


def _listed(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        if row[:2] == ["Measure", "Label"]:
            yield from ((row[0], row[1]) for row in sheet.rows[number + 1 :])


def _scores(instrument: Instrument) -> set[str]:
    return {code for code, item in instrument.items.items() if item.kind == "score"}


def _item(heading: str, instrument: Instrument, labels: Mapping[str, str]) -> str | None:
    """The item whose code stands before the first full stop, or whose label the heading is."""
    words = plain(heading)
    code = words.partition(".")[0].strip()
    return code if code in _scores(instrument) else labels.get(words.casefold())


def _first(row: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((row.index(heading) for heading in wanted if heading in row), None)


def _facets(row: Sequence[str], instrument: Instrument) -> Iterator[tuple[str, int]]:
    for facet in instrument.facets:
        names = {facet.code.casefold(), *(text.casefold() for text in (facet.name or {}).values())}
        column = _first(row, sorted(names))
        if column is not None:
            yield facet.code, column


def _twice(items: Sequence[str | None]) -> Iterator[str]:
    for item, count in Counter(item for item in items if item).items():
        if count > 1:
            places = " and ".join(letter(i) for i, each in enumerate(items) if each == item)
            yield f"columns {places} are both {item}. Remove or rename one."


def _questions(row: Sequence[str], items: Sequence[str | None]) -> Iterator[tuple[int, ...]]:
    codes = [heading.partition(".")[0] if item else "" for heading, item in zip(row, items, strict=True)]
    for code, count in Counter(code for code in codes if code).items():
        if count > 1:
            yield tuple(i for i, each in enumerate(codes) if each == code)


def _nothing_known(instrument: Instrument) -> str:
    some = ", ".join([code for code in instrument.ordered if code in _scores(instrument)][:4])
    return (
        f"No heading is a measure of {instrument.slug} {instrument.version} (such as {some}). "
        "Choose the file that has a row for each organisation, or another instrument."
    )
