from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f as f_law

from benchmarking.stats.reliability import (
    DEFAULT_WITHIN_SD,
    RaterNoise,
    agreement_verdict,
    average_deviation,
    intraclass_correlations,
    rater_correlation,
    rater_noise,
)

# Shrout & Fleiss 1979, table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

POINTS = st.integers(0, 100).map(float)
SECTORS = st.dictionaries(st.integers(0, 99).map(str), st.lists(POINTS, min_size=1, max_size=4), max_size=25)


def test_average_deviation_of_three_raters():
    assert average_deviation([0.0, 25.0, 50.0]) == 50 / 3


@given(st.lists(POINTS, min_size=1, max_size=9), st.floats(-50, 50))
def test_average_deviation_is_that_of_the_slow_twin_wherever_the_points_lie(points, shift):
    centre = sum(points) / len(points)
    twin = sum(abs(p - centre) for p in points) / len(points)
    assert average_deviation([p + shift for p in points]) == pytest.approx(twin, abs=1e-9)


@pytest.mark.parametrize(
    ("points", "verdict"), [(0, "agree"), (12, "agree"), (12.1, "mixed"), (20, "mixed"), (20.1, "split")]
)
def test_agreement_in_a_word(points, verdict):
    assert agreement_verdict(points) == verdict


def test_rater_noise_pools_over_organisations_by_degrees_of_freedom():
    pairs = {f"o{i}": [40.0, 60.0] for i in range(14)}
    noise = rater_noise({**pairs, "three": [0.0, 30.0, 60.0], "alone": [5.0]})
    assert noise == RaterNoise(sqrt((14 * 200 + 1800) / 16), is_default=False, n_organisations=15)


def test_rater_noise_is_the_stated_default_below_fifteen_double_answers():
    pairs = {f"o{i}": [40.0, 60.0] for i in range(14)}
    assert rater_noise(pairs) == RaterNoise(DEFAULT_WITHIN_SD, is_default=True, n_organisations=14)


def test_sem_shrinks_with_the_root_of_the_raters():
    assert RaterNoise(12, is_default=False, n_organisations=15).sem(4) == 6.0


@pytest.mark.parametrize("n_raters", [1, 2, 9])
def test_too_few_double_answers_have_the_stated_sem_for_every_organisation(n_raters):
    assert rater_noise({}).sem(n_raters) == 5.0


def test_sem_of_nobody_is_refused():
    with pytest.raises(ValueError, match="A score of 0 raters has no standard error"):
        RaterNoise(10, is_default=True, n_organisations=0).sem(0)


@given(st.lists(st.lists(st.floats(0, 100), min_size=2, max_size=4), min_size=15, max_size=20), st.randoms())
def test_permuting_raters_leaves_the_noise_exactly_equal(scores, chance):
    named = dict(enumerate(scores))
    shuffled = {code: chance.sample(named[code], len(named[code])) for code in chance.sample(list(named), len(named))}
    assert rater_noise(shuffled) == rater_noise(named)


@given(SECTORS)
def test_rater_noise_is_that_of_the_slow_twin(scores):
    squares, freedom, double = 0.0, 0, 0
    for values in scores.values():
        if len(values) >= 2:
            double += 1
            freedom += len(values) - 1
            for value in values:
                squares += (value - sum(values) / len(values)) ** 2
    expected = sqrt(squares / freedom) if double >= 15 else DEFAULT_WITHIN_SD
    assert rater_noise(scores).sd == pytest.approx(expected)
    assert rater_noise(scores).is_default == (double < 15)


def test_the_six_correlations_are_those_printed_by_shrout_and_fleiss():
    found = intraclass_correlations(SHROUT_FLEISS)
    assert (found.one_way, found.agreement, found.consistency) == pytest.approx((0.1657, 0.2898, 0.7148), abs=5e-5)
    of_mean = (found.one_way_of_mean, found.agreement_of_mean, found.consistency_of_mean)
    assert of_mean == pytest.approx((0.4428, 0.6201, 0.9093), abs=5e-5)


def slow_correlations(table):
    """Sums of squares of a two-way table, one cell after the other."""
    n, k = len(table), len(table[0])
    whole = sum(sum(row) for row in table) / (n * k)
    rows = [sum(row) / k for row in table]
    columns = [sum(row[j] for row in table) / n for j in range(k)]
    b = w = j_ = e = 0.0
    for i in range(n):
        for j in range(k):
            b += (rows[i] - whole) ** 2
            w += (table[i][j] - rows[i]) ** 2
            j_ += (columns[j] - whole) ** 2
            e += (table[i][j] - rows[i] - columns[j] + whole) ** 2
    b, w, j_, e = b / (n - 1), w / (n * (k - 1)), j_ / (k - 1), e / ((n - 1) * (k - 1))
    return (
        (b - w) / (b + (k - 1) * w),
        (b - e) / (b + (k - 1) * e + k * (j_ - e) / n),
        (b - e) / (b + (k - 1) * e),
        (b - w) / b,
        (b - e) / (b + (j_ - e) / n),
        (b - e) / b,
    )


