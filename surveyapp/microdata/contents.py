"""What a file of raw answers says, whatever its format: every writer takes this and computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from surveyapp.microdata.cells import Column
from surveyapp.microdata.counts import Counts
from surveyapp.microdata.sav_header import About
from surveyapp.microdata.variables import STATA_LETTERS, Variable


@dataclass(frozen=True)
class Study:
    """Who made the survey, when and how, in the file's language."""

    name: str
    programme: str
    organiser: str
    funder: str
    ethics: str
    collected: tuple[str, str]
    frame: str
    universe: str


class Batches(Protocol):
    """The rows' columns, anew each time, in the order of the variables; without answers only those about the rows,
    which come first."""

    def __call__(self, *, with_answers: bool = True) -> Iterator[list[Column]]: ...


@dataclass(frozen=True)
class Contents:
    """`widths` are bytes of the longest texts; `facts` and `notes` are for a cover."""

    title: str
    language: str
    study: Study
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    variables: Sequence[Variable]
    reasons: Sequence[tuple[str, str]]
    made_at: datetime
    expected: Counts
    batches: Batches
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        return self.expected.n_rows

    @property
    def about(self) -> About:
        return About(self.title, self.notes, self.made_at, self.n_rows)


CODEBOOK = ("variable", "item", "option", "kind", "label", "question", "unit", "reasons")
LABELS = ("variable", "item", "option", "code", "number", "label")
REASONS = ("reason", "spss", "spss_number_open_below", "spss_date", "stata", "label")


def codebook(contents: Contents) -> Iterator[tuple[str, ...]]:
    """A line a variable."""
    for each in contents.variables:
        reasons = "yes" if each.has_reasons else ""
        yield (each.name, each.item, each.option, each.kind, each.label, each.question, each.unit, reasons)


def labels(contents: Contents) -> Iterator[tuple[str, str, str, str, int, str]]:
    """A line a code: what stands in CSV and Excel, its number in SPSS and Stata, its words."""
    for each in contents.variables:
        for category in each.categories:
            yield (each.name, each.item, each.option, category.code, category.number, category.label)


def reasons(contents: Contents) -> Iterator[tuple[str, int, float, float, str, str]]:
    """A line a reason for no answer: how each format says it, and its words."""
    usual, open_below, date = (
        Variable("", "", "code"),
        Variable("", "", "number", is_open_below=True),
        Variable("", "", "date"),
    )
    for code, words in contents.reasons:
        numbers = (int(usual.user_missing(code)), open_below.user_missing(code), date.user_missing(code))
        yield (code, *numbers, f".{STATA_LETTERS[code]}", words)
