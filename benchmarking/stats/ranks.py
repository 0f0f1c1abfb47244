"""Which skills are clearly among the largest gaps, and which clearly are not: sets of ranks, never one rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95

TIERS_FROM = 20
"""Owners from whom on tiers are shown (STATISTICS 3, table); below, sets of ranks hold nearly every rank."""

RESAMPLES = 1999
"""95 % of one more than this is a whole number, so the quantile is one of the resamples (Davison & Hinkley 1997, 4.2)."""

CHUNK = 250
"""Resamples held at once, so that memory does not grow with their number."""

NOTHING = 1e-9
"""Differences below this are rounding of floating point."""


@dataclass(frozen=True)
class RankSet:
    """The ranks one skill may have, 1 the largest mean, and the mean they come from, in the unit of the values."""

    skill: str
    mean: float
    best: int
    worst: int


def rank_sets(values: Mapping[str, Sequence[float | None]], confidence: float = CONFIDENCE) -> tuple[RankSet, ...]:
    """Ranks that hold the true rank of every skill at once with 95 % confidence, in code order.

    values: skill → one value an owner (its gap, in any one unit), owners in the same order in each; an owner who lacks
    one is left out of all. d_jk is the mean difference of skills j and k over owners, SE_jk its standard error, c the
    95 % point of max |d*_jk - d_jk|/SE*_jk over all pairs in 1,999 resamples of owners. k is clearly larger than j if
    d_kj > c SE_kj; best rank = 1 + clearly larger ones, worst = skills - clearly smaller ones. SE* is each resample's
    own: with the SE of the sample, equal skills of 20 owners would be covered in four cases of five only. The seed is
    a hash of the values, owners and skills sorted, so the same data give the same sets everywhere, in any order.

    Raises ValueError for fewer than two owners with all values, skills of different lengths, values that are no
    numbers, and a confidence outside 0-1. Source: Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies
    91, 3.1 (two-sided, one step).
    """
    skills, table = _table(values)
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} is not between 0 and 1.")
    first, second = np.triu_indices(len(skills), 1)
    differences = table[:, first] - table[:, second]
    means, errors = differences.mean(axis=0), _errors(differences)
    margin = _margins(errors, _critical(differences, confidence, _seed(table)))
    larger, smaller = np.zeros(len(skills), int), np.zeros(len(skills), int)
    for above, below in (
        (first[means > margin], second[means > margin]),
        (second[-means > margin], first[-means > margin]),
    ):
        np.add.at(larger, below, 1)
        np.add.at(smaller, above, 1)
    averages = table.mean(axis=0)
    return tuple(
        RankSet(skill, float(averages[i]), 1 + int(larger[i]), len(skills) - int(smaller[i]))
        for i, skill in enumerate(skills)
    )


def _table(values: Mapping[str, Sequence[float | None]]) -> tuple[list[str], Floats]:
    """Skills in code order; (owners, skills) with the owners who have all values, sorted."""
    skills = sorted(values)
    if len({len(values[skill]) for skill in skills}) > 1:
        raise ValueError("Skills of different lengths: give one value, or None, for every owner.")
    rows = sorted(row for row in zip(*(values[skill] for skill in skills), strict=True) if None not in row)
    table = np.array(rows, dtype=float).reshape(len(rows), len(skills))
    if len(rows) < 2 or not np.isfinite(table).all():
        raise ValueError("Sets of ranks need two owners or more with a number for every skill.")
    return skills, table


def _seed(table: Floats) -> int:
    return int.from_bytes(sha256(table.tobytes()).digest()[:8], "big")


def _errors(differences: Floats) -> Floats:
    errors: Floats = differences.std(axis=0, ddof=1) / np.sqrt(len(differences))
    return np.where(errors > NOTHING, errors, 0.0)


def _margins(errors: Floats, critical: float) -> Floats:
    """Critical point times SE; next to nothing where all owners differ by the same, whatever the critical point."""
    return np.multiply(critical, errors, out=np.full_like(errors, NOTHING), where=errors > 0)


def _critical(differences: Floats, confidence: float, seed: int) -> float:
    """The order statistic ⌈(B + 1) · confidence⌉ of the largest |t| of B resamples; 0 without a pair."""
    if not differences.shape[1]:
        return 0.0
    random = np.random.default_rng(seed)
    centred = differences - differences.mean(axis=0)
    sizes = [min(CHUNK, RESAMPLES - done) for done in range(0, RESAMPLES, CHUNK)]
    largest = np.sort(np.concatenate([_largest_t(centred, random, size) for size in sizes]))
    return float(largest[min(RESAMPLES, ceil((RESAMPLES + 1) * confidence)) - 1])


def _largest_t(centred: Floats, random: np.random.Generator, size: int) -> Floats:
    """(size,) max over pairs of |mean|/SE in resamples of owners; infinite where one has no spread but is off."""
    n = len(centred)
    drawn = random.multinomial(n, np.full(n, 1 / n), size=size) / n
    off = drawn @ centred
    errors = np.sqrt(np.maximum(drawn @ centred**2 - off**2, 0.0) / (n - 1))
    is_off = np.abs(off) > NOTHING
    t = np.divide(np.abs(off), errors, out=np.where(is_off, np.inf, 0.0), where=is_off & (errors > NOTHING))
    largest: Floats = t.max(axis=1)
    return largest


@dataclass(frozen=True)
class Tiers:
    """Skills in three tiers, each in code order so that none can be read as a ranking, and the owners behind them."""

    largest: tuple[str, ...]
    middle: tuple[str, ...]
    small: tuple[str, ...]
    n_owners: int


def tiers(values: Mapping[str, Sequence[float | None]]) -> Tiers | None:
    """Clearly among the largest: no rank of the set lies in the smaller half; clearly small: none in the larger half.

    With p skills the halves are the ⌊p/2⌋ first and last ranks, and the middle tier holds everything else: at once for
    all skills, none is named wrongly with 95 % confidence. values as for `rank_sets`, which also says what is raised.
    None below 20 owners with all values. Source: STATISTICS 4, ranking.
    """
    n_owners = sum(None not in row for row in zip(*values.values(), strict=True))
    if n_owners < TIERS_FROM:
        return None
    sets = rank_sets(values)
    half = len(sets) // 2
    largest = tuple(found.skill for found in sets if found.worst <= half)
    small = tuple(found.skill for found in sets if found.best > len(sets) - half)
    middle = tuple(found.skill for found in sets if found.skill not in largest + small)
    return Tiers(largest, middle, small, n_owners)
