"""Rows of an SPSS system file, compressed as they come: a byte for each eight of data, and those that need it (PSPP, "System File Format")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

BIAS = 100
AS_IT_IS, BLANKS, NOTHING = 253, 254, 255
EIGHT_BLANKS = int.from_bytes(b" " * 8, "little")
SYSTEM_MISSING = -np.finfo(np.float64).max

Units = NDArray[np.uint64]
"""(rows, units) Eight bytes of data each."""


def units_of_numbers(numbers: NDArray[np.float64]) -> tuple[NDArray[np.uint8], Units]:
    """(rows, 1) Codes and data of a column; NaN is nothing. Whole numbers from -99 to 151 are a code alone."""
    nothing = np.isnan(numbers)
    filled = np.where(nothing, SYSTEM_MISSING, numbers)
    is_small = (filled >= 1 - BIAS) & (filled <= 251 - BIAS) & (filled == np.rint(filled))
    codes = np.full(len(numbers), AS_IT_IS, np.uint8)
    codes[is_small] = (filled[is_small] + BIAS).astype(np.uint8)
    codes[nothing] = NOTHING
    return codes[:, None], filled.astype("<f8").view(np.uint64)[:, None]


def units_of_bytes(padded: Sequence[bytes]) -> tuple[NDArray[np.uint8], Units]:
    """(rows, units) Codes and data of texts that are all padded with blanks to the same multiple of eight."""
    data = np.frombuffer(b"".join(padded), "<u8").reshape(len(padded), -1)
    return np.where(data == EIGHT_BLANKS, BLANKS, AS_IT_IS).astype(np.uint8), data


class Compressor:
    """Writes codes in eights, each followed by the data that its codes stand for; eights run on from row to row."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._codes = np.empty(0, np.uint8)
        self._data = np.empty(0, np.uint64)

    def write(self, codes: NDArray[np.uint8], data: Units) -> None:
        """(rows, units) both."""
        self._codes = np.concatenate([self._codes, codes.ravel()])
        self._data = np.concatenate([self._data, data.ravel()])
        self._flush(len(self._codes) // 8 * 8)

    def finish(self) -> None:
        """The last eight is filled up with codes that stand for nothing."""
        if left := -len(self._codes) % 8:
            self._codes = np.concatenate([self._codes, np.zeros(left, np.uint8)])
            self._data = np.concatenate([self._data, np.zeros(left, np.uint64)])
        self._flush(len(self._codes))

    def _flush(self, n: int) -> None:
        codes, data = self._codes[:n], self._data[:n]
        is_data = codes == AS_IT_IS
        groups = codes.reshape(-1, 8)
        before = np.concatenate([[0], np.cumsum(is_data.reshape(-1, 8).sum(1))])
        found = np.empty(len(groups) + before[-1], np.uint64)
        found[np.arange(len(groups)) + before[:-1]] = np.ascontiguousarray(groups).view(np.uint64)[:, 0]
        group = np.flatnonzero(is_data) // 8
        found[group + 1 + np.arange(len(group))] = data[is_data]
        self._file.write(found.astype("<u8").tobytes())
        self._codes, self._data = self._codes[n:], self._data[n:]
