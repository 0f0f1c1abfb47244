"""Names that are spelt nearly alike, by the keys that waymark_name_key makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

# Of a hundred: "Novartis Pharma Stein" and "Novartis Pharma Stien" have 95, names of two sites of one company mostly less.
ALIKE = 91
# Rows compared with a whole block at a time, and so the memory that it takes.
AT_ONCE = 500
# A block of thousands is a chain's many sites; comparing all with all would take hours and say nothing.
LARGEST_BLOCK = 4_000


def scores(some: Sequence[str], keys: Sequence[str]) -> NDArray[np.uint8]:
    """How alike each of some is to each key, of a hundred; 0 below ALIKE. The order of words counts for nothing."""
    found: NDArray[np.uint8] = process.cdist(
        some, keys, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, dtype=np.uint8
    )
    return found


def numbered_apart(one: str, other: str) -> bool:
    """“Plant 1” and “Plant 2” are two."""
    return sorted(filter(str.isdigit, one)) != sorted(filter(str.isdigit, other))


def alike_pairs(keys: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Positions of two keys of a block that are alike, the first before the second, and how much; none of a block that is
    too large."""
    if len(keys) > LARGEST_BLOCK:
        return
    for start in range(0, len(keys), AT_ONCE):
        found = scores(keys[start : start + AT_ONCE], keys)
        for line, at in np.argwhere(found).tolist():
            if start + line < at and not numbered_apart(keys[start + line], keys[at]):
                yield start + line, at, int(found[line, at])
