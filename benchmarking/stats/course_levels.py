"""Levels before and after a course, the change over all its skills, and its size: beside or from figures of rule 13."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, hypot, sqrt

from benchmarking.stats.intervals import published_half_width, sampling_half_width
from benchmarking.stats.learners import STEP, ChangeFigure, Delegate, change_figure
from benchmarking.stats.peer_groups import LEAST_OWNERS
from benchmarking.stats.published_means import Pooled
from benchmarking.stats.rounding import round_total
from benchmarking.stats.thresholds import STANDARD

CRITICAL = 1.96


@dataclass(frozen=True)
class LevelFigure:
    """A mean of scores, 0 to 100: `value` is printed (None where only bounds are), in 95 % `low` to `high`."""

    n_owners: int
    n_people: int
    value: float | None
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True)
class PublishedSize:
    """A change in standard deviations of people before a course, with its 95 % interval."""

    g: float
    low: float
    high: float


def level_figure(
    delegates: Sequence[Delegate], known_by: Mapping[str, str], spread: Pooled, k: int = LEAST_OWNERS
) -> LevelFigure | None:
    """The mean before, of exactly those whom `change_figure` is about; None where that is None.

    An owner's delegates average first; the sum over owners is rounded to steps of 50, within 150 of either end to that
    end, as every sum of scores. Half-width as of the change, with the SD of owners' levels pooled over courses
    (`spread`; at least 8). known_by: owner → knowledge group. Raises ValueError for k < 6 and scores outside 0 to 100.
    Source: STATISTICS 3, rules 4, 8 and 13.
    """
    if change_figure(delegates, known_by, spread, k) is None:
        return None
    before: dict[str, list[float]] = defaultdict(list)
    for delegate in delegates:
        if delegate.before is not None and delegate.after is not None:
            before[delegate.owner].append(delegate.before)
    n, n_people = len(before), sum(map(len, before.values()))
    total = round_total(fsum(fsum(its) / len(its) for its in before.values()), n, STANDARD.step, STANDARD.clamp)
    least, most = total.least / n, total.most / n
    value = None if total.middle is None else total.middle / n
    half = published_half_width(_sampling(spread, n), 0.0 if value is None else STANDARD.step / n)
    low, high = (least, most) if value is None else (value, value)
    return LevelFigure(n, n_people, value, max(0.0, low - half), min(100.0, high + half), least, most)


def _sampling(spread: Pooled, n: int) -> float:
    return sampling_half_width(max(spread.sd, STANDARD.sd_floor), n, spread.df)


def level_then(before: LevelFigure, change: ChangeFigure, spread: Pooled) -> LevelFigure | None:
    """The level after a change, from the two published figures alone: value = before + change, kept within 0 to 100.

    Half-width √(h² + (1.96/√12)² (r₁² + r₂²)) in whole points: the sampling error of a level, and the steps of both
    sums (50/n and 100/n). Where either is only a bound, so is this. None where the two are not about the same people:
    another number of owners or of people. Source: STATISTICS 3, rule 7.
    """
    if (before.n_owners, before.n_people) != (change.n_owners, change.n_people):
        return None
    n = before.n_owners
    least, most = max(0.0, before.least + change.least), min(100.0, before.most + change.most)
    if before.value is None or change.value is None:
        value, rounding, ends = None, 0.0, (least, most)
    else:
        value = min(max(before.value + change.value, 0.0), 100.0)
        rounding, ends = hypot(STANDARD.step / n, STEP / n), (value, value)
    half = published_half_width(_sampling(spread, n), rounding)
    return LevelFigure(n, before.n_people, value, max(0.0, ends[0] - half), min(100.0, ends[1] + half), least, most)


def mean_change(changes: Sequence[ChangeFigure]) -> ChangeFigure | None:
    """The change over several skills: the mean of their published changes, and of the ends of their intervals.

    That interval is too wide rather than too narrow, as it takes the skills to err alike. n is the smallest of theirs;
    `value` is None where one of them is only a bound; None for no figure. Source: STATISTICS 3, rule 7.
    """
    if not changes:
        return None
    values = [change.value for change in changes if change.value is not None]

    def mean(parts: Sequence[float]) -> float:
        return fsum(parts) / len(parts)

    return ChangeFigure(
        min(change.n_owners for change in changes),
        min(change.n_people for change in changes),
        mean(values) if len(values) == len(changes) else None,
        *(mean([getattr(change, end) for change in changes]) for end in ("low", "high", "least", "most")),
    )


def published_size(change: ChangeFigure, baseline: Pooled) -> PublishedSize | None:
    """Hedges' g of a published change: g = J·value/s, J = 1 - 3/(4·df - 1), s the SD of people before.

    `baseline`: that SD pooled over courses, in points, with its degrees of freedom; it is published too. Interval: g ± J
    √((h/s)² + 1.96² d²/(2 df)), h the half-width of the change and d = value/s. None where only bounds are published or
    df is below 3. Source: Hedges 1981, Journal of Educational Statistics 6; STATISTICS 5 (g_av with the baseline SD).
    """
    if change.value is None or baseline.df < 3 or baseline.sd <= 0:
        return None
    small, size = 1 - 3 / (4 * baseline.df - 1), change.value / baseline.sd
    h = (change.high - change.low) / 2 / baseline.sd
    half = small * sqrt(h**2 + CRITICAL**2 * size**2 / (2 * baseline.df))
    return PublishedSize(small * size, small * size - half, small * size + half)
