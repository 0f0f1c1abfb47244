"""Rows of answers as columns of numbers, reasons and texts: what every kind of file is written from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from surveyapp.microdata.about_rows import SEGMENT
from surveyapp.microdata.snapshot import Row
from surveyapp.microdata.variables import NOTHING, NUMBER_OF_REASON, Variable

ABSENT = {"missing": "not_in_version"}
REASON: dict[Any, int] = {None: 0, **NUMBER_OF_REASON}


@dataclass(frozen=True)
class Column:
    """A cell a row: a number where its reason is 0, else NaN. A column of texts has texts instead, "" for none."""

    numbers: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    texts: list[str] | None = None


@dataclass(frozen=True)
class Reading:
    """How rows are read: versions by their ids, and what to call the peer group of a site's facts."""

    versions: Mapping[UUID, str]
    facets: Callable[[Mapping[str, str]], Mapping[str, str]]
    segment: str = ""


def columns(variables: Sequence[Variable], rows: Sequence[Row], reading: Reading) -> list[Column]:
    """A column for each variable. Raises KeyError for an answer that the questionnaire does not have."""
    found: list[Column] = []
    for item, group in groupby(variables, key=lambda variable: variable.item):
        its = list(group)
        found += _of_item(item, its, rows) if item else [_about(each, rows, reading) for each in its]
    return found


def _of_item(item: str, variables: Sequence[Variable], rows: Sequence[Row]) -> Iterator[Column]:
    stored = [row.document.get(item, ABSENT) for row in rows]
    reasons = np.array([REASON[each.get("missing")] for each in stored], np.uint8)
    values = [each.get("value") for each in stored]
    for variable in variables:
        yield _READERS[variable.kind](variable, values, reasons)


def _codes(variable: Variable, values: Sequence[Any], reasons: NDArray[np.uint8]) -> Column:
    numbers: dict[Any, float] = {None: math.nan, **variable.numbers}
    return Column(np.array([numbers[value] for value in values], np.float64), reasons)


def _numbers(variable: Variable, values: Sequence[Any], reasons: NDArray[np.uint8]) -> Column:
    return Column(np.array([math.nan if value is None else value for value in values], np.float64), reasons)


def _dates(variable: Variable, values: Sequence[Any], reasons: NDArray[np.uint8]) -> Column:
    """As days of the proleptic Gregorian calendar."""
    days = [math.nan if value is None else date.fromisoformat(value).toordinal() for value in values]
    return Column(np.array(days, np.float64), reasons)


def _places(variable: Variable, values: Sequence[Any], reasons: NDArray[np.uint8]) -> Column:
    """0 where the option was not chosen; else 1, or in a ranking its place."""
    option, is_ranked = variable.option, variable.kind == "rank"
    said = [
        math.nan if value is None else (value.index(option) + 1 if is_ranked else 1) if option in value else 0
        for value in values
    ]
    return Column(np.array(said, np.float64), reasons)


def _texts(variable: Variable, values: Sequence[Any], reasons: NDArray[np.uint8]) -> Column:
    return text_column([value or "" for value in values])


def _why(variable: Variable, values: Sequence[Any], reasons: NDArray[np.uint8]) -> Column:
    return Column(np.where(reasons == 0, 0.0, np.nan), reasons)


_READERS = {
    "code": _codes,
    "number": _numbers,
    "date": _dates,
    "flag": _places,
    "rank": _places,
    "text": _texts,
    "why": _why,
}


def text_column(texts: list[str]) -> Column:
    return Column(np.full(len(texts), np.nan), np.zeros(len(texts), np.uint8), texts)


def _about(variable: Variable, rows: Sequence[Row], reading: Reading) -> Column:
    said = [_said(variable, row, reading) for row in rows]
    if variable.is_text:
        return text_column([each or "" for each in said])
    known: dict[Any, float] = {None: math.nan}
    known |= variable.numbers
    numbers = np.array([known[each] if variable.kind == "code" or each is None else each for each in said], np.float64)
    return Column(numbers, np.where(np.isnan(numbers), NOTHING, 0).astype(np.uint8))


def _said(variable: Variable, row: Row, reading: Reading) -> Any:
    if variable.name == SEGMENT or variable.option:
        return reading.facets(row.facets).get(variable.option or reading.segment, "")
    return _ABOUT[variable.name](row, reading)


def _day(moment: datetime | None) -> float | None:
    return None if moment is None else float(moment.date().toordinal())


def _minutes(row: Row) -> float | None:
    if row.started_at is None or row.submitted_at is None:
        return None
    return float(round((row.submitted_at - row.started_at).total_seconds() / 60))


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="seconds")


_YES_NO = {False: "no", True: "yes"}


def _of_person(say: Callable[[Row], bool]) -> Callable[[Row, Reading], str | None]:
    return lambda row, _: None if row.answered_by == "imported" else _YES_NO[say(row)]


_ABOUT: dict[str, Callable[[Row, Reading], Any]] = {
    "response_id": lambda row, _: row.response,
    "organisation_id": lambda row, _: row.organisation,
    "answered_by": lambda row, _: row.answered_by,
    "instrument_version": lambda row, reading: reading.versions[row.version],
    "organisation_confirmed": lambda row, _: _YES_NO[row.is_confirmed],
    "is_coordinator": _of_person(lambda row: row.is_coordinator),
    "path": lambda row, _: row.path or None,
    "role": lambda row, _: row.role or None,
    "language": lambda row, _: row.language,
    "started_on": lambda row, _: _day(row.started_at),
    "submitted_on": lambda row, _: _day(row.submitted_at),
    "minutes": lambda row, _: _minutes(row),
    "research_use": _of_person(lambda row: row.research_use),
    "organisation_name": lambda row, _: row.organisation_name,
    "organisation_reference": lambda row, _: row.organisation_reference,
    "owner_name": lambda row, _: row.owner_name,
    "person_name": lambda row, _: row.person_name,
    "started_at": lambda row, _: _moment(row.started_at),
    "submitted_at": lambda row, _: _moment(row.submitted_at),
}
