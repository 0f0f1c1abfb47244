"""What changed between two waves, when some of the owners answered in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import atanh, ceil, fsum, hypot, sqrt, tanh
from typing import Literal

import numpy as np
from scipy.stats import t

from benchmarking.stats.records import Figure

Method = Literal["everybody", "matched"]

LEAST_MATCHED = 6
"""Owners in both waves below whom nothing is learned of the correlation, and no matched change is made: the fewest
owners of whom any figure is published (STATISTICS 3, contributors)."""

Z_95 = 1.96


@dataclass(frozen=True)
class WavePair:
    """Owners who answered before, after, and both times, and the correlation ρ of an owner's two scores.

    `population`: owners in the register, None where it is not known. Raises ValueError for counts that cannot be.
    """

    n_before: int
    n_after: int
    n_matched: int
    correlation: float
    population: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no two waves can be."""
        fewest, most = min(self.n_before, self.n_after), max(self.n_before, self.n_after)
        if fewest < 1 or not 0 <= self.n_matched <= fewest or not -1 <= self.correlation <= 1:
            raise ValueError(f"{self} are no two waves.")
        if self.population is not None and self.population < most:
            raise ValueError(f"A register of {self.population} cannot hold {most} who answered.")

    @property
    def attrition(self) -> float:
        """The share of those who answered before that did not come back, 0-1."""
        return 1 - self.n_matched / self.n_before


def change_error(sd: float, pair: WavePair, method: Method = "everybody") -> float:
    """The standard error of mean after - mean before, in the unit of `sd`.

    everybody: √(s² (1/n₁ + 1/n₂ - 2 ρ m/(n₁ n₂))); matched: √(2 s² (1 - ρ)/m), infinite without an owner in both. With
    a register of N each is multiplied out with its correction: 1/n - 1/N for 1/n, m/(n₁ n₂) - 1/N for m/(n₁ n₂), 1/m -
    1/N for 1/m. sd: of the scores between owners, the same in both waves. Raises ValueError for a negative sd. Source:
    STATISTICS 2, waves; Kish 1965, Survey Sampling, 12.4.
    """
    if not sd >= 0:
        raise ValueError(f"No error of a change from an SD of {sd}.")
    return sd * sqrt(_variance(pair, method))


def _variance(pair: WavePair, method: Method) -> float:
    """Per s²; never below 0, which rounding could make of a census."""
    everyone = 1 / pair.population if pair.population else 0.0
    if method == "matched":
        rest = 1 / pair.n_matched - everyone if pair.n_matched else float("inf")
        return max(0.0, 2 * (1 - pair.correlation) * rest) if pair.correlation < 1 else 0.0
    apart = 1 / pair.n_before + 1 / pair.n_after - 2 * everyone
    shared = pair.n_matched / (pair.n_before * pair.n_after) - everyone
    return max(0.0, apart - 2 * pair.correlation * shared)


def choose_method(pair: WavePair) -> Method:
    """The method with the smaller error, for every metric of the two waves alike; "everybody" where both are as good.

    Chosen once, from n₁, n₂, m and one ρ for all metrics, so that nobody picks the larger change metric by metric.
    "matched" only from six owners in both waves on. Source: STATISTICS 2, waves.
    """
    if pair.n_matched < LEAST_MATCHED:
        return "everybody"
    # What differs by less is rounding of floating point.
    return "matched" if _variance(pair, "matched") < _variance(pair, "everybody") - 1e-12 else "everybody"


def correlation_of_waves(
    before: Mapping[str, Mapping[str, float]], after: Mapping[str, Mapping[str, float]]
) -> float | None:
    """One ρ for a pair of waves: tanh(Σ (m - 3) artanh r / Σ (m - 3)) over its metrics (Fisher's z).

    before, after: metric → owner → score; an owner without a score is absent. A metric counts from six owners in both
    waves on and where their scores differ in each; None where no metric does: take 0, which errs on the wide side.
    r is kept within ±.999, as artanh has no end. Source: Fisher 1925, Statistical Methods for Research Workers, 35.
    """
    parts = [_correlation(before[metric], after[metric]) for metric in sorted(before.keys() & after.keys())]
    known = [(m - 3, atanh(min(max(r, -0.999), 0.999))) for m, r in (part for part in parts if part is not None)]
    return tanh(fsum(w * z for w, z in known) / fsum(w for w, _ in known)) if known else None


