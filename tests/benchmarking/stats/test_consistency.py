import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.consistency import alpha_interval, consistency, cronbach_alpha, omega_total, one_factor


def sample(loadings, n=60, seed=1):
    """Items of one factor and noise of their own."""
    random = np.random.default_rng(seed)
    factor = random.normal(0, 1, n)
    return [
        [float(v) for v in 50 + 10 * (load * factor + np.sqrt(1 - load**2) * random.normal(0, 1, n))]
        for load in loadings
    ]


def slow_alpha(items):
    def variance(values):
        centre = sum(values) / len(values)
        return sum((v - centre) ** 2 for v in values) / (len(values) - 1)

    sums = [sum(item[i] for item in items) for i in range(len(items[0]))]
    k = len(items)
    return k / (k - 1) * (1 - sum(variance(item) for item in items) / variance(sums))


@given(st.lists(st.floats(0.2, 0.9), min_size=2, max_size=7), st.integers(0, 1000))
def test_alpha_is_that_of_the_slow_twin(loadings, seed):
    items = sample(loadings, 30, seed)
    assert cronbach_alpha(items) == pytest.approx(slow_alpha(items))


def test_items_that_are_the_same_have_an_alpha_of_one():
    assert cronbach_alpha([[1.0, 2.0, 4.0]] * 3) == pytest.approx(1)


@pytest.mark.parametrize("items", [[], [[1.0, 2.0]], [[1.0, 2.0], [2.0, 1.0]]])
def test_alpha_needs_a_sum_that_varies(items):
    with pytest.raises(ValueError, match="whose sum varies"):
        cronbach_alpha(items)


def tail(x, freedom):
    """The part of an F distribution below x, added up in small steps of the share of one chi-square in both."""
    a, b = freedom[0] / 2, freedom[1] / 2
    shares = (np.arange(200_000) + 0.5) / 200_000
    weights = np.exp((a - 1) * np.log(shares) + (b - 1) * np.log1p(-shares))
    return weights[shares < freedom[0] * x / (freedom[0] * x + freedom[1])].sum() / weights.sum()


@pytest.mark.parametrize(("alpha", "n", "k"), [(0.7, 30, 3), (0.91, 84, 8), (-0.4, 40, 5), (0.0, 300, 2)])
def test_intervals_of_alpha_are_those_of_the_slow_twin(alpha, n, k):
    freedom = n - 1, (n - 1) * (k - 1)
    low, high = alpha_interval(alpha, n, k)
    assert [tail((1 - end) / (1 - alpha), freedom) for end in (low, high)] == pytest.approx([0.975, 0.025], abs=1e-4)
    assert low < alpha < high


def test_an_interval_of_alpha_holds_the_truth_in_95_of_100_samples():
    loadings, k = np.full(4, 0.7), 4
    truth = k / (k - 1) * (1 - k / loadings.sum() ** 2 / (1 + (k - (loadings**2).sum()) / loadings.sum() ** 2))
    ends = [alpha_interval(cronbach_alpha(sample(loadings, 40, seed)), 40, k) for seed in range(1000)]
    assert sum(low <= truth <= high for low, high in ends) / len(ends) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("n", "k"), [(1, 3), (30, 1)])
def test_an_interval_of_alpha_needs_two_of_each(n, k):
    with pytest.raises(ValueError, match="two organisations and two items"):
        alpha_interval(0.7, n, k)


def slow_one_factor(correlation):
    """Expectation and maximisation in turn, three thousand times (Rubin & Thayer 1982)."""
    loadings, unique = np.full(len(correlation), 0.5), np.full(len(correlation), 0.5)
    for _ in range(3000):
        expected = loadings @ np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
        spread = 1 - expected @ loadings + expected @ correlation @ expected
        loadings = correlation @ expected / spread
        unique = np.diag(correlation) - loadings * (correlation @ expected)
    return loadings, unique


@pytest.mark.parametrize("loadings", [(0.8, 0.7, 0.6), (0.9, 0.7, 0.5, 0.6, 0.4), (0.6,) * 6])
def test_one_factor_is_that_of_the_slow_twin(loadings):
    correlation = np.corrcoef(sample(loadings, 300))
    found, twin = one_factor(correlation), slow_one_factor(correlation)
    assert found[0] == pytest.approx(twin[0], abs=1e-4)
    assert found[1] == pytest.approx(twin[1], abs=1e-4)


def test_a_factor_that_fits_exactly_is_found():
    loadings = np.array([0.9, 0.8, 0.5, 0.3])
    found, unique = one_factor(np.outer(loadings, loadings) + np.diag(1 - loadings**2))
    assert found == pytest.approx(loadings, abs=1e-4)
    assert unique == pytest.approx(1 - loadings**2, abs=1e-4)


def test_omega_is_alpha_where_items_load_alike_and_above_it_where_they_do_not():
    alike, unlike = sample((0.7,) * 5, 5000), sample((0.95, 0.9, 0.3, 0.3, 0.2), 5000)
    assert omega_total(alike) == pytest.approx(cronbach_alpha(alike), abs=5e-3)
    assert omega_total(unlike) > cronbach_alpha(unlike) + 0.02


def test_omega_of_the_truth_is_found_in_a_large_sample():
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    truth = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    assert omega_total(sample(loadings, 20_000)) == pytest.approx(truth, abs=0.01)


@given(st.integers(0, 1000), st.floats(0.1, 10), st.floats(-50, 50))
def test_neither_depends_on_the_unit_and_order_of_the_items(seed, scale, shift):
    items = sample((0.8, 0.7, 0.6), 40, seed)
    other = [[scale * v + shift for v in item] for item in reversed(items)]
    assert cronbach_alpha(other) == pytest.approx(cronbach_alpha(items), abs=1e-6)
    assert omega_total(other) == pytest.approx(omega_total(items), abs=1e-4)


def test_two_identical_items_leave_a_floor_of_their_own():
    same = sample((0.8, 0.6), 50)
    _, unique = one_factor(np.corrcoef([same[0], same[0], same[1]]))
    assert unique.min() >= 0.005


@pytest.mark.parametrize("items", [[[1.0, 2.0]] * 2, [[1.0, 2.0], [1.0, 2.0], [3.0, 3.0]]])
def test_omega_needs_three_items_that_vary(items):
    with pytest.raises(ValueError, match="three items"):
        omega_total(items)


def test_consistency_is_told_from_thirty_complete_organisations_on():
    items = sample((0.8, 0.7, 0.6), 31)
    found = consistency(items)
    assert found.n_organisations == 31
    assert (found.alpha, found.omega) == (cronbach_alpha(items), omega_total(items))
    assert consistency([[None, *items[0][1:]], items[1], items[2]]).n_organisations == 30
    assert consistency([[None, *items[0][1:]], [*items[1][:-1], None], items[2]]) is None


def test_two_items_have_no_omega():
    assert consistency(sample((0.8, 0.7), 40)).omega is None


@pytest.mark.parametrize("items", [[[50.0] * 40, [float(i) for i in range(40)]], [[50.0] * 40] * 2, [[], []]])
def test_where_nothing_differs_nothing_is_said(items):
    assert consistency(items) is None


@pytest.mark.parametrize("items", [[], [[1.0] * 40], [[1.0] * 40, [1.0] * 39]])
def test_items_of_other_organisations_are_refused(items):
    with pytest.raises(ValueError, match="two items or more"):
        consistency(items)
