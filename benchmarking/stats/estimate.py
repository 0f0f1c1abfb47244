"""What each cohort's answers say exactly, before disclosure control.

A unit is an owner in a leaf: its value is the mean of its organisations there. So a company counts
once in each smallest group, and totals of leaves add up to totals of parents (STATISTICS 2, weights).
Nothing made here may be shown: `disclosure_control.publish` decides what of it becomes a figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, nan, sqrt

from benchmarking.stats.intervals import sampled_share
from benchmarking.stats.peer_groups import units
from benchmarking.stats.quantiles import bootstrap_errors, harrell_davis, kish, median_ends
from benchmarking.stats.records import Cohort, Contributor, Estimate, Metric, PeerTree
from benchmarking.stats.weighting import mean_above_leaves

QUANTILES = {"p10": 0.10, "lower_quartile": 0.25, "median": 0.50, "upper_quartile": 0.75, "p90": 0.90}


@dataclass(frozen=True)
class _Unit:
    owner: str
    known_by: str
    leaf: str
    value: float | None
    n_sites: int


def estimate_metric(
    tree: PeerTree,
    contributors: Sequence[Contributor],
    metric: Metric,
    population: Mapping[str, int] | None = None,
    sites: Mapping[str, int] | None = None,
) -> list[Estimate]:
    """Estimates of one metric for every cohort of `tree`, in its order.

    `tree` is restricted to the metric's base (`peer_groups.on_base`); organisations absent from
    `metric.values` are left out in any case. `population` is the number of owners in the frame by
    cohort code, `sites` that of their organisations, None where there is no complete list.

    mean: one estimate "mean" a cohort; the total is the sum of unit values (0-100); units that
    stated nothing leave n and are counted in `not_stated`. cuts: "at_least_L" a cut, the count of
    units whose value is L or above. share: "share", the count of units at least half of whose
    stating organisations hold. Cuts and shares keep units that stated nothing in n and count them in
    the further estimate "not_stated". A residual gets its n only, with a total of NaN: its figures
    are parent minus children of published numbers.

    Raises ValueError for a value outside 0-100 (mean) or other than 0 and 1 (share).
    """
    _check(metric)
    size, leaves = population or {}, {leaf.code for leaf in tree.leaves()}
    found: list[Estimate] = []
    for cohort in tree.cohorts:
        in_register = None if cohort.code in leaves or sites is None else sites.get(cohort.code, 0)
        its_units = _units(cohort, tree, contributors, metric)
        found += _of_cohort(cohort, its_units, metric, size.get(cohort.code), in_register)
    return found


def pooled_sd(tree: PeerTree, contributors: Sequence[Contributor], metric: Metric) -> tuple[float, int]:
    """√(Σ (x - x̄ of its leaf)² / df) over all units of the sector, and df = units - leaves.

    (0.0, 0) where no leaf has two units. Source: STATISTICS 2, mean, and 3, rule 8.
    """
    leaves: dict[str, list[float]] = defaultdict(list)
    for unit in _units(tree.cohorts[0], tree, contributors, metric) if tree.cohorts else []:
        if unit.value is not None:
            leaves[unit.leaf].append(unit.value)
    squares = fsum((x - fsum(v) / len(v)) ** 2 for v in leaves.values() for x in v)
    df = sum(len(v) - 1 for v in leaves.values())
    return (sqrt(squares / df), df) if df else (0.0, 0)


def _check(metric: Metric) -> None:
    allowed: dict[str, Callable[[float], bool]] = {
        "mean": lambda value: 0 <= value <= 100,
        "share": lambda value: value in (0, 1),
        "cuts": lambda value: value == value,  # noqa: PLR0124 - false for NaN alone
    }
    for organisation, value in metric.values.items():
        if value is not None and not allowed[metric.kind](value):
            raise ValueError(
                f"{metric.code}: {value!r} of {organisation} is no value for a {metric.kind}. "
                "Means run 0-100, shares are 1 or 0, and what was not stated is None."
            )


def _units(cohort: Cohort, tree: PeerTree, contributors: Sequence[Contributor], metric: Metric) -> list[_Unit]:
    found = units(cohort, tree, contributors, metric.values.keys())
    known_by = {c.owner: c.known_by for c in contributors}
    made = []
    for (owner, leaf), organisations in found.items():
        values = [v for v in (metric.values[o] for o in sorted(organisations)) if v is not None]
        # A mean speaks of sites that stated a value; shares and cuts keep those that did not.
        n_sites = len(values) if metric.kind == "mean" else len(organisations)
        made.append(_Unit(owner, known_by[owner], leaf, _mean(values), n_sites))
    return made


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def _of_cohort(
    cohort: Cohort, its_units: list[_Unit], metric: Metric, population: int | None, sites: int | None
) -> Iterator[Estimate]:
    stated = [unit for unit in its_units if unit.value is not None]
    not_stated = len(its_units) - len(stated)
    counted = stated if metric.kind == "mean" else its_units
    rate = None if sites is None else sampled_share(sum(unit.n_sites for unit in counted), sites)
    blank = replace(_without_answers(cohort, counted, metric), population=population, site_rate=rate)
    if cohort.is_residual:
        yield from (replace(blank, statistic=statistic) for statistic in _statistics(metric))
    elif metric.kind == "mean":
        yield _mean_estimate(replace(blank, not_stated=not_stated), stated, metric)
    else:
        counts = [*_counts(stated, metric), not_stated]
        for statistic, count in zip(_statistics(metric), counts, strict=True):
            yield replace(blank, statistic=statistic, total=float(count), not_stated=not_stated)


def _without_answers(cohort: Cohort, counted: Sequence[_Unit], metric: Metric) -> Estimate:
    units_of = Counter(unit.owner for unit in counted)
    effective = kish(units_of.values()) if len(units_of) < len(counted) else None
    return Estimate(
        cohort.code,
        metric.code,
        "",
        len(units_of),
        len(counted),
        nan,
        n_effective=effective,
        n_knowledge_groups=len({unit.known_by for unit in counted}),
    )


def _statistics(metric: Metric) -> list[str]:
    if metric.kind == "cuts":
        return [*(f"at_least_{level}" for level in metric.cuts), "not_stated"]
    return ["mean"] if metric.kind == "mean" else ["share", "not_stated"]


def _counts(stated: Sequence[_Unit], metric: Metric) -> list[int]:
    """Units at or above each threshold; values to nine decimals, so that three thirds reach 1."""
    thresholds: Sequence[float] = metric.cuts if metric.kind == "cuts" else (0.5,)
    return [sum(round(unit.value or 0, 9) >= level for unit in stated) for level in thresholds]


def _mean_estimate(blank: Estimate, stated: Sequence[_Unit], metric: Metric) -> Estimate:
    values = [unit.value for unit in stated if unit.value is not None]
    estimate = replace(blank, statistic="mean", total=fsum(values), sd=_sd_over_owners(stated))
    if not metric.quantiles or not values:
        return estimate
    p, n = list(QUANTILES.values()), blank.n_effective
    return replace(
        estimate,
        quantiles=dict(zip(QUANTILES, harrell_davis(values, p, n), strict=True)),
        quantile_errors=dict(zip(QUANTILES, bootstrap_errors(values, p, n), strict=True)),
        median_ends=median_ends(values, estimate.sampled, n),
    )


def _sd_over_owners(stated: Sequence[_Unit]) -> float | None:
    """S with se(mean) = s/√(Kish n), linearised over owners; the usual SD where each is one unit.

    None below two owners. Source: STATISTICS 2, weights.
    """
    owners = [unit.owner for unit in stated]
    if len({*owners}) < 2:
        return None
    found = mean_above_leaves([unit.value or 0.0 for unit in stated], owners, [1.0] * len(stated))
    return found.standard_error * sqrt(found.df + 1)
