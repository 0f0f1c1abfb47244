from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm, ttest_1samp
from statsmodels.regression.mixed_linear_model import MixedLM

from benchmarking.stats.learning import (
    Completion,
    Learner,
    Reliability,
    SelectedGain,
    changes_by_organisation,
    completion,
    expected_regression,
    mixed_change,
    paired_change,
    selected_gain,
    standardised_change,
    taker_association,
)

FOUR = (
    Learner("a", 40.0, 50.0),
    Learner("a", 60.0, 64.0),
    Learner("b", 30.0, 35.0),
    Learner("c", 50.0, 50.0),
    Learner("c", 20.0, None),
    Learner("d", None, 90.0),
)


def test_an_organisation_counts_once_by_hand():
    found = paired_change(FOUR)
    assert found.value == pytest.approx((7 + 5 + 0) / 3)
    assert found.standard_error == pytest.approx(sqrt(13) / sqrt(3))
    assert found.high - found.value == pytest.approx(4.3026527 * sqrt(13 / 3))
    assert (found.n_organisations, found.n_people, found.p_value) == (3, 4, None)


def test_only_people_scored_both_times_change():
    assert changes_by_organisation(FOUR) == {"a": (10.0, 4.0), "b": (5.0,), "c": (0.0,)}


def test_starters_and_completers_are_counted_with_where_they_began():
    assert completion(FOUR) == Completion(5, 4, 45.0, 20.0)
    assert completion([Learner("a", None, 50.0)]) == Completion(0, 0, None, None)


def test_one_organisation_makes_no_change():
    assert paired_change(FOUR[:2]) is None
    assert paired_change([]) is None


def test_a_score_that_is_not_finite_is_refused():
    for function in (paired_change, mixed_change, standardised_change, taker_association):
        with pytest.raises(ValueError, match="not finite"):
            function([*FOUR, Learner("e", float("nan"), 50.0)])


def course(n_organisations, seed, sizes=(1, 2, 3, 6), between=6.0):
    random = np.random.default_rng(seed)
    learners = []
    for organisation in range(n_organisations):
        shift = random.normal(5, between)
        for _ in range(sizes[organisation % len(sizes)]):
            before = random.normal(50, 15)
            learners.append(Learner(f"o{organisation:02}", before, before + shift + random.normal(0, 9)))
    return learners


def test_from_ten_organisations_the_p_value_is_that_of_scipy():
    learners = course(10, 1)
    means = [np.mean(part) for part in changes_by_organisation(learners).values()]
    assert paired_change(learners).p_value == pytest.approx(ttest_1samp(means, 0).pvalue)
    assert paired_change(course(9, 1)).p_value is None


def test_changes_that_are_all_the_same_are_certain():
    found = paired_change([Learner(str(i), 50.0, 55.0) for i in range(10)])
    assert (found.value, found.low, found.high, found.p_value) == (5.0, 5.0, 5.0, 0.0)
    assert paired_change([Learner(str(i), 50.0, 50.0) for i in range(10)]).p_value == 1.0


def by_profile(learners):
    """REML of a mean over groups: the ratio τ²/σ² by search, the rest in closed form, matrix by matrix."""
    parts = [np.array(part) for part in changes_by_organisation(learners).values()]
    n = sum(len(part) for part in parts)

    def solved(ratio):
        inverses = [np.linalg.inv(np.eye(len(part)) + ratio) for part in parts]
        weight = sum(inverse.sum() for inverse in inverses)
        value = sum((inverse @ part).sum() for inverse, part in zip(inverses, parts, strict=True)) / weight
        square = sum((part - value) @ inverse @ (part - value) for inverse, part in zip(inverses, parts, strict=True))
        determinants = sum(log(np.linalg.det(np.eye(len(part)) + ratio)) for part in parts)
        sigma2 = square / (n - 1)
        return (n - 1) * log(sigma2) + determinants + log(weight), value, sqrt(sigma2 / weight)

    ratio = minimize_scalar(lambda x: solved(x)[0], bounds=(0, 50), method="bounded", options={"xatol": 1e-10}).x
    return solved(ratio)[1:]


@pytest.mark.parametrize("seed", range(5))
def test_the_mixed_model_agrees_with_a_search_over_the_variance_between_organisations(seed):
    learners = course(16, seed)
    found = mixed_change(learners)
    assert (found.value, found.standard_error) == pytest.approx(by_profile(learners), rel=1e-4)
    assert (found.n_organisations, found.n_people) == (16, 48)


