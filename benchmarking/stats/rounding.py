"""Rounding that blurs: sums to steps, counts to bands, quantiles to points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, hypot
from typing import Literal

from benchmarking.stats.records import Figure

Bound = Literal["", "at_most", "at_least"]


@dataclass(frozen=True)
class RoundedTotal:
    """A sum of 0-100 scores as published: it lies in [least, most].

    `middle` is the number to print, None where only a bound may be. `width` is that of the rounding
    for an interval: one step, or √(1 + m) steps for a parent minus m children.
    """

    least: int
    most: int
    middle: float | None
    width: float
    bound: Bound = ""


def round_total(total: float, n_units: int, step: int = 50, clamp: int = 150) -> RoundedTotal:
    """The step that holds a sum over `n_units` scores of 0-100, or the clamp at either end.

    [step·⌊total/step⌋, + step]; below `clamp` it is [0, clamp] "at_most", from 100 n - clamp it is
    [100 n - clamp, 100 n] "at_least". Sums are taken to six decimals first, so that thirds that add
    up to a step stand on it. Raises ValueError for a sum outside 0 to 100 n and for fewer units than
    two clamps need. Source: STATISTICS 3, rule 4.
    """
    whole = 100 * n_units
    exact = round(total, 6)
    if not 0 <= exact <= whole or whole <= 2 * clamp:
        raise ValueError(f"A sum of {total} over {n_units} scores of 0-100 cannot be rounded.")
    if exact < clamp:
        return RoundedTotal(0, clamp, None, step, "at_most")
    if exact >= whole - clamp:
        return RoundedTotal(whole - clamp, whole, None, step, "at_least")
    least = step * floor(exact / step)
    return RoundedTotal(least, least + step, least + step / 2, step)


def subtract_totals(parent: RoundedTotal, children: Sequence[RoundedTotal], n_units: int) -> RoundedTotal:
    """The published total of "all other": parent minus children, from published numbers alone.

    The difference of the mid-points, kept within 0 to 100 n; where a clamp is involved only the
    bounds, marked with the end they are nearer to. Source: STATISTICS 3, rules 3 and 4.
    """
    least = max(0, parent.least - sum(child.most for child in children))
    most = min(100 * n_units, parent.most - sum(child.least for child in children))
    width = hypot(parent.width, *(child.width for child in children))
    middles = [child.middle for child in children if child.middle is not None]
    if parent.middle is None or len(middles) < len(children):
        return RoundedTotal(least, most, None, width, "at_most" if least + most <= 100 * n_units else "at_least")
    return RoundedTotal(least, most, min(max(parent.middle - sum(middles), least), most), width)


def count_band(count: int, n_units: int, width: int = 3, top: int = 3) -> tuple[int, int]:
    """(least, most) of the band that holds a count out of `n_units`: 0-2, 3-5, 6-8 ...

    The last band is joined to the one before if it would hold fewer than `top` counts. Raises
    ValueError for a count outside 0 to n. Source: STATISTICS 3, rule 5.
    """
    if not 0 <= count <= n_units:
        raise ValueError(f"A count of {count} out of {n_units} cannot be banded.")
    last = width * (n_units // width)
    if n_units - last + 1 < top and last > 0:
        last -= width
    least = min(width * (count // width), last)
    return least, n_units if least == last else least + width - 1


def subtract_bands(parent: tuple[int, int], children: Iterable[tuple[int, int]], n_units: int) -> tuple[int, int]:
    """Where parent minus children can lie, given only their bands, within 0 to n (rule 3)."""
    bands = list(children)
    least = parent[0] - sum(most for _, most in bands)
    most = parent[1] - sum(least for least, _ in bands)
    return max(0, least), min(n_units, most)


def round_points(value: float, step: int) -> int:
    """The nearest multiple of `step` points, halves upwards (after six decimals)."""
    return step * floor(round(value / step, 6) + 0.5)


DECIMAL_FROM = 20
"""Owners from whom half-widths of means can have steps of less than a point (`intervals.half_width_step`)."""


def round_end(end: float, decimals: int = 0) -> float:
    """An end of an interval as it is printed: to `decimals`, halves upwards (after six more decimals)."""
    tens = 10.0**decimals
    return floor(round(end * tens, 6) + 0.5) / tens


def decimals_of_ends(figure: Figure) -> int:
    """With how many decimals the ends of a figure's interval are printed: 1 for a mean of 20 owners or more, else 0.

    0 also where both ends are whole to one decimal, or there are none: 46-54, and not 46.0-54.0.
    """
    if figure.statistic != "mean" or figure.n_owners < DECIMAL_FROM:
        return 0
    ends = [round_end(end, 1) for end in (figure.low, figure.high) if end is not None]
    return int(any(end % 1 for end in ends))
