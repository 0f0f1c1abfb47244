"""How many of the strengths and gaps that are named are none: one organisation against a group, on eight dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarking.stats.position import OwnScore, flags
from benchmarking.stats.records import Figure, Metric
from tests.studies.coverage.means import Cell, figures_of
from tests.studies.coverage.populations import MEANS, Floats, draw, factors

DIMENSIONS = 8
SEM = 5.0
DIFFERENCES: Mapping[str, Sequence[float]] = {
    "no true difference": [0.0] * DIMENSIONS,
    "half of them differ by 15 points": [15.0, -15.0, 15.0, -15.0, 0.0, 0.0, 0.0, 0.0],
}
"""Of the organisation's true score from the group's true mean."""


def study(cell: Cell, differences: Sequence[float], repetitions: int, seed: int) -> float:
    """The mean share of false ones among those named, 0 where none is: the false discovery rate."""
    chance = np.random.default_rng([seed, cell.n, round(10 * cell.sampled), *(round(abs(d)) for d in differences)])
    per_sector = max(1, cell.n_groups - 1)
    rates = [
        _false_share(means, differences, chance)
        for _ in range(-(-repetitions // per_sector))
        for means in _groups(cell, chance)
    ]
    return float(np.mean(rates))


def _groups(cell: Cell, chance: np.random.Generator) -> Iterator[list[tuple[Figure, float]]]:
    """For each named group of a sector, its published means and the true ones."""
    published = [_dimension(cell, f"D{i}", chance) for i in range(DIMENSIONS)]
    named = [c.code for c in cell.tree.cohorts if not c.is_residual and c.code in cell.codes]
    for code in named:
        yield [of_dimension[code] for of_dimension in published]


def _dimension(cell: Cell, metric: str, chance: np.random.Generator) -> dict[str, tuple[Figure, float]]:
    frame = draw(cell.shape, factors(cell.spread, (cell.n_groups,), chance), cell.register or cell.n, chance)
    answers: Floats = frame[:, : cell.n]
    codes = [contributor.organisation for contributor in cell.contributors]
    values = dict(zip(codes, answers.ravel().tolist(), strict=True))
    _, _, figures = figures_of(cell, Metric(metric, "mean", values))
    true = frame.mean(axis=1) if cell.register else np.full(cell.n_groups, MEANS[cell.shape])
    by_cohort = {f.cohort: f for f in figures if f.statistic == "mean"}
    return {code: (by_cohort[code], float(mean)) for code, mean in zip(cell.codes, true, strict=True)}


def _false_share(
    means: Sequence[tuple[Figure, float]], differences: Sequence[float], chance: np.random.Generator
) -> float:
    own = [
        OwnScore(figure.metric, true + difference + SEM * chance.normal(), SEM)
        for (figure, true), difference in zip(means, differences, strict=True)
    ]
    found = flags(own, {figure.metric: figure for figure, _ in means})
    true_sign = {score.metric: np.sign(difference) for score, difference in zip(own, differences, strict=True)}
    named = [(metric, 1) for metric in found.strengths] + [(metric, -1) for metric in found.gaps]
    wrong = sum(true_sign[metric] != sign for metric, sign in named)
    return wrong / len(named) if named else 0.0
