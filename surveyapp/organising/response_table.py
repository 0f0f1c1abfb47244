"""Response by segment, as rows of a table with a bar each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from surveyapp.instruments.schema import Instrument
from surveyapp.selectors.facets import value_name
from surveyapp.selectors.response_counts import Counts, Segment

GROUPS_FROM = 20
"""Companies of the whole sector before there are groups in it; disclosure control has the same number."""


@dataclass(frozen=True)
class Row:
    """One segment: its name, its place in the tree, its counts, its bar in per cent, and what is certain of its being shown.

    `is_enough`: companies enough by itself; whether it is shown depends on the groups around and beside it too.
    """

    name: str
    depth: int
    counts: Counts
    finished_percent: str
    started_percent: str
    state: str
    is_enough: bool


def rows(segments: Sequence[Segment], instrument: Instrument, order: Sequence[str], least: int) -> list[Row]:
    """Every segment below the sector, then the sector as the total."""
    below = [segment for segment in segments if segment.path]
    whole = [segment for segment in segments if not segment.path]
    sector = whole[0].counts.companies if whole else 0
    return [_row(segment, instrument, order, (least, sector)) for segment in (*below, *whole)]


def _row(segment: Segment, instrument: Instrument, order: Sequence[str], limits: tuple[int, int]) -> Row:
    path, counts = segment.path, segment.counts
    name = value_name(instrument, order[len(path) - 1], path[-1], get_language() or "") if path else _("Whole sector")
    least, sector = limits
    return Row(
        name=name,
        depth=len(path),
        counts=counts,
        finished_percent=_percent(counts.finished, counts.registered),
        started_percent=_percent(counts.started, counts.registered),
        state=_state(counts, len(path), least, sector),
        is_enough=counts.companies >= least,
    )


def _state(counts: Counts, depth: int, least: int, sector: int) -> str:
    """What is certain from counts; never more companies than the register has."""
    if counts.owners < least:
        return _("Cannot be shown: fewer than %(least)s companies in the register") % {"least": least}
    if counts.companies < least:
        return _needed(least - counts.companies)
    if depth == 0:
        return _("Enough to be shown")
    if sector < GROUPS_FROM:
        return _("Enough by itself; groups open at %(n)s companies of the whole sector") % {"n": GROUPS_FROM}
    if depth == 1:
        return _("Enough by itself; shown if none or at least %(least)s companies are left beside it") % {
            "least": least
        }
    text = _(
        "Enough by itself; shown if its larger group is, and none or at least %(least)s companies are left beside it"
    )
    return text % {"least": least}


def _needed(missing: int) -> str:
    return ngettext("%(n)s more company needed", "%(n)s more companies needed", missing) % {"n": missing}


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"
