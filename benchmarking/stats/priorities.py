"""Which skill to begin with: priorities of a sector from needed and present levels, and how far a gap reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from statistics import fmean
from typing import Literal

from benchmarking.stats.intervals import proportion_interval
from benchmarking.stats.records import Figure
from benchmarking.stats.skills_gap import SHORT_FROM

Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]


def borich(importance: Sequence[float | None], ability: Sequence[float | None]) -> float | None:
    """MWDS = mean(importance - ability) · mean importance, in squared units of the levels; negative for a surplus.

    One value an owner, owners in the same order in both, levels on one scale; an owner who lacks one is left out of
    both means, None if none is left. Compare skills of one scale only. Raises ValueError for sequences of different
    lengths and values that are not finite. Source: Borich 1980, Journal of Teacher Education 31; EDIS WC415.
    """
    pairs = _pairs(importance, ability)
    if not pairs:
        return None
    return fmean(needed - present for needed, present in pairs) * fmean(needed for needed, _ in pairs)


def published_borich(needed: Figure, current: Figure) -> float | None:
    """(needed - current) · needed/100 from published means, -100 to 100, never estimated apart (STATISTICS 3, rules 6, 7).

    Equal to `borich` times 100/(highest level)² up to rounding, as a mean difference is the difference of means on one
    base. None where either is not printed. Raises ValueError for figures of different groups or n.
    """
    if (needed.cohort, needed.n_owners) != (current.cohort, current.n_owners):
        raise ValueError(
            f"Needed is of {needed.cohort}, current of {current.cohort}: both must have one group and base."
        )
    if needed.value is None or current.value is None:
        return None
    return (needed.value - current.value) * needed.value / 100


def _pairs(importance: Sequence[float | None], ability: Sequence[float | None]) -> list[tuple[float, float]]:
    pairs = [
        (needed, present)
        for needed, present in zip(importance, ability, strict=True)
        if needed is not None and present is not None
    ]
    if not all(isfinite(needed) and isfinite(present) for needed, present in pairs):
        raise ValueError("A level is not finite: give None for what is missing.")
    return pairs


@dataclass(frozen=True)
class Interval:
    """A 95 % interval, ends included, in the unit of its crosshair."""

    low: float
    high: float


def quadrant(
    importance: Interval, performance: Interval, importance_cross: float, performance_cross: float
) -> Quadrant | None:
    """Importance against performance, named only if both intervals lie clear of the crosshair, else None: "not clear".

    High importance: low performance is concentrate_here, high keep_up. Low importance: low_priority, possible_overkill.
    An end that stands on the crosshair is not clear of it. The crosshair is stated beforehand (a level) or made of
    published figures. Raises ValueError for an interval whose ends are turned round or not finite. Source: Martilla &
    James 1977, Journal of Marketing 41.
    """
    matters, does_well = _side(importance, importance_cross), _side(performance, performance_cross)
    if matters is None or does_well is None:
        return None
    if matters:
        return "keep_up" if does_well else "concentrate_here"
    return "possible_overkill" if does_well else "low_priority"


def _side(interval: Interval, cross: float) -> bool | None:
    if not (isfinite(interval.low) and isfinite(interval.high) and interval.low <= interval.high and isfinite(cross)):
        raise ValueError(f"{interval} against {cross} is no interval against a crosshair.")
    if interval.low <= cross <= interval.high:
        return None
    return interval.low > cross


@dataclass(frozen=True)
class Reach:
    """How many owners are short of one skill and by how much. Exact: for disclosure control, never for a page.

    `prevalence` 0-1 with its 95 % interval; `intensity` the mean gap in levels of those short, None if nobody is;
    `fte_exposure` 0-1, the part of all stated full-time equivalents that work for owners short, None if none is stated.
    """

    n_owners: int
    n_short: int
    prevalence: float
    low: float
    high: float
    intensity: float | None
    fte_exposure: float | None


def reach(gaps: Mapping[str, float | None], fte: Mapping[str, float], population: int | None = None) -> Reach | None:
    """Prevalence = share with g ≥ 1, intensity = mean g where g ≥ 1, FTE exposure = Σ FTE · 1[g ≥ 1]/Σ FTE of a skill.

    gaps: owner → gap in levels, None if unknown, which leaves the base; None for the whole if no gap is known. fte:
    owner → full-time equivalents ≥ 0; owners without one leave the exposure alone. The interval of the prevalence is
    hypergeometric mid-P for `population` owners in the register, Wilson's where it is None. The exposure is printed
    through `weighted_totals.published_share`, whose rule looks at the largest owner. Raises ValueError for a negative
    gap or FTE, and for a population below n. Source: STATISTICS 4; UK Employer Skills Survey (density of gaps).
    """
    known = {owner: gap for owner, gap in sorted(gaps.items()) if gap is not None}
    if not known:
        return None
    if not all(gap >= 0 for gap in known.values()) or not all(amount >= 0 for amount in fte.values()):
        raise ValueError("Gaps and full-time equivalents are 0 or more.")
    short = {owner: gap for owner, gap in known.items() if gap >= SHORT_FROM}
    low, high = proportion_interval(len(short), len(known), population)
    total = fsum(fte[owner] for owner in known if owner in fte)
    return Reach(
        n_owners=len(known),
        n_short=len(short),
        prevalence=len(short) / len(known),
        low=low,
        high=high,
        intensity=fmean(short.values()) if short else None,
        fte_exposure=fsum(fte[owner] for owner in short if owner in fte) / total if total else None,
    )
