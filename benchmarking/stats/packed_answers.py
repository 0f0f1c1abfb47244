"""Many responses at once, a byte for each closed answer: what is merged without making an object of any answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarking.stats.exact_sums import Floats, Integers
from benchmarking.stats.records import ItemRule, Missing

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]

REASONS = (Missing.NOT_SHOWN, Missing.NOT_ANSWERED, Missing.DONT_KNOW, Missing.DOES_NOT_APPLY)
"""Bytes 0 to 3."""

STATED = len(REASONS)
"""The first byte that is no reason: the first choice, an option that was not chosen, or a number that is given."""

CELLS_AT_ONCE = 300_000
"""Bytes that are looked up at a time: two megabytes of numbers, which a processor keeps at hand, whatever the wave's size."""


@dataclass(frozen=True)
class PackedItem:
    """One item of the vectors: its rule, its columns, and what their bytes stand for.

    `codes`: those behind bytes 4, 5, ... of a single choice; of several choices (`takes_several`) one for each column,
    chosen from byte 5 on. `number`: its column among the floats, for numbers and scores; None for choices.
    """

    rule: ItemRule
    columns: tuple[int, ...]
    codes: tuple[str, ...] = ()
    takes_several: bool = False
    number: int | None = None

    @property
    def levels(self) -> Floats:
        """(256,) The number behind each byte of a single choice, NaN where there is none."""
        found = np.full(256, np.nan)
        for place, code in enumerate(self.codes):
            value = self.rule.values.get(code)
            if value is not None and self.rule.minimum <= value <= self.rule.maximum:
                found[STATED + place] = value
        return found


@dataclass(frozen=True)
class PackedResponses:
    """n responses of one codebook. `organisation` and `role`: places in lists of the caller's.

    `order` rises with submission within an organisation, no two responses of it alike. `vector` (n, columns),
    `numbers` (n, number columns), NaN where missing. `is_agreed`: a meeting's.
    """

    organisation: Integers
    role: Integers
    is_agreed: Flags
    is_coordinator: Flags
    order: Integers
    vector: Bytes
    numbers: Floats

    def __len__(self) -> int:
        return len(self.organisation)

    def only(self, chosen: Flags | Integers) -> PackedResponses:
        """The responses at these places, in that order."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


def table_sums(vector: Bytes, columns: Sequence[int], table: NDArray, group: Integers, n_groups: int) -> NDArray:
    """Σ table[j, byte] over the responses of each group, for column j of `columns`: (n_groups, len(columns)).

    vector: (n, all columns); table: (len(columns), 256) whole numbers, whose sums must fit their type; group: (n,), 0
    to n_groups - 1. A sum of whole numbers is the same in every order. Groups are taken in blocks, so that memory grows
    with groups and not with responses.
    """
    found = np.zeros((n_groups, len(columns)), table.dtype)
    sorted_by_group, ends = _by_group(group, n_groups)
    for first, last in _blocks(ends, len(columns)):
        start, stop = int(ends[first]), int(ends[last])
        rows = sorted_by_group[start:stop]
        values = _looked_up(table, vector[rows][:, columns] if not _is_whole(vector, columns) else vector[rows])
        ones, inside = np.ones(stop - start, table.dtype), np.arange(stop - start)
        adding = sparse.csr_array((ones, inside, ends[first : last + 1] - start), shape=(last - first, stop - start))
        found[first:last] = adding @ values
    return found


def _is_whole(vector: Bytes, columns: Sequence[int]) -> bool:
    return list(columns) == list(range(vector.shape[1]))


def _looked_up(table: NDArray, cells: Bytes) -> NDArray:
    found: NDArray = np.take(table.ravel(), cells + np.arange(0, table.size, 256))
    return found


def _by_group(group: Integers, n_groups: int) -> tuple[Integers, Integers]:
    """Places of responses, group after group, and where each group begins and the last one ends."""
    ends = np.concatenate([[0], np.cumsum(np.bincount(group, minlength=n_groups))])
    # A matrix with one entry a response is brought into the order of its rows by counting, faster than by comparing.
    n = len(group)
    entries = sparse.coo_array((np.ones(n, np.int8), (group, np.arange(n))), shape=(n_groups, n)).tocsr()
    return entries.indices.astype(np.intp), ends


def _blocks(ends: Integers, width: int) -> list[tuple[int, int]]:
    """Runs of groups with about CELLS_AT_ONCE cells each; a group is never cut."""
    n_groups, rows = len(ends) - 1, max(1, CELLS_AT_ONCE // max(1, width))
    cuts = np.unique(np.searchsorted(ends, np.arange(0, int(ends[-1]), rows), side="left"))
    marks = [0, *(int(cut) for cut in cuts if 0 < cut < n_groups), n_groups]
    return [(first, last) for first, last in pairwise(marks) if last > first]
