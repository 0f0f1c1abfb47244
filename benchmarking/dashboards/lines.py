"""What a profile compares, a line a metric: own score, last time's, the group's figures, and where that puts you."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.metrics import Metric
from benchmarking.stats.position import Position, position
from benchmarking.stats.records import Figure


@dataclass(frozen=True)
class Line:
    """One metric of a profile: own score, last time's, what is published of the group, where that puts you, and what you aim at."""

    metric: Metric
    you: float | None
    before: float | None
    published: Mapping[str, Figure]
    position: Position | None
    target: float | None = None

    @property
    def centre(self) -> Figure | None:
        """The median where it is published, else the mean."""
        return self.published.get("median") or self.published.get("mean")

    @property
    def has_median(self) -> bool:
        return "median" in self.published

    @property
    def difference(self) -> float | None:
        """Of the numbers as printed, so that the three agree."""
        value = self.centre.value if self.centre else None
        return None if self.you is None or value is None else float(words.whole(self.you) - words.whole(value))


def lines(comparison: Comparison, metrics: Sequence[Metric]) -> list[Line]:
    """Furthest ahead first; what has no difference last, in the questionnaire's order."""
    found = [_line(comparison, metric) for metric in metrics]
    return sorted(found, key=lambda line: -1000.0 if line.difference is None else line.difference, reverse=True)


def _line(comparison: Comparison, metric: Metric) -> Line:
    own = comparison.own if comparison.own and comparison.own.in_population else None
    you = metric.of(own) if own else None
    published = comparison.figures.of(metric.code)
    is_placed = published and not comparison.is_mostly_noise(metric.code)
    where = _position(you, own.sem, published) if own and you is not None and is_placed else None
    before = own_before(comparison, metric) if you is not None else None
    return Line(metric, you, before, published, where, _target(comparison, metric) if own else None)


def _target(comparison: Comparison, metric: Metric) -> float | None:
    """The organisation's own, of a dimension: 0-100."""
    kind, _of, code = metric.code.partition(":")
    target = comparison.targets.get((kind, code))
    return target.target_level if target else None


def _position(you: float, sem: float, published: Mapping[str, Figure]) -> Position | None:
    """Above or below the interval of the mean only where the printed numbers read so."""
    where = position(you, sem, list(published.values()))
    if where and where.standing in ("above", "below") and words.reads_as_inside(you, published["mean"]):
        return replace(where, standing="similar")
    return where


def own_before(comparison: Comparison, metric: Metric) -> float | None:
    """The organisation's score in the survey before, if it was asked in the same words."""
    then = comparison.before
    if then is None or then.own is None or not then.own.in_population:
        return None
    return metric.of(then.own) if metric.code in comparison.comparable else None
