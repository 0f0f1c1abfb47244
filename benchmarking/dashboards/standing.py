"""Where a score stands, in words: a quarter where there are enough organisations, else only above, below or too close to call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.stats.position import Position, Standing

MIDDLE: set[Standing] = {"second_quarter", "third_quarter"}
CLEAR: set[Standing] = {"lowest_quarter", "highest_quarter", "below", "above"}


def is_clear(where: Position | None) -> bool:
    return where is not None and where.standing in CLEAR


def is_middle(where: Position) -> bool:
    """In the middle half, or too close to the mean to call. On the border within the middle half is still the middle half."""
    return where.standing in MIDDLE | {"similar"} or (bool(where.between) and set(where.between) <= MIDDLE)


@dataclass(frozen=True)
class Standings:
    """How many metrics have a standing, how many of them stand in the middle, and whether quarters are told apart."""

    all: int
    middle: int
    in_quarters: bool


def standings(positions: Iterable[Position | None]) -> Standings:
    known = [where for where in positions if where is not None]
    quarters = any(where.standing not in ("below", "similar", "above") for where in known)
    return Standings(len(known), sum(is_middle(where) for where in known), quarters)


def standing_in_words(where: Position | None) -> str:
    """A table's cell."""
    if where is None:
        return ""
    if where.between:
        names = {"low": _quarter(where.between[0]), "high": _quarter(where.between[1])}
        return _("Too close to call: between %(low)s and %(high)s") % names
    return {
        "below": _("Below the interval of the mean"),
        "similar": _("Too close to call"),
        "above": _("Above the interval of the mean"),
        "lowest_quarter": _("In the lowest quarter"),
        "second_quarter": _("In the middle half, below the median"),
        "third_quarter": _("In the middle half, above the median"),
        "highest_quarter": _("In the highest quarter"),
    }[where.standing]


def _quarter(standing: Standing) -> str:
    return {
        "lowest_quarter": _("the lowest quarter"),
        "second_quarter": _("the second quarter"),
        "third_quarter": _("the third quarter"),
    }.get(standing, _("the highest quarter"))


def standing_sentences(named: Sequence[tuple[str, Position | None]]) -> list[str]:
    """What stands out, by name; the middle is counted elsewhere."""
    known = [(name, where) for name, where in named if where is not None]
    groups = (
        (_("In the highest quarter: %(names)s."), [n for n, w in known if w.standing == "highest_quarter"]),
        (_("In the lowest quarter: %(names)s."), [n for n, w in known if w.standing == "lowest_quarter"]),
        (_("On the border of a quarter, too close to call: %(names)s."), [n for n, w in known if _on_outer_border(w)]),
        (_("Above the interval of the mean: %(names)s."), [n for n, w in known if w.standing == "above"]),
        (_("Below the interval of the mean: %(names)s."), [n for n, w in known if w.standing == "below"]),
    )
    return [text % {"names": "; ".join(names)} for text, names in groups if names]


def _on_outer_border(where: Position) -> bool:
    return bool(where.between) and not is_middle(where)
