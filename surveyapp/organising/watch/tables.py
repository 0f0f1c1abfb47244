"""Counts of peer groups and of every fact's values as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveyapp.models.wave import Wave
from surveyapp.organising.watch.watched import Watched
from surveyapp.organising.watch.words import named, state_words
from surveyapp.selectors.outlook import GroupToday
from surveyapp.selectors.response_counts import Counts, Segment

MOST_VALUES = 40
"""Of one fact; a register may have any words in it."""

ENOUGH = ("shown", "enough")


@dataclass(frozen=True)
class Row:
    """One group. `rate`: in whole per cents, "" where there is nothing to take it of. `state`: "" where nothing is said.
    `is_lacking`: more answers would show it; neither that nor enough, if the register is too small."""

    name: str
    depth: int
    counts: Counts
    rate: str
    finished_width: str
    started_width: str
    state: str = ""
    is_enough: bool = True
    is_lacking: bool = False


@dataclass(frozen=True)
class Fact:
    """A fact with its values, and how many more values there are."""

    name: str
    rows: list[Row]
    left_out: int

    @property
    def has_states(self) -> bool:
        return any(row.state for row in self.rows)


def peer_groups(watched: Watched) -> list[Row]:
    """Every place of the tree, then the sector as the total."""
    groups = watched.outlook.groups if watched.outlook else {}
    below = [each for each in watched.segments if each.path]
    return [_of_segment(watched, each, groups.get(each.path)) for each in (*below, watched.segments[0])]


def _of_segment(watched: Watched, segment: Segment, today: GroupToday | None) -> Row:
    path = segment.path
    name = named(watched.instrument, watched.order[len(path) - 1], path[-1]) if path else _("Whole sector")
    return _row(watched, name, len(path), segment.counts, today)


def facts(watched: Watched) -> list[Fact]:
    """Every fact that somebody states, its values as the questionnaire orders them, then words it does not know, the largest
    first; those that do not state it last. Not the first one of the tree, whose values are its groups."""
    stated = ((code, values) for code, values in watched.by_fact.items() if set(values) - {""})
    return [_fact(watched, code, values) for code, values in stated if code not in watched.order[:1]]


def _fact(watched: Watched, code: str, values: Mapping[str, Counts]) -> Fact:
    sides = watched.outlook.sides if watched.outlook else {}
    asked = _choices(watched, code)
    largest = sorted(values, key=lambda value: (value == "", -values[value].registered, value))[:MOST_VALUES]
    ordered = sorted(largest, key=lambda value: (value == "", asked.get(value, len(asked))))
    rows = [
        _row(watched, named(watched.instrument, code, value), 1, values[value], sides.get((code, value)))
        for value in ordered
    ]
    return Fact(watched.names[code], rows, len(values) - len(ordered))


def _choices(watched: Watched, code: str) -> dict[str, int]:
    """Value → its place among the questionnaire's choices: 1 to 9, 10 to 49, 50 and more are no order of letters or sizes."""
    item = next((each.item for each in watched.instrument.facets if each.code == code), "")
    return {each.code: at for at, each in enumerate(watched.instrument.choices(item))} if item else {}


def _row(watched: Watched, name: str, depth: int, counts: Counts, today: GroupToday | None) -> Row:
    return Row(
        name=name,
        depth=depth,
        counts=counts,
        rate=rate(watched.wave, counts),
        finished_width=_width(counts.finished, counts.registered),
        started_width=_width(max(counts.started, counts.finished), counts.registered),
        state=state_words(today, watched.least) if today else "",
        is_enough=today is None or today.state in ENOUGH,
        is_lacking=today is not None and today.state not in (*ENOUGH, "never"),
    )


def rate(wave: Wave, counts: Counts) -> str:
    """Companies of the register; of an open call, organisations of those invited."""
    if wave.frame == Wave.Frame.OPEN_CALL:
        part, whole = counts.finished, counts.invited
    else:
        part, whole = counts.companies, counts.owners
    return f"{(200 * part + whole) // (2 * whole)}\u00a0%" if whole else ""


def _width(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"
