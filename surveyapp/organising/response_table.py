"""Response by segment, as rows of a table with a bar each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from surveyapp.instruments.schema import Instrument
from surveyapp.selectors.facets import value_name
from surveyapp.selectors.response_counts import Counts, Segment


@dataclass(frozen=True)
class Row:
    """One segment: its name, its place in the tree, its counts, its bar in per cent, and what would be shown of it."""

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
    return [_row(segment, instrument, order, least) for segment in (*below, *whole)]


def _row(segment: Segment, instrument: Instrument, order: Sequence[str], least: int) -> Row:
    path, counts = segment.path, segment.counts
    name = value_name(instrument, order[len(path) - 1], path[-1], get_language() or "") if path else _("Whole sector")
    missing = least - counts.companies
    return Row(
        name=name,
        depth=len(path),
        counts=counts,
        finished_percent=_percent(counts.finished, counts.registered),
        started_percent=_percent(counts.started, counts.registered),
        state=_("Enough to be shown") if missing <= 0 else _needed(missing),
        is_enough=missing <= 0,
    )


def _needed(missing: int) -> str:
    return ngettext("%(n)s more company needed", "%(n)s more companies needed", missing) % {"n": missing}


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"
