"""Sums of people and full-time equivalents: what a sector needs in all, and shares of its workforce (rule 10).

Where owners differ in size one of them can be most of a sum. These figures exist for the whole sector only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, fsum, log10
from typing import Literal

from benchmarking.stats.peer_groups import SECTOR
from benchmarking.stats.records import Figure

TOTAL = "total"
"""The statistic of such a figure."""

LEAST_OWNERS = 20
"""Totals exist for a sector of 20 owners or more (rule 10). May only be raised."""

LARGEST = 0.25
"""The largest contributor's part of a total at most (rule 10)."""

REST = 0.10
"""What remains without the two largest, as a part of the largest, at least: then the second largest is off by that
much about the largest (ONS BRES; the p % rule with p = 10)."""

LEAST_CONTRIBUTORS = 6
"""Knowledge groups with an amount above 0, as in any sum that is published (STATISTICS 3, contributors)."""

BOUND_STEP = 5
"""Per cent; "under" and "over" are printed in such steps, since three times the largest weight would tell the weight."""

FINE = 11
"""Decimals of a share: 60 of 200 is three times 20 of 200, and 57 of 200 a half per cent, which binary fractions miss."""


@dataclass(frozen=True)
class WeightedFigure:
    """A number to print; `bound` says that the value lies on the outer side of it."""

    value: float
    n_owners: int
    bound: Literal["", "under", "over"] = ""


def published_total(
    amounts: Mapping[str, float], known_by: Mapping[str, str], least_owners: int = LEAST_OWNERS
) -> WeightedFigure | None:
    """Σ of the owners' amounts to two significant digits; None where it may not be shown.

    amounts: owner → amount, 0 or more, in any unit (people, FTE, places on a course); owners who stated none are
    absent. known_by: owner → knowledge group, whose amounts are added up before they are compared. Shown from 20
    owners, if six contributors have an amount above 0, the largest is at most 25 % and the total without the two largest at
    least 10 % of the largest. A total of 0 is not shown: it would say that everybody has none.

    Raises ValueError for a negative amount and for least_owners below 20. Source: STATISTICS 3, rule 10.
    """
    _check(amounts, least_owners)
    total = fsum(amounts.values())
    contributors = _by_group(amounts, known_by)
    if len(amounts) < least_owners or sum(amount > 0 for amount in contributors) < LEAST_CONTRIBUTORS:
        return None
    largest, second = contributors[:2]
    if largest > LARGEST * total or total - largest - second < REST * largest:
        return None
    return WeightedFigure(two_digits(total), len(amounts))


def total_figure(
    metric: str,
    amounts: Mapping[str, float],
    known_by: Mapping[str, str],
    n_asked: int,
    least_owners: int = LEAST_OWNERS,
) -> Figure | None:
    """`published_total` as a figure of the whole sector; None where it may not be shown.

    n_asked: the owners who were asked, which is what is printed as n: those who stated nothing add nothing, and how many
    they are is not told. `least` and `most` are what rounds to the value. There is no interval: a total speaks of those
    who answered, and a width would tell how unequal they are. Raises ValueError as `published_total`, and for fewer asked
    than stated. Source: STATISTICS 3, rules 7 and 10.
    """
    if n_asked < len(amounts):
        raise ValueError(f"{metric}: {n_asked} were asked and {len(amounts)} stated an amount.")
    found = published_total(amounts, known_by, least_owners)
    if found is None:
        return None
    half = 10.0 ** (floor(log10(found.value)) - 1) / 2
    least, most = found.value - half, found.value + half
    return Figure(SECTOR, metric, TOTAL, n_asked, n_asked, found.value, least=least, most=most)


def published_share(
    weights: Mapping[str, float],
    holding: Mapping[str, float],
    known_by: Mapping[str, str],
    least_owners: int = LEAST_OWNERS,
) -> WeightedFigure | None:
    """100 Σ w x / Σ w in whole per cents (halves upwards), "under" or "over" near the ends; None where neither may be shown.

    weights: owner → FTE or people, 0 or more. holding: owner → the part x of its weight that holds, 0 to 1; owners
    without one are not in the base. p is the largest contributor's part of all weights, by knowledge group. A share below 3 p is printed
    as under 3 p, one above 1 - 3 p as over it, outwards to steps of 5 %: any one contributor could be a third of what is
    counted. Where 3 p reaches one half nothing is left to say.

    Raises ValueError for a negative weight, a part outside 0 to 1, a part without a weight, and least_owners
    below 20. Source: STATISTICS 3, rule 10.
    """
    _check(weights, least_owners)
    if wrong := sorted(o for o, x in holding.items() if not 0 <= x <= 1 or o not in weights):
        raise ValueError(f"Parts must run from 0 to 1 and belong to a weight: {', '.join(wrong)}.")
    base = {owner: weights[owner] for owner in holding}
    total = fsum(base.values())
    if len(base) < least_owners or total <= 0:
        return None
    edge = 3 * _by_group(base, known_by)[0] / total
    share = fsum(base[owner] * part for owner, part in holding.items()) / total
    return _outside(round(share, FINE), round(edge, FINE), len(base))


def _outside(share: float, edge: float, n_owners: int) -> WeightedFigure | None:
    printed = BOUND_STEP * ceil(round(100 * edge / BOUND_STEP, 9))
    if printed >= 50:
        return None
    if share < edge:
        return WeightedFigure(float(printed), n_owners, "under")
    if share > round(1 - edge, FINE):
        return WeightedFigure(100.0 - printed, n_owners, "over")
    return WeightedFigure(float(floor(round(100 * share, FINE - 2) + 0.5)), n_owners)


def two_digits(amount: float) -> float:
    """Rounded to two significant digits, halves upwards: 1,234 → 1,200; 7.35 → 7.4. Raises ValueError for 0 or less."""
    if amount <= 0:
        raise ValueError(f"{amount} has no significant digits.")
    step = 10.0 ** (floor(log10(amount)) - 1)
    return float(f"{floor(round(amount / step, 6) + 0.5) * step:.12g}")


def _check(amounts: Mapping[str, float], least_owners: int) -> None:
    if least_owners < LEAST_OWNERS:
        raise ValueError(f"Totals from {least_owners} owners are not allowed: {LEAST_OWNERS} may only be raised.")
    if negative := sorted(owner for owner, amount in amounts.items() if not amount >= 0):
        raise ValueError(f"Amounts below 0, or none: {', '.join(negative)}.")


def _by_group(amounts: Mapping[str, float], known_by: Mapping[str, str]) -> list[float]:
    """Amounts by knowledge group, largest first, and a 0 behind a single one."""
    groups: dict[str, float] = defaultdict(float)
    for owner, amount in amounts.items():
        groups[known_by[owner]] += amount
    return [*sorted(groups.values(), reverse=True), 0.0]