@given(st.integers(2, 5).flatmap(lambda k: st.lists(st.lists(POINTS, min_size=k, max_size=k), min_size=2, max_size=8)))
def test_the_six_correlations_are_those_of_the_slow_twin(table):
    means = [sum(row) / len(row) for row in table]
    # Where rows hardly differ, a ratio of two small numbers says nothing about either way of computing it.
    if max(means) - min(means) < 1:
        return
    found = intraclass_correlations(table)
    twin = slow_correlations(table)
    of_one = (found.one_way, found.agreement, found.consistency)
    of_mean = (found.one_way_of_mean, found.agreement_of_mean, found.consistency_of_mean)
    for number, expected in zip((*of_one, *of_mean), twin, strict=True):
        assert number == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("table", [[], [[1.0, 2.0]], [[1.0], [2.0]], [[1.0, 2.0], [1.0]]])
def test_a_table_too_small_or_with_a_gap_is_refused(table):
    with pytest.raises(ValueError, match="no gap"):
        intraclass_correlations(table)


def test_a_table_in_which_no_row_differs_is_refused():
    with pytest.raises(ValueError, match="No row differs"):
        intraclass_correlations([[1.0, 2.0], [2.0, 1.0]])


def test_the_correlation_of_a_sector_is_the_one_way_form_of_the_mean():
    found = rater_correlation({str(i): row for i, row in enumerate(SHROUT_FLEISS)})
    assert found.value == pytest.approx(intraclass_correlations(SHROUT_FLEISS).one_way_of_mean)
    ratio = 1 / (1 - found.value)
    assert found.low == max(0, 1 - f_law.ppf(0.975, 5, 18) / ratio) == 0
    assert found.high == pytest.approx(1 - 1 / (ratio * f_law.ppf(0.975, 18, 5)))
    assert found.high == pytest.approx(0.912, abs=5e-4)


@given(SECTORS)
def test_the_correlation_of_a_sector_is_that_of_the_slow_twin(scores):
    double = [values for values in scores.values() if len(values) > 1]
    found = rater_correlation({**scores, "alone": [100.0]})
    assert found.n_organisations == len(double)
    if len(double) < 2:
        assert (found.value, found.low, found.high) == (None, None, None)
        return
    everybody = [v for values in double for v in values]
    whole = sum(everybody) / len(everybody)
    between = sum((sum(values) / len(values) - whole) ** 2 for values in double for _ in values) / (len(double) - 1)
    within = sum((v - sum(values) / len(values)) ** 2 for values in double for v in values)
    within /= len(everybody) - len(double)
    expected = max(0.0, (between - within) / between) if between > 1e-9 else 0.0
    assert found.value == pytest.approx(expected, abs=1e-6)
    assert 0 <= found.low <= found.value <= found.high <= 1


def sector(n, spread, noise):
    return {str(i): [50 + spread * (i % 5 - 2) - noise, 50 + spread * (i % 5 - 2) + noise] for i in range(n)}


def test_below_fifteen_double_answers_nothing_is_said_of_noise():
    assert rater_correlation(sector(14, 0, 20)).verdict == "too_few"
    assert rater_correlation({}).verdict == "too_few"


def test_a_sector_in_which_only_raters_differ_is_mostly_noise():
    found = rater_correlation(sector(15, 0, 20))
    assert (found.value, found.high, found.verdict) == (0, 0, "rater_noise")


def test_a_sector_whose_organisations_differ_is_not():
    assert rater_correlation(sector(15, 15, 5)).verdict == "differences"


def test_noise_is_claimed_only_where_the_upper_end_is_below_one_half():
    found = rater_correlation(sector(20, 11, 15))
    assert found.value < 0.5 <= found.high
    assert found.verdict == "differences"


def test_raters_who_never_differ_are_no_noise():
    found = rater_correlation(sector(15, 10, 0))
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_the_interval_holds_the_true_correlation_about_as_often_as_it_says():
    random, held = np.random.default_rng(4), 0
    for _ in range(400):
        level = random.normal(50, 10, 30)
        answers = level[:, None] + random.normal(0, 10, (30, 2))
        found = rater_correlation({str(i): [float(v) for v in row] for i, row in enumerate(answers)})
        held += found.low <= 2 / 3 <= found.high
    assert 0.92 <= held / 400 <= 0.98
