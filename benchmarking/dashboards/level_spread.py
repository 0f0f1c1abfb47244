"""How a group is spread over the levels of each question, from the shares published as "at this level or higher"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Key, LevelPiece, LevelRow, Parts
from benchmarking.dashboards.level_chart import level_chart
from benchmarking.selectors.figures import Figures
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class Spread:
    """Shares of one group at each level of one question; several levels together where the figures leave them open.
    `is_sectors`: those of the sector, as the group in force has none."""

    pieces: tuple[LevelPiece, ...]
    n: int
    is_sectors: bool = False


def spreads(comparison: Comparison, codes: Sequence[str]) -> dict[str, Spread]:
    """Question → spread, of those with any: the group's, else the sector's. {} where nobody is compared with."""
    found = {}
    for code in codes if comparison.group else ():
        mine = comparison.own.items.get(code) if comparison.own else None
        levels = _levels(comparison.instrument, code)
        own_group = _spread(comparison.figures, code, levels, mine)
        spread = own_group or _spread(comparison.sector, code, levels, mine, is_sectors=True)
        if spread:
            found[code] = spread
    return found


def _levels(instrument: Instrument, code: str) -> list[int]:
    return [int(choice.code) for choice in instrument.choices(code) if choice.code.isdigit()]


def _spread(
    figures: Figures, code: str, levels: Sequence[int], mine: float | None, *, is_sectors: bool = False
) -> Spread | None:
    """None without a share that is printed as a plain number: a bound or a band of counts leaves a cut open."""
    cuts = [(level, figures.one(f"item:{code}", f"at_least_{level}")) for level in levels[1:]]
    known = [(at, cut) for at, cut in cuts if cut and cut.value is not None and not cut.bound]
    if not known:
        return None
    reached = [(levels[0], 100.0), *((at, cut.value or 0.0) for at, cut in known), (levels[-1] + 1, 0.0)]
    pieces = tuple(
        _piece(tuple(range(first, after)), at_least, min(more, at_least), mine)
        for (first, at_least), (after, more) in pairwise(reached)
    )
    return Spread(pieces, known[0][1].n_owners, is_sectors)


def _piece(levels: tuple[int, ...], at_least: float, more: float, mine: float | None) -> LevelPiece:
    """From the left: whoever stands lower, then this piece. A level of yours between two counts as the lower one."""
    text = _("%(levels)s: %(share)s") % {"levels": _named(levels), "share": words.per_cent(_share(at_least, more))}
    is_yours = mine is not None and levels[0] <= mine < levels[-1] + 1
    return LevelPiece(levels, 100 - at_least, 100 - more, text, is_yours)


def _share(at_least: float, more: float) -> str:
    """Of the numbers as printed, so that the pieces agree with the shares beside them."""
    return str(max(0, words.whole(at_least) - words.whole(more)))


def _named(levels: Sequence[int]) -> str:
    return str(levels[0]) if len(levels) == 1 else f"{levels[0]}{words.DASH}{levels[-1]}"


def shares_column(instrument: Instrument) -> Column:
    heads = [_("Share at level %(level)s, per cent") % {"level": level} for level in _of_names(instrument)]
    return Column(_("Share at each level"), parts=(*heads, _("Of whom")))


def _of_names(instrument: Instrument) -> list[int]:
    return sorted(instrument.level_names) or [1, 2, 3, 4, 5]


def shares_cell(spread: Spread) -> str:
    """In one cell; a CSV has a column a level, in which levels that cannot be told apart say so, and whose shares they are."""
    text = words.apart(piece.in_full for piece in spread.pieces)
    whose = _("the whole sector") if spread.is_sectors else _("the group")
    said = _("%(whose)s, %(n)s: %(text)s") % {"whose": whose, "n": words.n_equals(spread.n), "text": text}
    return Parts(said if spread.is_sectors else text, *_by_level(spread), whose)


def _by_level(spread: Spread) -> list[str]:
    cells = []
    for piece in spread.pieces:
        share = str(words.whole(piece.high) - words.whole(piece.low))
        together = _("%(share)s (levels %(levels)s)") % {"share": share, "levels": _named(piece.levels)}
        cells += [together if len(piece.levels) > 1 else share] * len(piece.levels)
    return cells


def level_figure(comparison: Comparison, found: Mapping[str, Spread]) -> dict[str, Any] | None:
    if not found:
        return None
    heads: list[dict[str, Any]] = [{"head": _("You"), "weight": 650, "colour": "you-text"}, {"head": _("Of whom")}]
    return level_chart([_row(comparison, code, spread) for code, spread in found.items()], heads)


def _row(comparison: Comparison, code: str, spread: Spread) -> LevelRow:
    level = words.level(comparison.own.items.get(code)) if comparison.own else ""
    n = words.n_equals(spread.n)
    of = words.beside((_("sector"), n)) if spread.is_sectors else n
    you = _("you: %(level)s") % {"level": level} if level else ""
    label = words.said(comparison.instrument.items[code].text)
    return LevelRow(label, spread.pieces, False, (level or words.DASH, of), words.beside(filter(None, (you, of))))


def level_key(comparison: Comparison, found: Mapping[str, Spread]) -> tuple[Key, ...]:
    if not found:
        return ()
    key = (
        Key(
            "bar",
            _("Share at each level, the stronger the colour, the higher; its number stands in it where there is room"),
        ),
    )
    has_yours = any(piece.is_yours for spread in found.values() for piece in spread.pieces)
    return (*key, Key("you", _("Your level, outlined"))) if has_yours else key
