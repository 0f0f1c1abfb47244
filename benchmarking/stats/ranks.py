"""Which skills are clearly among the largest gaps, and which clearly are not: sets of ranks, never one rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from benchmarking.stats.records import Figure

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
    return _in_tiers(rank_sets(values), n_owners)


def _in_tiers(sets: Sequence[RankSet], n_owners: int) -> Tiers:
    half = len(sets) // 2
    largest = tuple(found.skill for found in sets if found.worst <= half)
    small = tuple(found.skill for found in sets if found.best > len(sets) - half)
    middle = tuple(found.skill for found in sets if found.skill not in largest + small)
    return Tiers(largest, middle, small, n_owners)


def published_rank_sets(shares: Mapping[str, Figure], confidence: float = CONFIDENCE) -> tuple[RankSet, ...]:
    """Sets of ranks of published shares, from nothing but what is printed of them (STATISTICS 3, rule 7; I13).

    shares: skill → published share of owners who are short of it, with the band of counts it was rounded to; all of one
    cohort. With a band of a to b out of n and a printed interval of l to h per cent, k is clearly larger than j if

        A_k - B_j > c √((A_k - l_k)² + (h_j - B_j)²),   A = 100 a/n,   B = 100 b/n

    and c = z(1 - α/(p (p - 1)))/z(0.975), α = 1 - confidence, p the skills: every pair is asked both ways at once
    (Bonferroni), the rounding is taken at its worst, and answers of one owner to two skills as unrelated, which is too
    wide where they rise together. `mean` is the middle of the band in per cent. In code order. Raises ValueError for
    shares of two cohorts, without a band or an interval, and a confidence outside 0-1. Source: Zou & Donner 2008,
    Statistics in Medicine 27 (difference of two shares from their intervals); ranks as in `rank_sets`.
    """
    skills = sorted(shares)
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} is not between 0 and 1.")
    least, most, low, high = _ends([shares[skill] for skill in skills])
    apart = least[:, None] - most[None, :]
    margin = _factor(len(skills), confidence) * np.hypot((least - low)[:, None], (high - most)[None, :])
    is_larger = apart > margin + NOTHING
    better, worse = is_larger.sum(axis=0), is_larger.sum(axis=1)
    return tuple(
        RankSet(skill, float(least[i] + most[i]) / 2, 1 + int(better[i]), len(skills) - int(worse[i]))
        for i, skill in enumerate(skills)
    )


def _ends(shares: Sequence[Figure]) -> Floats:
    """Four rows, in per cent: both ends of the bands, both ends of the intervals."""
    known = [(f.least, f.most, f.low, f.high, f.n_units) for f in shares]
    if len({f.cohort for f in shares}) > 1 or any(None in row for row in known):
        raise ValueError("Sets of ranks need shares of one group, each with its band of counts and its interval.")
    table = np.array(known, dtype=float).reshape(-1, 5).T
    return np.array([100 * table[0] / table[4], 100 * table[1] / table[4], table[2], table[3]])


def _factor(n_skills: int, confidence: float) -> float:
    """By how much a 95 % interval widens to hold for every pair at once."""
    pairs = max(1, n_skills * (n_skills - 1) // 2)
    return float(norm.ppf(1 - (1 - confidence) / (2 * pairs)) / norm.ppf(0.975))


def published_tiers(shares: Mapping[str, Figure]) -> Tiers | None:
    """`tiers` of published shares: of the skills of 20 owners or more, None where those are fewer than two.

    shares as for `published_rank_sets`, which also says what is raised; n_owners is the smallest of theirs. Which skills
    have a tier depends on numbers of owners alone, which one on published numbers alone.
    """
    enough = {skill: figure for skill, figure in shares.items() if figure.n_owners >= TIERS_FROM}
    if len(enough) < 2:
        return None
    return _in_tiers(published_rank_sets(enough), min(figure.n_owners for figure in enough.values()))
