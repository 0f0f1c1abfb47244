"""95 % intervals: sampling error of means, as published after rounding, and of shares."""

from __future__ import annotations

from bisect import bisect_left
from math import ceil, exp, hypot, log, sqrt

from scipy.stats import beta, hypergeom, t
from statsmodels.stats.proportion import proportion_confint

CONFIDENCE = 0.95

STEPS = (0.1, 0.2, 0.5, 1.0)
"""Of half-widths of means, in points."""

WHOLE_POINTS_AT = 20
"""Owners at whom whole points leave as much doubt about a sum of squares as is left anywhere (`half_width_step`)."""


def sampling_half_width(sd: float, n_effective: float, df: float, sampled: float = 0.0) -> float:
    """t(df)·sd·√((1 - f)/n), the half-width of a 95 % interval for a mean, in the unit of `sd`.

    `sampled` is f = n/N, 0 where N is unknown. Raises ValueError where df or n is not positive or f
    lies outside 0 to 1. Source: STATISTICS 2, mean.
    """
    if df <= 0 or n_effective <= 0 or not 0 <= sampled <= 1:
        raise ValueError(f"No interval from n = {n_effective}, df = {df}, n/N = {sampled}.")
    return float(t.ppf((1 + CONFIDENCE) / 2, df)) * sd * sqrt((1 - sampled) / n_effective)


def published_half_width(sampling: float, rounding: float, step: float = 1.0) -> float:
    """√(h² + (1.96 r/√12)²), rounded up to a multiple of `step` points (STATISTICS 2, interval as published).

    `rounding` is the width r of the rounding step in points. Where several rounded numbers were
    added, pass √(r₁² + r₂² + ...).
    """
    return round(step * ceil(round(hypot(sampling, 1.96 * rounding / sqrt(12)) / step, 6)), 6)


def half_width_step(n_effective: float, sampled: float = 0.0) -> float:
    """The least d of 0.1, 0.2, 0.5 and 1 points with n^1.5·d/√(1 - f) >= 20^1.5; 1 where none is, 0.1 at f = 1.

    To what a half-width made of a group's own SD is rounded up. One that is known to d gives the SD to d·√n/(t·√(1 - f))
    and so the sum of squared deviations to about 2 n s of that, which is what one answer more could be solved from: the
    least d leaves at least the doubt that whole points leave at 20 owners and f = 0. n and f = n/N are published, so d
    says nothing of answers. Raises ValueError where n is not positive or f lies outside 0 to 1. Source: STATISTICS 3,
    rule 8; docs/methods/rounding.md.
    """
    if n_effective <= 0 or not 0 <= sampled <= 1:
        raise ValueError(f"No step for n = {n_effective}, n/N = {sampled}.")
    worth, needed = n_effective**1.5, round(WHOLE_POINTS_AT**1.5 * sqrt(1 - sampled), 6)
    return next((step for step in STEPS if round(worth * step, 6) >= needed), STEPS[-1])


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
    least, most = count, population - n + count
    tail = (1 - CONFIDENCE) / 2

    def is_too_few(holders: int) -> bool:
        law = hypergeom(population, holders, n)
        return bool(law.sf(count) + law.pmf(count) / 2 <= tail)

    def is_not_too_many(holders: int) -> bool:
        law = hypergeom(population, holders, n)
        return bool(law.cdf(count) - law.pmf(count) / 2 > tail)

    # Both tails move one way as M grows, so each end is found by halving instead of trying every M.
    first = bisect_left(range(least, most), x=True, key=lambda holders: not is_too_few(holders)) + least
    last = bisect_left(range(least, most), x=True, key=lambda holders: not is_not_too_many(holders + 1)) + least
    return first / population, last / population


