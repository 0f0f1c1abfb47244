"""How far an organisation is from a small group, in points with an interval: where n is small nobody has a position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.dashboards import words
from benchmarking.dashboards.metrics import Metric, profile_metrics, worded
from benchmarking.stats.position import QUARTILES_FROM, Z_95
from benchmarking.stats.records import Figure
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class Distance:
    """Own score minus a group's published mean, in points as printed, with its 95 % interval, outwards to whole points.

    `is_inside`: the own score lies within the interval of the mean as printed, so that the profile calls it similar.
    """

    metric: Metric
    points: int
    low: int
    high: int
    n_owners: int
    is_inside: bool = True

    @property
    def is_small(self) -> bool:
        """Nobody has a position in a group of so few."""
        return self.n_owners < QUARTILES_FROM

    @property
    def is_clear(self) -> bool:
        return self.low > 0 or self.high < 0


def distance(metric: Metric, you: float, sem: float, mean: Figure) -> Distance | None:
    """D ± 1.96 √(SEM² + SE²) with SE = the published half-width / 1.96; None where no mean with an interval is published.

    `you` and the mean in points of 0-100, `sem` the standard error of the own score, 0 for scores from a file.
    """
    if mean.value is None or mean.low is None or mean.high is None:
        return None
    points = words.whole(you) - words.whole(mean.value)
    half = hypot(Z_95 * sem, (mean.high - mean.low) / 2)
    ends = floor(round(points - half, 6)), ceil(round(points + half, 6))
    return Distance(metric, points, *ends, mean.n_owners, words.reads_as_inside(you, mean))


def in_points(each: Distance) -> str:
    """25 points above the mean (17 to 33)"""
    size = abs(each.points)
    ends = sorted((abs(each.low), abs(each.high)))
    said = {"points": size, "low": ends[0], "high": ends[1]}
    if each.points > 0:
        return (
            ngettext(
                "%(points)s point above (%(low)s to %(high)s)", "%(points)s points above (%(low)s to %(high)s)", size
            )
            % said
        )
    return (
        ngettext("%(points)s point below (%(low)s to %(high)s)", "%(points)s points below (%(low)s to %(high)s)", size)
        % said
    )


def distances_sentence(instrument: Instrument, found: Sequence[Distance], clear: Sequence[str], group: str) -> str:
    """Beside the mean of the group, automation: 25 points above (17 to 33); the other two are too close to call.

    `found`: every metric that can be compared; `clear`: codes of those that clearly differ. Where the questionnaire has
    more, it says how many are compared. "Too close to call" only where the profile says no more than similar of each.
    Without a full stop, as every sentence of where you stand.
    """
    by_code = {each.metric.code: each for each in found}
    named = [by_code[code] for code in clear if code in by_code]
    if not found:
        return _("Nothing can be compared with %(group)s") % {"group": group}
    if not named:
        return words.apart([_none_clear(instrument, found) % {"group": group}, *_compared(instrument, len(found))])
    each = (
        _("%(name)s: %(distance)s") % {"name": words.mid_sentence(one.metric.name), "distance": in_points(one)}
        for one in named
    )
    text = _("Beside the mean of %(group)s, %(each)s") % {"group": group, "each": words.apart(each)}
    rest = [one for one in found if one not in named]
    others = [_others(len(rest), are_inside=all(one.is_inside for one in rest))] if rest else []
    return words.apart([text, *others, *_compared(instrument, len(found))])


def _compared(instrument: Instrument, number: int) -> list[str]:
    """How many of how many, where some are not shown for the group, or have no score."""
    whole = len(profile_metrics(instrument))
    if number == whole:
        return []
    counts = {"some": words.number_word(number), "all": words.number_word(whole)}
    said = worded(instrument, _("%(some)s of %(all)s dimensions"), _("%(some)s of %(all)s themes")) % counts
    return [_("compared: %(counts)s") % {"counts": said}]


def _none_clear(instrument: Instrument, found: Sequence[Distance]) -> str:
    number = len(found)
    if number == len(profile_metrics(instrument)) and all(each.is_inside for each in found):
        return _all_close(instrument, number)
    return _("Nothing differs clearly from the mean of %(group)s")


def _all_close(instrument: Instrument, number: int) -> str:
    return worded(
        instrument,
        ngettext(
            "Your dimension is too close to the mean of %(group)s to call",
            "Every dimension is too close to the mean of %(group)s to call",
            number,
        ),
        ngettext(
            "Your theme is too close to the mean of %(group)s to call",
            "Every theme is too close to the mean of %(group)s to call",
            number,
        ),
    )


def _others(number: int, *, are_inside: bool) -> str:
    text = ngettext("the other one is less clear", "the other %(n)s are less clear", number)
    if are_inside:
        text = ngettext("the other one is too close to call", "the other %(n)s are too close to call", number)
    return text % {"n": words.number_word(number)}
