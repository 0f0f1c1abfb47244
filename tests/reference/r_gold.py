"""What R's survey, psych and base gave for the api schools and the bfi answers, beside what Waymark makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import pandas as pd

from benchmarking.stats.consistency import cronbach_alpha
from benchmarking.stats.intervals import korn_graubard_interval, logit_interval
from benchmarking.stats.quantiles import hyndman_fan, kish, survey_quantiles
from benchmarking.stats.sampling_design import WHOLE, Design, Linearised, mean, ratio, total
from benchmarking.stats.weighting import Margin, rake

FOLDER = "r_gold_reference"

# Paths, "*" for one part of it, of what R can do and Waymark does not, with the reason.
NOT_OURS = {
    "design/*/mean_api00_deff": "Kish's n and the standard error are stated, no design effect",
    "design/*/mean_api00_deff_replace": "Kish's n and the standard error are stated, no design effect",
    "design/*/var_api00": "no spread is ever published, so none needs an error",
    "design/*/svyciprop/likelihood": "shares have the mid-P, Wilson, beta and log-odds intervals",
    "design/*/svyciprop/asin": "shares have the mid-P, Wilson, beta and log-odds intervals",
    "design/*/svyquantile/*/p": "an input",
    "design/*/svyquantile/*/low": "intervals that end on somebody's answer are never published",
    "design/*/svyquantile/*/high": "intervals that end on somebody's answer are never published",
    "design/*/svyquantile/*/se": "comes from intervals that end on somebody's answer",
    "design/*/svyquantile/math/est": "steps have no agreed weighted form",
    "design/*/svyquantile/school/est": "steps have no agreed weighted form",
    "design/*/svyquantile/shahvaish/est": "steps have no agreed weighted form",
    "design/*/svyquantile/hf1/est": "steps have no agreed weighted form",
    "design/*/svyquantile/hf2/est": "steps have no agreed weighted form",
    "design/*/svyquantile/hf3/est": "steps have no agreed weighted form",
    "design/*/median_ci_mean": "intervals that end on somebody's answer are never published",
    "design/*/median_ci_beta": "intervals that end on somebody's answer are never published",
    "design/*/median_ci_xlogit": "intervals that end on somebody's answer are never published",
    "design/*/median_ci_asin": "intervals that end on somebody's answer are never published",
    "design/*/chisq_schwide_stype": "no tests of independence",
    "design/*/ttest_schwide": "groups are compared by their published figures",
    "design/*/kish/n": "an input",
    "design/*/kish/sum_w": "an input",
    "weighting/*/median_api00": "steps have no agreed weighted form",
    "quantile_hf/p": "an input",
    "wtd_quantile_hmisc": "Hmisc's rules take weights for repeated answers",
    "percentile_rank_700": "no percentile ranks: their interval is half the scale wide",
    "welch": "groups are compared by their published figures",
    "alpha/*/n_pairwise": "organisations with an answer missing are left out",
    "alpha/*/raw_alpha_pairwise": "organisations with an answer missing are left out",
    "alpha/*/std_alpha_pairwise": "organisations with an answer missing are left out",
    "alpha/*/average_r": "alpha is stated, not its parts",
    "alpha/*/mean": "over people with an answer missing",
    "alpha/*/sd": "over people with an answer missing",
    "alpha/*/std_alpha_complete": "scores are not standardised, so their alpha is not either",
    "alpha/*/item_rest_cor_complete": "alpha is stated, not its parts",
    "alpha/*/G6_complete": "alpha is stated, not its parts",
}

PROBABILITIES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Gold:
    """R's numbers by path ("design/srs/mean_api00/est", a place in a list as a number), and what they were made of."""

    numbers: dict[str, float]
    tables: dict[str, pd.DataFrame]
    weights: pd.DataFrame


def read(reference_data: Path) -> Gold:
    folder = reference_data / FOLDER
    output = json.loads((folder / "output" / "reference_dev.json").read_text())
    names = ("apistrat", "apisrs", "apiclus1", "apipop", "bfi")
    tables = {name: pd.read_csv(folder / "input" / f"{name}.csv") for name in names}
    return Gold(dict(_flat(output, "")), tables, pd.read_csv(folder / "output" / "apiclus1_weights.csv"))


