"""Sums of many floats by group, exact before the one rounding at their end: order and grouping change no digit."""

from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

STEP = 2.0**-30
"""A number is cut into a multiple of this and a rest: sums of either alone stay exact within the limits below."""

LARGEST_SUM = 2.0**22
"""Multiples of STEP add up exactly below 2⁵³ steps; half of that is left as room."""


def halves(values: Floats) -> tuple[Floats, Floats]:
    """Each value as a multiple of 2⁻³⁰ and the rest, both exact. Values up to 2²² in size, without NaN."""
    high = np.rint(values / STEP) * STEP
    return high, values - high


def add_up_exactly(values: Floats, n_added: int) -> bool:
    """Whether the halves of any `n_added` of these values add up without rounding.

    Values at most 2²²/n in size, and none but 0 smaller than n·2⁻³¹: then rests are multiples of n·2⁻⁸⁴ or more, and
    their sum stays below 2⁵³ of them.
    """
    sizes = np.abs(values)
    largest, smallest = sizes.max(initial=0.0), sizes.min(initial=np.inf, where=sizes > 0)
    return bool(largest * n_added <= LARGEST_SUM and smallest >= n_added * STEP / 2)


def exact_sums(values: Floats, group: Integers, n_groups: int) -> Floats:
    """`math.fsum` of the values of each group, to the bit.

    values: (n,) or (n, columns), finite; group: (n,), 0 to n_groups - 1. Returns (n_groups,) or (n_groups, columns), 0 for
    a group without values. The sums of both halves are exact in any order, so one addition, rounded once, makes of them
    what fsum does. Values that are too large or too small for that are summed by fsum itself. Source: Shewchuk 1997
    (exact sums as parts).
    """
    largest = int(np.bincount(group, minlength=1).max())
    if not add_up_exactly(values, largest):
        return _one_by_one(values, group, n_groups)
    add = adding(group, n_groups)
    high, rest = halves(values)
    sums: Floats = add @ high + add @ rest
    return sums


def counts(flags: NDArray[np.bool_], group: Integers, n_groups: int) -> NDArray[np.int64]:
    """How many flags of each group are set; shapes as in `exact_sums`."""
    found: NDArray[np.int64] = adding(group, n_groups, np.int64) @ flags.astype(np.int64)
    return found


def adding(group: Integers, n_groups: int, kind: type = np.float64) -> Any:
    """(n_groups, n) A sparse matrix of 1 where a value is of a group: a product with it adds up by group."""
    n = len(group)
    return sparse.csr_array((np.ones(n, kind), (group, np.arange(n))), shape=(n_groups, n))


def _one_by_one(values: Floats, group: Integers, n_groups: int) -> Floats:
    columns = values.reshape(len(values), -1)
    found = np.zeros((n_groups, columns.shape[1]))
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.searchsorted(group[order], np.arange(1, n_groups)))
    for place, rows in enumerate(parts):
        found[place] = [fsum(column) for column in columns[rows].T] if len(rows) else 0.0
    return found.reshape(n_groups, *values.shape[1:])
