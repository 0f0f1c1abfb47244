"""What may be told of two waves: how many owners answered both, and how alike they answered (STATISTICS 2, waves)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Literal

from benchmarking.stats.peer_groups import LEAST_OWNERS
from benchmarking.stats.waves import Method, WavePair, choose_method

Told = Literal["exactly", "nearly_all", "unknown"]

HIGHEST_CORRELATION = 0.8
"""A higher one is told as this: it would say that hardly anybody changed, and then what two sums differ by is the few
who left or joined (STATISTICS 3, residual risks)."""


@dataclass(frozen=True)
class Overlap:
    """Two waves as every reader may know them, and so every number that is made of it.

    told "exactly": `pair.n_matched` owners answered both. "nearly_all": at least so many did, and how many more is
    nobody's to know. "unknown": nothing is told, and `pair` is that of two separate samples. `method`: the way to take a
    change that is surer for them, chosen once; what is published is the difference of published means either way.
    """

    pair: WavePair
    told: Told
    method: Method


def overlap(
    before: Mapping[str, str],
    after: Mapping[str, str],
    k: int,
    correlation: float | None = None,
    population: int | None = None,
) -> Overlap:
    """Who stayed, left and joined, as far as it may be told.

    before, after: owner → knowledge group, of the owners whom each wave's figures speak of. Stayers, leavers and joiners
    are told exactly if each are none or at least k knowledge groups. Else, where fewer than k fewer owners stayed than
    the smaller wave has, and those that are left are k: as if k - 1 had not stayed, whoever did not. Else not at all.
    Whatever is made of an overlap follows from its fields, so that no half-width gives away what is not told.

    correlation: of the stayers' scores (`waves.correlation_of_waves`), told coarsely (`coarse_correlation`), as 0 where
    the stayers are fewer than k groups or the overlap is unknown. population: owners in the register. Raises ValueError
    for k < 6, a wave without owners, and what `WavePair` refuses. Source: STATISTICS 2, waves, and 3, rules 2 and 11.
    """
    if k < LEAST_OWNERS:
        raise ValueError(f"k = {k} is not allowed: {LEAST_OWNERS} may only be raised.")
    stayed = before.keys() & after.keys()
    groups = min(_groups(before, stayed), _groups(after, stayed))
    parts = (groups, _groups(before, before.keys() - stayed), _groups(after, after.keys() - stayed))
    fewest = min(len(before), len(after))
    rho = coarse_correlation(correlation) if groups >= k else 0.0
    if all(part == 0 or part >= k for part in parts):
        return _told(WavePair(len(before), len(after), len(stayed), rho, population), "exactly")
    if fewest - len(stayed) < k <= fewest - (k - 1) and groups >= k:
        return _told(WavePair(len(before), len(after), fewest - (k - 1), rho, population), "nearly_all")
    return apart(len(before), len(after))


def apart(n_before: int, n_after: int) -> Overlap:
    """Two waves of which nothing is told: taken for separate samples, which errs on the wide side."""
    return _told(WavePair(n_before, n_after, 0, 0.0), "unknown")


def coarse_correlation(correlation: float | None) -> float:
    """Down to a tenth, from 0 to 0.8; 0 where it is None.

    Down, as a lower one makes intervals wider. One below 0 is taken for chance. Raises ValueError outside -1 to 1.
    """
    if correlation is not None and not -1 <= correlation <= 1:
        raise ValueError(f"{correlation} is no correlation.")
    tenths = floor(round(10 * (correlation or 0.0), 9))
    return max(0.0, min(HIGHEST_CORRELATION, tenths / 10))


def _groups(known_by: Mapping[str, str], owners: Iterable[str]) -> int:
    return len({known_by[owner] for owner in owners})


def _told(pair: WavePair, told: Told) -> Overlap:
    return Overlap(pair, told, choose_method(pair))
