"""Before and after a course: change by organisation, its size, and what chance alone would have brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, log, sqrt
from statistics import fmean, stdev

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import t
from statsmodels.regression.linear_model import OLS

Floats = NDArray[np.float64]

P_VALUES_FROM = 10
"""Organisations from whom on a p-value is given (STATISTICS 5): with fewer it hangs on the shape of their changes."""

NOTHING = 1e-9
"""What is smaller is rounding of floating point."""


@dataclass(frozen=True)
class Learner:
    """One person of an organisation, scored 0-100 before and after; None where that was not measured."""

    organisation: str
    before: float | None
    after: float | None
    taken: bool = True


@dataclass(frozen=True)
class Change:
    """Mean after less mean before in points, with its standard error and 95 % interval.

    `p_value` is two-sided, None below ten organisations. `n_people`: those scored both times, in `n_organisations`.
    """

    value: float
    standard_error: float
    low: float
    high: float
    p_value: float | None
    n_organisations: int
    n_people: int


@dataclass(frozen=True)
class Completion:
    """How many of those scored before were also scored after, and the mean before of each part, None where empty."""

    n_starters: int
    n_completers: int
    mean_of_completers: float | None
    mean_of_others: float | None


def completion(learners: Sequence[Learner]) -> Completion:
    """Starters are scored before, completers before and after. Unequal means say that leaving was no accident."""
    started = [learner for learner in learners if learner.before is not None]
    stayed = [learner.before for learner in started if learner.before is not None and learner.after is not None]
    left = [learner.before for learner in started if learner.before is not None and learner.after is None]
    return Completion(len(started), len(stayed), fmean(stayed) if stayed else None, fmean(left) if left else None)


def changes_by_organisation(learners: Sequence[Learner]) -> dict[str, tuple[float, ...]]:
    """Organisation → after - before of each of its people scored both times, in code order; others are left out.

    Raises ValueError for a score that is not finite.
    """
    changes: dict[str, list[float]] = defaultdict(list)
    for learner in learners:
        if learner.before is not None and learner.after is not None:
            changes[learner.organisation].append(learner.after - learner.before)
    if not all(isfinite(change) for part in changes.values() for change in part):
        raise ValueError("A score is not finite: give None for what was not measured.")
    return {organisation: tuple(changes[organisation]) for organisation in sorted(changes)}


def paired_change(learners: Sequence[Learner]) -> Change | None:
    """Mean of the organisations' mean changes, ± t(G - 1) · SD/√G over G organisations.

    Colleagues take one course together, so an organisation counts once. None below two organisations. Source:
    STATISTICS 5; Donner & Klar 2000, Design and Analysis of Cluster Randomization Trials, 5.
    """
    changes = changes_by_organisation(learners)
    if len(changes) < 2:
        return None
    means = [fmean(part) for part in changes.values()]
    error = stdev(means) / sqrt(len(means))
    return _change(fmean(means), error, len(means), sum(len(part) for part in changes.values()))


def _change(value: float, error: float, n_organisations: int, n_people: int) -> Change:
    half = float(t.ppf(0.975, n_organisations - 1)) * error
    p_value = _p_value(value, error, n_organisations - 1) if n_organisations >= P_VALUES_FROM else None
    return Change(value, error, value - half, value + half, p_value, n_organisations, n_people)


def _p_value(value: float, error: float, df: float) -> float:
    if error == 0:
        return 0.0 if value else 1.0
    return float(2 * t.sf(abs(value / error), df))


def mixed_change(learners: Sequence[Learner]) -> Change | None:
    """The μ of change_oi = μ + u_o + e_oi, u ~ N(0, τ²) for organisation o, e ~ N(0, σ²) for person i, by REML.

    μ = Σ w_o m_o/Σ w_o over the organisations' mean changes m, w = n_o/(1 + r n_o), SE = √(σ²/Σ w), and r = τ²/σ² found
    by search. It uses several people of one organisation better than `paired_change`, which it equals where all have
    as many and r is above 0; at r = 0 everybody counts alike, and the error may be too small. Interval and p from
    t(G - 1). None below ten organisations and where colleagues never differ: take `paired_change` then. Source:
    STATISTICS 5; Laird & Ware 1982, Biometrics 38. Written here, as statsmodels' MixedLM
    (its twin in the tests) gives no error where τ² is 0.
    """
    changes = changes_by_organisation(learners)
    sizes = np.array([len(part) for part in changes.values()], dtype=float)
    means = np.array([fmean(part) for part in changes.values()])
    within = fsum((change - fmean(part)) ** 2 for part in changes.values() for change in part)
    if len(changes) < P_VALUES_FROM or within < NOTHING:
        return None
    shared = minimize_scalar(
        lambda part: _restricted(part, sizes, means, within)[0],
        bounds=(0, 0.999999),
        method="bounded",
        options={"xatol": 1e-9},
    ).x
    best = min((_restricted(part, sizes, means, within) for part in (0.0, float(shared))), key=lambda fit: fit[0])
    return _change(best[1], best[2], len(changes), int(sizes.sum()))


def _restricted(shared: float, sizes: Floats, means: Floats, within: float) -> tuple[float, float, float]:
    """-2 log REML likelihood, μ and its SE where organisations make up the part `shared` = τ²/(τ² + σ²)."""
    spread = 1 + sizes * shared / (1 - shared)
    weights = sizes / spread
    value = float(weights @ means / weights.sum())
    df = sizes.sum() - 1
    sigma2 = (within + float(weights @ (means - value) ** 2)) / df
    fit = df * log(sigma2) + float(np.log(spread).sum()) + log(weights.sum())
    return fit, value, sqrt(sigma2 / weights.sum())


@dataclass(frozen=True)
class Size:
    """Hedges' g of a change, in SDs of the people before, with its 95 % interval."""

    g: float
    low: float
    high: float
    n_people: int


