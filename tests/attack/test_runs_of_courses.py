"""I16 on all that is printed of one skill of a run at once: levels and changes are sums over the same owners."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from benchmarking.stats.attack_program import SAFE
from benchmarking.stats.course_levels import level_figure
from benchmarking.stats.learners import STEP, Delegate, change_figure, later_figure
from benchmarking.stats.published_means import Pooled

SPREAD = Pooled(15.0, 60)
MOMENTS = 3  # before, after, and one later (looking back or follow-up): unknowns of each owner


def run(seed, n, low=0, high=5):
    """So many owners with two people each, at random levels of five."""
    pick = np.random.default_rng(seed)
    return [
        Delegate(f"o{i}", *(20.0 * pick.integers(low, high + 1) for _ in range(MOMENTS)))
        for i in range(n)
        for _ in (0, 1)
    ]


def printed(people):
    """(row over owners' moments, least, most) of every sum that follows from what is printed."""
    owners = sorted({p.owner for p in people})
    own, n = {o: o for o in owners}, len(owners)
    signs = ((1, 0, 0), (-1, 1, 0), (-1, 0, 1))
    found = zip(signs, (f(people, own, SPREAD) for f in (level_figure, change_figure, later_figure)), strict=True)
    return [(np.tile(sign, n), figure.least * n, figure.most * n) for sign, figure in found]


def known(people, owner):
    its = [p for p in people if p.owner == owner]
    return [sum(getattr(p, name) for p in its) / len(its) for name in ("before", "after", "later")]


def narrowest(people, rows):
    """The narrowest interval that the first owner derives for any level or change of any other, by linear programs."""
    owners = sorted({p.owner for p in people})
    limits = [(0.0, 100.0)] * (MOMENTS * len(owners))
    limits[:MOMENTS] = [(value, value) for value in known(people, owners[0])]
    table = np.vstack([np.vstack([row, -row]) for row, _, _ in rows])
    ends = np.array([end for _, least, most in rows for end in (most + 1e-6, -least + 1e-6)])
    widths = []
    for rival in range(1, len(owners)):
        for weights in ((1, 0, 0), (0, 1, 0), (-1, 1, 0)):
            aim = np.zeros(len(limits))
            aim[MOMENTS * rival : MOMENTS * (rival + 1)] = weights
            low, high = (linprog(s * aim, table, ends, bounds=limits, method="highs").fun * s for s in (1, -1))
            widths.append(high - low)
    return min(widths)


@pytest.mark.parametrize("seed", range(8))
def test_levels_and_changes_together_pin_no_owner_within_thirty_points(seed):
    people = run(seed, 6 + seed % 3)
    assert narrowest(people, printed(people)) >= SAFE


@pytest.mark.parametrize(("low", "high"), [(0, 0), (5, 5), (0, 1), (4, 5)])
def test_nor_where_everybody_stands_at_an_end(low, high):
    people = run(1, 6, low, high)
    assert narrowest(people, printed(people)) >= SAFE


def test_exact_sums_would_pin_somebody_at_an_end():
    people = run(1, 6, 0, 0)
    exact = [(row, 0.0, 0.0) for row, _, _ in printed(people)]
    assert narrowest(people, exact) < SAFE


def test_a_change_is_never_finer_than_its_step():
    for seed in range(20):
        _, (_, least, most), _ = printed(run(seed, 6))
        assert round(most - least, 6) >= STEP