@pytest.mark.parametrize("seed", [0, 1, 3, 4])  # in seed 2 organisations do not differ, and statsmodels gives up
def test_the_mixed_model_agrees_with_statsmodels(seed):
    changes = changes_by_organisation(course(16, seed))
    values = np.array([change for part in changes.values() for change in part])
    groups = np.repeat(np.arange(16), [len(part) for part in changes.values()])
    fitted = MixedLM(values, np.ones((48, 1)), groups).fit(reml=True)
    found = mixed_change(course(16, seed))
    assert found.value == pytest.approx(fitted.fe_params[0], abs=1e-3)
    # its error comes of the whole Hessian, ours of the expected one
    assert found.standard_error == pytest.approx(fitted.bse_fe[0], rel=0.03)


def test_with_as_many_people_everywhere_the_mixed_model_is_the_paired_t():
    learners = course(12, 3, sizes=(4,))
    mixed, paired = mixed_change(learners), paired_change(learners)
    assert mixed.value == pytest.approx(paired.value)
    assert mixed.standard_error == pytest.approx(paired.standard_error, rel=1e-4)
    assert mixed.p_value == pytest.approx(paired.p_value, rel=1e-2)


def test_without_differences_between_organisations_every_person_counts_alike():
    learners = [Learner(f"o{i // 2}", 50.0, 50.0 + (4 if i % 2 else 6)) for i in range(24)]
    found = mixed_change([*learners, Learner("o0", 50.0, 55.0)])
    assert found.value == pytest.approx(5.0)
    assert found.standard_error == pytest.approx(1 / 5, rel=1e-4)


def test_the_mixed_model_needs_ten_organisations_and_colleagues_who_differ():
    assert mixed_change(course(9, 1)) is None
    assert mixed_change(course(12, 1, sizes=(1,))) is None
    assert mixed_change([Learner(str(i // 2), 50.0, 55.0 + i // 2) for i in range(24)]) is None


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 1.0, 20.0]))
def test_the_mixed_model_lies_among_the_changes_and_has_an_error(seed, between):
    learners = course(10, seed, between=between)
    found = mixed_change(learners)
    means = [np.mean(part) for part in changes_by_organisation(learners).values()]
    assert min(means) <= found.value <= max(means)
    assert found.standard_error > 0


def test_the_size_of_a_change_by_hand():
    learners = [Learner("a", 40.0, 46.0), Learner("b", 50.0, 60.0), Learner("c", 60.0, 68.0)]
    found = standardised_change(learners)
    small = 1 - 3 / 7
    error = small * sqrt((2 / sqrt(3) / 10) ** 2 + 0.8**2 / 4)
    assert (found.g, found.n_people) == (pytest.approx(small * 0.8), 3)
    assert (found.low, found.high) == (
        pytest.approx(found.g - 4.3026527 * error),
        pytest.approx(found.g + 4.3026527 * error),
    )


def test_a_size_needs_three_people_who_began_apart():
    assert standardised_change([Learner("a", 40.0, 46.0), Learner("b", 50.0, 60.0)]) is None
    assert standardised_change([Learner(o, 40.0, 46.0) for o in "abc"]) is None


@given(st.floats(0.1, 10), st.floats(-50, 50))
def test_the_unit_of_a_score_does_not_change_the_size(scale, shift):
    moved = [
        Learner(p.organisation, p.before and p.before * scale + shift, p.after and p.after * scale + shift)
        for p in FOUR
    ]
    plain, found = standardised_change(FOUR), standardised_change(moved)
    assert (found.g, found.low, found.high) == pytest.approx((plain.g, plain.low, plain.high), rel=1e-6)


def test_the_intervals_of_a_change_and_its_size_hold_the_truth():
    held = {"change": 0, "size": 0}
    for seed in range(500):
        learners = course(25, seed, sizes=(2,))
        change, size = paired_change(learners), standardised_change(learners)
        held["change"] += change.low <= 5 <= change.high
        held["size"] += size.low <= 5 / 15 <= size.high
    assert 0.92 <= held["change"] / 500 <= 0.98
    assert 0.92 <= held["size"] / 500 <= 0.98


@pytest.mark.parametrize(("reliability", "simulated"), [(0.6, 7.6), (0.8, 3.9)])
def test_takers_from_the_bottom_quarter_gain_without_any_effect(reliability, simulated):
    random = np.random.default_rng(1)
    people = 400_000
    truth = random.normal(50, 15 * sqrt(reliability), people)
    before, after = (truth + random.normal(0, 15 * sqrt(1 - reliability), people) for _ in range(2))
    chosen = before < np.quantile(before, 0.25)
    gain = (after - before)[chosen].mean()
    expected = expected_regression(reliability, before.mean(), before[chosen].mean())
    assert gain == pytest.approx(expected, abs=0.1)
    assert expected == pytest.approx((1 - reliability) * 15 * norm.pdf(norm.ppf(0.25)) / 0.25, abs=0.03)
    assert expected == pytest.approx(simulated, abs=0.1)


def test_what_is_expected_is_subtracted_only_with_an_estimated_reliability():
    assert selected_gain(12.0, 50.0, 30.0, Reliability(0.6, is_estimated=True)) == SelectedGain(
        12.0, pytest.approx(8.0), pytest.approx(4.0)
    )
    assert selected_gain(12.0, 50.0, 30.0, Reliability(0.6, is_estimated=False)) == SelectedGain(
        12.0, pytest.approx(8.0), None
    )


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 100))
def test_chance_moves_a_group_towards_the_mean_and_never_past_it(reliability, population, selected):
    moved = selected + expected_regression(reliability, population, selected)
    assert min(population, selected) - 1e-9 <= moved <= max(population, selected) + 1e-9


