"""Values printed by R 4.1 (survey, base) and in Newcombe 1998, to the digits they were printed with."""

import pandas as pd
import pytest

from benchmarking.stats.consistency import consistency
from benchmarking.stats.intervals import korn_graubard_interval, logit_interval, wilson_interval
from benchmarking.stats.quantiles import harrell_davis, hyndman_fan, kish, survey_quantiles
from benchmarking.stats.sampling_design import WHOLE, Design, mean
from benchmarking.stats.weighting import rake
from tests.reference import r_gold

SAMPLE = [12.0, 20.0, 25.0, 31.0, 44.0, 52.0, 58.0, 90.0]
QUARTILES = [0.25, 0.5, 0.75]


def test_harrell_davis_quartiles_are_those_of_r():
    assert harrell_davis(SAMPLE, QUARTILES) == pytest.approx([22.54682, 38.11133, 59.34563], abs=1e-5)


def test_type_8_and_type_7_quartiles_are_those_of_r():
    assert hyndman_fan(SAMPLE, QUARTILES) == pytest.approx([22.0833, 37.5, 55.5], abs=5e-5)
    assert hyndman_fan(SAMPLE, QUARTILES, 7) == (23.75, 37.5, 53.5)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(count, n, low, high):
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=5e-5)


@pytest.fixture(scope="module")
def schools(reference_data):
    folder = reference_data / r_gold.FOLDER / "input"
    return {name: pd.read_csv(folder / f"{name}.csv") for name in ("apistrat", "apisrs", "apipop", "bfi")}


@pytest.fixture(scope="module")
def stratified(schools):
    sample = schools["apistrat"]
    sampled = {stratum: len(rows) / rows.fpc.iloc[0] for stratum, rows in sample.groupby("stype")}
    return Design(list(sample.pw), strata=list(sample.stype), sampled=sampled)


def test_a_stratified_mean_with_population_correction_is_that_of_r(schools, stratified):
    found = mean(list(schools["apistrat"].api00), stratified)
    assert found.value == pytest.approx(662.2874, abs=5e-5)
    assert found.standard_error == pytest.approx(9.408940, abs=1e-6)
    assert found.interval == pytest.approx((643.7322, 680.8425), abs=5e-5)
    assert found.df == 197


def test_a_simple_mean_with_population_correction_is_that_of_r(schools):
    sample = schools["apisrs"]
    found = mean(list(sample.api00), Design(list(sample.pw), sampled={WHOLE: 200 / 6194}))
    assert found.value == pytest.approx(656.585, abs=1e-6)
    assert found.standard_error == pytest.approx(9.24972, abs=5e-6)


def test_intervals_of_a_weighted_share_are_those_of_r(schools, stratified):
    found = mean([float(each) for each in schools["apistrat"]["sch.wide"] == "No"], stratified)
    assert found.value == pytest.approx(0.1720520, abs=1e-6)
    logit = logit_interval(found.value, found.standard_error, found.df)
    beta = korn_graubard_interval(found.value, found.standard_error, 200, found.df)
    assert logit == pytest.approx((0.1291851, 0.2254603), abs=1e-6)
    assert beta == pytest.approx((0.1265684, 0.2258287), abs=1e-6)


def test_a_raked_mean_is_that_of_r_which_stops_raking_earlier(schools, stratified):
    sample, names = schools["apistrat"], ["stype", "sch.wide"]
    weights = rake(list(sample.pw), r_gold.margins(sample, schools["apipop"], names))
    margins = [list(sample[name]) for name in names]
    found = mean(list(sample.api00), Design(weights, stratified.strata, sampled=stratified.sampled, margins=margins))
    assert found.value == pytest.approx(662.211, abs=1e-3)
    assert found.standard_error == pytest.approx(9.27285, abs=1e-3)
    assert kish(weights) == pytest.approx(168.58, abs=1e-2)


def test_weighted_type_8_quartiles_are_those_of_r(schools):
    sample = schools["apistrat"]
    found = survey_quantiles(list(sample.api00), list(sample.pw), QUARTILES)
    assert found == pytest.approx([564.641, 667.950, 756.873], abs=5e-4)


def test_alpha_of_agreeableness_is_that_of_psych_and_omega_that_of_the_methods_page(schools):
    complete = schools["bfi"][["A1", "A2", "A3", "A4", "A5"]].dropna()
    items = [list(7 - complete.A1), *(list(complete[name]) for name in ("A2", "A3", "A4", "A5"))]
    found = consistency(items)
    assert found.alpha == pytest.approx(0.70376, abs=5e-6)
    assert found.omega == pytest.approx(0.7121, abs=5e-5)
    assert found.n_organisations == 2709
