"""How sure a published figure would be at a number of owners, before anybody has answered."""

from __future__ import annotations

from math import ceil, floor, sqrt

from scipy.stats import t

from benchmarking.stats.intervals import (
    CONFIDENCE,
    half_width_step,
    proportion_interval,
    published_half_width,
    sampled_share,
    sampling_half_width,
)
from benchmarking.stats.rounding import count_band
from benchmarking.stats.thresholds import STANDARD, Thresholds

ASSUMED_SD = 20.0
"""Points of 0-100 between owners, where no survey has been published yet: wider than the 15 of the simulations in
STATISTICS 2, so that a first survey is not promised too much."""


def mean_half_width(n: int, sd: float, population: int | None = None, limits: Thresholds = STANDARD) -> float | None:
    """Half-width of the 95 % interval that a mean of 0-100 from n owners would be published with, in points.

    √(h² + (1.96·50/n/√12)²) with h = t(n - 1)·max(sd, 8)·√((1 - n/N)/n), rounded up as figures are. `population` is N,
    the owners in the register, None unless it is a complete list (or n where everybody answered). None below 6 owners,
    of whom nothing is published. Below 20 owners a figure's spread is the whole sector's, known from more than n owners,
    so the interval that comes is rather narrower. Source: STATISTICS 2, mean and interval as published; 3, rule 8.
    """
    if n < limits.owners:
        return None
    sampled = sampled_share(n, population)
    half = sampling_half_width(max(sd, limits.sd_floor), n, n - 1, sampled)
    step = half_width_step(n, sampled) if n >= limits.own_sd else 1.0
    return published_half_width(half, limits.step / n, step)


def share_half_width(n: int, population: int | None = None, limits: Thresholds = STANDARD) -> float | None:
    """Half of the 95 % interval that a share of one half among n owners would be published with, in per cent points.

    The count n/2, rounded down, stands in a band of three; the interval reaches from the lower end of the band's least
    count to the upper end of its largest, in whole per cents: hypergeometric mid-P where `population` is known, else
    Wilson. None below 10 owners, where no share is published. Source: STATISTICS 2, proportions; 3, rule 5.
    """
    if n < limits.shares:
        return None
    known = population if population and population >= n else None
    least, most = count_band(n // 2, n, limits.band, limits.top_band)
    low, high = proportion_interval(least, n, known)[0], proportion_interval(most, n, known)[1]
    return (ceil(round(100 * high, 6)) - floor(round(100 * low, 6))) / 2


def spread_behind(half_width: float, n: int, sampled: float = 0.0, limits: Thresholds = STANDARD) -> float | None:
    """The SD that a published mean's half-width was made of, in points: `mean_half_width` solved for it.

    √(half² - (1.96·50/n/√12)²)·√n / (t(n - 1)·√(1 - f)), never below 8. `sampled` is f = n/N. Nothing but published
    numbers go in, so nothing comes out that could not be worked out from them. None where n is below 6 or f is 1: then the
    half-width says nothing of the spread.
    """
    if n < limits.owners or sampled >= 1:
        return None
    rounding = 1.96 * limits.step / n / sqrt(12)
    sampling = sqrt(max(0.0, half_width**2 - rounding**2))
    point = float(t.ppf((1 + CONFIDENCE) / 2, n - 1))
    return max(limits.sd_floor, sampling * sqrt(n / (1 - sampled)) / point)
