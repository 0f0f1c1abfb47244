"""The whole study as a list of independent tasks, each with a seed of its own, so that their order changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from benchmarking.stats.thresholds import STANDARD
from tests.studies.coverage import false_flags, means, rankings, shares, staying_away
from tests.studies.coverage.means import SAMPLED, SIZES, Cell
from tests.studies.coverage.populations import SHAPES

ON_THE_LIMIT = 4
"""Times as many repetitions where no difference is true and spread is known well: the rate is then 0.10 itself, not below
it, and groups of 20 and more are one a repetition."""

Key = tuple[Any, ...]
Results = Mapping[Key, Any]

NEAR_AN_END = [Cell(n, 0.4, "low") for n in SIZES]
FAR_APART = [Cell(n, sampled, "apart") for n in SIZES if n >= STANDARD.quantiles for sampled in SAMPLED]
FLAG_CELLS = [Cell(n, sampled, "bell") for n in SIZES for sampled in (0.0, 0.8)]


def tasks(repetitions: int, seed: int) -> dict[Key, Callable[[], Any]]:
    return {
        **dict(_of_means(repetitions, seed)),
        **dict(_of_shares()),
        **dict(_of_ranks(repetitions // 2, seed)),
        **dict(_of_flags(repetitions, seed)),
    }


def _of_means(repetitions: int, seed: int) -> Iterator[tuple[Key, Callable[[], Any]]]:
    for cell in [*means.grid(), *NEAR_AN_END, *FAR_APART]:
        yield ("mean", cell), partial(means.study, cell, repetitions, seed)
    for cell in staying_away.CELLS:
        yield ("staying away", cell), partial(staying_away.study, cell, repetitions, seed)


def _of_shares() -> Iterator[tuple[Key, Callable[[], Any]]]:
    for n, sampled in product(shares.SIZES, SAMPLED):
        yield ("share", n, sampled), partial(shares.published, n, sampled)
        yield ("exact share", n, sampled), partial(shares.exact, n, sampled)
    for n in shares.OFF_THE_GRID:
        yield ("share off the grid", n), partial(shares.off_the_grid, n)


def _of_ranks(repetitions: int, seed: int) -> Iterator[tuple[Key, Callable[[], Any]]]:
    for n, (name, gaps), whole in product(rankings.SIZES, rankings.GAPS.items(), (False, True)):
        yield ("ranks", n, name, whole), partial(rankings.study, gaps, n, repetitions, seed, whole_levels=whole)


def _of_flags(repetitions: int, seed: int) -> Iterator[tuple[Key, Callable[[], Any]]]:
    for cell, (name, differences) in product(FLAG_CELLS, false_flags.DIFFERENCES.items()):
        times = ON_THE_LIMIT if cell.n >= STANDARD.own_sd and not any(differences) else 1
        yield ("flags", cell, name), partial(false_flags.study, cell, differences, times * repetitions, seed)


def shapes_in_order() -> list[tuple[str, str]]:
    return [(shape, spread) for spread in means.SPREADS for shape in SHAPES]
