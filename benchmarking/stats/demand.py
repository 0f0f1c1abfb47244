"""How many people at a level the stated plans need, beyond those there are; and what may be said of the next wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, isfinite
from typing import Literal

LEAST_WAVES = 3
"""Nothing is extrapolated before three waves (STATISTICS 4): with two, a line cannot be checked even once."""


@dataclass(frozen=True)
class Range:
    """Full-time equivalents: what is stated, or follows, in a cautious, a central and an ambitious case."""

    low: float
    central: float
    high: float


@dataclass(frozen=True)
class Plan:
    """One owner's plan for one role or skill; None where it was not stated.

    `planned`: FTE the plans need in all, each 0 or more and low ≤ central ≤ high. `needed`: the level, 0-5, that work
    needs. `stock`: FTE there are now, at the level in question or above.
    """

    planned: Range | None
    needed: float | None
    stock: float | None


@dataclass(frozen=True)
class Demand:
    """FTE to be found, negative where there are more than the plans need. Exact: for disclosure control.

    `share`: P(work needs the level or more), 0-1. `n_owners` stated plan and stock, `n_levels` of them a level too.
    """

    short: Range
    share: float
    n_owners: int
    n_levels: int


def people_short(planned: Range, share: float, stock: float) -> Range:
    """Planned FTE · P(requires level ≥ L) - current stock, in each of the three cases; negative for a surplus.

    share: P, 0-1. stock: FTE at level L or above, 0 or more. Raises ValueError outside these, and for a range that is
    negative, not finite or not in order. Source: STATISTICS 4, demand.
    """
    if not 0 <= planned.low <= planned.central <= planned.high or not isfinite(planned.high):
        raise ValueError(f"{planned} is no plan: give 0 <= low <= central <= high.")
    if not 0 <= share <= 1 or not stock >= 0 or not isfinite(stock):
        raise ValueError(f"A share of {share} and a stock of {stock} FTE give no demand.")
    return Range(planned.low * share - stock, planned.central * share - stock, planned.high * share - stock)


def demand(plans: Mapping[str, Plan], level: float) -> Demand | None:
    """The `people_short` of all owners together, of those who answered only: nothing is added for who did not.

    plans: owner → plan. Planned FTE and stock are added up over owners who stated both. P is the part of the central
    planned FTE whose level is `level` or more, of those who also stated a level: so a large plan counts for more.
    None where nobody stated all three, or their plans are 0. Publish through `weighted_totals.published_total`. Raises
    ValueError for a plan or stock `people_short` would refuse, and a level that is not finite. Source: STATISTICS 4.
    """
    stated = [
        (plan.planned, plan.needed, plan.stock)
        for _, plan in sorted(plans.items())
        if plan.planned is not None and plan.stock is not None
    ]
    for planned, needed, stock in stated:
        people_short(planned, 1.0, stock)
        if not isfinite(level) or (needed is not None and not isfinite(needed)):
            raise ValueError("A level is not finite: give None for what was not stated.")
    levels = [(planned.central, needed) for planned, needed, _ in stated if needed is not None]
    whole = fsum(central for central, _ in levels)
    if not whole:
        return None
    share = fsum(central for central, needed in levels if needed >= level) / whole
    total = _added([planned for planned, _, _ in stated])
    return Demand(
        people_short(total, min(1.0, share), fsum(stock for _, _, stock in stated)), share, len(stated), len(levels)
    )


def _added(ranges: Sequence[Range]) -> Range:
    return Range(
        fsum(each.low for each in ranges), fsum(each.central for each in ranges), fsum(each.high for each in ranges)
    )


@dataclass(frozen=True)
class Forecast:
    """The next wave's value, in the unit of the history, by the method that was less wrong so far.

    The errors are mean absolute ones of the waves from the third on, each foretold from those before it: by a straight
    line, and by "same as last wave". `n_checks`: how many such waves there were.
    """

    value: float
    method: Literal["trend", "same_as_last"]
    error_of_trend: float
    error_of_same: float
    n_checks: int


def next_wave(times: Sequence[float], values: Sequence[float], at: float) -> Forecast | None:
    """A straight line by least squares if it foretold past waves better than "same as last wave" did, else the last value.

    times: of the waves, rising, in any unit (years); values: of one published figure, one a wave; at: the next wave's
    time. None before three waves. A tie goes to "same as last wave", which claims less. Raises ValueError for lengths
    that differ, times that do not rise, an `at` that is not later, and values that are not finite. Source: STATISTICS 4,
    demand; Hyndman & Koehler 2006, International Journal of Forecasting 22 (errors against the naive forecast).
    """
    moments = [*times, at]
    if len(times) != len(values) or not all(isfinite(number) for number in (*moments, *values)):
        raise ValueError("Give one finite value for every wave's time.")
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise ValueError("Times must rise from wave to wave, and the next wave comes last.")
    if len(values) < LEAST_WAVES:
        return None
    checks = range(LEAST_WAVES - 1, len(values))
    trend = fsum(abs(_line(times[:i], values[:i], times[i]) - values[i]) for i in checks) / len(checks)
    same = fsum(abs(values[i - 1] - values[i]) for i in checks) / len(checks)
    if trend < same:
        return Forecast(_line(times, values, at), "trend", trend, same, len(checks))
    return Forecast(values[-1], "same_as_last", trend, same, len(checks))


def _line(times: Sequence[float], values: Sequence[float], at: float) -> float:
    middle, mean = fsum(times) / len(times), fsum(values) / len(values)
    products = fsum((time - middle) * (value - mean) for time, value in zip(times, values, strict=True))
    return mean + (at - middle) * products / fsum((time - middle) ** 2 for time in times)
