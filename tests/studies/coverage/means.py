"""Means and medians as our own code publishes them: the sector's tree, its estimates, its pooled spread, the one door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import hypot, sqrt
from string import ascii_lowercase

import numpy as np

from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.peer_groups import SECTOR, build_tree
from benchmarking.stats.published_means import Pooled, _sampling
from benchmarking.stats.records import Contributor, Estimate, Figure, Metric, PeerTree
from benchmarking.stats.rounding import decimals_of_ends, round_end
from benchmarking.stats.thresholds import STANDARD
from tests.studies.coverage.populations import MEANS, SHAPES, Floats, draw, factors, true_median
from tests.studies.coverage.tally import Tally, tally

SIZES = (6, 8, 20, 100)
SAMPLED = (0.0, 0.4, 0.8, 1.0)
SPREADS = ("equal", "varying")
IN_SEEDS = ("bell", "bimodal", "low", "skewed", "apart")
"""A shape's place is part of its seeds: a new one stands last, so that the draws of the others stay."""

GROUPS = 11
"""In a sector of small groups, whose spread is pooled: ten named ones and "all other"."""


@dataclass(frozen=True)
class Cell:
    """Groups of n owners who are a share of those in the register; 0: there is no register."""

    n: int
    sampled: float
    shape: str
    spread: str = "equal"

    @property
    def register(self) -> int | None:
        return round(self.n / self.sampled) if self.sampled else None

    @property
    def n_groups(self) -> int:
        return GROUPS if self.n < STANDARD.own_sd else 1

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(f"{SECTOR}/{c}" for c in ascii_lowercase[: self.n_groups]) if self.n_groups > 1 else (SECTOR,)

    @cached_property
    def contributors(self) -> list[Contributor]:
        names = [code.rpartition("/")[2] for code in self.codes]
        return [Contributor(f"{c}{i:03}", f"{c}{i:03}", {"kind": c}) for c in names for i in range(self.n)]

    @cached_property
    def tree(self) -> PeerTree:
        return build_tree(self.contributors, ["kind"])

    @cached_property
    def population(self) -> dict[str, int]:
        n = self.register
        return {} if n is None else {SECTOR: n * self.n_groups, **dict.fromkeys(self.codes, n)}

    def __str__(self) -> str:
        return f"n = {self.n}, n/N = {self.sampled:g}, {self.shape}, {self.spread}"


def grid() -> list[Cell]:
    return [Cell(n, f, shape, spread) for n in SIZES for f in SAMPLED for shape in SHAPES for spread in SPREADS]


@dataclass(frozen=True)
class Seen:
    """One group: its figures, and what they say about."""

    mean: Figure
    median: Figure | None
    true_mean: float
    true_median: tuple[float, float]
    """From the lower to the upper one, where an even number has two in the middle."""
    factor: float
    is_residual: bool
    sampling: float
    """Half-width before it was widened for rounding."""

    def held(self) -> bool:
        low, high = _printed_ends(self.mean)
        return low <= self.true_mean <= high

    def median_held(self) -> bool:
        """Some median of the register lies in the interval."""
        assert self.median
        low, high = _printed_ends(self.median)
        return low <= self.true_median[1] and self.true_median[0] <= high

    def held_before_rounding_up(self) -> bool:
        """As if half-widths were not rounded up to a step."""
        rounding = ((self.mean.most or 0.0) - (self.mean.least or 0.0)) * 1.96 / sqrt(12)
        return abs((self.mean.value or 0.0) - self.true_mean) <= hypot(self.sampling, rounding)


def _printed_ends(figure: Figure) -> tuple[float, float]:
    """As they are read on a page, not as they are stored."""
    decimals = decimals_of_ends(figure)
    return round_end(figure.low or 0.0, decimals), round_end(figure.high or 0.0, decimals)


@dataclass(frozen=True)
class Found:
    """What one cell came to. None: not shown there."""

    mean: Tally
    before_rounding_up: Tally | None
    printed: Tally
    most_spread: Tally | None
    worst_place: Tally | None
    """Without a register: the least over five places where the true mean may fall in a step of rounding."""
    all_other: Tally | None
    median: Tally | None


