"""Means, ratios and totals of weighted samples, with linearised standard errors.

Strata drawn from known populations, owners whose units answer together, and weights raked to a register: the same
formula for all, as in R's survey package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.intervals import sampling_half_width

Floats = NDArray[np.float64]

WHOLE = ""
"""The stratum of every unit of a sample that has no strata."""


@dataclass(frozen=True)
class Design:
    """How the units came into the sample; every sequence has one entry a unit, in the order of the values.

    weights: units of the population that a unit stands for, above 0. strata: () for none. owners: whose units are one
    draw, () where each unit is. sampled: stratum → n/N of its draws, 0 or absent where N is not known; `WHOLE` without
    strata. margins: the categories that the weights were raked to, a sequence a margin; () where they were not.
    Raises ValueError for lengths that differ, weights of 0 or less, and shares outside 0 to 1.
    """

    weights: Sequence[float]
    strata: Sequence[str] = ()
    owners: Sequence[str] = ()
    sampled: Mapping[str, float] = field(default_factory=dict)
    margins: Sequence[Sequence[str]] = ()

    def __post_init__(self) -> None:
        n = len(self.weights)
        if not n or any(len(given) not in (0, n) for given in (self.strata, self.owners, *self.margins)):
            raise ValueError(f"A design needs units, and one stratum, owner and category for each of the {n}.")
        if not all(weight > 0 for weight in self.weights):
            raise ValueError("Every unit needs a weight above 0: leave out the others.")
        if not all(0 <= share <= 1 for share in self.sampled.values()):
            raise ValueError(f"Sampled shares must lie between 0 and 1: {dict(self.sampled)}.")

    def draws(self) -> dict[str, dict[str, list[int]]]:
        """Stratum → owner → positions of the owner's units."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for i in range(len(self.weights)):
            stratum = self.strata[i] if self.strata else WHOLE
            found[stratum][self.owners[i] if self.owners else str(i)].append(i)
        return found


@dataclass(frozen=True)
class Linearised:
    """An estimate in the unit of its values, its standard error and the degrees of freedom behind it."""

    value: float
    standard_error: float
    df: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 %: value ± t(df)·SE. Raises ValueError without degrees of freedom."""
        half = sampling_half_width(self.standard_error, 1, self.df)
        return self.value - half, self.value + half


def mean(values: Sequence[float], design: Design) -> Linearised:
    """Σ w y / Σ w: `ratio` with a denominator of 1 for every unit, so with the same standard error."""
    return ratio(values, [1.0] * len(values), design)


def ratio(numerators: Sequence[float], denominators: Sequence[float], design: Design) -> Linearised:
    """R = Σ w y / Σ w x, with the standard error of Σ w z, z = (y - R x) / Σ w x; see `total` for it.

    A mean over a part of the sample (a domain) has x = 1 inside and 0 outside, and y = 0 outside: the size of the part
    is then by chance, as it was. Missing values: leave the unit out, or count it as outside. Raises ValueError as
    `total`, and where Σ w x is 0. Source: Särndal, Swensson & Wretman 1992, 5.6; R survey `svyratio`.
    """
    _check(numerators, design)
    _check(denominators, design)
    size = _sum(denominators, design)
    if not size:
        raise ValueError("A ratio needs a denominator other than 0.")
    value = _sum(numerators, design) / size
    residuals = [(y - value * x) / size for y, x in zip(numerators, denominators, strict=True)]
    return Linearised(value, _standard_error(residuals, design), _df(design))


def total(values: Sequence[float], design: Design) -> Linearised:
    """T = Σ w y and √ Σ_h (1 - f_h) G_h/(G_h - 1) Σ_g (t_hg - t̄_h)², t_hg the sum of w y over owner g of stratum h.

    f_h is the sampled share of the stratum, G_h its owners. With raked weights y is replaced by what its margins leave
    of it (`_beyond_margins`). df = owners - strata, an owner of two strata counting in both. Raises ValueError for a
    stratum of one owner that is not a census, NaN or infinite values, and lengths that differ. Source: R survey 4.1
    `svytotal`, `svyrecvar`.
    """
    _check(values, design)
    return Linearised(_sum(values, design), _standard_error(values, design), _df(design))


def _check(values: Sequence[float], design: Design) -> None:
    if len(values) != len(design.weights):
        raise ValueError(f"{len(values)} values for {len(design.weights)} weights: give one each.")
    if not np.isfinite(np.asarray(values, dtype=float)).all():
        raise ValueError("A value is missing or infinite: leave its unit out, or count it as outside.")


def _sum(values: Sequence[float], design: Design) -> float:
    return fsum(w * y for w, y in zip(design.weights, values, strict=True))


def _df(design: Design) -> int:
    draws = design.draws()
    return sum(len(owners) for owners in draws.values()) - len(draws)


def _standard_error(values: Sequence[float], design: Design) -> float:
    left = _beyond_margins(values, design.margins)
    variances = []
    for stratum, owners in design.draws().items():
        sums = [fsum(design.weights[i] * left[i] for i in units) for units in owners.values()]
        variances.append(_stratum_variance(sums, design.sampled.get(stratum, 0.0), stratum))
    return sqrt(fsum(variances))


def _stratum_variance(sums: Sequence[float], sampled: float, stratum: str) -> float:
    if sampled == 1:
        return 0.0
    if len(sums) == 1:
        raise ValueError(f"Stratum {stratum!r} has a single owner and so no spread: join it with another.")
    centre = fsum(sums) / len(sums)
    return (1 - sampled) * len(sums) / (len(sums) - 1) * fsum((each - centre) ** 2 for each in sums)


def _beyond_margins(values: Sequence[float], margins: Sequence[Sequence[str]]) -> Sequence[float]:
    """Residuals of a least-squares fit of the values on the categories of all margins.

    What a margin explains has no sampling error once the weights meet it. The fit is unweighted, as R survey's is for
    raking: it sweeps out each margin's category means in turn, which ends in the same residuals.
    """
    if not margins:
        return values
    columns = np.column_stack([_indicators(categories) for categories in margins])
    y = np.asarray(values, dtype=float)
    fitted: Floats = columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
    return [float(each) for each in y - fitted]


def _indicators(categories: Sequence[str]) -> Floats:
    names = np.unique(np.asarray(categories))
    found: Floats = (np.asarray(categories)[:, None] == names).astype(float)
    return found
