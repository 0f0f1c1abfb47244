"""What to expect of a survey that is under way: collecting counts, and asks whoever publishes what follows from it.

Numbers of owners go over, never an answer; who answers the announcement knows the rules of publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.models.wave import Wave
from surveyapp.selectors.response_counts import Path
from surveyapp.signals import outlook_asked


@dataclass(frozen=True)
class Question:
    """`places`: (owner, facets) of those whose answers count so far, once for all organisations of an owner in a place.
    `in_register`: owners by path in the peer tree, () the sector; `sides_in_register`: the same by (fact, value) of groups
    across it. `least`: the fewest owners of a group that is shown. `is_complete`: whether the register lists everybody.
    """

    wave: Wave
    order: tuple[str, ...]
    places: tuple[tuple[str, Mapping[str, str]], ...]
    in_register: Mapping[Path, int]
    sides_in_register: Mapping[tuple[str, str], int]
    least: int

    @property
    def is_complete(self) -> bool:
        return self.wave.frame == Wave.Frame.COMPLETE_LIST


@dataclass(frozen=True)
class GroupToday:
    """One group if the survey closed now. `state`: shown, too_few, beside, sector, above, never, or enough (of a group across
    the tree, which is checked at the close). `n`: contributors; `more`: how many are missing at least; `rest`: how many in
    what is left beside the groups below it."""

    state: str
    n: int
    more: int = 0
    rest: int = 0


@dataclass(frozen=True)
class Precision:
    """Half-widths of 95 % intervals at n owners: of a mean in points, of a share of one half in per cent points; None where
    no such figure is published."""

    n: int
    mean: float | None
    share: float | None


@dataclass(frozen=True)
class Outlook:
    """`spread`: points between owners; `spread_of`: the survey it was published with, None for an assumption.
    `known_by`: owner → who counts with it as one, where a coordinator joins several."""

    groups: Mapping[Path, GroupToday]
    sides: Mapping[tuple[str, str], GroupToday]
    now: Precision
    everybody: Precision
    spread: float
    spread_of: Wave | None = None
    known_by: Mapping[str, str] = field(default_factory=dict)


def outlook(question: Question) -> Outlook | None:
    """None where nobody publishes anything."""
    answers: list[tuple[Any, Any]] = outlook_asked.send(sender=Wave, question=question)
    return next((found for _, found in answers if isinstance(found, Outlook)), None)
