"""How far a score can be trusted: agreement inside an organisation, noise between raters, consistency of items.

Whether any of it may be shown, and to whom, is decided elsewhere: here it is only computed. Sums over raters are
`math.fsum`, so the order in which they come in changes no digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal

from scipy.stats import f as f_law

CONFIDENCE = 0.95

# Average deviation on 0-100 points, from the A/6 rule as STATISTICS 1 sets it (O'Neill 2017).
AGREE_UP_TO = 12.0
MIXED_UP_TO = 20.0

# Fewer organisations with two or more raters say too little about rater noise (STATISTICS 1).
LEAST_DOUBLE_RATED = 15

# Below it even at the upper end of its interval, differences between organisations are mostly rater noise.
LEAST_ICC = 0.5

# An organisation's standard error, in 0-100 points, where too few double answers tell it: that of the simulations in
# STATISTICS 2.
DEFAULT_SEM = 5.0

# The same for one rater: of four it makes an organisation 5 points off.
DEFAULT_WITHIN_SD = 10.0

Verdict = Literal["agree", "mixed", "split"]
NoiseVerdict = Literal["too_few", "rater_noise", "differences"]


def average_deviation(points: Sequence[float]) -> float:
    """AD = mean |x - mean(x)|, in the unit of `points`, one value a rater, at least one.

    Who stated nothing is left out by whoever calls. Raises ZeroDivisionError without values. Source: Burke, Finkelstein
    & Dusig 1999, Organizational Research Methods 2; STATISTICS 1.
    """
    centre = _mean(points)
    return _mean([abs(value - centre) for value in points])


def agreement_verdict(deviation: float) -> Verdict:
    """An average deviation in 0-100 points in a word: agree up to 12, mixed up to 20, else split (STATISTICS 1)."""
    if deviation <= AGREE_UP_TO:
        return "agree"
    return "mixed" if deviation <= MIXED_UP_TO else "split"


@dataclass(frozen=True)
class RaterNoise:
    """How far one rater is off: the within-organisation SD, 0-100 points, and where it comes from.

    `is_default`: too few double answers to judge, so the stated default is used. `n_organisations`
    counts those with two or more raters.
    """

    sd: float
    is_default: bool
    n_organisations: int

    def sem(self, n_raters: int) -> float:
        """`measurement_error` with this SD, or with none where it is the default."""
        return measurement_error(n_raters, None if self.is_default else self.sd)


def measurement_error(n_raters: int, sd: float | None) -> float:
    """Standard error of measurement of an organisation's score, 0-100 points: SD / √m, 5 where no SD is known.

    `sd` is pooled over the sector (`rater_noise`). Raises ValueError for fewer than one rater. Source: STATISTICS 1.
    """
    if n_raters < 1:
        raise ValueError(f"A score of {n_raters} raters has no standard error: give one or more.")
    return DEFAULT_SEM if sd is None else sd / sqrt(n_raters)


def rater_noise(scores: Mapping[str, Sequence[float]]) -> RaterNoise:
    """Pooled within-organisation SD = √(Σ_o Σ_r (x - mean_o)² / Σ_o (m_o - 1)).

    `scores`: organisation → one 0-100 score a rater (of one dimension); raters without a score are
    left out. Never each organisation's own SD: at m < 5 it says nothing (STATISTICS 1).
    """
    double = _double_rated(scores)
    if len(double) < LEAST_DOUBLE_RATED:
        return RaterNoise(DEFAULT_WITHIN_SD, is_default=True, n_organisations=len(double))
    return RaterNoise(sqrt(_within(double)), is_default=False, n_organisations=len(double))


@dataclass(frozen=True)
class RaterCorrelation:
    """ICC(k) of one score over a sector with its 95 % interval, 0-1, and the organisations of two or more raters.

    It is the part of the variance of organisations' means that is not rater noise. None below two such organisations.
    """

    value: float | None
    low: float | None
    high: float | None
    n_organisations: int

    @property
    def verdict(self) -> NoiseVerdict:
        """What may be said of differences between organisations.

        too_few: below 15 organisations of two or more raters; "too few double answers to judge", and the stated default
        stands for the error. rater_noise: below 0.5 even at the upper end; "differences between organisations are
        mostly rater noise", and no organisation gets a position. Source: STATISTICS 1, several raters.
        """
        if self.n_organisations < LEAST_DOUBLE_RATED or self.high is None:
            return "too_few"
        return "rater_noise" if self.high < LEAST_ICC else "differences"


def rater_correlation(scores: Mapping[str, Sequence[float]]) -> RaterCorrelation:
    """ICC(k) = (MSB - MSW)/MSB, raters of each organisation other people than of the next (one-way).

    `scores` as for `rater_noise`; organisations of one rater are left out. MSB = Σ m (mean_o - mean)²/(G - 1), G
    organisations; MSW the pooled within-organisation variance; F = MSB/MSW. Interval: 1 - F*/F to 1 - 1/(F F*'), with
    the 97.5 % points F* of (G - 1, Σ(m - 1)) and F*' of (Σ(m - 1), G - 1) degrees of freedom: exact for equal m, close
    otherwise. Values below 0 are 0: raters alone would make organisations differ more. Where raters never differ it is
    1, and 0 where organisations do not either. Source: Shrout & Fleiss 1979, ICC(1,k); McGraw & Wong 1996.
    """
    double = _double_rated(scores)
    n = len(double)
    if n < 2:
        return RaterCorrelation(None, None, None, n)
    freedom = sum(len(values) - 1 for values in double)
    between, within = _between(double), _within(double)
    point = (1 + CONFIDENCE) / 2
    most, least = float(f_law.ppf(point, n - 1, freedom)), 1 / float(f_law.ppf(point, freedom, n - 1))
    value, low, high = (_beyond_noise(between, within * times) for times in (1.0, most, least))
    return RaterCorrelation(value, low, high, n)


def _beyond_noise(between: float, noise: float) -> float:
    return max(0.0, (between - noise) / between) if between else 0.0


def _double_rated(scores: Mapping[str, Sequence[float]]) -> list[Sequence[float]]:
    return [scores[organisation] for organisation in scores if len(scores[organisation]) > 1]


def _within(groups: Sequence[Sequence[float]]) -> float:
    return fsum(_squares(values) for values in groups) / sum(len(values) - 1 for values in groups)


def _between(groups: Sequence[Sequence[float]]) -> float:
    centre = _mean([value for values in groups for value in values])
    return fsum(len(values) * (_mean(values) - centre) ** 2 for values in groups) / (len(groups) - 1)


@dataclass(frozen=True)
class IntraclassCorrelations:
    """Shrout and Fleiss's six. one_way: raters differ by organisation; agreement: the same raters everywhere, drawn from
    many; consistency: the same, these ones alone. `..._of_mean`: of the mean of all raters rather than of one."""

    one_way: float
    agreement: float
    consistency: float
    one_way_of_mean: float
    agreement_of_mean: float
    consistency_of_mean: float


def intraclass_correlations(ratings: Sequence[Sequence[float]]) -> IntraclassCorrelations:
    """ICC(1), ICC(2), ICC(3) and their k-forms, from a complete table: a row an organisation, a column a rater or role.

    With mean squares B of rows, W within rows, J of columns, E the rest, n rows and k columns: (B - W)/(B + (k-1) W),
    (B - E)/(B + (k-1) E + k (J - E)/n), (B - E)/(B + (k-1) E); k-forms (B - W)/B, (B - E)/(B + (J - E)/n), (B - E)/B.
    Not cut at 0. Missing values: leave the organisation out. Raises ValueError for fewer than two rows or columns, rows
    of different lengths, and a table in which nothing differs. Source: Shrout & Fleiss 1979, Psychological Bulletin 86,
    tables 2 and 4.
    """
    n, k = len(ratings), len(ratings[0]) if ratings else 0
    if n < 2 or k < 2 or any(len(row) != k for row in ratings):
        raise ValueError("Intraclass correlations need two rows and two columns or more, and no gap.")
    b, w = _between(ratings), _within(ratings)
    j = _between([list(column) for column in zip(*ratings, strict=True)])
    e = (w * n * (k - 1) - j * (k - 1)) / ((n - 1) * (k - 1))
    if not b:
        raise ValueError("No row differs from another: there is nothing to correlate.")
    return IntraclassCorrelations(
        (b - w) / (b + (k - 1) * w),
        (b - e) / (b + (k - 1) * e + k * (j - e) / n),
        (b - e) / (b + (k - 1) * e),
        (b - w) / b,
        (b - e) / (b + (j - e) / n),
        (b - e) / b,
    )


def _squares(values: Sequence[float]) -> float:
    centre = _mean(values)
    return fsum((value - centre) ** 2 for value in values)


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)
