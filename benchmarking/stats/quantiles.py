"""Quantiles: Harrell-Davis for what is published, type 8 inside, the plain median for checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]

RESAMPLES = 1000
"""Enough for a standard error within about 2 % (1/√(2·1000)), far inside a point."""


def kish(weights: Iterable[float]) -> float:
    """Kish's effective n, (Σw)²/Σw². Raises ValueError without a positive weight."""
    w = np.asarray(list(weights), dtype=float)
    if not w.any() or (w < 0).any():
        raise ValueError("Kish's n needs weights of 0 or more, not all 0.")
    return float(w.sum() ** 2 / (w**2).sum())


def harrell_davis(
    values: Sequence[float], probabilities: Sequence[float], n_effective: float | None = None
) -> tuple[float, ...]:
    """Σ Wᵢ x₍ᵢ₎, Wᵢ = I(i/n) - I((i-1)/n), I the beta distribution of ((m+1)p, (m+1)(1-p)).

    A blend of all ordered values, so nobody's own is printed. m is n, or `n_effective` where some
    owners weigh more than one unit; with m = n it is scipy's `hdquantiles`. Raises ValueError
    without values. Source: Harrell & Davis 1982; STATISTICS 2, quantiles and weights.
    """
    ordered = np.sort(_stated(values))
    weights = _harrell_davis_weights(len(ordered), probabilities, n_effective or len(ordered))
    return tuple(float(q) for q in ordered @ weights)


def _harrell_davis_weights(n: int, probabilities: Sequence[float], n_effective: float) -> Floats:
    """(n values, probabilities); every column adds up to 1."""
    p = np.asarray(probabilities, dtype=float)
    steps = np.arange(n + 1)[:, None] / n
    weights: Floats = np.diff(betainc((n_effective + 1) * p, (n_effective + 1) * (1 - p), steps), axis=0)
    return weights


def bootstrap_errors(
    values: Sequence[float], probabilities: Sequence[float], n_effective: float | None = None
) -> tuple[float, ...]:
    """Standard errors of `harrell_davis`, by resampling units; 0 for a single value.

    A resample draws round(n_effective) units, which is what the sample is worth. The seed is a hash
    of the sorted values, so the same data give the same errors, in any order, on any machine.
    """
    ordered = np.sort(_stated(values))
    size = max(1, round(n_effective or len(ordered)))
    random = np.random.default_rng(int.from_bytes(sha256(ordered.tobytes()).digest()[:8], "big"))
    drawn = np.sort(ordered[random.integers(0, len(ordered), (RESAMPLES, size))], axis=1)
    estimates = drawn @ _harrell_davis_weights(size, probabilities, size)
    return tuple(float(e) for e in estimates.std(axis=0, ddof=1))


def type_8_quantiles(values: Sequence[float], probabilities: Sequence[float]) -> tuple[float, ...]:
    """Hyndman and Fan's median-unbiased quantiles (R type 8). Internal: they can print an answer."""
    found = np.quantile(_stated(values), probabilities, method="median_unbiased")
    return tuple(float(q) for q in found)


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
