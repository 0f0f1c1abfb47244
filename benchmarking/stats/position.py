"""Where one organisation stands, from published figures only: in words, never as a rank.

The own score comes in exact, every peer number as published, so editing one's own answers scans
nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, hypot, inf, sqrt
from typing import Literal

from statsmodels.stats.multitest import multipletests

from benchmarking.stats.records import Figure

# Quartiles say something from here on (STATISTICS 3, table); below, only the interval of the mean
# does.
QUARTILES_FROM = 20

# Half the width of a 95 % interval, in standard errors.
Z_95 = 1.96

# One flag in ten may be false (STATISTICS 2, position).
FALSE_DISCOVERY_RATE = 0.10

FLAGS_AT_MOST = 3

Standing = Literal[
    "below",
    "similar",
    "above",
    "lowest_quarter",
    "second_quarter",
    "third_quarter",
    "highest_quarter",
    "on_the_border",
]

QUARTERS: tuple[Standing, ...] = (
    "lowest_quarter",
    "second_quarter",
    "third_quarter",
    "highest_quarter",
)
QUARTILES = ("lower_quartile", "median", "upper_quartile")


@dataclass(frozen=True)
class Position:
    """One organisation against one group on one metric.

    `standing` in words; `between` the lowest and highest quarter that own ± 1.96 SEM reaches, only
    where it is "on_the_border". `own` 0-100, `n_owners` the group's printed n.
    """

    cohort: str
    metric: str
    own: float
    standing: Standing
    n_owners: int
    between: tuple[Standing, ...] = ()


def position(own: float, sem: float, figures: Sequence[Figure]) -> Position | None:
    """The standing of `own` (0-100) by the published figures of one cohort and one metric.

    From n = 20 with all three quartiles published: the quarter, or "on the border" if own ± 1.96
    SEM touches a quartile. Otherwise: below, similar (ends included) or above the published
    interval of the mean; a group without quartiles ("all other") is read so at any n. None where
    neither is published. Raises ValueError for figures of several cohorts or metrics. Source:
    STATISTICS 2, position.
    """
    if len({(figure.cohort, figure.metric) for figure in figures}) > 1:
        raise ValueError("Figures of several groups or metrics: give those of one group and metric.")
    published = {figure.statistic: figure for figure in figures}
    if (cuts := _quartiles(published)) is not None:
        return _by_quartiles(own, sem, published["median"], cuts)
    mean = published.get("mean")
    return None if mean is None else _by_interval(own, mean)


def _quartiles(published: Mapping[str, Figure]) -> tuple[float, ...] | None:
    figures = [published[name] for name in QUARTILES if name in published]
    values = tuple(figure.value for figure in figures if figure.value is not None)
    enough = len(values) == len(QUARTILES) and figures[0].n_owners >= QUARTILES_FROM
    return values if enough else None


def _by_quartiles(own: float, sem: float, median: Figure, cuts: tuple[float, ...]) -> Position:
    low, high = own - Z_95 * sem, own + Z_95 * sem
    reached = QUARTERS[sum(cut < low for cut in cuts)], QUARTERS[bisect_right(cuts, high)]
    if reached[0] == reached[1]:
        return Position(median.cohort, median.metric, own, reached[0], median.n_owners)
    return Position(median.cohort, median.metric, own, "on_the_border", median.n_owners, reached)


def _by_interval(own: float, mean: Figure) -> Position | None:
    if mean.low is None or mean.high is None:
        return None
    standing: Standing = "below" if own < mean.low else "above" if own > mean.high else "similar"
    return Position(mean.cohort, mean.metric, own, standing, mean.n_owners)


@dataclass(frozen=True)
class OwnScore:
    """One organisation's score of a metric, 0-100, and its standard error of measurement."""

    metric: str
    score: float
    sem: float


@dataclass(frozen=True)
class Flags:
    """Metric codes that clearly differ from the group, clearest first, up to three each.

    Both empty: "no clear difference".
    """

    strengths: tuple[str, ...]
    gaps: tuple[str, ...]


def flags(own: Sequence[OwnScore], means: Mapping[str, Figure]) -> Flags:
    """Strengths and gaps of one organisation against one group, by Benjamini-Hochberg at q = 0.10.

    z = (own - published mean) / √(SEM² + SE²) with SE = published half-width / 1.96, two-sided
    normal p. The published half-width holds a t quantile and its rounding, so SE errs on the wide
    side. Clearest is the largest |z|; ties break by metric code. `means`: metric → published mean;
    metrics without a printed value and interval (withheld, clamped) are left out of the family of
    tests. Source: STATISTICS 2, position.
    """
    scores = sorted(
        ((metric, z) for metric, z in (_difference(score, means) for score in own) if z is not None),
        key=lambda pair: (-abs(pair[1]), pair[0]),
    )
    if not scores:
        return Flags((), ())
    p_values = [erfc(abs(z) / sqrt(2)) for _, z in scores]
    clear, *_ = multipletests(p_values, alpha=FALSE_DISCOVERY_RATE, method="fdr_bh")
    found = [pair for pair, is_clear in zip(scores, clear, strict=True) if is_clear]
    strengths = [metric for metric, z in found if z > 0]
    gaps = [metric for metric, z in found if z < 0]
    return Flags(tuple(strengths[:FLAGS_AT_MOST]), tuple(gaps[:FLAGS_AT_MOST]))


def _difference(own: OwnScore, means: Mapping[str, Figure]) -> tuple[str, float | None]:
    mean = means.get(own.metric)
    if mean is None or mean.value is None or mean.low is None or mean.high is None:
        return own.metric, None
    difference = own.score - mean.value
    error = hypot(own.sem, (mean.high - mean.low) / 2 / Z_95)
    if error == 0:
        return own.metric, inf * difference if difference else 0.0
    return own.metric, difference / error
