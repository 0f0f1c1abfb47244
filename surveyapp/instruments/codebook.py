"""A folded document as a packed vector, for counting: derived from the record, never instead of it.

One byte for a single choice and for the state of a number or date, one byte for each option of a multiple
choice or ranking, and a float for each number and date (its day in the proleptic Gregorian calendar). Texts are left
out. Bytes 0-3 are the missing reasons in the order of MISSING_REASONS; from 4 on they are the choices in their
order (4 not chosen and 5 chosen for an option; in a ranking 5 stands first, 6 second; 4 stated for a number).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from surveyapp.instruments.answers import MISSING_REASONS, Document, Stored
from surveyapp.instruments.schema import Instrument

FIRST_VALUE = len(MISSING_REASONS)
NOT_CHOSEN, CHOSEN = FIRST_VALUE, FIRST_VALUE + 1
STATED = FIRST_VALUE


@dataclass(frozen=True)
class Column:
    """One byte of the vector. `option` is set for a multiple choice, `is_number` where a float follows.

    `codes` are the item's choice codes: of a single choice those behind bytes 4, 5, ...
    """

    item: str
    option: str | None = None
    codes: tuple[str, ...] = ()
    is_number: bool = False
    is_date: bool = False
    is_ranked: bool = False


def columns(instrument: Instrument) -> tuple[Column, ...]:
    """The bytes of a vector in their order: items as on the pages, then those on no page by code."""
    return tuple(column for code in instrument.ordered for column in _columns_of(instrument, code))


def number_items(instrument: Instrument) -> tuple[str, ...]:
    """Item codes of the float columns, in their order."""
    return tuple(column.item for column in columns(instrument) if column.is_number)


def codebook_hash(instrument: Instrument) -> str:
    """SHA-256, in hex, of the columns: vectors with the same hash may be stacked."""
    layout = [[c.item, c.option, c.codes, c.is_number, *_marks(c)] for c in columns(instrument)]
    return hashlib.sha256(json.dumps(layout, separators=(",", ":")).encode()).hexdigest()


def _marks(column: Column) -> list[str]:
    """What is said of a column only where it holds, so that hashes made before it could hold stay the same."""
    return ["ranked"] * column.is_ranked + ["date"] * column.is_date


def pack(instrument: Instrument, document: Document) -> tuple[bytes, list[float]]:
    """The vector and the float columns (NaN where missing) of a folded document.

    Raises KeyError when an item is absent, ValueError for a code the version does not have.
    """
    layout = columns(instrument)
    vector = bytes(_byte(column, document[column.item]) for column in layout)
    return vector, [_float(document[column.item]) for column in layout if column.is_number]


def unpack(instrument: Instrument, vector: bytes, numbers: Sequence[float]) -> Document:
    """The document behind a vector, without its texts.

    Raises ValueError when the lengths do not fit this version, or a byte has no meaning in it.
    """
    layout = columns(instrument)
    if len(vector) != len(layout) or len(numbers) != sum(column.is_number for column in layout):
        raise ValueError("The vector was packed with another codebook. Compare the hashes first.")
    floats = iter(numbers)
    pairs = groupby(zip(layout, vector, strict=True), key=lambda pair: pair[0].item)
    return {item: _stored(list(group), floats) for item, group in pairs}


def _columns_of(instrument: Instrument, code: str) -> Iterator[Column]:
    choices = tuple(choice.code for choice in instrument.choices(code))
    match instrument.items[code].kind:
        case "text" | "info":
            return
        case "number" | "score":
            yield Column(code, is_number=True)
        case "date":
            yield Column(code, is_number=True, is_date=True)
        case "multiple" | "ranking":
            ranked = instrument.items[code].kind == "ranking"
            yield from (Column(code, option=choice, codes=choices, is_ranked=ranked) for choice in choices)
        case _:
            yield Column(code, codes=choices)


def _byte(column: Column, stored: Stored) -> int:
    if "missing" in stored:
        return MISSING_REASONS.index(stored["missing"])
    if column.is_number:
        return STATED
    if column.option is not None:
        return _option_byte(column, stored["value"])
    return FIRST_VALUE + column.codes.index(stored["value"])


def _option_byte(column: Column, chosen: list[str]) -> int:
    unknown = set(chosen) - set(column.codes)
    if unknown:
        raise ValueError(f"{column.item} has no choice {min(unknown)}.")
    if column.option not in chosen:
        return NOT_CHOSEN
    return CHOSEN + (chosen.index(column.option) if column.is_ranked else 0)


def _float(stored: Stored) -> float:
    value = stored.get("value", math.nan)
    return float(date.fromisoformat(value).toordinal() if isinstance(value, str) else value)


def _stored(group: list[tuple[Column, int]], floats: Iterator[float]) -> Stored:
    column, byte = group[0]
    number = next(floats) if column.is_number else math.nan
    if byte < FIRST_VALUE:
        return {"missing": MISSING_REASONS[byte]}
    if column.is_date:
        return {"value": date.fromordinal(int(number)).isoformat()}
    if column.is_number:
        return {"value": number}
    if column.option is not None:
        chosen = sorted(((state, option) for option, state in group if state >= CHOSEN), key=lambda pair: pair[0])
        return {"value": [option.option for _, option in chosen]}
    if byte - FIRST_VALUE >= len(column.codes):
        raise ValueError(f"Byte {byte} is no code of {column.item}. Compare the hashes first.")
    return {"value": column.codes[byte - FIRST_VALUE]}
