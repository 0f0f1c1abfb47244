"""One metric after the other over every survey an organisation took part in, and where a line may not lead on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.changes import IMPORTED_CHANGE_FROM
from benchmarking.dashboards.comparison import Comparison, Past
from benchmarking.dashboards.metrics import Metric, profile_metrics
from benchmarking.selectors.comparable import comparable
from benchmarking.stats.position import Z_95
from benchmarking.stats.records import Figure

SAME_COMPANIES_FROM = 0.5
"""Of the companies now: with fewer that were there before, the line would join two different crowds."""


@dataclass(frozen=True)
class Stand:
    """One metric in one survey. `breaks` as of a `TimePoint`."""

    survey: Past
    you: float | None
    sector: Figure | None
    breaks: tuple[str, str]


@dataclass(frozen=True)
class Course:
    """One metric over all surveys, oldest first."""

    metric: Metric
    stands: tuple[Stand, ...]

    @property
    def since(self) -> Stand | None:
        """The oldest survey that an unbroken line of yours leads back to from the newest; None where none does."""
        found = None
        for before, after in zip(self.stands[-2::-1], self.stands[:0:-1], strict=True):
            if after.you is None or before.you is None or after.breaks[0]:
                break
            found = before
        return found

    @property
    def is_sector_broken(self) -> bool:
        """Anywhere on the way that your line goes back."""
        at = self.stands.index(self.since) if self.since else 0
        return any(stand.breaks[1] for stand in self.stands[at + 1 :])

    @property
    def change(self) -> float | None:
        """Beyond what chance can explain, as printed; 0 for less, None without a line."""
        then, now = self.since, self.stands[-1]
        if then is None or then.you is None or now.you is None:
            return None
        error = Z_95 * hypot(now.survey.own.sem, then.survey.own.sem)
        moved = now.you - then.you
        is_clear = abs(moved) > error if error else abs(moved) >= IMPORTED_CHANGE_FROM
        return float(words.whole(now.you) - words.whole(then.you)) if is_clear else 0.0


def surveys_of(comparison: Comparison) -> list[Past]:
    own = comparison.own
    if own is None or not own.in_population or comparison.survey.stands_alone:
        return []
    now = Past(comparison.survey, comparison.instrument, own, comparison.publication, comparison.sector)
    return [*comparison.past, now]


def courses_of(comparison: Comparison, surveys: Sequence[Past]) -> list[Course]:
    metrics = profile_metrics(comparison.instrument)
    alike = [comparable([m.code for m in metrics], b.instrument, a.instrument) for a, b in pairwise(surveys)]
    others = [_why_others(a, b) for a, b in pairwise(surveys)]
    return [
        Course(
            metric,
            tuple(
                _stand(metric, survey, ("", "") if not at else _breaks(metric, alike[at - 1], others[at - 1]))
                for at, survey in enumerate(surveys)
            ),
        )
        for metric in metrics
    ]


def _stand(metric: Metric, survey: Past, breaks: tuple[str, str]) -> Stand:
    return Stand(survey, metric.of(survey.own), survey.means.one(metric.code, "mean"), breaks)


def _breaks(metric: Metric, alike: frozenset[str], others: str) -> tuple[str, str]:
    if metric.code not in alike:
        return new_questions(), new_questions()
    return "", others


def new_questions() -> str:
    return _("new questions")


def other_companies() -> str:
    return _("other companies")


def not_known() -> str:
    return _("companies not known")


def _why_others(before: Past, after: Past) -> str:
    """Why the sector's line breaks: it was asked another way who belongs to it, or other companies answered."""
    then, now = before.publication, after.publication
    if then is None or now is None:
        return ""
    if now.since is None or now.since.release != then.id or now.since.overlap.told == "unknown":
        return not_known()
    pair = now.since.overlap.pair
    is_other = before.survey.frame != after.survey.frame or pair.n_matched < SAME_COMPANIES_FROM * pair.n_after
    return other_companies() if is_other else ""
