"""How each headline of the sector stands: weighted to the register, with what that leaves of n, or as answered, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from benchmarking.stats.headline import Headline, Reason
from benchmarking.stats.records import WEIGHTED, Figure

OVERALL = "overall"

Stored = dict[str, dict[str, Any]]
"""Metric → {"n_effective", "reason"}: counts of owners and one of the reasons of `stats.headline`, nothing else."""


@dataclass(frozen=True)
class HeadlineNote:
    """What stands beside a headline; `reason` is empty where it is weighted, `n_effective` None where it is not."""

    n_effective: int | None
    reason: Reason


def is_headline(metric: str) -> bool:
    """Whether a metric has a headline of its own: the dimensions. Overall is made of theirs."""
    return metric.startswith("dimension:")


def dont_know_metric(dimension: str) -> str:
    """The metric that stands beside a dimension's headline: who did not know something in it."""
    return f"dont_know:{dimension}"


def of_sector_alone(headlines: Sequence[Headline], figures: Sequence[Figure]) -> tuple[list[Headline], list[Figure]]:
    """The same where no smaller group is shown: a headline made of their means would say what these are."""
    plain = [
        each if each.reason == "no_register" else Headline(each.metric, None, reason="no_groups") for each in headlines
    ]
    return plain, [figure for figure in figures if figure.statistic != WEIGHTED]


def stored(headlines: Sequence[Headline], figures: Sequence[Figure]) -> Stored:
    """As a release keeps it with its sector; overall is weighted if every dimension is, on the least n of theirs."""
    found = {each.metric: _as_json(each.n_effective, each.reason) for each in headlines}
    if not any((figure.metric, figure.statistic) == (OVERALL, "mean") for figure in figures):
        return found
    reason = next((each.reason for each in headlines if each.reason), "")
    worth = None if reason else min(each.n_effective for each in headlines if each.n_effective)
    return {**found, OVERALL: _as_json(worth, reason)}


def _as_json(n_effective: int | None, reason: str) -> dict[str, Any]:
    return {"n_effective": n_effective, "reason": reason}


def read(found: Mapping[str, Mapping[str, Any]]) -> dict[str, HeadlineNote]:
    """Metric → note, from what a release has stored; {} for a release that was made before there were any."""
    return {metric: HeadlineNote(each["n_effective"], each["reason"]) for metric, each in found.items()}


def in_words(note: HeadlineNote) -> str:
    """How a headline stands, in a table's cell or after a comma; words that coordinators read."""
    if not note.reason:
        return _("weighted to the register")
    return {
        "no_register": _("as answered: there is no complete register to weight to"),
        "no_groups": _("as answered: no smaller groups are shown by which to weight"),
        "only_bounds": _("as answered: the mean of a smaller group is shown as a bound only"),
        "not_counted": _("as answered: the register does not count the groups as they answered"),
        "too_uneven": _("as answered: the groups answered too unevenly for weights"),
    }[note.reason]
