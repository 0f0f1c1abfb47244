"""How long it takes to train the people a sector needs, at the pace at which people are trained today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, isfinite


@dataclass(frozen=True)
class Pace:
    """People trained a year: from `least`, if all that are counted twice may be the same, to `most`, if none is."""

    least: float
    most: float


@dataclass(frozen=True)
class Years:
    """From `least` to `most` years; `most` None where nobody can be counted on, so that there is no end."""

    least: float
    most: float | None


def pace(completers: Iterable[float]) -> Pace:
    """max_i c_i to Σ_i c_i: whoever completes two elements is one person, and nobody knows how many do.

    completers: of each element in a year, people, 0 or more. 0 to 0 for none. Raises ValueError for a number that is
    negative or not finite. Source: the bounds of a union of sets (Fréchet).
    """
    found = list(completers)
    if any(number < 0 or not isfinite(number) for number in found):
        raise ValueError("A number of completers is negative or not finite: give people, 0 or more.")
    return Pace(max(found, default=0.0), fsum(found))


def years_to_train(needed: tuple[float, float], every: Pace, for_work: Pace) -> Years | None:
    """needed_least / every.most to needed_most / for_work.least: the quickest and the slowest that both ranges leave open.

    needed: people, least and most, above 0 and in order. every: the pace of all elements; degrees train for other sectors
    too, so the slow end counts only `for_work`, the elements for people at work. None where nobody is trained at all.
    `most` is None where none of these is. Raises ValueError for needs not as said. Source: interval division.
    """
    least, most = needed
    if not 0 < least <= most or not isfinite(most):
        raise ValueError(f"{needed} are no needs: give 0 < least <= most.")
    if every.most == 0:
        return None
    return Years(least / every.most, most / for_work.least if for_work.least else None)
