"""Sets of ranks of twelve skills: whether every true rank lies in its set, for all skills at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarking.stats.ranks import RankSet, rank_sets
from tests.studies.coverage.populations import Floats
from tests.studies.coverage.tally import Tally, tally

SIZES = (20, 100)
"""Tiers are shown from twenty owners on."""

GAPS: Mapping[str, Sequence[float]] = {
    "all skills alike": [30.0] * 12,
    "two groups of six": [20.0] * 6 + [40.0] * 6,
    "rising by two points": [20.0 + 2 * i for i in range(12)],
}
"""True mean gaps, 0-100; 20 points are one level."""

SPREAD, TOGETHER = 20.0, 0.4
"""SD of one skill's gap over owners, and the correlation of two skills'."""


def study(gaps: Sequence[float], n: int, repetitions: int, seed: int, *, whole_levels: bool) -> Tally:
    chance = np.random.default_rng([seed, n, *(round(gap) for gap in gaps), whole_levels])
    found = tally(_holds(rank_sets(values), gaps) for values in _sectors(gaps, n, repetitions, chance, whole_levels))
    assert found
    return found


def _sectors(
    gaps: Sequence[float], n: int, repetitions: int, chance: np.random.Generator, whole_levels: bool
) -> Iterator[dict[str, list[float]]]:
    for _ in range(repetitions):
        values = _answers(gaps, n, chance)
        if whole_levels:
            values = _to_levels(values, chance)
        yield {f"s{i:02}": values[:, i].tolist() for i in range(len(gaps))}


def _answers(gaps: Sequence[float], n: int, chance: np.random.Generator) -> Floats:
    shared, own = chance.normal(size=(n, 1)), chance.normal(size=(n, len(gaps)))
    found: Floats = np.array(gaps) + SPREAD * (np.sqrt(TOGETHER) * shared + np.sqrt(1 - TOGETHER) * own)
    return found


def _to_levels(values: Floats, chance: np.random.Generator) -> Floats:
    """To one of the two levels around it by chance, so that no true mean moves; may fall below 0, as a surplus does."""
    return 20 * np.floor(values / 20 + chance.random(values.shape))


def _holds(sets: Sequence[RankSet], gaps: Sequence[float]) -> bool:
    """Skills that are truly alike share all the ranks between them."""
    return all(
        found.best <= 1 + sum(other > gap for other in gaps)
        and found.worst >= len(gaps) - sum(other < gap for other in gaps)
        for found, gap in zip(sets, gaps, strict=True)
    )
