"""The rows of a results file: which are organisations, and what their cells say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from surveyapp.instruments.answers import NOT_ANSWERED, NOT_SHOWN, SUPPRESSED, AnswerError, Document, Stored, validate
from surveyapp.instruments.results import OrganisationResult
from surveyapp.instruments.schema import Instrument
from surveyapp.microdata.results_columns import Columns, NotResults, letter

# What statistical offices print where there is no number: confidential, unavailable, unreliable, not applicable.
MARKS = {"": NOT_ANSWERED, "[c]": SUPPRESSED, "[x]": NOT_ANSWERED, "[u]": NOT_ANSWERED, "[z]": NOT_SHOWN}
UNASKED = "0 for every answer of a question"

SUMMARY = re.compile(r"\((?:median|mean|average|total)\b", re.IGNORECASE)
GROUP = re.compile(r"\((?:including|incl\.)", re.IGNORECASE)
LONGEST = {"name": 200, "reference": 64, "owner": 200}


@dataclass(frozen=True)
class Decisions:
    """What the file cannot say by itself.

    `groups`: whether a row that includes other rows is left out or counted beside them. `skip`: rows to leave out, by
    reference or name. `zeros_not_asked`: 0 for every answer of a question means that nobody was asked.
    """

    groups: Literal["", "skip", "count"] = ""
    skip: frozenset[str] = frozenset()
    zeros_not_asked: bool = False


@dataclass(frozen=True)
class Row:
    number: int  # as a spreadsheet shows it
    cells: list[str]
    reference: str
    name: str
    owner: str

    @property
    def place(self) -> str:
        return f"row {self.number}, {self.name}"


class Rows:
    """One reading. `skipped` and `marks` are complete after `read`."""

    def __init__(self, columns: Columns, instrument: Instrument, decisions: Decisions) -> None:
        self.columns = columns
        self.instrument = instrument
        self.decisions = decisions
        self.problems: list[str] = []
        self.skipped: list[str] = []
        self.marks: Counter[str] = Counter()

    def read(self) -> tuple[OrganisationResult, ...]:
        """Every organisation. Raises NotResults with every problem of the file."""
        rows = [row for row in self._rows() if self._counts(row)]
        found = [self._result(row) for row in rows]
        self._check_skip()
        self._check_twice(rows)
        self._check_scale(found)
        if not rows:
            self.problems.append("The file has no row with results. Add a row for each organisation.")
        if self.problems:
            raise NotResults(self.problems)
        return tuple(found)

    def _rows(self) -> Iterator[Row]:
        columns = self.columns
        for index, cells in enumerate(columns.sheet.rows[columns.header + 1 :], start=columns.header + 2):
            if any(cells):
                reference, owner = self._text(cells, columns.reference), self._text(cells, columns.owner)
                yield Row(index, cells, reference, self._text(cells, columns.name) or reference, owner)

    def _text(self, cells: list[str], column: int | None) -> str:
        return "" if column is None else " ".join(cells[column].split())

    def _counts(self, row: Row) -> bool:
        """Whether the row is an organisation; if not, the reason goes into the report."""
        reason = self._reason_to_skip(row)
        if reason:
            self.skipped.append(f"{row.place}: {reason}")
        return not reason

    def _reason_to_skip(self, row: Row) -> str:
        if not any(row.cells[column] for column in self.columns.items.values()):
            return "no results in it"
        if {row.reference, row.name} & self.decisions.skip:
            return "left out as asked"
        if SUMMARY.search(row.name):
            return "a summary of the others, not an organisation"
        if GROUP.search(row.name):
            return self._group(row)
        return ""

    def _group(self, row: Row) -> str:
        if not self.decisions.groups:
            self.problems.append(
                f"{row.place}: includes organisations that may have rows of their own, which would count them twice. "
                "Say whether such rows are to be skipped or counted (--groups skip, --groups count)."
            )
        return "stands for organisations that have rows of their own" if self.decisions.groups == "skip" else ""

    def _result(self, row: Row) -> OrganisationResult:
        self._check_names(row)
        return OrganisationResult(row.reference, row.name, row.owner, dict(self._facets(row)), self._document(row))

    def _check_names(self, row: Row) -> None:
        if not row.name:
            self.problems.append(
                f"row {row.number}, column {letter(self.columns.name)}: no name. Write whose row it is."
            )
        for what, most in LONGEST.items():
            if len(getattr(row, what)) > most:
                self.problems.append(f"row {row.number}: the {what} is longer than {most} characters. Shorten it.")

    def _facets(self, row: Row) -> Iterator[tuple[str, str]]:
        for facet, column in self.columns.facets.items():
            text = self._text(row.cells, column)
            if text:
                yield facet, self._choice(facet, text, f"row {row.number}, column {letter(column)}")

    def _choice(self, facet: str, text: str, place: str) -> str:
        item = next(each.item for each in self.instrument.facets if each.code == facet)
        for choice in self.instrument.choices(item):
            if text == choice.code or text.casefold() in {words.casefold() for words in choice.text.values()}:
                return choice.code
        self.problems.append(f"{place}: {facet} has no choice “{text}”. Correct it, or add it to the questionnaire.")
        return ""

    def _document(self, row: Row) -> Document:
        unasked = self._unasked(row)
        columns = {column: item for item, column in self.columns.items.items()}
        document: Document = {code: {"missing": NOT_SHOWN} for code in self.instrument.ordered}
        for column, item in sorted(columns.items()):
            if column in unasked:
                self.marks[UNASKED] += 1
            else:
                document[item] = self._answer(row, column, item)
        return document

    def _answer(self, row: Row, column: int, item: str) -> Stored:
        cell = row.cells[column]
        mark = cell.casefold()
        if mark in MARKS:
            self.marks[mark] += 1
            return {"missing": MARKS[mark]}
        try:
            return validate(self.instrument, item, cell)
        except AnswerError as error:
            self.problems.append(f"row {row.number}, column {letter(column)} ({item}): {error.message}")
            return {"missing": NOT_ANSWERED}

    def _unasked(self, row: Row) -> set[int]:
        """Shares of one question cannot all be 0 % of those who answered it."""
        if not self.decisions.zeros_not_asked:
            return set()
        zero = [columns for columns in self.columns.questions if all(_is_zero(row.cells[c]) for c in columns)]
        return {column for columns in zero for column in columns}

    def _check_skip(self) -> None:
        known = {text for row in self._rows() for text in (row.reference, row.name)}
        for wanted in sorted(self.decisions.skip - known):
            self.problems.append(f"“{wanted}” is to be skipped, but no row has this reference or name. Correct it.")

    def _check_twice(self, rows: list[Row]) -> None:
        for what in ("reference", "name"):
            places: dict[str, list[str]] = {}
            for row in rows:
                places.setdefault(getattr(row, what), []).append(str(row.number))
            for text, numbers in places.items():
                if text and len(numbers) > 1:
                    self.problems.append(
                        f"rows {' and '.join(numbers)} have the same {what} “{text}”. Remove or rename one."
                    )

    def _check_scale(self, found: list[OrganisationResult]) -> None:
        values = [answer["value"] for result in found for answer in result.document.values() if "value" in answer]
        if values and max(values) <= 1 and any(value % 1 for value in values):
            self.problems.append("No score is above 1: these look like fractions. Write them from 0 to 100.")


def _is_zero(cell: str) -> bool:
    return cell in ("0", "0.0", "0.000")