def _flat(node: object, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(node, dict):
        for key, each in node.items():
            yield from _flat(each, f"{path}/{key}" if path else key)
    elif isinstance(node, list):
        for i, each in enumerate(node):
            yield from _flat(each, f"{path}/{i}")
    elif isinstance(node, int | float):
        yield path, float(node)


def ours(gold: Gold) -> dict[str, float]:
    """Path → the same quantity by `benchmarking.stats`."""
    tables = gold.tables
    strat, srs, clusters, population = (tables[n] for n in ("apistrat", "apisrs", "apiclus1", "apipop"))
    by_stratum = {stratum: len(rows) / rows.fpc.iloc[0] for stratum, rows in strat.groupby("stype")}
    stratified = Design(list(strat.pw), strata=list(strat.stype), sampled=by_stratum)
    simple = Design(list(srs.pw), sampled={WHOLE: len(srs) / srs.fpc.iloc[0]})
    return {
        **_prefixed("design/strat/", _of_design(strat, stratified)),
        **_prefixed("design/srs/", _of_design(srs, simple)),
        **_prefixed("weighting/ps/", _of_calibration(clusters, population, ["stype"])),
        **_prefixed("weighting/rk/", _of_calibration(clusters, population, ["stype", "sch.wide"])),
        **_prefixed("population/", _of_population(population)),
        **_prefixed("quantile_hf/", _quantiles(srs, tables["bfi"])),
        **_prefixed("ttest_mean/", _t_interval(srs)),
        **_prefixed("alpha/agree/", _alpha(tables["bfi"], ["A1", "A2", "A3", "A4", "A5"], {"A1"})),
        **_prefixed("alpha/openness/", _alpha(tables["bfi"], ["O1", "O2", "O3", "O4", "O5"], {"O2", "O5"})),
    }


def _prefixed(prefix: str, numbers: dict[str, float]) -> dict[str, float]:
    return {prefix + path: number for path, number in numbers.items()}


def _listed(path: str, numbers: tuple[float, ...]) -> dict[str, float]:
    return {f"{path}/{i}": number for i, number in enumerate(numbers)}


def _normal(found: Linearised) -> dict[str, float]:
    """R's `confint` of a mean takes the normal law; ours is Student's, which is normal at infinite df."""
    low, high = replace(found, df=inf).interval
    return {"est": found.value, "se": found.standard_error, "ci_low": low, "ci_high": high}


def _is(column: pd.Series, value: object) -> list[float]:
    return [float(each) for each in column == value]


def _shares(path: str, column: pd.Series, design: Design) -> dict[str, float]:
    found = {}
    for i, level in enumerate(sorted(set(column))):
        for name, number in _normal(mean(_is(column, level), design)).items():
            found[f"{path}/{name}/{i}"] = number
    return found


def _of_design(table: pd.DataFrame, design: Design) -> dict[str, float]:
    part = ratio(list(table["api.stu"]), list(table.enroll), design)
    weights = list(design.weights)
    return {
        **_prefixed("mean_api00/", _normal(mean(list(table.api00), design))),
        **_prefixed("total_enroll/", _normal(total(list(table.enroll), design))),
        **_shares("prop_stype", table.stype, design),
        "ratio/est": part.value,
        "ratio/se": part.standard_error,
        **_domains(table, design),
        **_prefixed("svyciprop/", _share_intervals("ell0", _is(table.ell, 0), design)),
        **_prefixed("svyciprop/", _share_intervals("schwide", _is(table["sch.wide"], "Yes"), design)),
        **_weighted_quantiles(list(table.api00), weights),
        "kish/n_eff": kish(weights),
        "kish/deff": len(weights) / kish(weights),
    }


def _domains(table: pd.DataFrame, design: Design) -> dict[str, float]:
    found = {}
    for i, level in enumerate(sorted(set(table.stype))):
        inside = _is(table.stype, level)
        part = ratio([y * x for y, x in zip(table.api00, inside, strict=True)], inside, design)
        found |= {f"by_stype_mean/est/{i}": part.value, f"by_stype_mean/se/{i}": part.standard_error}
    return found


def _share_intervals(name: str, holds: list[float], design: Design) -> dict[str, float]:
    found = mean(holds, design)
    share, error, df = found.value, found.standard_error, found.df
    intervals = {
        "xlogit": logit_interval(share, error, df),
        "logit": logit_interval(share, error, df),  # the same interval, which R gets by fitting a model
        "beta": korn_graubard_interval(share, error, len(holds), df),
        "mean": found.interval,
    }
    return {
        f"{method}/{name}/{part}": number
        for method, (low, high) in intervals.items()
        for part, number in (("est", share), ("low", low), ("high", high))
    }


def _weighted_quantiles(values: list[float], weights: list[float]) -> dict[str, float]:
    found = {}
    for kind in range(4, 10):
        found |= _listed(f"svyquantile/hf{kind}/est", survey_quantiles(values, weights, PROBABILITIES, kind))
    return found


def margins(sample: pd.DataFrame, population: pd.DataFrame, names: list[str]) -> list[Margin]:
    return [Margin(list(sample[name]), population[name].value_counts().to_dict()) for name in names]


def _of_calibration(sample: pd.DataFrame, population: pd.DataFrame, names: list[str]) -> dict[str, float]:
    """Districts were drawn, all schools of one together, so districts take the place of owners."""
    weights = rake(list(sample.pw), margins(sample, population, names))
    districts = [str(district) for district in sample.dnum]
    sampled = {WHOLE: len(set(districts)) / sample.fpc.iloc[0]}
    design = Design(weights, owners=districts, sampled=sampled, margins=[list(sample[name]) for name in names])
    return {
        **_prefixed("mean_api00/", _normal(mean(list(sample.api00), design))),
        **_prefixed("total_enroll/", _normal(total(list(sample.enroll), design))),
        **_shares("prop_schwide", sample["sch.wide"], design),
        **_shares("prop_stype", sample.stype, design),
        **_listed("range", (min(weights), max(weights))),
        "kish_deff": len(weights) / kish(weights),
    }


def _of_population(population: pd.DataFrame) -> dict[str, float]:
    census = Design([1.0] * len(population), sampled={WHOLE: 1.0})
    enrolled = population.enroll.fillna(0)
    return {
        "mean_api00": mean(list(population.api00), census).value,
        "median_api00": hyndman_fan(list(population.api00), [0.5], 7)[0],
        "total_enroll": total(list(enrolled), census).value,
        **{f"prop_stype/{s}": mean(_is(population.stype, s), census).value for s in "EHM"},
        **{f"prop_schwide/{s}": mean(_is(population["sch.wide"], s), census).value for s in ("No", "Yes")},
    }


def _quantiles(srs: pd.DataFrame, bfi: pd.DataFrame) -> dict[str, float]:
    probabilities = (0.05, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.95)
    found: dict[str, float] = {}
    for kind in range(1, 10):
        found |= _listed(f"type{kind}", hyndman_fan(list(srs.api00), probabilities, kind))
    for kind in (2, 7):
        found |= _listed(f"bfi_A2_type{kind}", hyndman_fan(list(bfi.A2.dropna()), probabilities, kind))
    return found


def _t_interval(srs: pd.DataFrame) -> dict[str, float]:
    found = mean(list(srs.api00), Design([1.0] * len(srs)))
    low, high = found.interval
    return {"mean": found.value, "low": low, "high": high, "df": float(found.df)}


def _alpha(bfi: pd.DataFrame, items: list[str], turned: set[str]) -> dict[str, float]:
    complete = bfi[items].dropna()
    turn: Callable[[str], list[float]] = lambda item: list(7 - complete[item] if item in turned else complete[item])  # noqa: E731
    scores = {item: turn(item) for item in items}
    dropped = {item: cronbach_alpha([scores[other] for other in items if other != item]) for item in items}
    return {
        "n_complete": float(len(complete)),
        "raw_alpha_complete": cronbach_alpha(list(scores.values())),
        **{f"alpha_if_dropped_complete/{item}": alpha for item, alpha in dropped.items()},
    }
