"""A Stata file, format 118, written row by row (Stata, "File formats .dta", `help dta`).

Written here because pandas and pyreadstat hold all rows in memory, and pandas writes no missing values but the plain one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import numpy as np

from surveyapp.microdata.cells import Column
from surveyapp.microdata.contents import Contents
from surveyapp.microdata.cutting import beginning
from surveyapp.microdata.sav import RowsLost
from surveyapp.microdata.sav_header import About
from surveyapp.microdata.variables import NUMBER_OF_REASON, Variable

LONGEST_SHORT_TEXT = 2045
LONG_TEXT, DOUBLE, LONG, INT = 32_768, 65_526, 65_528, 65_529
CALENDAR_BEGINS = date(1960, 1, 1).toordinal()
LONGEST_LABEL, LONGEST_VALUE_LABEL = 80, 32_000
MISSING = {INT: 32_741, LONG: 2_147_483_621}
NUMPY = {INT: "<i2", LONG: "<i4", DOUBLE: "<f8"}
SECTIONS = 14


@dataclass(frozen=True)
class Field:
    variable: Variable
    type: int

    @property
    def numpy(self) -> str:
        return NUMPY.get(self.type) or ("V8" if self.type == LONG_TEXT else f"S{self.type}")

    @property
    def format(self) -> str:
        known = {INT: "%8.0g", LONG: "%tdCCYY-NN-DD", DOUBLE: "%10.0g", LONG_TEXT: "%9s"}
        return known.get(self.type) or f"%-{min(self.type, 244)}s"


def write(file: BinaryIO, contents: Contents) -> None:
    """Raises RowsLost."""
    about, reasons, widths = contents.about, contents.reasons, contents.widths
    fields = [Field(variable, _type(variable, widths)) for variable in contents.variables]
    places = [0]
    file.write(_header(fields, about))
    places.append(file.tell())
    file.write(b"<map>" + bytes(8 * SECTIONS) + b"</map>")
    for section in _dictionary(fields):
        places.append(file.tell())
        file.write(section)
    with TemporaryFile() as long_texts:
        places.append(file.tell())
        _write_rows(file, fields, contents.batches(), about.n_rows, long_texts)
        places.append(file.tell())
        _write_long_texts(file, long_texts)
    places.append(file.tell())
    file.write(b"<value_labels>" + b"".join(_value_labels(fields, reasons)) + b"</value_labels>")
    places.append(file.tell())
    file.write(b"</stata_dta>")
    places.append(file.tell())
    file.seek(places[1] + len(b"<map>"))
    file.write(struct.pack(f"<{SECTIONS}Q", *places))


def _type(variable: Variable, widths: Mapping[str, int]) -> int:
    if variable.is_text:
        longest = max(1, widths.get(variable.name, 0))
        return longest if longest <= LONGEST_SHORT_TEXT else LONG_TEXT
    return {"number": DOUBLE, "date": LONG}.get(variable.kind, INT)


def _header(fields: Sequence[Field], about: About) -> bytes:
    title = beginning(about.title, LONGEST_LABEL)
    made = about.made_at.strftime("%d %b %Y %H:%M").encode()
    parts = [b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>"]
    parts += [b"<K>", struct.pack("<H", len(fields)), b"</K><N>", struct.pack("<Q", about.n_rows), b"</N>"]
    parts += [b"<label>", struct.pack("<H", len(title)), title, b"</label>"]
    parts += [b"<timestamp>", struct.pack("<B", len(made)), made, b"</timestamp></header>"]
    return b"".join(parts)


def _dictionary(fields: Sequence[Field]) -> Iterator[bytes]:
    names = [field.variable.name for field in fields]
    yield _section("variable_types", [struct.pack("<H", field.type) for field in fields])
    yield _section("varnames", [_fixed(name, 129) for name in names])
    yield _section("sortlist", [bytes(2 * (len(fields) + 1))])
    yield _section("formats", [_fixed(field.format, 57) for field in fields])
    yield _section(
        "value_label_names", [_fixed(field.variable.name if _has_labels(field) else "", 129) for field in fields]
    )
    yield _section("variable_labels", [_label(field.variable.label) for field in fields])
    yield _section("characteristics", [note for field in fields for note in _question(field.variable)])


def _section(name: str, parts: Sequence[bytes]) -> bytes:
    return b"".join([f"<{name}>".encode(), *parts, f"</{name}>".encode()])


def _fixed(text: str, size: int) -> bytes:
    return text.encode().ljust(size, b"\0")


def _label(text: str) -> bytes:
    """Eighty letters, however many bytes they take."""
    short = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    return _fixed(short, 321)


def _question(variable: Variable) -> Iterator[bytes]:
    """The whole wording as the variable's note, where the label has no room for it."""
    if len(variable.label) > LONGEST_LABEL:
        for name, text in (("note0", "1"), ("note1", variable.label)):
            said = text.encode() + b"\0"
            yield (
                b"<ch>"
                + struct.pack("<I", 258 + len(said))
                + _fixed(variable.name, 129)
                + _fixed(name, 129)
                + said
                + b"</ch>"
            )


