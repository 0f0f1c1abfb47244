from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarking.stats.consistency import consistency, omega_total, one_factor
from benchmarking.stats.reliability import measurement_error
from tests.benchmarking.stats.slow_twins.laws import average, variance


@given(st.integers(1, 8), st.floats(0, 40))
def test_the_error_of_several_raters_is_that_of_all_their_errors_added_up(n_raters, sd):
    """Each rater is off by one SD up or down: the spread of the mean over all ways there are."""
    means = [sum(off) / n_raters for off in product((-sd, sd), repeat=n_raters)]
    assert measurement_error(n_raters, sd) == pytest.approx(sqrt(sum(m * m for m in means) / len(means)))
    assert measurement_error(n_raters, None) == 5


SEEDS = st.integers(0, 10**6)


def answers(loadings, seed, n=40):
    """Whole points, an item a row: one factor and noise."""
    random = np.random.default_rng(seed)
    factor = random.normal(size=n)
    rows = [load * factor + sqrt(1 - load**2) * random.normal(size=n) for load in loadings]
    return [[float(round(50 + 12 * value)) for value in row] for row in rows]


def covariance(one, other):
    centres = average(one), average(other)
    products = [(x - centres[0]) * (y - centres[1]) for x, y in zip(map(int, one), map(int, other), strict=True)]
    return float(sum(products) / (len(products) - 1))


def by_triads(items):
    """Spearman's: with three items one factor fits exactly, common variance of i = s_ij s_ik/s_jk."""
    a, b, c = items
    ab, ac, bc = covariance(a, b), covariance(a, c), covariance(b, c)
    assume(min(ab, ac, bc) > 0)
    shared = [ab * ac / bc, ab * bc / ac, ac * bc / ab]
    variances = [float(variance(item)) for item in items]
    assume(all(part < 0.99 * whole for part, whole in zip(shared, variances, strict=True)))
    common = sum(sqrt(part) for part in shared) ** 2
    return common / (common + sum(variances) - sum(shared))


LOADINGS = st.lists(st.floats(0.5, 0.85), min_size=3, max_size=3)


@settings(max_examples=30)
@given(LOADINGS, SEEDS)
def test_omega_of_three_items_is_that_of_their_triads(loadings, seed):
    items = answers(loadings, seed)
    assert omega_total(items) == pytest.approx(by_triads(items), abs=1e-4)


def by_maximum_likelihood(items):
    """Expectation and maximisation in turn on the covariances themselves (Rubin & Thayer 1982)."""
    loadings, unique = expected_and_maximised(np.array([[covariance(one, other) for other in items] for one in items]))
    return loadings.sum() ** 2 / (loadings.sum() ** 2 + unique.sum())


def expected_and_maximised(table):
    loadings, unique = np.sqrt(np.diag(table) / 2), np.diag(table) / 2
    for _ in range(4000):
        expected = loadings @ np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
        spread = 1 - expected @ loadings + expected @ table @ expected
        loadings = table @ expected / spread
        unique = np.diag(table) - loadings * (table @ expected)
    assume((unique > 0.05 * np.diag(table)).all())
    return loadings, unique


@settings(max_examples=15)
@given(st.lists(st.floats(0.5, 0.85), min_size=4, max_size=6), SEEDS)
def test_omega_is_that_of_the_slow_twin(loadings, seed):
    items = answers(loadings, seed, n=120)
    assert omega_total(items) == pytest.approx(by_maximum_likelihood(items), abs=1e-4)


@settings(max_examples=15)
@given(st.lists(st.floats(0.5, 0.85), min_size=4, max_size=6), SEEDS)
def test_one_factor_is_the_likeliest_that_expectation_and_maximisation_find(loadings, seed):
    correlation = np.corrcoef(answers(loadings, seed, n=120))
    slow = expected_and_maximised(correlation)
    found = one_factor(correlation)
    assert np.concatenate(found) == pytest.approx(np.concatenate(slow), abs=1e-3)


def slow_alpha(items):
    sums = [sum(map(int, row)) for row in zip(*items, strict=True)]
    parts = sum(variance(item) for item in items) / variance(sums)
    return float((1 - parts) * len(items) / (len(items) - 1))


GAPS = st.sets(st.tuples(st.integers(0, 2), st.integers(0, 39)), max_size=14)


@settings(max_examples=30)
@given(LOADINGS, SEEDS, GAPS)
def test_consistency_is_that_of_the_slow_twin(loadings, seed, gaps):
    items = answers(loadings, seed)
    given_items = [[None if (i, j) in gaps else v for j, v in enumerate(item)] for i, item in enumerate(items)]
    whole = [j for j in range(40) if not any((i, j) in gaps for i in range(3))]
    found = consistency(given_items)
    if len(whole) < 30:
        assert found is None
        return
    kept = [[item[j] for j in whole] for item in items]
    assert found.n_organisations == len(whole)
    assert found.alpha == pytest.approx(slow_alpha(kept))
    assert found.omega == pytest.approx(by_triads(kept), abs=1e-4)
