"""Vectors of one version of a questionnaire in the columns of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from surveyapp.instruments.codebook import CHOSEN, FIRST_VALUE, NOT_CHOSEN, Column, columns
from surveyapp.instruments.schema import Instrument

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

NO_SUCH = 255
"""In a table of bytes: what has no place in the other version."""


def moved(vector: Bytes, numbers: Floats, before: Instrument, now: Instrument) -> tuple[Bytes, Floats] | None:
    """The same answers in the columns of `now`: not shown where `before` has no such item.

    None where the vectors hold something that `now` has no byte for, or an item is of another kind there. Where both
    versions have the same columns it is the vectors themselves, checked.
    """
    was, will = columns(before), columns(now)
    if was == will:
        return (vector, numbers) if _is_readable(vector, was) else None
    if not _is_readable(vector, was) or _loses_an_option(vector, was, will):
        return None
    found = np.zeros((len(vector), len(will)), np.uint8)
    for place, column in enumerate(will):
        source = _source(was, column)
        if source is not None:
            found[:, place] = _table(was[source], column)[vector[:, source]]
    return None if (found == NO_SUCH).any() else (found, _numbers(numbers, was, will))


def _is_readable(vector: Bytes, layout: Sequence[Column]) -> bool:
    highest = np.array([_highest(column) for column in layout], np.uint8)
    return bool((vector.max(axis=0, initial=0) <= highest).all())


def _highest(column: Column) -> int:
    if column.is_number:
        return FIRST_VALUE
    if column.option is None:
        return FIRST_VALUE + len(column.codes) - 1
    return CHOSEN + (len(column.codes) - 1 if column.is_ranked else 0)


def _source(was: Sequence[Column], column: Column) -> int | None:
    """The column with the same option, else, of a new option, any column of its item, whose reasons it shares."""
    its = [place for place, each in enumerate(was) if each.item == column.item]
    same = [place for place in its if was[place].option == column.option]
    return next(iter([*same, *its]), None)


def _table(was: Column, will: Column) -> Bytes:
    found = np.full(256, NO_SUCH, np.uint8)
    found[:FIRST_VALUE] = range(FIRST_VALUE)
    if (was.is_number, was.is_date, was.option is None) != (will.is_number, will.is_date, will.option is None):
        return found
    if was.is_number or was.option is not None:
        found[FIRST_VALUE:] = range(FIRST_VALUE, 256) if was.option == will.option else NOT_CHOSEN
    for place, code in enumerate(was.codes if was.option is None else ()):
        if code in will.codes:
            found[FIRST_VALUE + place] = FIRST_VALUE + will.codes.index(code)
    return found


def _loses_an_option(vector: Bytes, was: Sequence[Column], will: Sequence[Column]) -> bool:
    kept = {(column.item, column.option) for column in will}
    items = {column.item for column in will}
    lost = [p for p, c in enumerate(was) if c.option and c.item in items and (c.item, c.option) not in kept]
    return bool((vector[:, lost] >= CHOSEN).any())


def _numbers(numbers: Floats, was: Sequence[Column], will: Sequence[Column]) -> Floats:
    place = {column.item: n for n, column in enumerate(c for c in was if c.is_number)}
    its = [place.get(column.item) for column in will if column.is_number]
    empty = np.full(len(numbers), np.nan)
    return np.stack([empty if n is None else numbers[:, n] for n in its], axis=1) if its else numbers[:, :0]