def _correlation(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[int, float] | None:
    both = sorted(before.keys() & after.keys())
    table = np.array([[before[owner], after[owner]] for owner in both], dtype=float).reshape(-1, 2)
    if len(both) < LEAST_MATCHED or not np.ptp(table, axis=0).all():
        return None
    return len(both), float(np.corrcoef(table.T)[0, 1])


@dataclass(frozen=True)
class WaveChange:
    """Mean after less mean before of one metric, in its unit, with its standard error and 95 % interval.

    `pair`: how many answered before, after and both times; printed beside the change, with its `attrition`.
    """

    value: float
    standard_error: float
    low: float
    high: float
    method: Method
    pair: WavePair


def change(
    before: Mapping[str, float],
    after: Mapping[str, float],
    correlation: float,
    method: Method,
    population: int | None = None,
) -> WaveChange | None:
    """The change of one metric over the owners the method takes: all of each wave, or those in both.

    before, after: owner → score; an owner without a score is absent. s² is pooled, ((n₁ - 1) s₁² + (n₂ - 1) s₂²)/(n₁ +
    n₂ - 2), over the owners taken; the interval is ± t(df) · SE with df = m - 1 (matched) or n₁ + n₂ - m - 2, the
    different owners less two. Of exact scores, so for inside use: what is published comes from `published_change`.
    None where the method has fewer than two owners in a wave, or no df. Raises ValueError as `WavePair` does. Source:
    STATISTICS 2, waves.
    """
    both = before.keys() & after.keys()
    first = [before[owner] for owner in sorted(both if method == "matched" else before)]
    second = [after[owner] for owner in sorted(both if method == "matched" else after)]
    df = len(both) - 1 if method == "matched" else len(before) + len(after) - len(both) - 2
    if min(len(first), len(second)) < 2 or df < 1:
        return None
    pair = WavePair(len(before), len(after), len(both), correlation, population)
    error = change_error(_pooled_sd(first, second), pair, method)
    value = float(np.mean(second) - np.mean(first))
    half = float(t.ppf(0.975, df)) * error
    return WaveChange(value, error, value - half, value + half, method, pair)


def _pooled_sd(first: list[float], second: list[float]) -> float:
    sums = sum(float(np.var(part, ddof=1)) * (len(part) - 1) for part in (first, second))
    return sqrt(sums / (len(first) + len(second) - 2))


@dataclass(frozen=True)
class PublishedChange:
    """A change made of two published means, in points, with half its 95 % interval in whole points."""

    cohort: str
    metric: str
    value: float
    half_width: float
    pair: WavePair


def published_change(
    before: Figure, after: Figure, pair: WavePair, rounding: tuple[float, float] = (0.0, 0.0)
) -> PublishedChange | None:
    """Published after - published before, never estimated apart (STATISTICS 3, rule 7; I13).

    Half-width ⌈√(a² + b² - 2 r a b + (1.96 d₁)²/12 + (1.96 d₂)²/12)⌉: a and b are what is left of the printed
    half-widths h without the rounding steps d, √(h² - (1.96 d)²/12), and r is the correlation of the two means that
    owners in both waves make, (cov of the formula in `change_error`)/(SE₁ SE₂). With steps not stated they stay in a
    and b. None where a mean or an interval is not printed. Raises ValueError for figures of two groups or metrics.
    """
    if (before.cohort, before.metric) != (after.cohort, after.metric):
        raise ValueError(
            f"{before.cohort} {before.metric} and {after.cohort} {after.metric}: a change needs one of each."
        )
    halves = _half_width(before), _half_width(after)
    if before.value is None or after.value is None or halves[0] is None or halves[1] is None:
        return None
    blurs = [Z_95 * step / sqrt(12) for step in rounding]
    a, b = (sqrt(max(0.0, half**2 - blur**2)) for half, blur in zip((halves[0], halves[1]), blurs, strict=True))
    sampling = max(0.0, a * a + b * b - 2 * _correlation_of_means(pair) * a * b)
    half_width = ceil(round(hypot(sqrt(sampling), *blurs), 6))
    return PublishedChange(before.cohort, before.metric, after.value - before.value, half_width, pair)


def _half_width(figure: Figure) -> float | None:
    """The wider side, as an interval may be cut at the end of the scale."""
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    return max(figure.high - figure.value, figure.value - figure.low)


def _correlation_of_means(pair: WavePair) -> float:
    everyone = 1 / pair.population if pair.population else 0.0
    spread = (1 / pair.n_before - everyone) * (1 / pair.n_after - everyone)
    shared = pair.n_matched / (pair.n_before * pair.n_after) - everyone
    return min(1.0, max(-1.0, pair.correlation * shared / sqrt(spread))) if spread > 0 else 0.0


@dataclass(frozen=True)
class Fielded:
    """What a wave asked: the instrument, its version, and the codes of its items."""

    instrument: str
    version: str
    items: frozenset[str] = field(default_factory=frozenset)


def common_items(
    before: Fielded, after: Fielded, declared_same: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """(item before, item after) that a change may be made of, in code order.

    Of one version of one instrument: the items both asked. Of any others, only those `declared_same`, item before →
    item after: the same code with other words is another question. Raises ValueError for a declared item that its wave
    did not ask, and for two items declared to be the same one. Source: STATISTICS 2, waves.
    """
    if (before.instrument, before.version) == (after.instrument, after.version):
        return tuple((item, item) for item in sorted(before.items & after.items))
    declared = dict(declared_same or {})
    unknown = sorted((declared.keys() - before.items) | (set(declared.values()) - after.items))
    if unknown or len(set(declared.values())) < len(declared):
        raise ValueError(f"Items cannot be declared the same: {', '.join(unknown) or 'one is named twice'}.")
    return tuple(sorted(declared.items()))
