"""One released figure as page, data, PDF and embedded charts have it: every number is made here, once."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Literal

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.skill_tiers import tier_name
from benchmarking.public.wording import Asked
from benchmarking.selectors.people_needed import printed as printed_people
from benchmarking.stats.records import Figure
from benchmarking.stats.rounding import decimals_of_ends, round_end
from benchmarking.stats.weighted_totals import TOTAL

Unit = Literal["points", "per_cent", "tier", "people", "change", "companies"]
QUANTILES = ("median", "lower_quartile", "upper_quartile", "p10", "p90")


@dataclass(frozen=True)
class Strip:
    """Where a row's marks stand on an axis of 0-100: a point in its interval, or a band; None for what there is not."""

    at: float | None = None
    low: float | None = None
    high: float | None = None
    is_band: bool = False

    @property
    def x(self) -> str:
        return _across(self.at)

    @property
    def x_low(self) -> str:
        return _across(self.low)

    @property
    def x_high(self) -> str:
        return _across(self.high)

    @property
    def width(self) -> str:
        """Of a band, which is seen also where it is one count wide."""
        return f"{max(2.0, WIDE / 100 * ((self.high or 0.0) - (self.low or 0.0))):.1f}"


EDGE, WIDE = 8.0, 224.0  # of the drawing: what stands left of 0, and from 0 to 100


def _across(value: float | None) -> str:
    return "" if value is None else f"{EDGE + WIDE / 100 * min(100.0, max(0.0, value)):.1f}"


@dataclass(frozen=True)
class Row:
    """`value`, `low`, `high`: as printed, with a point and no unit, "" where there is none. `least` and `most`: of a share
    that is told as a band of counts, or a number that is told as a bound. `silent_least` and `silent_most`: counts of those
    in the base that did not say. `reason`: why there is no number; then nothing else is told, n neither. `short`: a name that is
    enough below its section's title; `also`: a figure that stands in the same row of the page."""

    id: str
    group: str
    group_name: str
    metric: str
    statistic: str
    asked: Asked
    unit: Unit
    n: int | None = None
    value: str = ""
    low: str = ""
    high: str = ""
    least: str = ""
    most: str = ""
    bound: str = ""
    printed: str = ""
    interval: str = ""
    silent: str = ""
    silent_least: str = ""
    silent_most: str = ""
    reason: str = ""
    strip: Strip | None = None
    note: str = ""
    short: str = ""
    also: Row | None = None

    @property
    def name(self) -> str:
        return self.asked.name

    @property
    def middle(self) -> float:
        """What rows are ordered by: from published numbers only."""
        strip = self.strip
        if strip is None:
            return -1.0
        if strip.at is not None:
            return strip.at
        return ((strip.low or 0.0) + (strip.high or 0.0)) / 2


def figure_id(cohort: str, metric: str, statistic: str) -> str:
    """The same in every language and file: sector.statistic.twins_started.share"""
    return ".".join((cohort, *metric.split(":"), statistic))


def unit_of(figure: Figure) -> Unit:
    if figure.statistic == TOTAL:
        return "people"
    if figure.statistic == "tier":
        return "tier"
    return "points" if figure.statistic in ("mean", "mean_weighted", *QUANTILES) else "per_cent"


def row(figure: Figure, group_name: str, asked: Asked, not_stated: Figure | None = None) -> Row:
    """A published figure with everything that stands beside it."""
    unit = unit_of(figure)
    low, high = _machine_ends(figure)
    least, most = _bounds(figure, unit)
    silent = _silent(not_stated)
    return Row(
        id=figure_id(figure.cohort, figure.metric, figure.statistic),
        group=figure.cohort,
        group_name=group_name,
        metric=figure.metric,
        statistic=figure.statistic,
        asked=asked,
        unit=unit,
        n=figure.n_owners,
        value=_machine_value(figure, unit),
        low=low,
        high=high,
        least=least,
        most=most,
        bound=figure.bound,
        printed=_printed(figure, unit),
        interval=str(words.interval_of_share(figure) if unit == "per_cent" else words.interval(figure)),
        silent=silent[0] or asked.silent or _("not published"),
        silent_least=silent[1],
        silent_most=silent[2],
        strip=_strip(figure, unit),
    )


def withheld(at: tuple[str, str, str], group_name: str, asked: Asked, reason: str) -> Row:
    """In place of a figure at (group, measure, statistic): the reason, and no number of any kind."""
    cohort, metric, statistic = at
    unit: Unit = "points" if statistic in ("mean", *QUANTILES) else "people" if statistic == TOTAL else "per_cent"
    return Row(
        id=figure_id(cohort, metric, statistic),
        group=cohort,
        group_name=group_name,
        metric=metric,
        statistic=statistic,
        asked=asked,
        unit=unit,
        printed=_("not shown"),
        reason=reason,
    )


def _printed(figure: Figure, unit: Unit) -> str:
    if unit == "per_cent":
        return words.share(figure)
    if unit == "people":
        return _("about %(people)s") % {"people": printed_people(figure.value)} if figure.value is not None else ""
    if unit == "tier":
        return tier_name(figure.value) if figure.value else ""
    return words.printed(figure)


def _machine_value(figure: Figure, unit: Unit) -> str:
    """A bound is no value: it stands in `least` or `most`."""
    if figure.value is None or (figure.bound and unit != "per_cent"):
        return ""
    if unit == "people":
        return f"{figure.value:.2g}" if figure.value < 10 else str(round(figure.value))
    return str(words.whole(figure.value))


def _machine_ends(figure: Figure) -> tuple[str, str]:
    decimals = decimals_of_ends(figure)
    ends = (None if end is None else round_end(end, decimals) for end in (figure.low, figure.high))
    low, high = ("" if end is None else f"{end:.{decimals}f}" for end in ends)
    return low, high


def _bounds(figure: Figure, unit: Unit) -> tuple[str, str]:
    """What is printed in place of a value: counts of a band, or one bound of a mean."""
    if figure.value is not None and not figure.bound:
        return "", ""
    if unit == "per_cent" and figure.value is None:
        return words.points(figure.least), words.points(figure.most)
    if figure.bound == "at_least":
        return words.points(figure.least if figure.value is None else figure.value), ""
    if figure.bound == "at_most":
        return "", words.points(figure.most if figure.value is None else figure.value)
    return words.points(figure.least), words.points(figure.most)


def _silent(figure: Figure | None) -> tuple[str, str, str]:
    """As a band of counts at every n: the share of a few among many is nothing to print in per cent."""
    if figure is None or figure.least is None or figure.most is None:
        return "", "", ""
    least, most = words.points(figure.least), words.points(figure.most)
    return words.count_band(figure), least, most


def _strip(figure: Figure, unit: Unit) -> Strip | None:
    if unit == "per_cent" and figure.value is None:
        if figure.least is None or figure.most is None:
            return None
        return Strip(low=_share(figure.least, figure), high=_share(figure.most, figure), is_band=True)
    if unit in ("tier", "people") or figure.value is None or figure.bound or figure.metric.endswith(":gap"):
        return None
    at = floor(round(figure.value, 6) + 0.5)
    low, high = (float(end) if end else None for end in _machine_ends(figure))
    return Strip(float(at), low, high)  # where it is printed, not finer: a drawing is read to a tenth of a point


def _share(count: float, figure: Figure) -> float:
    return 100 * count / figure.n_units
