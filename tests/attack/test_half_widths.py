"""What is solved from half-widths of two surveys between which one company joined and nobody else changed."""

from math import hypot, sqrt

import numpy as np
import pytest
from scipy.stats import t

from benchmarking.stats import published_means
from benchmarking.stats.intervals import half_width_step
from benchmarking.stats.published_means import Pooled, mean_figures
from benchmarking.stats.records import Cohort, Estimate, PeerTree
from benchmarking.stats.thresholds import STANDARD

ANSWERS = np.arange(0, 100.25, 0.25)
GROUPS = ((32, 0.0), (60, 0.0), (100, 0.0), (20, 0.8), (100, 0.4), (300, 0.8))
FROM_THE_MEAN = (0, 15, 30)
PAIRS = 200


def squares(scores, sampled):
    """Between which sums of squared deviations the printed interval leaves it: above the next lower step, up to its own."""
    n = len(scores)
    tree = PeerTree((Cohort("sector", (), None, frozenset(map(str, range(n))), n),), ())
    register = round(n / sampled) if sampled else None
    estimate = Estimate("sector", "M", "mean", n, n, scores.sum(), scores.std(ddof=1), population=register)
    (figure,) = mean_figures(tree, {"sector": estimate}, Pooled(0, 0), STANDARD)
    half, step = figure.high - figure.value, published_means._step(estimate, STANDARD)
    least, most = (_squares_of(end, n, estimate.sampled) for end in (max(0, half - step), half))
    return least if least > (n - 1) * STANDARD.sd_floor**2 else 0, most


def _squares_of(half, n, sampled):
    sampling = max(0, half**2 - (1.96 * 50 / n) ** 2 / 12)
    return (n - 1) * n * sampling / t.ppf(0.975, n - 1) ** 2 / (1 - sampled)


def left_open(n, sampled, away):
    """Points of the scale that the newcomer may be at, on average, for somebody who even knows both means exactly."""
    chance, found = np.random.default_rng([n, away]), []
    for spread in np.linspace(10, 25, PAIRS):
        scores = np.clip(chance.normal(50, spread, n), 0, 100)
        mean = scores.mean()
        least, most = squares(scores, sampled)
        least_then, most_then = squares(np.append(scores, mean + away), sampled)
        added = n / (n + 1) * (ANSWERS - mean) ** 2
        found.append(((added > least_then - most) & (added < most_then - least)).sum() / 4)
    return np.mean(found)


@pytest.mark.parametrize(("n", "sampled"), GROUPS)
def test_a_lone_newcomer_is_left_as_open_as_by_whole_points_at_twenty(n, sampled):
    found = [left_open(n, sampled, away) / left_open(20, 0, away) for away in FROM_THE_MEAN]
    assert min(found) > 0.95  # the lattices of two numbers of companies fall differently


def test_a_half_width_that_is_hardly_rounded_says_how_far_a_newcomer_is_from_the_mean(monkeypatch):
    whole = left_open(20, 0, 15)
    monkeypatch.setattr(published_means, "_step", lambda *_: 0.01)
    assert left_open(20, 0, 15) < whole / 5


@pytest.mark.parametrize("spread", [8, 15, 30])
def test_a_sum_of_squares_is_at_least_as_doubtful_as_by_whole_points_at_twenty(spread):
    """By how much it moves if the printed half-width moves by its step."""

    def doubt(n, sampled):
        point = t.ppf(0.975, n - 1)
        half = hypot(point * spread * sqrt((1 - sampled) / n), 1.96 * 50 / n / sqrt(12))
        return 2 * half * half_width_step(n, sampled) * n * (n - 1) / point**2 / (1 - sampled)

    found = {(n, f): doubt(n, f) for n in range(20, 200) for f in (0, 0.4, 0.8, 0.99)}
    assert min(found, key=found.__getitem__) == (20, 0)
