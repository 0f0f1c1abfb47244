"""Quantiles: Harrell-Davis for what is published, Hyndman and Fan's types inside, the plain median for checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from benchmarking.stats.intervals import sampling_half_width

Floats = NDArray[np.float64]

Method = Literal[
    "inverted_cdf",
    "averaged_inverted_cdf",
    "closest_observation",
    "interpolated_inverted_cdf",
    "hazen",
    "weibull",
    "linear",
    "median_unbiased",
    "normal_unbiased",
]

HYNDMAN_FAN: tuple[Method, ...] = get_args(Method)
"""NumPy's names of the types 1 to 9, in that order."""

LINES = {4: (0.0, 0.0), 5: (1 / 2, 0.0), 6: (0.0, 1.0), 7: (1.0, -1.0), 8: (1 / 3, 1 / 3), 9: (3 / 8, 1 / 4)}
"""Type → a, b of (k - a)/(n + b), the probability at which the k-th of n values stands (Hyndman & Fan 1996)."""

OF_WOODRUFF = 0.9
"""A blend of all values varies less than the one in the middle, so nine tenths of the way hold as often (coverage study)."""

FARTHEST = 0.25
"""From the middle: never beyond the quartiles, which are published beside it."""

RESAMPLES = 1000
"""Enough for a standard error within about 2 % (1/√(2·1000)), far inside a point."""


def kish(weights: Iterable[float]) -> float:
    """Kish's effective n, (Σw)²/Σw². Raises ValueError without a positive weight."""
    w = np.asarray(list(weights), dtype=float)
    if not w.any() or (w < 0).any():
        raise ValueError("Kish's n needs weights of 0 or more, not all 0.")
    return float(w.sum() ** 2 / (w**2).sum())


def harrell_davis(
    values: Sequence[float],
    probabilities: Sequence[float],
    n_effective: float | None = None,
    weights: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Σ Wᵢ x₍ᵢ₎, Wᵢ = I(Cᵢ/C) - I(Cᵢ₋₁/C), I the beta distribution of ((m+1)p, (m+1)(1-p)).

    A blend of all ordered values, so nobody's own is printed. Cᵢ is the sum of the first i weights (of 1 each where
    none are given), C of all. m is Kish's n of the weights, or `n_effective` where some owners weigh more than one
    unit; with equal weights and m = n it is scipy's `hdquantiles`. The order of equal values changes nothing. Raises
    ValueError without values, and for weights below 0, all 0 or not one a value. Source: Harrell & Davis 1982;
    Akinshin 2023, arXiv:2304.07265 (weighted); STATISTICS 2, quantiles and weights.
    """
    ordered, steps = _ordered(values, weights)
    worth = n_effective or (len(ordered) if weights is None else kish(weights))
    return tuple(float(q) for q in ordered @ _harrell_davis_weights(steps, probabilities, worth))


def median_ends(values: Sequence[float], sampled: float = 0.0, n_effective: float | None = None) -> tuple[float, float]:
    """95 % interval of the median, unrounded: from `harrell_davis` at 1/2 - δ to that at 1/2 + δ, in the unit of values.

    δ = √(max((0.9 t)² (1 - f), 1)/(4 m)), t of m - 1 degrees of freedom, m as in `harrell_davis`: Woodruff's distance,
    taken in ranks so that it needs no shape; not below √(1/(4 m)), how far the blend itself reaches, as it is not the
    plain median even where everybody answered (f = n/N = 1); and 1/4 at most, so that no end lies beyond a quartile.
    Both ends are blends of all values. Raises ValueError as `harrell_davis`, and for f outside 0 to 1. Source: Woodruff
    1952, JASA 47; Harrell & Davis 1982; docs/methods/quantiles.md.
    """
    away = _away_from_the_middle(n_effective or len(values), sampled)
    low, high = harrell_davis(values, [0.5 - away, 0.5 + away], n_effective)
    return low, high


def _away_from_the_middle(worth: float, sampled: float) -> float:
    if worth <= 1:
        return FARTHEST
    of_the_blend = 0.5 / sqrt(worth)
    return min(FARTHEST, max(OF_WOODRUFF * sampling_half_width(0.5, worth, worth - 1, sampled), of_the_blend))


def _ordered(values: Sequence[float], weights: Sequence[float] | None) -> tuple[Floats, Floats]:
    """The values from low to high, and the shares of weight up to each, 0 first and 1 last."""
    stated = _stated(values)
    if weights is None:
        return np.sort(stated), np.arange(len(stated) + 1) / len(stated)
    w = _weights_of(stated, weights)
    order = np.lexsort((w, stated))
    up_to = np.cumsum(w[order])
    return stated[order], np.concatenate(([0.0], up_to / up_to[-1]))


def _weights_of(values: Floats, weights: Sequence[float]) -> Floats:
    w = np.asarray(weights, dtype=float)
    if len(w) != len(values) or not (w >= 0).all() or not w.any():
        raise ValueError("Quantiles need one weight a value, of 0 or more, not all 0.")
    return w


def _harrell_davis_weights(steps: Floats, probabilities: Sequence[float], n_effective: float) -> Floats:
    """(n values, probabilities); every column adds up to 1. `steps`: shares of weight, 0 first and 1 last."""
    p = np.asarray(probabilities, dtype=float)
    weights: Floats = np.diff(betainc((n_effective + 1) * p, (n_effective + 1) * (1 - p), steps[:, None]), axis=0)
    return weights


def bootstrap_errors(
    values: Sequence[float],
    probabilities: Sequence[float],
    n_effective: float | None = None,
    weights: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Standard errors of `harrell_davis`, by resampling units; 0 for a single value.

    A resample draws round(n_effective) units, which is what the sample is worth (Kish's n of the weights where neither
    is given), each with a chance in proportion to its weight. The seed is a hash of the sorted values, so the same data
    give the same errors, in any order, on any machine. Raises ValueError as `harrell_davis`.
    """
    ordered, steps = _ordered(values, weights)
    worth = n_effective or (len(ordered) if weights is None else kish(weights))
    size = max(1, round(worth))
    random = np.random.default_rng(int.from_bytes(sha256(ordered.tobytes()).digest()[:8], "big"))
    if weights is None:
        chosen = random.integers(0, len(ordered), (RESAMPLES, size))
    else:
        chosen = np.searchsorted(steps[1:-1], random.random((RESAMPLES, size)), side="right")
    drawn = np.sort(ordered[chosen], axis=1)
    estimates = drawn @ _harrell_davis_weights(np.arange(size + 1) / size, probabilities, size)
    return tuple(float(e) for e in estimates.std(axis=0, ddof=1))