def standardised_change(learners: Sequence[Learner]) -> Size | None:
    """Hedges' g = J · change/s, s the SD before of all people scored both times, J = 1 - 3/(4 (n - 1) - 1).

    The change and its SE are those of `paired_change`; the interval is g ± t(G - 1) · J √((SE/s)² + d²/(2 (n - 1))), d
    the size before J. With one person an organisation this is Becker's. None below two organisations or three people,
    and where all scored the same before. Source: Becker 1988, British Journal of Mathematical and Statistical
    Psychology 41; Hedges 1981, Journal of Educational Statistics 6.
    """
    found = paired_change(learners)
    before = [learner.before for learner in learners if learner.before is not None and learner.after is not None]
    if found is None or len(before) < 3 or (spread := stdev(before)) == 0:
        return None
    n, size = len(before), found.value / spread
    small = 1 - 3 / (4 * (n - 1) - 1)
    error = small * sqrt((found.standard_error / spread) ** 2 + size**2 / (2 * (n - 1)))
    half = float(t.ppf(0.975, found.n_organisations - 1)) * error
    return Size(small * size, small * size - half, small * size + half, n)


@dataclass(frozen=True)
class Reliability:
    """ρ of one score, 0-1: the part of the differences between people that is not chance.

    `is_estimated`: from these people's own repeated answers, not taken over from elsewhere or assumed.
    """

    value: float
    is_estimated: bool


@dataclass(frozen=True)
class SelectedGain:
    """The gain of a group chosen by its score before, and the one chance alone would have brought it, in points.

    `beyond`: gain less expected, None unless ρ is estimated: then the two stand side by side and nothing is subtracted.
    """

    gain: float
    expected: float
    beyond: float | None


def expected_regression(reliability: float, population_mean: float, selected_mean: float) -> float:
    """(1 - ρ)(μ - x̄): the points a group chosen by a low (or high) score moves back without any effect.

    reliability: ρ, 0-1. population_mean: μ before of those the group was chosen from. selected_mean: x̄ before of the
    group. All in the unit of the scores. Raises ValueError for ρ outside 0-1 or means that are not finite. Source:
    Campbell & Kenny 1999, A Primer on Regression Artifacts, 3; STATISTICS 5.
    """
    if not 0 <= reliability <= 1 or not isfinite(population_mean) or not isfinite(selected_mean):
        raise ValueError(f"No regression to the mean from a reliability of {reliability}.")
    return (1 - reliability) * (population_mean - selected_mean)


def selected_gain(gain: float, population_mean: float, selected_mean: float, reliability: Reliability) -> SelectedGain:
    """The gain beside what `expected_regression` makes of it; subtracted only where ρ is estimated."""
    expected = expected_regression(reliability.value, population_mean, selected_mean)
    return SelectedGain(gain, expected, gain - expected if reliability.is_estimated else None)


@dataclass(frozen=True)
class Association:
    """How many points higher takers end than others who began alike: "associated with", never "caused by". `slope`: how many
    points more after go with one more before."""

    value: float
    standard_error: float
    slope: float
    low: float
    high: float
    p_value: float | None
    n_takers: int
    n_others: int


def taker_association(learners: Sequence[Learner]) -> Association | None:
    """The b of after = a + b · taken + c · before by least squares, with HC3 errors and t(n - 3).

    A unit is an organisation's takers, or its others, as means of the people scored both times. n: units. p_value is
    None below ten organisations. None below three units a side, where the scores before cannot be told from who took
    it, and where one unit decides a coefficient alone, which leaves HC3 no error. Source: STATISTICS 5; MacKinnon & White 1985, Journal of Econometrics 29 (HC3); Vickers & Altman 2001, BMJ
    323 (ANCOVA).
    """
    rows = _units(learners)
    takers = int(fsum(row[1] for row in rows))
    n_organisations = len({row[0] for row in rows})
    design = np.array([[1.0, taken, before] for _, taken, before, _ in rows]).reshape(-1, 3)
    if min(takers, len(rows) - takers) < 3 or np.linalg.matrix_rank(design) < 3:
        return None
    fitted = OLS(np.array([row[3] for row in rows]), design).fit()
    if (fitted.get_influence().hat_matrix_diag > 1 - NOTHING).any():
        return None
    value, error = float(fitted.params[1]), float(fitted.HC3_se[1])
    half = float(t.ppf(0.975, len(rows) - 3)) * error
    p_value = _p_value(value, error, len(rows) - 3) if n_organisations >= P_VALUES_FROM else None
    slope = float(fitted.params[2])
    return Association(value, error, slope, value - half, value + half, p_value, takers, len(rows) - takers)


def _units(learners: Sequence[Learner]) -> list[tuple[str, float, float, float]]:
    """Organisation, 1 for takers, mean before and mean after, in code order."""
    changes_by_organisation(learners)  # refuses scores that are not finite
    parts: dict[tuple[str, float], list[tuple[float, float]]] = defaultdict(list)
    for learner in learners:
        if learner.before is not None and learner.after is not None:
            parts[learner.organisation, float(learner.taken)].append((learner.before, learner.after))
    return [
        (*unit, fmean(before for before, _ in part), fmean(after for _, after in part))
        for unit, part in sorted(parts.items())
    ]
