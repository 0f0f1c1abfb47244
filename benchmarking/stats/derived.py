"""Figures made from published figures alone, never from answers (STATISTICS 3, rule 7; I13)."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, hypot

from benchmarking.stats.intervals import sampled_share, worst_case_bounds
from benchmarking.stats.ranks import published_tiers
from benchmarking.stats.records import Figure
from benchmarking.stats.skills_gap import published_gap


def gap_figure(needed: Figure, current: Figure, metric: str) -> Figure | None:
    """Published needed - published current as a figure in 0-100 points, negative for a surplus; None without both.

    The interval is that of `skills_gap.published_gap`; the bounds are what those of both leave possible.
    """
    gap = published_gap(needed, current)
    if gap is None:
        return None
    half = gap.half_width
    return Figure(
        cohort=gap.cohort,
        metric=metric,
        statistic="mean",
        n_owners=gap.n_owners,
        n_units=min(needed.n_units, current.n_units),
        value=gap.gap,
        low=None if half is None else gap.gap - half,
        high=None if half is None else gap.gap + half,
        least=_minus(needed.least, current.most),
        most=_minus(needed.most, current.least),
    )


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


LARGEST, MIDDLE, SMALL = 1.0, 2.0, 3.0
"""Values of a tier."""


def tier_figures(shares: Mapping[str, Figure]) -> list[Figure]:
    """The tier of every skill as a figure: 1 clearly among the largest, 2 in the middle, 3 clearly small.

    shares: skill → published share of one group (`ranks.published_tiers`); n is each share's own. In code order, as a
    tier is no ranking; [] below 20 owners or two skills. Raises ValueError as `ranks.published_rank_sets` does.
    """
    found = published_tiers(shares)
    if found is None:
        return []
    tiers = ((LARGEST, found.largest), (MIDDLE, found.middle), (SMALL, found.small))
    value = {skill: number for number, skills in tiers for skill in skills}
    return [_tier(shares[skill], f"skill_tier:{skill}", value[skill]) for skill in sorted(value)]


def _tier(share: Figure, metric: str, value: float) -> Figure:
    return Figure(share.cohort, metric, "tier", share.n_owners, share.n_units, value)


def possible_share(figure: Figure, population: int | None) -> tuple[float, float] | None:
    """Where the share of the whole register lies whatever those that stayed away would have said, 0-100 %.

    `intervals.worst_case_bounds` of both ends of the published band, [ρ least/n, ρ most/n + 1 - ρ], ρ = n_owners /
    population: the middle of the band would promise more than is known. population: owners in the register of the figure's
    group, if the question was put to all of them. None where that is not known or smaller than n, and where the share is
    not printed as a per cent. What was not stated counts as not held, as in the figure. Source: STATISTICS 2, weights.
    """
    rate = sampled_share(figure.n_owners, population)
    if not rate or figure.value is None or figure.least is None or figure.most is None:
        return None
    least, _ = worst_case_bounds(figure.least / figure.n_units, rate)
    _, most = worst_case_bounds(figure.most / figure.n_units, rate)
    return 100 * least, 100 * most


def share_between(reached: Figure, passed: Figure | None, metric: str) -> Figure:
    """The share at one level or above, less the share above a higher level: those in between.

    `passed` None: there is no higher level. Value and interval only where both are printed as per cents;
    bounds are counts, what both bands leave possible. The half-width is √(h² + h²) of the wider halves,
    rounded up: never too narrow for shares of one sample. Raises ValueError for figures of two groups.
    """
    if passed is not None and (reached.cohort, reached.n_units) != (passed.cohort, passed.n_units):
        raise ValueError(
            f"{reached.cohort} and {passed.cohort}: a share in between needs both from one group and base."
        )
    least, most = _band(reached, passed)
    value, low, high = _per_cent(reached, passed)
    return Figure(reached.cohort, metric, "share", reached.n_owners, reached.n_units, value, low, high, least, most)


def _band(reached: Figure, passed: Figure | None) -> tuple[float, float]:
    least, most = (reached.least or 0.0, reached.most or 0.0)
    if passed is None:
        return least, most
    return max(0.0, least - (passed.most or 0.0)), max(0.0, most - (passed.least or 0.0))


def _per_cent(reached: Figure, passed: Figure | None) -> tuple[float | None, float | None, float | None]:
    if passed is None:
        return reached.value, reached.low, reached.high
    if reached.value is None or passed.value is None or reached.bound or passed.bound:
        return None, None, None
    value = max(0.0, reached.value - passed.value)
    half = ceil(hypot(_half_width(reached), _half_width(passed)))
    return value, max(0.0, value - half), min(100.0, value + half)


def _half_width(figure: Figure) -> float:
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return max((abs(end - (figure.value or 0.0)) for end in ends), default=100.0)
