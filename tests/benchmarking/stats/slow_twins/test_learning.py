from fractions import Fraction
from itertools import product
from math import sqrt
from statistics import stdev

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import stdtr

from benchmarking.stats.learning import (
    Learner,
    Reliability,
    changes_by_organisation,
    expected_regression,
    mixed_change,
    paired_change,
    selected_gain,
    standardised_change,
    taker_association,
)
from tests.benchmarking.stats.slow_twins.laws import average, student_point, variance

SCORE = st.none() | st.integers(0, 100).map(float)
COURSES = st.lists(st.builds(Learner, st.sampled_from("abcdefgh"), SCORE, SCORE), max_size=25)


def slow_changes(learners, organisations="abcdefghij"):
    found = {}
    for organisation in organisations:
        its = [p for p in learners if p.organisation == organisation and None not in (p.before, p.after)]
        if its:
            found[organisation] = tuple(p.after - p.before for p in its)
    return found


@given(COURSES)
def test_changes_are_those_of_the_slow_twin(learners):
    assert changes_by_organisation(learners) == slow_changes(learners)


def slow_size(learners):
    """(g, low, high) after Becker and Hedges, the SD of the people before as the unit."""
    changes = slow_changes(learners)
    before = [p.before for p in learners if None not in (p.before, p.after)]
    if len(changes) < 2 or len(before) < 3 or len(set(before)) == 1:
        return None
    means = [average(its) for its in changes.values()]
    n, organisations, unit = len(before), len(means), stdev(before)
    d, error_of_d = float(average(means)) / unit, sqrt(variance(means) / organisations) / unit
    unbiased = 1 - 3 / (4 * n - 5)
    error = unbiased * sqrt(error_of_d**2 + d * d / (2 * n - 2))
    half = student_point(organisations - 1) * error
    return unbiased * d, unbiased * d - half, unbiased * d + half


@given(COURSES)
def test_the_size_of_a_change_is_that_of_the_slow_twin(learners):
    found, slow = standardised_change(learners), slow_size(learners)
    assert (found and (found.g, found.low, found.high)) == (slow and pytest.approx(slow, abs=1e-6))


def everybody(lasting, chance):
    """(before, what is expected after): each person a row of ones and minus ones, some of which are drawn anew."""
    rows = product((-1, 1), repeat=lasting + chance)
    return [(sum(row), sum(row[:lasting])) for row in rows]


@st.composite
def selections(draw):
    """All people there could be, those of them with the lowest scores, and the part of the spread that lasts."""
    lasting, chance = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    assume(lasting + chance)
    people = everybody(lasting, chance)
    cut = draw(st.sampled_from(sorted({before for before, _ in people})))
    chosen = [person for person in people if person[0] <= cut]
    return people, chosen, Fraction(lasting, lasting + chance)


@given(selections())
def test_regression_to_the_mean_is_what_a_second_measurement_brings(drawn):
    people, chosen, lasting = drawn
    before, after = average([b for b, _ in chosen]), average([a for _, a in chosen])
    found = expected_regression(float(lasting), float(average([b for b, _ in people])), float(before))
    assert found == pytest.approx(float(after - before))


@given(selections(), st.integers(-20, 20), st.booleans())
def test_a_selected_gain_is_what_the_second_measurement_leaves_of_it(drawn, gain, is_estimated):
    people, chosen, lasting = drawn
    chance = float(average([after - before for before, after in chosen]))
    means = (float(average([b for b, _ in people])), float(average([b for b, _ in chosen])))
    found = selected_gain(float(gain), *means, Reliability(float(lasting), is_estimated))
    assert (found.gain, found.expected) == (gain, pytest.approx(chance))
    assert found.beyond == (pytest.approx(gain - chance) if is_estimated else None)


def slow_p(value, error, df):
    """Both tails of Student's t beyond what was seen."""
    if not error:
        return 0.0 if value else 1.0
    return 2 * stdtr(df, -abs(value / error))


