"""The dictionary of an SPSS system file: names, labels, user-missing values (PSPP, "System File Format", is the description).

Written here because pyreadstat writes such a file only from a table that is whole in memory.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from surveyapp.microdata.cutting import beginning, lines
from surveyapp.microdata.sav_rows import BIAS, SYSTEM_MISSING
from surveyapp.microdata.variables import USER_MISSING, Variable

LONGEST_TEXT, LONGEST_SEGMENT, COUNTED_SEGMENT = 32_767, 255, 252
LONGEST_LABEL, LONGEST_VALUE_LABEL, LINE = 255, 120, 80
CALENDAR_BEGINS = date(1582, 10, 14).toordinal()
FORMATS = {"text": (1, 0, 0), "date": (39, 10, 0), "number": (5, 16, 4)}
CODED = (5, 8, 0)


@dataclass(frozen=True)
class Field:
    """A variable as the file has it; `width` is 0 for a number, else the bytes of its text."""

    name: str
    variable: Variable
    width: int = 0

    @property
    def segments(self) -> list[int]:
        """Widths of the fields that a text is kept in: more than one beyond 255 bytes."""
        n = 1 if self.width <= LONGEST_SEGMENT else math.ceil(self.width / COUNTED_SEGMENT)
        return [LONGEST_SEGMENT] * (n - 1) + [self.width - (n - 1) * COUNTED_SEGMENT]


@dataclass(frozen=True)
class About:
    """What the file says of itself."""

    title: str
    notes: Sequence[str]
    made_at: datetime
    n_rows: int


def units(width: int) -> int:
    """Eights of bytes that a field takes."""
    return max(1, math.ceil(width / 8))


def header(fields: Sequence[Field], about: About, reasons: Sequence[tuple[str, str]]) -> bytes:
    """Everything before the first row. `reasons`: code and words of each reason for no answer."""
    parts = [_first_record(fields, about), *_variables(fields)]
    parts += [*_value_labels(fields, reasons), _notes(about.notes), *_extensions(fields, about)]
    return b"".join([*parts, struct.pack("<ii", 999, 0)])


def short_names(fields: Sequence[Field]) -> Iterator[tuple[Field, str]]:
    """The eight-letter name of each field's first segment."""
    place = 0
    for field in fields:
        yield field, f"V{place:07d}"
        place += len(field.segments)


def _first_record(fields: Sequence[Field], about: About) -> bytes:
    made = about.made_at
    size = sum(units(width) for field in fields for width in field.segments)
    return struct.pack(
        "<4s60siiiiid9s8s64s3x",
        b"$FL2",
        b"@(#) SPSS DATA FILE written by Waymark".ljust(60),
        2,
        size,
        1,
        0,
        about.n_rows,
        float(BIAS),
        made.strftime("%d %b %y").encode(),
        made.strftime("%H:%M:%S").encode(),
        beginning(about.title, 64).ljust(64),
    )


def _variables(fields: Sequence[Field]) -> Iterator[bytes]:
    place = 0
    for field in fields:
        for number, width in enumerate(field.segments):
            yield _variable(field, f"V{place:07d}", width, is_first=number == 0)
            place += 1


def _variable(field: Field, name: str, width: int, *, is_first: bool) -> bytes:
    label = beginning(field.variable.label, LONGEST_LABEL) if is_first else b""
    missing = _missing(field.variable) if not width else b""
    kind, digits, decimals = FORMATS.get(field.variable.kind, CODED)
    shown = kind << 16 | (width or digits) << 8 | decimals
    found = struct.pack("<iiiiii8s", 2, width, bool(label), -2 if missing else 0, shown, shown, name.encode())
    if label:
        found += struct.pack("<i", len(label)) + label.ljust(-(-len(label) // 4) * 4)
    more = struct.pack("<iiiiii8s", 2, -1, 0, 0, shown, shown, b" " * 8) * (units(width) - 1)
    return found + missing + more


def _missing(variable: Variable) -> bytes:
    """One range holds all reasons."""
    if not variable.has_reasons:
        return b""
    ends = sorted(variable.user_missing(reason) for reason in USER_MISSING)
    return struct.pack("<dd", ends[0], ends[-1])


def _value_labels(fields: Sequence[Field], reasons: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    place = 1
    for field in fields:
        labels = [] if field.width else _labels(field.variable, reasons)
        if labels:
            yield struct.pack("<ii", 3, len(labels)) + b"".join(_label(number, text) for number, text in labels)
            yield struct.pack("<iii", 4, 1, place)
        place += sum(units(width) for width in field.segments)


def _labels(variable: Variable, reasons: Sequence[tuple[str, str]]) -> list[tuple[float, str]]:
    found = [(float(each.number), each.label) for each in variable.categories]
    return found + ([(variable.user_missing(code), text) for code, text in reasons] if variable.has_reasons else [])


def _label(number: float, text: str) -> bytes:
    label = beginning(text, LONGEST_VALUE_LABEL)
    return struct.pack("<dB", number, len(label)) + label.ljust(-(-(len(label) + 1) // 8) * 8 - 1)


def _notes(notes: Sequence[str]) -> bytes:
    wrapped = [line.ljust(LINE) for note in notes for line in lines(note, LINE)]
    return struct.pack("<ii", 6, len(wrapped)) + b"".join(wrapped) if wrapped else b""


def _extensions(fields: Sequence[Field], about: About) -> Iterator[bytes]:
    yield _extension(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, 65001))
    highest = np.finfo(np.float64).max
    yield _extension(4, 8, struct.pack("<3d", SYSTEM_MISSING, highest, np.nextafter(SYSTEM_MISSING, 0)))
    yield _extension(11, 4, b"".join(_display(field) * len(field.segments) for field in fields))
    named = list(short_names(fields))
    yield _extension(13, 1, "\t".join(f"{short}={field.name}" for field, short in named).encode())
    long = [f"{short}={field.width:05d}\0\t" for field, short in named if len(field.segments) > 1]
    if long:
        yield _extension(14, 1, "".join(long).encode())
    yield _extension(16, 8, struct.pack("<qq", 1, about.n_rows))
    yield _extension(20, 1, b"UTF-8")


def _display(field: Field) -> bytes:
    kind = field.variable.kind
    measure = 3 if kind in ("number", "date", "rank") else 2 if field.variable.is_ordered else 1
    return struct.pack("<iii", measure, 24 if field.width else 10, 0 if field.width else 1)


def _extension(kind: int, size: int, data: bytes) -> bytes:
    return struct.pack("<iiii", 7, kind, size, len(data) // size) + data