def hyndman_fan(values: Sequence[float], probabilities: Sequence[float], kind: int = 8) -> tuple[float, ...]:
    """One of the nine sample quantiles of Hyndman and Fan, numbered as R's `quantile(type=)`. Internal: they can print
    an answer.

    8 is median-unbiased for any distribution. Missing values: leave them out. Raises ValueError for another number, or
    without values. Source: Hyndman & Fan 1996, The American Statistician 50.
    """
    if kind not in range(1, 10):
        raise ValueError(f"There are types 1 to 9, none {kind}.")
    found = np.quantile(_stated(values), probabilities, method=HYNDMAN_FAN[kind - 1])
    return tuple(float(q) for q in found)


def survey_quantiles(
    values: Sequence[float], weights: Sequence[float], probabilities: Sequence[float], kind: int = 8
) -> tuple[float, ...]:
    """The types 4 to 9 for weighted values, as R survey's `svyquantile(qrule="hf8")`. Internal as `hyndman_fan`.

    A line through the points (x₍ₖ₎, (Cₖ - a wₖ)/(C + b wₙ)), a and b by type (`LINES`), flat beyond its ends; with equal
    weights it is `hyndman_fan`. Equal values of different weights keep the order they are given in, as in R, and it
    matters. Raises ValueError for types 1 to 3, whose steps have no agreed weighted form, and as `harrell_davis`.
    """
    if kind not in LINES:
        raise ValueError(f"Weighted quantiles have types 4 to 9, not {kind}.")
    stated = _stated(values)
    w = _weights_of(stated, weights)
    if len(stated) == 1:
        return tuple(float(stated[0]) for _ in probabilities)
    order = np.argsort(stated, kind="stable")
    w = w[order]
    a, b = LINES[kind]
    points = (np.cumsum(w) - a * w) / (w.sum() + b * w[-1])
    return tuple(float(q) for q in np.interp(probabilities, points, stated[order]))


def sector_median(values: Iterable[float | None]) -> float:
    """The plain median of what was stated, unrounded; None and NaN are left out.

    For recomputing medians that a data owner published. Never published by us. Raises ValueError
    where nothing was stated.
    """
    return float(np.median(_stated([v for v in values if v is not None and not np.isnan(v)])))


def _stated(values: Sequence[float]) -> Floats:
    if len(values) == 0:
        raise ValueError("A quantile needs at least one value.")
    return np.asarray(values, dtype=float)
