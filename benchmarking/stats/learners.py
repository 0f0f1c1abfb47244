"""What may be shown of the people who took a course together: their change before and after, by rule 13.

What the change means is `learning`'s; here it becomes a figure that gives no company's delegates away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, fsum
from typing import Literal

from benchmarking.stats.intervals import published_half_width, sampling_half_width
from benchmarking.stats.peer_groups import LEAST_OWNERS
from benchmarking.stats.published_means import Pooled
from benchmarking.stats.thresholds import STANDARD

LEAST_PEOPLE = 10
"""Delegates, beside six owners (rule 13). May only be raised."""

STEP = 100
"""Sums of changes, each -100 to 100, are rounded down to it: the 50 of scores, on a range twice as wide."""

CLAMP = 300
"""A sum this close to either end of its range is printed as a bound: the 150 of scores, likewise."""


@dataclass(frozen=True)
class Delegate:
    """One person of an owner's organisations, scored 0-100; None where that was not measured."""

    owner: str
    before: float | None
    after: float | None
    later: float | None = None


@dataclass(frozen=True)
class ChangeFigure:
    """A change in points, -100 to 100: `value` is printed (None where only bounds are), in 95 % `low` to `high`.

    `least` and `most` are the rounding bounds of the mean. `direction` says what the interval allows to say.
    """

    n_owners: int
    n_people: int
    value: float | None
    low: float
    high: float
    least: float
    most: float

    @property
    def direction(self) -> Literal["up", "down", "unclear"]:
        if self.low > 0:
            return "up"
        return "down" if self.high < 0 else "unclear"


def change_figure(
    delegates: Sequence[Delegate], known_by: Mapping[str, str], spread: Pooled, k: int = LEAST_OWNERS
) -> ChangeFigure | None:
    """After less before, over owners; None below k knowledge groups or ten people.

    Only delegates with both scores count: one set of contributors. An owner's delegates average first, d_o = mean
    (after - before), -100 to 100; the sum S of the n owners' d_o is rounded to 100 ⌊S/100⌋ + 50, or, within 300 of
    -100 n or 100 n, to that end; value = S'/n. Half-width √(h² + (1.96 r/√12)²) in whole points, h = t(df) s/√n with
    the SD s of owners' changes pooled over courses (`spread`; at least 8, never these owners' own) and r the width of
    the step: about ±13, ±11 and ±8 points at 6, 8 and 12 owners, so print the direction and the interval.

    known_by: owner → knowledge group. Raises ValueError for k < 6 and for a score outside 0 to 100. Source:
    STATISTICS 3, rule 13.
    """
    return _figure([d for d in delegates if d.before is not None and d.after is not None], "after", known_by, spread, k)


def later_figure(
    delegates: Sequence[Delegate], known_by: Mapping[str, str], spread: Pooled, k: int = LEAST_OWNERS
) -> ChangeFigure | None:
    """Later less before, on those with all three scores; None where nobody else may be told from them.

    Shown only if the owners that are in `change_figure` and have no delegate left here are none, or k knowledge
    groups: else two means would differ by a few owners. An owner who is in both with fewer delegates here has another
    value, so it too counts as one who is missing. Rounded, and refused, as `change_figure`.
    """
    both = [d for d in delegates if d.before is not None and d.after is not None]
    stayed = [d for d in both if d.later is not None]
    whole = {owner for owner, n in _people(both).items() if _people(stayed).get(owner, 0) == n}
    missing = {known_by[owner] for owner in _people(both).keys() - whole}
    return None if 0 < len(missing) < k else _figure(stayed, "later", known_by, spread, k)


def _check(k: int) -> None:
    if k < LEAST_OWNERS:
        raise ValueError(f"A learners' group of {k} owners is not allowed: {LEAST_OWNERS} may only be raised.")


def _people(delegates: Sequence[Delegate]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for delegate in delegates:
        found[delegate.owner] += 1
    return found


def _figure(
    delegates: Sequence[Delegate], end: Literal["after", "later"], known_by: Mapping[str, str], spread: Pooled, k: int
) -> ChangeFigure | None:
    _check(k)
    changes = _changes(delegates, end)
    if len({known_by[owner] for owner in changes}) < k or len(delegates) < LEAST_PEOPLE:
        return None
    n = len(changes)
    least, most = _rounded(fsum(changes.values()), n)
    value = (least + most) / 2 / n if most - least == STEP else None
    sampling = sampling_half_width(max(spread.sd, STANDARD.sd_floor), n, spread.df)
    half = published_half_width(sampling, 0.0 if value is None else STEP / n)
    low, high = (least / n, most / n) if value is None else (value, value)
    return ChangeFigure(n, len(delegates), value, max(-100.0, low - half), min(100.0, high + half), least / n, most / n)


def _changes(delegates: Sequence[Delegate], end: Literal["after", "later"]) -> dict[str, float]:
    """Owner → the mean change of its delegates."""
    changes: dict[str, list[float]] = defaultdict(list)
    for delegate in delegates:
        first, last = delegate.before or 0.0, (delegate.after if end == "after" else delegate.later) or 0.0
        if not (0 <= first <= 100 and 0 <= last <= 100):
            raise ValueError(f"A score of {first} or {last} is outside 0 to 100. Give None for what was not measured.")
        changes[delegate.owner].append(last - first)
    return {owner: fsum(its) / len(its) for owner, its in changes.items()}


def _rounded(total: float, n: int) -> tuple[int, int]:
    """The step of a sum over n changes, or the clamp at either end; sums are taken to six decimals first."""
    exact, end = round(total, 6), 100 * n
    if exact < CLAMP - end:
        return -end, CLAMP - end
    if exact >= end - CLAMP:
        return end - CLAMP, end
    least = STEP * floor(exact / STEP)
    return least, least + STEP
