"""What changed at your site since the survey before: which scores moved, and by how much a score must move to count."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.headline import Statement
from benchmarking.dashboards.lines import own_before
from benchmarking.dashboards.metrics import Metric, profile_metrics, worded
from benchmarking.dashboards.names import survey_title
from benchmarking.stats.position import Z_95

# Scores are read as whole points, where rounding alone can make a step of one.
IMPORTED_CHANGE_FROM = 2.0


@dataclass(frozen=True)
class Change:
    """One metric of one organisation in two surveys, asked in the same words in both."""

    metric: Metric
    before: float
    now: float

    @property
    def size(self) -> float:
        return abs(self.now - self.before)


def changes(comparison: Comparison) -> list[Change]:
    """Own scores that moved, largest move first: beyond ±1.96 √(SEM₁² + SEM₂²), which is 1.96 SEM √2 where both are equal;
    from two points on where no error is known."""
    error = _error(comparison)
    moved = [c for c in _compared(comparison) if (c.size > error if error else c.size >= IMPORTED_CHANGE_FROM)]
    return sorted(moved, key=lambda change: -change.size)


def _error(comparison: Comparison) -> float:
    own, then = comparison.own, comparison.before
    return Z_95 * hypot(own.sem, then.own.sem) if own and then and then.own else 0.0


def _compared(comparison: Comparison) -> list[Change]:
    own = comparison.own
    if own is None:
        return []
    pairs = (
        (metric, own_before(comparison, metric), metric.of(own)) for metric in profile_metrics(comparison.instrument)
    )
    return [Change(metric, before, now) for metric, before, now in pairs if before is not None and now is not None]


def change_statement(comparison: Comparison) -> Statement | None:
    """One dimension is up since the 2025 survey: which, from what to what."""
    if comparison.own is None or comparison.before is None or comparison.before.own is None:
        return None
    head = _("Since the %(survey)s") % {"survey": survey_title(comparison.before.survey)}
    compared, found = _compared(comparison), changes(comparison)
    if not compared:
        return Statement(head, _("The questions changed, so the two surveys cannot be compared."))
    if not found:
        return Statement(head, _none_moved(comparison))
    up, down = [c for c in found if c.now > c.before], [c for c in found if c.now < c.before]
    text = " ".join(each for each in (_went_up(comparison, up), _went_down(comparison, down)) if each)
    return Statement(head, text, _others(comparison, len(compared) - len(found)))


def _none_moved(comparison: Comparison) -> str:
    if _error(comparison):
        return worded(
            comparison.instrument,
            _("No dimension moved by more than the difference two sets of answers can make by chance."),
            _("No theme moved by more than the difference two sets of answers can make by chance."),
        )
    text = worded(
        comparison.instrument,
        _("No dimension moved by %(points)s points or more."),
        _("No theme moved by %(points)s points or more."),
    )
    return text % {"points": _least_points()}


def _others(comparison: Comparison, number: int) -> str:
    """Of those that were compared; "" where every one of them moved."""
    if not number:
        return ""
    if _error(comparison):
        return ngettext(
            "The other moved less than chance can explain.", "The others moved less than chance can explain.", number
        )
    text = ngettext(
        "The other moved by less than %(points)s points.", "The others moved by less than %(points)s points.", number
    )
    return text % {"points": _least_points()}


def _least_points() -> str:
    return words.number_word(int(IMPORTED_CHANGE_FROM))


def _went_up(comparison: Comparison, found: list[Change]) -> str:
    number = len(found)
    text = worded(
        comparison.instrument,
        ngettext("One dimension up: %(names)s.", "%(n)s dimensions up: %(names)s.", number),
        ngettext("One theme up: %(names)s.", "%(n)s themes up: %(names)s.", number),
    )
    return _moved(text, found)


def _went_down(comparison: Comparison, found: list[Change]) -> str:
    number = len(found)
    text = worded(
        comparison.instrument,
        ngettext("One dimension down: %(names)s.", "%(n)s dimensions down: %(names)s.", number),
        ngettext("One theme down: %(names)s.", "%(n)s themes down: %(names)s.", number),
    )
    return _moved(text, found)


def _moved(text: str, found: list[Change]) -> str:
    if not found:
        return ""
    each = [
        _("%(name)s, from %(before)s to %(now)s")
        % {"name": words.mid_sentence(c.metric.name), "before": words.points(c.before), "now": words.points(c.now)}
        for c in found
    ]
    return text % {"n": words.sentence(words.number_word(len(found))), "names": words.apart(each)}