@given(COURSES, st.booleans())
def test_a_paired_change_is_that_of_the_slow_twin(learners, more):
    if more:
        learners = [*learners, *(Learner(organisation, 40.0, 40.0 + i) for i, organisation in enumerate("abcdefghij"))]
    means = [average(its) for its in slow_changes(learners).values()]
    found = paired_change(learners)
    if len(means) < 2:
        assert found is None
        return
    value, error = float(average(means)), sqrt(variance(means) / len(means))
    half = student_point(len(means) - 1) * error
    p_value = pytest.approx(slow_p(value, error, len(means) - 1), abs=1e-9) if len(means) > 9 else None
    assert (found.value, found.standard_error) == pytest.approx((value, error), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((value - half, value + half), abs=1e-6)
    assert (found.p_value, found.n_organisations) == (p_value, len(means))


def course(sizes, between, seed):
    """Whole points before and after; organisations gain by their own, people beside it."""
    random = np.random.default_rng(seed)
    return [
        Learner(f"o{i:02}", float(before), float(before + shift + random.integers(-8, 9)), bool(random.integers(0, 2)))
        for i, n in enumerate(sizes)
        for shift in [round(random.normal(5, between))]
        for before in random.integers(20, 70, n)
    ]


COURSES_OF_TEN = st.builds(
    course, st.lists(st.integers(1, 4), min_size=10, max_size=14), st.sampled_from([0, 4, 15]), st.integers(0, 10**6)
)


def likelihood(parts, ratio):
    """-2 log REML of changes whose covariance is σ² (1 + r between colleagues), written out with the whole matrix."""
    n = sum(map(len, parts))
    spread, place = np.eye(n), 0
    for part in parts:
        spread[place : place + len(part), place : place + len(part)] += ratio
        place += len(part)
    values, inverse = np.concatenate(parts), np.linalg.inv(spread)
    weight = inverse.sum()
    value = inverse.sum(axis=0) @ values / weight
    sigma2 = (values - value) @ inverse @ (values - value) / (n - 1)
    fit = (n - 1) * np.log(sigma2) + np.linalg.slogdet(spread)[1] + np.log(weight)
    return fit, value, sqrt(sigma2 / weight)


@settings(max_examples=25)
@given(COURSES_OF_TEN)
def test_a_mixed_change_is_that_of_the_whole_matrix(learners):
    parts = [np.array(its) for its in slow_changes(learners, sorted({p.organisation for p in learners})).values()]
    assume(any(len(set(part)) > 1 for part in parts))
    ratios = [0.0, *np.geomspace(1e-3, 300, 60)]
    near = min(ratios, key=lambda ratio: likelihood(parts, ratio)[0])
    found = minimize_scalar(
        lambda ratio: likelihood(parts, ratio)[0],
        bounds=(near / 1.3, near * 1.3 + 1e-3),
        method="bounded",
        options={"xatol": 1e-10},
    ).x
    _, value, error = min((likelihood(parts, ratio) for ratio in (0.0, found)), key=lambda fit: fit[0])
    mixed = mixed_change(learners)
    assert (mixed.value, mixed.standard_error) == pytest.approx((value, error), rel=1e-3, abs=1e-3)


def slow_association(rows):
    """(b, HC3 error) by the normal equations in fractions; each residual over what the others leave of it."""
    x = [[Fraction(1), Fraction(taken), Fraction(before)] for taken, before, _ in rows]
    y = [Fraction(after) for *_, after in rows]
    square = [[sum(row[i] * row[j] for row in x) for j in range(3)] for i in range(3)]
    inverse = inverted(square)
    if inverse is None:
        return None
    b = [
        sum(inverse[i][j] * sum(row[j] * value for row, value in zip(x, y, strict=True)) for j in range(3))
        for i in range(3)
    ]
    variance_of_b = Fraction(0)
    for row, value in zip(x, y, strict=True):
        pull = [sum(inverse[i][j] * row[j] for j in range(3)) for i in range(3)]
        own = sum(pull[i] * row[i] for i in range(3))
        if own == 1:
            return None
        off = (value - sum(b[i] * row[i] for i in range(3))) / (1 - own)
        variance_of_b += (pull[1] * off) ** 2
    return float(b[1]), sqrt(variance_of_b)


def inverted(m):
    """By Cramer's rule; None where the determinant is 0."""
    minors = [
        [
            m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3]
            - m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3]
            for j in range(3)
        ]
        for i in range(3)
    ]
    whole = sum(m[0][j] * minors[0][j] for j in range(3))
    return [[minors[j][i] / whole for j in range(3)] for i in range(3)] if whole else None


@given(COURSES_OF_TEN)
def test_takers_and_others_are_told_apart_as_by_the_slow_twin(learners):
    rows = []
    for organisation in sorted({p.organisation for p in learners}):
        for taken in (False, True):
            its = [p for p in learners if (p.organisation, p.taken) == (organisation, taken)]
            rows += [(int(taken), average([p.before for p in its]), average([p.after for p in its]))] if its else []
    takers = sum(row[0] for row in rows)
    found, slow = taker_association(learners), slow_association(rows)
    if min(takers, len(rows) - takers) < 3 or slow is None:
        assert found is None
        return
    half = student_point(len(rows) - 3) * slow[1]
    assert (found.value, found.low, found.high) == pytest.approx((slow[0], slow[0] - half, slow[0] + half), abs=1e-6)
    assert found.p_value == pytest.approx(slow_p(*slow, len(rows) - 3), abs=1e-9)
    assert (found.n_takers, found.n_others) == (takers, len(rows) - takers)
