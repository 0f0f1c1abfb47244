from math import nan, sqrt
from statistics import mean as average
from statistics import stdev, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from benchmarking.stats.sampling_design import WHOLE, Design, Linearised, mean, ratio, total

SCORES = st.integers(0, 100).map(float)


def test_a_plain_sample_has_the_error_of_the_textbook():
    found = mean([10.0, 20.0, 40.0, 50.0], Design([1.0] * 4, sampled={WHOLE: 0.5}))
    assert found.value == 30
    assert found.standard_error == pytest.approx(stdev([10, 20, 40, 50]) * sqrt(0.5 / 4))
    assert found.df == 3


def test_the_interval_is_student_s():
    low, high = Linearised(30.0, 2.0, 3).interval
    assert (low, high) == pytest.approx((30 - t.ppf(0.975, 3) * 2, 30 + t.ppf(0.975, 3) * 2))


@st.composite
def stratified(draw):
    """Strata with a sample and a size each."""
    strata = {}
    for name in "abc"[: draw(st.integers(1, 3))]:
        values = draw(st.lists(SCORES, min_size=2, max_size=8))
        strata[name] = values, draw(st.integers(len(values), 40))
    return strata


@given(stratified())
def test_a_stratified_mean_is_that_of_the_slow_twin(strata):
    # The estimator of the textbooks: each stratum's mean and variance, by its part of the population.
    whole = sum(size for _, size in strata.values())
    value = sum(size / whole * average(values) for values, size in strata.values())
    square = sum(
        (size / whole) ** 2 * (1 - len(values) / size) * variance(values) / len(values)
        for values, size in strata.values()
    )
    design = Design(
        [size / len(values) for values, size in strata.values() for _ in values],
        strata=[name for name, (values, _) in strata.items() for _ in values],
        sampled={name: len(values) / size for name, (values, size) in strata.items()},
    )
    found = mean([v for values, _ in strata.values() for v in values], design)
    assert found.value == pytest.approx(value)
    assert found.standard_error == pytest.approx(sqrt(square), abs=1e-9)
    assert found.df == sum(len(values) for values, _ in strata.values()) - len(strata)


@st.composite
def samples(draw):
    """Values, weights, owners and strata of units, an owner in one stratum, every stratum of two owners or more."""
    units = []
    for stratum in "xy"[: draw(st.integers(1, 2))]:
        for i in range(draw(st.integers(2, 5))):
            its = draw(st.lists(st.tuples(SCORES, st.sampled_from([0.5, 1.0, 3.0])), min_size=1, max_size=3))
            units += [(value, weight, f"{stratum}{i}", stratum) for value, weight in its]
    return units


def slow_error(units, margins=(), sampled=0.3):
    """One loop a step: residuals, sweeps over the margins until nothing moves, sums by owner, spread by stratum."""
    size = sum(w for _, w, _, _ in units)
    centre = sum(w * y for y, w, _, _ in units) / size
    left = [(y - centre) / size for y, _, _, _ in units]
    for _ in range(500 if margins else 0):
        for margin in margins:
            for category in set(margin):
                inside = [i for i, each in enumerate(margin) if each == category]
                step = sum(left[i] for i in inside) / len(inside)
                for i in inside:
                    left[i] -= step
    square = 0.0
    for stratum in {s for _, _, _, s in units}:
        owners = {o for _, _, o, s in units if s == stratum}
        sums = [
            sum(w * z for (_, w, o, s), z in zip(units, left, strict=True) if (o, s) == (owner, stratum))
            for owner in owners
        ]
        square += (1 - sampled) * len(sums) * variance(sums)
    return sqrt(square)


def design_of(units, **margins):
    _, weights, owners, strata = zip(*units, strict=True)
    return Design(weights, strata=strata, owners=owners, sampled=dict.fromkeys("xy", 0.3), **margins)


@given(samples())
def test_the_error_over_owners_and_strata_is_that_of_the_slow_twin(units):
    found = mean([y for y, _, _, _ in units], design_of(units))
    assert found.standard_error == pytest.approx(slow_error(units), abs=1e-9)


@given(samples(), st.data())
def test_the_error_of_raked_weights_is_that_of_the_slow_twin(units, data):
    margins = [data.draw(st.lists(st.sampled_from(c), min_size=len(units), max_size=len(units))) for c in ("pq", "uv")]
    found = mean([y for y, _, _, _ in units], design_of(units, margins=margins))
    assert found.standard_error == pytest.approx(slow_error(units, margins), abs=1e-6)


@given(samples(), st.randoms())
def test_the_order_of_the_units_changes_nothing(units, random):
    shuffled = random.sample(units, len(units))
    one, other = (mean([y for y, _, _, _ in each], design_of(each)) for each in (units, shuffled))
    assert one.value == other.value
    assert one.standard_error == pytest.approx(other.standard_error, abs=1e-12)


@given(samples())
def test_a_census_has_no_error(units):
    design = Design([w for _, w, _, _ in units], sampled={WHOLE: 1.0})
    assert total([y for y, _, _, _ in units], design).standard_error == 0


def test_a_total_counts_each_unit_by_its_weight():
    found = total([1.0, 2.0, 3.0], Design([2.0, 2.0, 4.0]))
    assert found.value == 18
    assert found.standard_error == pytest.approx(sqrt(3 * variance([2, 4, 12])))


def test_a_part_of_the_sample_is_a_ratio_whose_size_is_by_chance():
    inside, values = [1.0, 1.0, 0.0, 0.0], [10.0, 30.0, 0.0, 0.0]
    found = ratio(values, inside, Design([1.0] * 4))
    assert found.value == 20
    assert found.standard_error == pytest.approx(sqrt(4 * variance([-5, 5, 0, 0])))


def test_what_a_margin_explains_has_no_error():
    kinds = ["a", "a", "b", "b"]
    found = mean([10.0, 10.0, 50.0, 50.0], Design([1.0] * 4, margins=[kinds]))
    assert found.standard_error == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"weights": []}, "needs units"),
        ({"weights": [1.0, 1.0], "strata": ["a"]}, "needs units"),
        ({"weights": [1.0, 1.0], "owners": ["a"]}, "needs units"),
        ({"weights": [1.0, 1.0], "margins": [["a"]]}, "needs units"),
        ({"weights": [1.0, 0.0]}, "weight above 0"),
        ({"weights": [1.0, nan]}, "weight above 0"),
        ({"weights": [1.0, 1.0], "sampled": {WHOLE: 1.1}}, "between 0 and 1"),
    ],
)
def test_a_design_that_cannot_be_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Design(**wrong)


@pytest.mark.parametrize(
    ("values", "message"), [([1.0], "1 values for 2 weights"), ([1.0, nan], "missing or infinite")]
)
def test_values_that_do_not_fit_are_refused(values, message):
    with pytest.raises(ValueError, match=message):
        total(values, Design([1.0, 1.0]))


def test_a_single_owner_has_no_spread():
    with pytest.raises(ValueError, match="'b' has a single owner"):
        mean([1.0, 2.0, 3.0], Design([1.0] * 3, strata=["a", "a", "b"]))
    assert mean([1.0, 2.0, 3.0], Design([1.0] * 3, strata=["a", "a", "b"], sampled={"b": 1.0})).df == 1


def test_a_ratio_to_nothing_is_refused():
    with pytest.raises(ValueError, match="other than 0"):
        ratio([0.0, 0.0], [0.0, 0.0], Design([1.0, 1.0]))
