"""Takers of a course beside others who did not take it: from the published figures of both, by analysis of covariance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, hypot, sqrt

from scipy.stats import t

from benchmarking.stats.course_levels import LevelFigure
from benchmarking.stats.intervals import published_half_width, sampling_half_width
from benchmarking.stats.learners import STEP, ChangeFigure
from benchmarking.stats.learning import Learner, taker_association
from benchmarking.stats.published_means import Pooled
from benchmarking.stats.thresholds import STANDARD

OWN_SPREAD_FROM = 20
"""Owners on each side from whom on their own scores may say how steady and how spread they are (rule 8)."""

STEPS_OF_A_SLOPE = 10
"""A slope is published in tenths."""


@dataclass(frozen=True)
class Side:
    """One side's published figures of one skill: the mean before, and the change since, of the same people."""

    before: LevelFigure
    change: ChangeFigure


@dataclass(frozen=True)
class Adjustment:
    """How much of a difference before is expected to be there afterwards anyhow: `slope` 0-1. `half`: the half-width of the
    sampling error of the comparison in points where these owners may say it, else None."""

    slope: float
    half: float | None = None

    @property
    def is_estimated(self) -> bool:
        return self.half is not None


@dataclass(frozen=True)
class PublishedAssociation:
    """How many points higher takers end than others who began alike, in 95 % `low` to `high`; with the slope it hangs on."""

    value: float
    low: float
    high: float
    slope: float
    is_estimated: bool
    n_takers: int
    n_others: int


def own_adjustment(learners: Sequence[Learner]) -> Adjustment | None:
    """The slope c of after = a + b · taken + c · before, in tenths from 0 to 1, and t(n - 3) · max(SE of b, 8 √(1/n₁ + 1/n₂)).

    `Learner.organisation` is the owner here. SE is HC3's; 8 is the least SD of rule 8. None below 20 owners on either side, as
    fewer would give their own spread away: take an assumed slope then. Source: STATISTICS 3, rule 8, and 5.
    """
    found = taker_association(learners)
    if found is None or min(found.n_takers, found.n_others) < OWN_SPREAD_FROM:
        return None
    error = max(found.standard_error, STANDARD.sd_floor * sqrt(1 / found.n_takers + 1 / found.n_others))
    slope = round(min(max(found.slope, 0.0), 1.0) * STEPS_OF_A_SLOPE) / STEPS_OF_A_SLOPE
    return Adjustment(slope, float(t.ppf(0.975, found.n_takers + found.n_others - 3)) * error)


def published_association(
    takers: Side, others: Side, adjustment: Adjustment, spread: Pooled
) -> PublishedAssociation | None:
    """(Δ₁ - Δ₂) + (1 - c)(x̄₁ - x̄₂): the b of `learning.taker_association` at slope c, of published figures alone.

    Δ: changes, x̄: levels before, c: `adjustment`. Half-width √(h² + (1.96²/12)(r₁² + r₂² + (1 - c)²(q₁² + q₂²))) in whole points,
    r = 100/n and q = 50/n the rounding steps; h is the adjustment's, else t(df) s √(1/n₁ + 1/n₂) with the SD s of owners'
    changes pooled over courses (`spread`; at least 8). None where one of the four is only a bound. Nothing of it is computed
    from answers, so that it tells nobody more than the four do. Source: STATISTICS 3, rules 4, 7 and 13, and 5; Vickers
    & Altman 2001, BMJ 323.
    """
    sides = (takers, others)
    if any(side.change.value is None or side.before.value is None for side in sides):
        return None
    change, before = (_apart(sides, name) for name in ("change", "before"))
    kept = 1 - adjustment.slope
    sizes = (takers.change.n_owners, others.change.n_owners)
    pooled = sampling_half_width(max(spread.sd, STANDARD.sd_floor), 1 / (1 / sizes[0] + 1 / sizes[1]), spread.df)
    steps = [step / n for n in sizes for step in (STEP, kept * STANDARD.step)]
    half = published_half_width(pooled if adjustment.half is None else adjustment.half, hypot(*steps))
    value = change + kept * before
    return PublishedAssociation(value, value - half, value + half, adjustment.slope, adjustment.is_estimated, *sizes)


def _apart(sides: Sequence[Side], name: str) -> float:
    first, last = (getattr(side, name).value for side in sides)
    return float(first - last)


def mean_association(found: Sequence[PublishedAssociation]) -> PublishedAssociation | None:
    """Over several skills: the mean of their values and of the ends of their intervals, which is too wide rather than too narrow,
    as it takes the skills to err alike. n are the smallest of theirs; the slope is their mean. None for no figure."""
    if not found:
        return None
    value, low, high, slope = (
        fsum(getattr(each, name) for each in found) / len(found) for name in ("value", "low", "high", "slope")
    )
    sizes = (min(each.n_takers for each in found), min(each.n_others for each in found))
    return PublishedAssociation(value, low, high, slope, all(each.is_estimated for each in found), *sizes)
