"""Columns as the words of a CSV file or a worksheet: permanent codes, ISO days, and a reason's code where there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from surveyapp.microdata.cells import Column
from surveyapp.microdata.variables import CODE_OF_REASON, NOTHING, Variable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
APOSTROPHE = "'"


def safe(text: str) -> str:
    """A text that a spreadsheet would take for a formula behind an apostrophe, which no reader of CSV takes away again;
    so is a text that begins with an apostrophe itself, so that taking one away gives every text back."""
    return APOSTROPHE + text if text.startswith((*FORMULA_STARTS, APOSTROPHE)) else text


def words(variable: Variable, column: Column) -> Sequence[str]:
    """Of each row what stands in the file."""
    if column.texts is not None:
        return [safe(text) for text in column.texts]
    found = _values(variable, column)
    for number, code in (*CODE_OF_REASON.items(), (NOTHING, "")):
        found[column.reasons == number] = code
    return list(found)


def _values(variable: Variable, column: Column) -> np.ndarray:
    is_value = column.reasons == 0
    found = np.full(len(is_value), "", object)
    numbers = column.numbers[is_value]
    if variable.kind in ("code", "why"):
        codes = {category.number: category.code for category in variable.categories}
        found[is_value] = [codes[number] for number in numbers.astype(int).tolist()]
    elif variable.kind == "date":
        found[is_value] = [date.fromordinal(day).isoformat() for day in numbers.astype(int).tolist()]
    else:
        found[is_value] = [number_text(number) for number in numbers.tolist()]
    return found


def number_text(number: float) -> str:
    """Whole numbers without a point, others so that reading gives the same number."""
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