def study(cell: Cell, repetitions: int, seed: int) -> Found:
    """At least so many groups of the cell, all others of the sector with them."""
    sectors = -(-repetitions // max(1, cell.n_groups - 1))
    seen = list(observe(cell, sectors, np.random.default_rng([seed, *_key(cell)])))
    named = [group for group in seen if not group.is_residual]
    widest = np.quantile([group.factor for group in named], 0.8)
    mean = tally(group.held() for group in named)
    printed = tally(group.mean.value is not None for group in named)
    assert mean
    assert printed
    return Found(
        mean,
        tally(group.held_before_rounding_up() for group in named if group.mean.value is not None),
        printed,
        tally(g.held() for g in named if g.factor >= widest) if cell.spread == "varying" else None,
        None if cell.register else min(_by_place(cell, named), key=lambda counted: counted.share),
        tally(group.held() for group in seen if group.is_residual),
        tally(group.median_held() for group in named if group.median),
    )


def _by_place(cell: Cell, named: list[Seen]) -> list[Tally]:
    step = STANDARD.step / cell.n
    places = (tally(g.held() for g in named if int(5 * (g.true_mean % step) / step) == place) for place in range(5))
    return [place for place in places if place]


def _key(cell: Cell) -> tuple[int, ...]:
    return cell.n, round(10 * cell.sampled), IN_SEEDS.index(cell.shape), SPREADS.index(cell.spread)


def observe(cell: Cell, sectors: int, chance: np.random.Generator) -> Iterator[Seen]:
    """True means, or those that registers are drawn from, are laid evenly over one step of rounding."""
    size = (sectors, cell.n_groups)
    factor = factors(cell.spread, size, chance)
    half_a_step = STANDARD.step / cell.n / 2
    shift = chance.uniform(-half_a_step, half_a_step, size)
    frame = draw(cell.shape, factor, cell.register or cell.n, chance, shift)
    if cell.register:
        centres, medians = frame.mean(axis=2), medians_of(frame)
    else:
        centres, medians = MEANS[cell.shape] + shift, np.stack([true_median(cell.shape, factor, shift)] * 2, axis=2)
    for i in range(sectors):
        yield from published(cell, frame[i, :, : cell.n], (centres[i], medians[i], factor[i]))


def medians_of(frame: Floats) -> Floats:
    """(..., 2) the lower and the upper median."""
    ordered, n = np.sort(frame, axis=-1), frame.shape[-1]
    return ordered[..., [(n - 1) // 2, n // 2]]


def published(cell: Cell, answers: Floats, true: tuple[Floats, Floats, Floats]) -> Iterator[Seen]:
    codes = [contributor.organisation for contributor in cell.contributors]
    values = dict(zip(codes, answers.ravel().tolist(), strict=True))
    metric = Metric("M", "mean", values, quantiles=cell.n >= STANDARD.quantiles)
    estimates, pooled, figures = figures_of(cell, metric)
    residual = {cohort.code for cohort in cell.tree.cohorts if cohort.is_residual}
    for code, centre, medians, factor in zip(cell.codes, *true, strict=True):
        sampling = _sampling(estimates[code], pooled, STANDARD)
        shown = {f.statistic: f for f in figures if f.cohort == code}
        yield Seen(shown["mean"], shown.get("median"), centre, tuple(medians), factor, code in residual, sampling)


def figures_of(cell: Cell, metric: Metric) -> tuple[dict[str, Estimate], Pooled, list[Figure]]:
    """Nothing of ours is left out but the attack check, whose fallback only widens."""
    estimates = estimate_metric(cell.tree, cell.contributors, metric, cell.population)
    pooled = pooled_sd(cell.tree, cell.contributors, metric)
    figures = publish(cell.tree, estimates, *pooled, metric, withstands=bool)
    return {e.cohort: e for e in estimates}, Pooled(*pooled), figures
