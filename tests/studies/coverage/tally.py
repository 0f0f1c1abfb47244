"""What was counted, how sure that is, and the limit it is held to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, sqrt


@dataclass(frozen=True)
class Tally:
    """How many out of how many."""

    held: int
    of: int

    @property
    def share(self) -> float:
        return self.held / self.of

    @property
    def error(self) -> float:
        """Standard error of the share, from the number of repetitions alone."""
        return error_of(self.share, self.of)


def error_of(share: float, repetitions: int) -> float:
    return sqrt(share * (1 - share) / repetitions)


def tally(outcomes: Iterable[bool]) -> Tally | None:
    """None where there was nothing to count."""
    found = [bool(outcome) for outcome in outcomes]
    return Tally(sum(found), len(found)) if found else None


@dataclass(frozen=True)
class Limit:
    """A sentence, the figures it is about with where each was found, and between what they must lie.

    `fails_because`: what is known not to be met, with its cause; the study then fails if it is met after all.
    """

    sentence: str
    figures: tuple[tuple[str, float], ...]
    least: float = -inf
    most: float = inf
    fails_because: str = ""

    @property
    def outside(self) -> list[tuple[str, float]]:
        return [(where, share) for where, share in self.figures if not self.least <= share <= self.most]

    @property
    def worst(self) -> tuple[str, float]:
        """The figure farthest outside, or the nearest to either end."""
        return max(self.figures, key=lambda figure: max(self.least - figure[1], figure[1] - self.most))

    @property
    def passed(self) -> bool:
        return bool(self.figures) and not self.outside

    @property
    def as_expected(self) -> bool:
        return self.passed != bool(self.fails_because)
