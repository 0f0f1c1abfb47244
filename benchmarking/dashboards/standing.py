"""Where a score stands, in words: a quarter where there are enough organisations, else only above, below or inside the interval of the mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benchmarking.dashboards.words import apart, number_word
from benchmarking.stats.position import Position, Standing

NAMES_AT_MOST = 3  # a sentence of more names is a table
MIDDLE: set[Standing] = {"second_quarter", "third_quarter"}
HIGH: set[Standing] = {"highest_quarter", "above"}
LOW: set[Standing] = {"lowest_quarter", "below"}
BESIDE_THE_MEAN: set[Standing] = {"below", "similar", "above"}


def is_clear(where: Position | None) -> bool:
    return where is not None and where.standing in HIGH | LOW


@dataclass(frozen=True)
class Standings:
    """How many metrics have a standing, which stand clearly high or low, and whether quarters are told apart."""

    all: int
    high: tuple[str, ...]
    low: tuple[str, ...]
    in_quarters: bool


def standings(named: Iterable[tuple[str, Position | None]]) -> Standings:
    known = [(name, where.standing) for name, where in named if where is not None]
    high, low = (tuple(name for name, standing in known if standing in kind) for kind in (HIGH, LOW))
    return Standings(len(known), high, low, any(standing not in BESIDE_THE_MEAN for _name, standing in known))


def standing_in_words(where: Position | None) -> str:
    """A table's cell."""
    if where is None:
        return ""
    if where.between == ("lowest_quarter", "highest_quarter"):
        return _("May be in any quarter")
    if where.between:
        names = {"low": _quarter(where.between[0]), "high": _quarter(where.between[1])}
        return _("On a border: from %(low)s to %(high)s") % names
    return {
        "below": _("Below the interval of the mean"),
        "similar": _("Inside the interval of the mean"),
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
    """Beside the mean, what stands above, below and inside its interval; of quarters the title says which, so only borders."""
    known = [(name, where) for name, where in named if where is not None]
    groups = (
        (_("Above the interval of the mean: %(names)s."), [n for n, w in known if w.standing == "above"]),
        (_("Below the interval of the mean: %(names)s."), [n for n, w in known if w.standing == "below"]),
        (_("Inside the interval of the mean: %(names)s."), [n for n, w in known if w.standing == "similar"]),
        (_("On the border of a quarter: %(names)s."), [n for n, w in known if _on_outer_border(w)]),
    )
    return [text % {"names": _names_or_number(names)} for text, names in groups if names]


def _names_or_number(names: Sequence[str]) -> str:
    return apart(names) if len(names) <= NAMES_AT_MOST else number_word(len(names))


def _on_outer_border(where: Position) -> bool:
    """Between the second and the third quarter is the middle half all the same."""
    return bool(where.between) and not set(where.between) <= MIDDLE
