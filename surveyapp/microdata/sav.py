"""An SPSS system file, written row by row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

import numpy as np

from surveyapp.microdata.cells import Column
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.cutting import parts
from surveyapp.microdata.sav_header import (
    CALENDAR_BEGINS,
    LONGEST_SEGMENT,
    LONGEST_TEXT,
    Field,
    header,
    units,
)
from surveyapp.microdata.sav_rows import Compressor, units_of_bytes, units_of_numbers
from surveyapp.microdata.variables import CODE_OF_REASON, SECONDS_A_DAY, Variable

# A part of a text ends before a letter that does not fit any more, of up to four bytes, and before two blanks.
PART = LONGEST_TEXT - 5


class RowsLost(Exception):  # noqa: N818 - it is not an error of the program alone
    """A file has not as many rows as it says."""


def write(file: BinaryIO, contents: Contents) -> None:
    """Raises RowsLost."""
    about, reasons, widths = contents.about, contents.reasons, contents.widths
    fields = [_fields(variable, widths.get(variable.name, 0)) for variable in contents.variables]
    file.write(header([field for its in fields for field in its], about, reasons))
    rows, written = Compressor(file), 0
    for columns in contents.batches():
        found = [_units(its, column) for its, column in zip(fields, columns, strict=True)]
        rows.write(np.hstack([codes for codes, _ in found]), np.hstack([data for _, data in found]))
        written += len(columns[0].reasons)
    rows.finish()
    if written != about.n_rows:
        raise RowsLost(f"{written} of {about.n_rows} rows were written.")


def _fields(variable: Variable, longest: int) -> list[Field]:
    """More than one for a text that is longer than SPSS takes."""
    if not variable.is_text:
        return [Field(variable.name, variable)]
    if longest <= LONGEST_TEXT:
        return [Field(variable.name, variable, max(1, longest))]
    names = [variable.name, *(f"{variable.name[:28]}_{n}" for n in range(2, math.ceil(longest / PART) + 1))]
    return [Field(name, replace(variable, name=name), LONGEST_TEXT) for name in names]


def _units(fields: Sequence[Field], column: Column) -> tuple[np.ndarray, np.ndarray]:
    if column.texts is None:
        return units_of_numbers(_numbers(fields[0].variable, column))
    found = [text.encode() for text in column.texts]
    if len(fields) == 1:
        return units_of_bytes([_padded(text, fields[0]) for text in found])
    pieces = [[*parts(text, LONGEST_TEXT), *[b""] * len(fields)][: len(fields)] for text in found]
    each = [units_of_bytes([_padded(its[place], field) for its in pieces]) for place, field in enumerate(fields)]
    return np.hstack([codes for codes, _ in each]), np.hstack([data for _, data in each])


def _numbers(variable: Variable, column: Column) -> np.ndarray:
    numbers = column.numbers
    if variable.kind == "date":
        numbers = (numbers - CALENDAR_BEGINS) * SECONDS_A_DAY
    for number, code in CODE_OF_REASON.items():
        numbers = np.where(column.reasons == number, variable.user_missing(code), numbers)
    return numbers


def _padded(text: bytes, field: Field) -> bytes:
    """255 bytes of a text a segment, each filled up with blanks to whole eights."""
    widths = field.segments
    return b"".join(
        text[LONGEST_SEGMENT * place : LONGEST_SEGMENT * (place + 1)].ljust(units(width) * 8)
        for place, width in enumerate(widths)
    )
