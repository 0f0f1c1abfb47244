"""Owners' scores of 0-100 in three shapes, none of them cut off, so that mean and median are known exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

Floats = NDArray[np.float64]

SD = 15.0
"""Within a group. Scores of dimensions of the real surveys in docs/real-data.md spread by 10 to 20 points."""

BOUNDS = {shape: (25.0 if shape == "skewed" else 0.0, 100.0) for shape in ("bell", "skewed", "bimodal", "low", "apart")}
MEANS = {"bell": 50.0, "skewed": 45.0, "bimodal": 50.0, "low": 20.0, "apart": 50.0}
"""skewed: a long tail upwards, skewness 0.8. low: so near the lower end that many totals are printed as bounds. apart: two
heaps with next to nothing between them."""

SHAPES = ("bell", "skewed", "bimodal")

MODES = {"bimodal": 0.9, "apart": 0.97}
"""Half the distance between the two modes, in SD; what is left of the variance is the width of each."""


def factors(spread: str, size: tuple[int, ...], chance: np.random.Generator) -> Floats:
    """Each group's SD as a multiple of `SD`: 1, or even between 0.567 and 1.433, which varies by 25 %."""
    return np.ones(size) if spread == "equal" else chance.uniform(1 - 0.25 * np.sqrt(3), 1 + 0.25 * np.sqrt(3), size)


def draw(shape: str, factor: Floats, n: int, chance: np.random.Generator, shift: float | Floats = 0.0) -> Floats:
    """(*factor.shape, n) scores; `shift` is added to the mean of each group and leaves its SD as it is."""
    size = (*factor.shape, n)
    sd, mean = SD * factor[..., None], np.broadcast_to(MEANS[shape] + shift, factor.shape)[..., None]
    if shape not in MODES:
        low, high = BOUNDS[shape]
        return low + (high - low) * chance.beta(*_ab(shape, mean, sd), size)
    away = MODES[shape]
    centre = mean + away * sd * chance.choice([-1, 1], size)
    scores: Floats = 100 * chance.beta(*_ab(shape, centre, np.sqrt(1 - away**2) * sd), size)
    return scores


def true_median(shape: str, factor: Floats, shift: float | Floats = 0.0) -> Floats:
    """Halved forty times from the whole scale: within a billionth of a point."""
    low, high = np.full(factor.shape, BOUNDS[shape][0]), np.full(factor.shape, BOUNDS[shape][1])
    for _ in range(40):
        middle = (low + high) / 2
        is_above = _share_below(shape, middle, factor, shift) < 0.5
        low, high = np.where(is_above, middle, low), np.where(is_above, high, middle)
    found: Floats = (low + high) / 2
    return found


def _share_below(shape: str, score: Floats, factor: Floats, shift: float | Floats) -> Floats:
    low, high = BOUNDS[shape]
    place, mean, sd = (score - low) / (high - low), MEANS[shape] + shift, SD * factor
    if shape not in MODES:
        return np.asarray(beta.cdf(place, *_ab(shape, mean, sd)))
    away = MODES[shape]
    modes = [_ab(shape, mean + side * away * sd, np.sqrt(1 - away**2) * sd) for side in (-1, 1)]
    return np.asarray(sum(beta.cdf(place, *mode) for mode in modes) / 2)


def _ab(shape: str, mean: float | Floats, sd: Floats) -> tuple[Floats, Floats]:
    """The parameters of a beta distribution on the shape's bounds with this mean and SD."""
    low, high = BOUNDS[shape]
    m, variance = (mean - low) / (high - low), (sd / (high - low)) ** 2
    worth = m * (1 - m) / variance - 1
    return m * worth, (1 - m) * worth
