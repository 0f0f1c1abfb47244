"""Rows of PostgreSQL's binary COPY as arrays: in rows of one length, every field stands at the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from psycopg import Copy

SIGNATURE = 19
"""Bytes before the first row: PGCOPY's signature, no flags, no header extension."""

END = 2
"""Bytes after the last row: a field count of -1."""

Rows = NDArray[np.void]

UUIDS = np.dtype("V16")


@dataclass(frozen=True)
class Row:
    """What a row holds: `n_columns` bytes of vector, `n_numbers` floats (None: no field for them), its order or not, and
    a role of `n_role` bytes."""

    n_columns: int
    n_numbers: int | None
    in_order: bool
    n_role: int = 0

    @property
    def fields(self) -> list[tuple[str, np.dtype]]:
        order = [("is_coordinator", np.dtype("?")), ("submitted", np.dtype(">i8")), ("id", UUIDS)]
        return [
            ("participation", UUIDS),
            ("key", np.dtype(">i4")),
            *(order if self.in_order else []),
            ("vector", np.dtype((np.uint8, (self.n_columns,)))),
            *([] if self.n_numbers is None else [("array", _array(self.n_numbers))]),
            ("role", np.dtype((np.uint8, (self.n_role,)))),
        ]

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


def by_length(copy: Copy) -> dict[int, bytearray]:
    """A copy's rows end to end, by their length. PostgreSQL sends row by row, the signature with the first one.

    What has arrived is taken from libpq itself: psycopg's own iteration costs more than everything else a row does.
    """
    found: dict[int, bytearray] = defaultdict(bytearray)
    first = bytes(copy.read())[SIGNATURE:]
    found[len(first)] += first
    arrived = copy.connection.pgconn.get_copy_data
    while block := copy.read():  # waits for more, and sees the end
        found[len(block)] += block
        size = len(block)
        while size > END:
            size, row = arrived(1)
            if size > 0:
                found[size] += row
    return {length: rows for length, rows in found.items() if length > END}


def table(body: bytearray, length: int, row: Row) -> Rows | None:
    """Rows of this length as such rows, their role whatever is left; None where they are too short for that."""
    n_role = length - row.type.itemsize
    return None if n_role < 0 else np.frombuffer(body, replace(row, n_role=n_role).type)


def keys(body: bytearray, length: int) -> NDArray[np.int64] | None:
    """The key of each row of this length, None where rows are too short to have one."""
    begins = table(body, length, Row(0, None, in_order=False))
    return None if begins is None else begins["key"].astype(np.int64)


def _few(values: NDArray[np.bytes_]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each value of a column that has few, and where it stands."""
    left = np.ones(len(values), np.bool_)
    while left.any():
        value = values[left.argmax()]
        same = values == value
        left &= ~same
        yield value.decode(), same


def is_regular(found: Rows, row: Row) -> bool:
    """Whether every field has the length that is taken for granted."""
    names = [name for name, _ in row.fields]
    lengths = all((found[f"bytes_of_{name}"] == found.dtype[name].itemsize).all() for name in names)
    return lengths and (not row.n_numbers or bool((found["array"]["items"]["bytes_of"] == 8).all()))


def numbers_of(found: Rows, row: Row) -> NDArray[np.float64]:
    """(rows, numbers) The floats of a table."""
    if not row.n_numbers:
        return np.empty((len(found), 0))
    return found["array"]["items"]["value"].astype(np.float64)


def roles_of(found: Rows, roles: list[str]) -> NDArray[np.intp]:
    """The place of each row's role in `roles`, to which new ones are added."""
    n = found.dtype["role"].itemsize
    written = np.ascontiguousarray(found["role"]).view(f"S{n}")[:, 0] if n else np.zeros(len(found), "S1")
    places = np.empty(len(found), np.intp)
    for role, where in _few(written):
        if role not in roles:
            roles.append(role)
        places[where] = roles.index(role)
    return places


def places(known: Sequence[bytes], found: NDArray[np.void]) -> NDArray[np.intp]:
    """Where each of these UUIDs stands in a list that has them all, each once."""
    names = np.frombuffer(b"".join(known), UUIDS)
    numbers = _mixed(names)
    if len(np.unique(numbers)) < len(names):  # two in eighteen quintillions that were mixed alike
        order = np.argsort(names.view("S16"))
        return order[np.searchsorted(names.view("S16")[order], found.view("S16"))]
    return np.asarray(pd.Index(numbers).get_indexer(pd.Index(_mixed(found))), np.intp)


def _mixed(uuids: NDArray[np.void]) -> NDArray[np.uint64]:
    halves = np.ascontiguousarray(uuids).view(np.uint64).reshape(-1, 2)
    return halves[:, 0] * np.uint64(0x9E3779B97F4A7C15) + halves[:, 1]
