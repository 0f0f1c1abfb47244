"""Which few vectors add up to nothing, each taken with a plus or a minus? Met in the middle.

The gate asks it of atoms; nothing here knows what the vectors stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

CLOSE = 1e-9
"""Sums of a few vectors of size 1 are exact to 1e-14; a chance meeting in three dimensions is 1e-27."""

CHUNK = 200_000
"""Half-sums compared at a time: some ten megabytes, whatever the number of vectors."""


@dataclass(frozen=True)
class _Halves:
    """Half-sums: `chosen` (halves, s) are positions of vectors, rising; `signs` alike; `total` (halves, 3)."""

    chosen: Integers
    signs: Floats
    total: Floats
    weight: Floats


def vanishing_sums(vectors: Floats, weights: Floats, budget: float, most: int) -> Iterator[tuple[Integers, Floats]]:
    """Positions and signs of every ±1 combination of 1 to `most` (at most 5) vectors that is zero.

    vectors: (m, 3); weights: (m,), above 0. Only combinations whose weights add up to `budget` or less; of a
    combination and its negative one is given. Smaller combinations come first. n vectors in ascending order of
    weight are cut into the lighter ⌈n/2⌉ and the rest; the rest is sorted by its first coordinate and each light half
    looked up, so five vectors cost m³ rather than m⁵. Raises ValueError for most > 5.
    """
    if most > 5:
        raise ValueError(f"Combinations of {most} vectors are not searched: at most 5.")
    order = np.argsort(weights, kind="stable")
    for n in range(1, most + 1):
        for chosen, signs in _of_size(vectors[order], weights[order], budget, n):
            yield order[chosen], signs


def _of_size(vectors: Floats, weights: Floats, budget: float, n: int) -> Iterator[tuple[Integers, Floats]]:
    """Vectors in ascending order of weight: every set is its lighter part and a part behind it."""
    light = (n + 1) // 2
    # The lighter s of n weigh at most s/n of the whole, and the others leave them room.
    share = budget * light / n
    heavy = _all_signs(_table(vectors, weights, n - light, budget - light * weights.min(initial=0)))
    for first in range(len(vectors)):
        halves = _beginning(vectors, weights, first, light, share)
        for start in range(0, len(halves.weight), CHUNK):
            yield from _meet(_part(halves, slice(start, start + CHUNK)), heavy, budget)


def _part(halves: _Halves, rows: slice | Integers) -> _Halves:
    return _Halves(halves.chosen[rows], halves.signs[rows], halves.total[rows], halves.weight[rows])


def _table(vectors: Floats, weights: Floats, size: int, budget: float) -> _Halves:
    parts = [_beginning(vectors, weights, first, size, budget) for first in range(len(vectors))] if size else []
    if not parts:
        return _Halves(np.zeros((1, 0), int), np.zeros((1, 0)), np.zeros((1, 3)), np.zeros(1))
    return _Halves(
        np.concatenate([part.chosen for part in parts]),
        np.concatenate([part.signs for part in parts]),
        np.concatenate([part.total for part in parts]),
        np.concatenate([part.weight for part in parts]),
    )


def _beginning(vectors: Floats, weights: Floats, first: int, size: int, budget: float) -> _Halves:
    """All half-sums of `size` vectors whose lightest is `first`, with a plus."""
    halves = _Halves(
        np.array([[first]], dtype=np.intp), np.ones((1, 1)), vectors[first : first + 1], weights[first : first + 1]
    )
    halves = _within(halves, budget)
    for _ in range(size - 1):
        halves = _within(_longer(halves, vectors, weights, budget), budget)
    return halves


def _longer(halves: _Halves, vectors: Floats, weights: Floats, budget: float) -> _Halves:
    """Each half-sum with one later vector more, added and subtracted."""
    reach = np.searchsorted(weights, budget - halves.weight + CLOSE, side="right")
    last = halves.chosen[:, -1] if len(halves.chosen) else np.zeros(0, np.intp)
    counts = np.maximum(reach - last - 1, 0)
    of = np.repeat(np.arange(len(counts)), counts)
    later = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + last[of] + 1
    signs = np.repeat([1.0, -1.0], len(of))
    of, later = np.tile(of, 2), np.tile(later, 2)
    return _Halves(
        np.column_stack([halves.chosen[of], later]),
        np.column_stack([halves.signs[of], signs]),
        halves.total[of] + signs[:, None] * vectors[later],
        halves.weight[of] + weights[later],
    )


def _within(halves: _Halves, budget: float) -> _Halves:
    return _part(halves, np.flatnonzero(halves.weight <= budget + CLOSE))


def _all_signs(halves: _Halves) -> _Halves:
    """Each half-sum and its negative, sorted by first coordinate."""
    if not halves.chosen.shape[1]:
        return halves
    return _sorted(
        _Halves(
            np.concatenate([halves.chosen] * 2),
            np.concatenate([halves.signs, -halves.signs]),
            np.concatenate([halves.total, -halves.total]),
            np.concatenate([halves.weight] * 2),
        )
    )


def _sorted(halves: _Halves) -> _Halves:
    return _part(halves, np.argsort(halves.total[:, 0], kind="stable"))


def _meet(light: _Halves, heavy: _Halves, budget: float) -> Iterator[tuple[Integers, Floats]]:
    """Light half-sums whose negative is among the heavy ones, made of later vectors.

    Behind one another, so that no set comes twice and nothing cancels itself.
    """
    low = np.searchsorted(heavy.total[:, 0], -light.total[:, 0] - CLOSE, side="left")
    counts = np.searchsorted(heavy.total[:, 0], -light.total[:, 0] + CLOSE, side="right") - low
    one = np.repeat(np.arange(len(counts)), counts)
    other = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts) + low[one]
    zero = np.abs(light.total[one] + heavy.total[other]).max(axis=1, initial=0) < CLOSE
    cheap = light.weight[one] + heavy.weight[other] <= budget + CLOSE
    behind = heavy.chosen[other, :1] > light.chosen[one, -1:]
    for match in np.flatnonzero(zero & cheap & behind.all(axis=1)):
        left, right = one[match], other[match]
        yield (
            np.concatenate([light.chosen[left], heavy.chosen[right]]),
            np.concatenate([light.signs[left], heavy.signs[right]]),
        )
