"""Rows of PostgreSQL's binary COPY as arrays: of equal rows, every field stands at the same place in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIGNATURE = 19
"""Bytes before the first row: PGCOPY's signature, no flags, no header extension."""

END = 2
"""Bytes after the last row: a field count of -1."""

Rows = NDArray[np.void]


@dataclass(frozen=True)
class Row:
    """What a row holds: `n_columns` bytes of vector, `n_numbers` floats (None: no field for them), and its order or not."""

    n_columns: int
    n_numbers: int | None
    in_order: bool

    @property
    def fields(self) -> list[tuple[str, np.dtype]]:
        keys = [("participation", ">i4"), ("role", ">i2"), ("codebook", ">i2"), ("is_agreed", "?")]
        order = [("is_coordinator", "?"), ("submitted", ">i8"), ("id", "S16")] if self.in_order else []
        plain = [(name, np.dtype(kind)) for name, kind in (*keys, *order)]
        plain.append(("vector", np.dtype((np.uint8, (self.n_columns,)))))
        return plain if self.n_numbers is None else [*plain, ("array", _array(self.n_numbers))]

    @property
    def type(self) -> np.dtype:
        """Every field comes after its length; before all of them stands how many there are."""
        each = [part for name, kind in self.fields for part in ((f"bytes_of_{name}", np.dtype(">i4")), (name, kind))]
        return np.dtype([("n_fields", ">i2"), *each])


def _array(n: int) -> np.dtype:
    """An array of n floats: dimensions, flags, type, and where there are any their number and first index."""
    if not n:
        return np.dtype([("head", "V12")])
    return np.dtype([("head", "V20"), ("items", [("bytes_of", ">i4"), ("value", ">f8")], (n,))])


def tables(blocks: Iterable[bytes | memoryview], rows: Collection[Row]) -> list[Rows] | None:
    """A copy's rows, as one array for each kind of `rows` that occurs; None where one is of no such kind."""
    if len(rows) == 1:
        whole = bytearray()
        for block in blocks:
            whole += block
        return _tables({next(iter(rows)): memoryview(whole)[SIGNATURE:-END]})
    found: dict[Row, bytearray] = defaultdict(bytearray)
    by_size = {row.type.itemsize: row for row in rows}
    for size, block in _by_size(blocks):
        if size not in by_size:
            return None
        found[by_size[size]] += block
    return _tables(found) if len(by_size) == len(rows) else None


def _by_size(blocks: Iterable[bytes | memoryview]) -> Iterable[tuple[int, bytes | memoryview]]:
    """PostgreSQL sends row by row, the signature with the first one."""
    for place, block in enumerate(blocks):
        row = memoryview(block)[SIGNATURE:] if place == 0 else block
        if len(row) > END:
            yield len(row), row


def _tables(found: dict[Row, memoryview] | dict[Row, bytearray]) -> list[Rows] | None:
    made = []
    for row, body in found.items():
        if len(body) % row.type.itemsize:
            return None
        table: Rows = np.frombuffer(body, row.type)
        if not _is_regular(table, row):
            return None
        made.append(table)
    return made


def _is_regular(table: Rows, row: Row) -> bool:
    lengths = all((table[f"bytes_of_{name}"] == kind.itemsize).all() for name, kind in row.fields)
    has_items = row.n_numbers and lengths
    return lengths and (not has_items or bool((table["array"]["items"]["bytes_of"] == 8).all()))


def numbers_of(table: Rows, row: Row) -> NDArray[np.float64]:
    """(rows, numbers) The floats of a table."""
    if not row.n_numbers:
        return np.empty((len(table), 0))
    return table["array"]["items"]["value"].astype(np.float64)