def korn_graubard_interval(share: float, standard_error: float, n: int, df: float) -> tuple[float, float]:
    """95 % interval of a weighted share (0-1): Clopper and Pearson's on the sample's worth m instead of n.

    m = p (1 - p)/SE² · (t(n - 1)/t(df))², n the units, df owners less strata; then the 2.5 % point of
    Beta(m p, m (1 - p) + 1) and the 97.5 % point of Beta(m p + 1, m (1 - p)). With SE 0, or p 0 or 1, m is n: a sample
    in which nobody differs says nothing of its design. Raises ValueError for p outside 0-1, SE below 0, n < 2, df <= 0.
    Source: Korn & Graubard 1998, Survey Methodology 24; R survey `svyciprop(method="beta")`.
    """
    _check_share(share, standard_error, df)
    if n < 2:
        raise ValueError(f"No interval of a weighted share from n = {n}.")
    if not standard_error or share in (0, 1):
        return _beta_interval(share, n)
    return _beta_interval(share, share * (1 - share) / standard_error**2 * _fewer_degrees(n, df))


def owners_share_interval(
    count: int, n_units: int, n_owners: int, n_effective: float, sampled: float = 0.0
) -> tuple[float, float]:
    """95 % interval of a share (0-1) of units where some owners are several of them: Korn and Graubard's on Kish's n.

    m = n_effective/(1 - f) · (t(n_owners - 1)/t(n_effective - 1))²: an owner's units are taken to agree, so their spread
    is not looked at, and the width says nothing about who agrees with whom. `sampled` is f = n/N; at 1 the share is
    known. Raises ValueError for a count outside 0 to n, f outside 0 to 1, n_effective of 1 or less or above n_owners.
    Source: Korn & Graubard 1998, with the design's effect from weights alone; STATISTICS 2, weights.
    """
    if not 0 <= count <= n_units or not 0 <= sampled <= 1 or not 1 < n_effective <= n_owners + 1e-9:
        raise ValueError(f"No interval for {count} of {n_units} units of {n_owners} owners, worth {n_effective}.")
    share = count / n_units
    if sampled == 1:
        return share, share
    return _beta_interval(share, n_effective / (1 - sampled) * _fewer_degrees(n_owners, n_effective - 1))


def _fewer_degrees(n: int, df: float) -> float:
    point = (1 + CONFIDENCE) / 2
    return float(t.ppf(point, n - 1) / t.ppf(point, df)) ** 2


def _beta_interval(share: float, worth: float) -> tuple[float, float]:
    """Clopper and Pearson's interval, for a number of units that need not be whole."""
    held, not_held = worth * share, worth * (1 - share)
    tail = (1 - CONFIDENCE) / 2
    low = float(beta.ppf(tail, held, not_held + 1)) if held else 0.0
    high = float(beta.ppf(1 - tail, held + 1, not_held)) if not_held else 1.0
    return low, high


def logit_interval(share: float, standard_error: float, df: float) -> tuple[float, float]:
    """95 % interval of a weighted share (0-1) on the log-odds: ln(p/(1 - p)) ± t(df)·SE/(p (1 - p)), turned back.

    Raises ValueError for p of 0 or 1, which have no log-odds (take `korn_graubard_interval`), SE below 0, df <= 0.
    Source: R survey `svyciprop(method="xlogit")`.
    """
    _check_share(share, standard_error, df)
    if share in (0, 1):
        raise ValueError("A share of 0 or 1 has no log-odds: take korn_graubard_interval.")
    middle, half = log(share / (1 - share)), sampling_half_width(standard_error / (share * (1 - share)), 1, df)
    return 1 / (1 + exp(half - middle)), 1 / (1 + exp(-half - middle))


def _check_share(share: float, standard_error: float, df: float) -> None:
    if not 0 <= share <= 1 or not standard_error >= 0 or not df > 0:
        raise ValueError(f"No interval for a share of {share} with SE {standard_error} and df {df}.")


def worst_case_bounds(share: float, response_rate: float) -> tuple[float, float]:
    """[ρ p, ρ p + 1 - ρ]: the share in the register if nobody who stayed away holds, and if all of them do, 0-1.

    share: p among those who answered; response_rate: ρ = n/N. No chance is in it and no assumption, so it is wide: at a
    response of one half never narrower than 50 points. Raises ValueError outside 0-1. Source: Manski 1989 (worst-case
    bounds); STATISTICS 2, weights.
    """
    if not 0 <= share <= 1 or not 0 <= response_rate <= 1:
        raise ValueError(f"No bounds for a share of {share} at a response of {response_rate}.")
    least = response_rate * share
    return least, least + 1 - response_rate