def _write_rows(
    file: BinaryIO, fields: Sequence[Field], batches: Iterable[Sequence[Column]], n_rows: int, long_texts: IO[bytes]
) -> None:
    row = np.dtype([(f"f{place}", field.numpy) for place, field in enumerate(fields)])
    written = 0
    file.write(b"<data>")
    for columns in batches:
        table = np.zeros(len(columns[0].reasons), row)
        for place, (field, column) in enumerate(zip(fields, columns, strict=True)):
            if field.type == LONG_TEXT:
                table[f"f{place}"] = _pointers(column, place + 1, written + 1, long_texts)
            else:
                table[f"f{place}"] = _cells(field, column)
        file.write(table.tobytes())
        written += len(table)
    file.write(b"</data>")
    if written != n_rows:
        raise RowsLost(f"{written} of {n_rows} rows were written.")


def _cells(field: Field, column: Column) -> np.ndarray:
    if column.texts is not None:
        return np.array([text.encode() for text in column.texts], field.numpy)
    if field.type == DOUBLE:
        return _doubles(column)
    missing = MISSING[field.type]
    numbers = column.numbers - (CALENDAR_BEGINS if field.type == LONG else 0)
    # A reason is .a, .b, ...; nothing at all is the plain dot.
    reasons = np.where(column.reasons <= len(NUMBER_OF_REASON), column.reasons, 0)
    return np.where(column.reasons == 0, np.nan_to_num(numbers), missing + reasons.astype(np.int64)).astype(field.numpy)


def _doubles(column: Column) -> np.ndarray:
    reasons = np.where(column.reasons <= len(NUMBER_OF_REASON), column.reasons, 0).astype(np.uint64)
    missing = (np.uint64(0x7FE0_0000_0000_0000) + (reasons << np.uint64(40))).view(np.float64)
    return np.where(column.reasons == 0, column.numbers, missing)


def _pointers(column: Column, place: int, first: int, long_texts: IO[bytes]) -> np.ndarray:
    """Long texts stand together behind the rows; a row says which of them is its own."""
    found = []
    for number, text in enumerate(column.texts or (), start=first):
        if not text:
            found.append(bytes(8))
            continue
        said = text.encode() + b"\0"
        long_texts.write(b"GSO" + struct.pack("<IQBI", place, number, 130, len(said)) + said)
        found.append(struct.pack("<H", place) + struct.pack("<Q", number)[:6])
    return np.array(found, "V8")


def _write_long_texts(file: BinaryIO, long_texts: IO[bytes]) -> None:
    file.write(b"<strls>")
    long_texts.seek(0)
    while block := long_texts.read(1 << 20):
        file.write(block)
    file.write(b"</strls>")


def _has_labels(field: Field) -> bool:
    return field.type == INT or field.variable.has_reasons


def _value_labels(fields: Sequence[Field], reasons: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    for field in fields:
        if _has_labels(field):
            missing = MISSING[LONG] if field.variable.has_reasons else 0
            labels = [(each.number, each.label) for each in field.variable.categories]
            labels += [(missing + NUMBER_OF_REASON[code], text) for code, text in reasons] if missing else []
            yield _labels(field.variable.name, sorted(labels))


def _labels(name: str, labels: Sequence[tuple[int, str]]) -> bytes:
    texts = [beginning(text, LONGEST_VALUE_LABEL) + b"\0" for _, text in labels]
    starts = np.cumsum([0, *map(len, texts)])
    table = struct.pack("<ii", len(labels), int(starts[-1]))
    table += starts[:-1].astype("<i4").tobytes() + np.array([n for n, _ in labels], "<i4").tobytes() + b"".join(texts)
    return b"<lbl>" + struct.pack("<I", len(table)) + _fixed(name, 129) + bytes(3) + table + b"</lbl>"
