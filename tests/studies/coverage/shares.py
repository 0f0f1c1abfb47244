"""Shares as published, exactly: every number of holders in the register, no chance involved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, hypergeom

from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric
from benchmarking.stats.intervals import proportion_interval
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor, Metric
from benchmarking.stats.thresholds import STANDARD
from tests.studies.coverage.populations import Floats

SIZES = (6, 8, 10, 20, 100)
"""The grid's, and ten: bands of counts start at ten owners."""

OFF_THE_GRID = range(10, 21)
"""Any number of owners in any register up to five times as large, since the grid may happen to miss the worst."""

SHARES_WITHOUT_REGISTER = np.linspace(0, 1, 2001)


@dataclass(frozen=True)
class Found:
    """Mean and least coverage over every share there can be; None where shares are not shown."""

    mean: float
    least: float


def exact(n: int, sampled: float) -> Found:
    """Of the interval for an exact count, which nobody is shown."""
    register = round(n / sampled) if sampled else None
    return _coverage([proportion_interval(count, n, register) for count in range(n + 1)], n, register)


def published(n: int, sampled: float) -> Found | None:
    """Of the interval that stands beside a band of counts."""
    if n < STANDARD.shares:
        return None
    return _of_bands(n, round(n / sampled) if sampled else None)


def off_the_grid(n: int) -> dict[int, Found]:
    """By register, from one owner more than answered."""
    return {register: _of_bands(n, register) for register in range(n + 1, 5 * n + 1)}


def _of_bands(n: int, register: int | None) -> Found:
    return _coverage([_printed(count, n, register) for count in range(n + 1)], n, register)


def _printed(count: int, n: int, register: int | None) -> tuple[float, float]:
    contributors = [Contributor(f"o{i}", f"o{i}", {}) for i in range(n)]
    tree, metric = build_tree(contributors, []), Metric("M", "share", {f"o{i}": float(i < count) for i in range(n)})
    estimates = estimate_metric(tree, contributors, metric, {} if register is None else {"sector": register})
    figures = publish(tree, estimates, 0.0, 0, metric, withstands=bool)
    (figure,) = [figure for figure in figures if figure.statistic == "share"]
    return (figure.low or 0.0) / 100, (figure.high or 0.0) / 100


def _coverage(intervals: Sequence[tuple[float, float]], n: int, register: int | None) -> Found:
    """`intervals` by count. Chances: hypergeometric in a register, else binomial, for shares from 0 to 1."""
    counts = np.arange(n + 1)
    shares: Floats = SHARES_WITHOUT_REGISTER if register is None else np.arange(register + 1) / register
    low, high = np.array(intervals).T
    inside = (low - 1e-9 <= shares[:, None]) & (shares[:, None] <= high + 1e-9)
    if register is None:
        chances = binom.pmf(counts, n, shares[:, None])
    else:
        chances = hypergeom.pmf(counts, register, np.arange(register + 1)[:, None], n)
    held = (chances * inside).sum(axis=1)
    return Found(float(held.mean()), float(held.min()))
