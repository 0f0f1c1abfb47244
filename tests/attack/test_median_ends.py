"""What the ends of a median's interval, two more blends of all answers, add to median and quartiles for an attacker."""

import numpy as np
import pytest
from scipy.optimize import linprog

from benchmarking.stats.quantiles import _away_from_the_middle, harrell_davis
from benchmarking.stats.rounding import round_points

QUARTERS = (0.25, 0.5, 0.75)
SHAPES = {
    "bell": lambda chance, n: np.clip(chance.normal(50, 15, n), 0, 100),
    "close together": lambda chance, n: chance.normal(62, 3, n),
    "two heaps": lambda chance, n: np.clip(chance.choice([30, 75], n) + chance.normal(0, 5, n), 0, 100),
    "all alike": lambda _, n: np.full(n, 60.0),
}


def blend_weights(n, p):
    """What the i-th smallest weighs: what it adds to the blend as it alone rises from 0 to 1, all above it with it."""
    tails = [harrell_davis([0.0] * i + [1.0] * (n - i), [p])[0] for i in range(n)]
    return np.array(tails) - np.array([*tails[1:], 0.0])


def ends_of_everybody(scores, probabilities, step):
    """(least the lowest, most the lowest, least the highest, most the highest) can be, of all ordered answers that fit.

    A rival may be anybody, so the lowest that the lowest can be, to the highest that the highest can be, is left to it.
    """
    n = len(scores)
    rows = np.array([blend_weights(n, p) for p in probabilities])
    printed = [round_points(q, step) for q in harrell_davis(list(scores), probabilities)]
    order = np.eye(n)[:-1] - np.eye(n)[1:]
    matrix = np.vstack([rows, -rows, order])
    above = np.concatenate([[q + step / 2 for q in printed], [step / 2 - q for q in printed], np.zeros(n - 1)])
    found = []
    for place in (0, n - 1):
        for sign in (1, -1):
            cost = np.zeros(n)
            cost[place] = sign
            solved = linprog(cost, A_ub=matrix, b_ub=above, bounds=(0, 100), method="highs")
            assert solved.status == 0
            found.append(sign * solved.fun)
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("n", "sampled"), [(20, 0.0), (20, 1.0), (49, 0.8), (60, 0.0)])
def test_ends_of_a_median_s_interval_leave_every_rival_thirty_points(shape, n, sampled):
    scores = SHAPES[shape](np.random.default_rng(n), n)
    away, step = _away_from_the_middle(n, sampled), 1 if n >= 50 else 2
    lowest, _, _, highest = ends_of_everybody(scores, (*QUARTERS, 0.5 - away, 0.5 + away), step)
    assert highest - lowest >= 30


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n", [20, 60])
def test_they_say_nothing_of_the_lowest_and_the_highest_that_quartiles_do_not(shape, n):
    scores = SHAPES[shape](np.random.default_rng(n), n)
    away, step = _away_from_the_middle(n, 0), 1 if n >= 50 else 2
    without = ends_of_everybody(scores, QUARTERS, step)
    assert ends_of_everybody(scores, (*QUARTERS, 0.5 - away, 0.5 + away), step) == pytest.approx(without, abs=1.5)


def test_ends_farther_out_and_hardly_rounded_would_give_the_highest_away():
    scores = SHAPES["close together"](np.random.default_rng(20), 20)
    lowest, _, _, highest = ends_of_everybody(scores, (0.03, *QUARTERS, 0.97), 0.01)
    assert highest - lowest < 30


@pytest.mark.parametrize("n", [20, 49, 50, 300])
@pytest.mark.parametrize("sampled", [0, 0.4, 0.8, 1])
def test_they_lie_between_the_published_quartiles(n, sampled):
    assert 0 < _away_from_the_middle(n, sampled) < 0.25