@pytest.mark.parametrize("reliability", [-0.1, 1.1, float("nan")])
def test_a_reliability_outside_0_to_1_is_refused(reliability):
    with pytest.raises(ValueError, match="No regression to the mean"):
        expected_regression(reliability, 50.0, 30.0)


def with_others(n, seed, effect=5.0):
    random = np.random.default_rng(seed)
    learners = []
    for i in range(n):
        before = random.normal(50, 15)
        taken = before + random.normal(0, 10) < 50
        after = 10 + 0.8 * before + effect * taken + random.normal(0, 5)
        learners.append(Learner(f"o{i:02}", before, after, taken))
    return learners


def by_hand(learners):
    """Least squares by the normal equations, HC3 unit by unit."""
    design = np.array([[1, float(p.taken), p.before] for p in learners])
    outcome = np.array([p.after for p in learners])
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ outcome
    meat = np.zeros((3, 3))
    for row, value in zip(design, outcome, strict=True):
        residual = value - row @ coefficients
        leverage = row @ bread @ row
        meat += np.outer(row, row) * (residual / (1 - leverage)) ** 2
    return coefficients[1], sqrt((bread @ meat @ bread)[1, 1])


@pytest.mark.parametrize(("n", "t_point"), [(12, 2.2621572), (30, 2.0518305)])
def test_takers_are_compared_with_others_who_began_alike(n, t_point):
    learners = with_others(n, n)
    found = taker_association(learners)
    value, error = by_hand(learners)
    assert found.value == pytest.approx(value)
    assert found.high - found.value == pytest.approx(t_point * error)
    assert found.n_takers + found.n_others == n
    assert 0 <= found.p_value <= 1


def test_below_ten_organisations_there_is_an_interval_and_no_p_value():
    learners = [Learner(p.organisation, p.before, p.after, i % 2 == 0) for i, p in enumerate(with_others(8, 1))]
    found = taker_association(learners)
    assert found.p_value is None
    assert found.low < found.value < found.high


def test_colleagues_who_took_it_count_as_one_and_the_others_as_another():
    learners = with_others(12, 3)
    first = next(p for p in learners if p.taken)
    twins = [Learner(first.organisation, first.before + d, first.after + d, taken=True) for d in (-4, 4)]
    assert taker_association([*(p for p in learners if p is not first), *twins]).value == pytest.approx(
        taker_association(learners).value
    )


def test_without_others_who_began_alike_nothing_is_compared():
    learners = with_others(12, 3)
    assert taker_association([p for p in learners if p.taken]) is None
    assert taker_association([Learner(str(i), 50.0, 50.0 + i, i < 4) for i in range(8)]) is None
    alone = [Learner(str(i), 50.0, 50.0 + i, i < 4) for i in range(8)] + [Learner("x", 90.0, 90.0)]
    assert taker_association(alone) is None


def test_the_comparison_finds_no_effect_where_there_is_none():
    held = sum(
        found.low <= 0 <= found.high for found in (taker_association(with_others(40, s, 0.0)) for s in range(300))
    )
    assert 0.92 <= held / 300 <= 0.98
