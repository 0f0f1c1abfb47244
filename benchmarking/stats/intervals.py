"""95 % intervals: sampling error of means, as published after rounding, and of shares."""

from __future__ import annotations

from math import ceil, hypot, sqrt

import numpy as np
from scipy.stats import hypergeom, t
from statsmodels.stats.proportion import proportion_confint

CONFIDENCE = 0.95


def sampling_half_width(sd: float, n_effective: float, df: float, sampled: float = 0.0) -> float:
    """t(df)·sd·√((1 - f)/n), the half-width of a 95 % interval for a mean, in the unit of `sd`.

    `sampled` is f = n/N, 0 where N is unknown. Raises ValueError where df or n is not positive or f
    lies outside 0 to 1. Source: STATISTICS 2, mean.
    """
    if df <= 0 or n_effective <= 0 or not 0 <= sampled <= 1:
        raise ValueError(f"No interval from n = {n_effective}, df = {df}, n/N = {sampled}.")
    return float(t.ppf((1 + CONFIDENCE) / 2, df)) * sd * sqrt((1 - sampled) / n_effective)


def published_half_width(sampling: float, rounding: float) -> int:
    """√(h² + (1.96 r/√12)²), rounded up to a whole point (STATISTICS 2, interval as published).

    `rounding` is the width r of the rounding step in points. Where several rounded numbers were
    added, pass √(r₁² + r₂² + ...).
    """
    return ceil(round(hypot(sampling, 1.96 * rounding / sqrt(12)), 6))


def sampled_share(n_owners: int, population: int | None) -> float:
    """n/N; 0 where N is unknown, or smaller than n.

    A register's count from before the survey can be too small for a group, since coordinators may
    correct their own facets; then N is not known, which widens the interval.
    """
    return n_owners / population if population and population >= n_owners else 0.0


def proportion_interval(count: int, n: int, population: int | None = None) -> tuple[float, float]:
    """95 % interval of a share (0-1) for a count out of n: hypergeometric mid-P if N is known, else Wilson.

    Raises ValueError for a count outside 0 to n, n < 1 or N < n. Source: STATISTICS 2, proportions.
    """
    if n < 1 or not 0 <= count <= n:
        raise ValueError(f"No interval for {count} of {n}.")
    return wilson_interval(count, n) if population is None else hypergeometric_interval(count, n, population)


def wilson_interval(count: int, n: int) -> tuple[float, float]:
    """Wilson's score interval, 0-1 (statsmodels; Newcombe 1998: 81/263 gives .2553-.3662)."""
    low, high = proportion_confint(count, n, alpha=1 - CONFIDENCE, method="wilson")
    return float(low), float(high)


def hypergeometric_interval(count: int, n: int, population: int) -> tuple[float, float]:
    """Mid-P interval of M/N when n of N are drawn without replacement and `count` of them hold.

    All M with P(X > x | M) + P(X = x | M)/2 > 2.5 % and P(X < x | M) + P(X = x | M)/2 > 2.5 %;
    x = 0 and x = n keep their own end. Raises ValueError for N < n.
    """
    if population < n:
        raise ValueError(f"A population of {population} cannot hold a sample of {n}.")
    holders = np.arange(count, population - n + count + 1)
    law = hypergeom(population, holders, n)
    half = law.pmf(count) / 2
    tail = (1 - CONFIDENCE) / 2
    possible = holders[(law.sf(count) + half > tail) & (law.cdf(count) - half > tail)]
    return float(possible[0]) / population, float(possible[-1]) / population
