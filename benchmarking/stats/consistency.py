"""How well the items of a dimension hang together: alpha and omega, over organisations. For administrators alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import f

Floats = NDArray[np.float64]

LEAST_ORGANISATIONS = 30
"""Below 30 organisations neither number is stable enough to say anything (STATISTICS 1, reliability)."""

LEAST_UNIQUE = 0.005
"""An item keeps at least this part of its variance to itself: without a floor a fit can run into none (R `factanal`)."""


@dataclass(frozen=True)
class Consistency:
    """Cronbach's alpha and omega-total of the sum of one dimension's items, and the organisations behind them.

    `omega` is None below three items, with which one factor cannot be told.
    """

    alpha: float
    omega: float | None
    n_organisations: int


def consistency(items: Sequence[Sequence[float | None]]) -> Consistency | None:
    """Alpha and omega of merged item values, from 30 complete organisations on; None below, or where nothing differs.

    items: one sequence an item, an organisation's value at the same place in each, None where it has none; such an
    organisation is left out. Any unit, items with high values for more. Raises ValueError below two items and for items
    of different lengths. Source: STATISTICS 1, reliability.
    """
    if len(items) < 2 or len({len(item) for item in items}) != 1:
        raise ValueError("Consistency needs two items or more, with a place for every organisation in each.")
    rows = [row for row in zip(*items, strict=True) if None not in row]
    table = np.array(rows, dtype=float).reshape(len(rows), len(items))
    if len(rows) < LEAST_ORGANISATIONS or not table.std(axis=0).all() or not table.sum(axis=1).std():
        return None
    columns = [[float(value) for value in column] for column in table.T]
    return Consistency(cronbach_alpha(columns), omega_total(columns) if len(items) > 2 else None, len(rows))


def cronbach_alpha(items: Sequence[Sequence[float]]) -> float:
    """k/(k - 1) · (1 - Σ var(item)/var(sum)), raw, of k items over the same organisations, no value missing.

    Below 0 where items move against each other: turn items of which a low value is more. Raises ValueError below two
    items and where the sum does not vary. Source: Cronbach 1951, Psychometrika 16.
    """
    table = np.asarray(items, dtype=float)
    if len(table) < 2 or not table.sum(axis=0).std():
        raise ValueError("Alpha needs two items or more whose sum varies.")
    parts = table.var(axis=1, ddof=1).sum() / table.sum(axis=0).var(ddof=1)
    return float(len(table) / (len(table) - 1) * (1 - parts))


def alpha_interval(alpha: float, n_organisations: int, n_items: int) -> tuple[float, float]:
    """The 95 % interval of an alpha: 1 - (1 - alpha) · F, F at 0.975 and at 0.025 of n - 1 and (n - 1)(k - 1) degrees of freedom.

    Exact where answers are normal and items load alike. alpha: below 1 or 1; at 1 it has no width. Raises ValueError below
    two organisations or two items. Source: Feldt 1965, Psychometrika 30.
    """
    if n_organisations < 2 or n_items < 2:
        raise ValueError("An interval of alpha needs two organisations and two items, or more.")
    freedom = n_organisations - 1, (n_organisations - 1) * (n_items - 1)
    low, high = (1 - (1 - alpha) * float(f.ppf(p, *freedom)) for p in (0.975, 0.025))
    return low, high


def omega_total(items: Sequence[Sequence[float]]) -> float:
    """(Σλ)²/((Σλ)² + Σψ), λ loadings and ψ unique variances of one factor, in the items' own unit.

    items as for `cronbach_alpha`; equal to alpha where all items load alike. Raises ValueError below three items and
    for one that does not vary. Source: McDonald 1999, Test Theory, chapter 6.
    """
    table = np.asarray(items, dtype=float)
    if len(table) < 3 or not table.std(axis=1).all():
        raise ValueError("Omega needs three items or more, each of which varies.")
    loadings, unique = one_factor(np.corrcoef(table))
    sds = table.std(axis=1, ddof=1)
    common = float(loadings @ sds) ** 2
    return common / (common + float(unique @ sds**2))


def one_factor(correlation: Floats) -> tuple[Floats, Floats]:
    """Loadings λ and unique variances ψ of R ≈ λλᵀ + diag ψ by maximum likelihood; both (items,), ψ at least 0.005.

    For given ψ the best λ is √ψ · v √(θ - 1), θ and v the largest eigenvalue and its vector of ψ^-½ R ψ^-½ (0 where
    θ < 1); ψ is found by L-BFGS-B on the likelihood that leaves. The sign makes Σλ positive. Raises ValueError where
    the search ends without a minimum. Source: Jöreskog 1967, Psychometrika 32; R `factanal`.
    """
    start = np.clip(0.5 / np.diag(np.linalg.pinv(correlation)), LEAST_UNIQUE, 1.0)
    found = minimize(
        _misfit, start, (correlation,), method="L-BFGS-B", bounds=[(LEAST_UNIQUE, 1.0)] * len(start), tol=1e-14
    )
    if not np.isfinite(found.fun):
        raise ValueError("One factor cannot be fitted to these items.")
    unique: Floats = found.x
    values, vectors = _scaled(unique, correlation)
    loadings = np.sqrt(unique) * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return loadings * (1.0 if loadings.sum() >= 0 else -1.0), unique


def _scaled(unique: Floats, correlation: Floats) -> tuple[Floats, Floats]:
    root = 1 / np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation * np.outer(root, root))
    return values, vectors


def _misfit(unique: Floats, correlation: Floats) -> float:
    """Σ (θ - ln θ - 1) over all eigenvalues but the largest: the likelihood's distance from a perfect fit."""
    rest = np.maximum(_scaled(unique, correlation)[0][:-1], 1e-12)
    return float((rest - np.log(rest) - 1).sum())
