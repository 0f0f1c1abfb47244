from math import sqrt
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.estimate import estimate_metric
from benchmarking.stats.peer_groups import build_tree, units
from benchmarking.stats.records import Contributor, Metric
from benchmarking.stats.weighting import (
    Margin,
    headline_weights,
    kish_over_owners,
    lower_response_rate,
    mean_above_leaves,
    rake,
    trim,
)

KINDS = {"k/s": "k", "k/l": "k", "m/s": "m", "m/l": "m"}
SIZES = {"k/s": "s", "k/l": "l", "m/s": "s", "m/l": "l"}
LEAVES = {"k/s": 10, "k/l": 10, "m/s": 10, "m/l": 10}


def test_one_margin_is_met_in_one_step():
    weights = rake([1.0] * 4, [Margin(["a", "a", "a", "b"], {"a": 30, "b": 30})])
    assert weights == (10, 10, 10, 30)


def test_two_margins_are_met_at_once():
    weights = rake(
        [1.0] * 4, [Margin(["a", "a", "b", "b"], {"a": 6, "b": 4}), Margin(["u", "v", "u", "v"], {"u": 3, "v": 7})]
    )
    assert weights == pytest.approx([6 * 3 / 10, 6 * 7 / 10, 4 * 3 / 10, 4 * 7 / 10])


@st.composite
def crossed(draw):
    """A sample with units in every cell of two margins, and a register whose margins fit one another."""
    cells = [(a, b) for a in "abc"[: draw(st.integers(2, 3))] for b in "uv"]
    sample = [cell for cell in cells for _ in range(draw(st.integers(1, 4)))]
    register = {cell: draw(st.integers(1, 60)) for cell in cells}
    weights = draw(st.lists(st.sampled_from([1.0, 2.0, 5.0]), min_size=len(sample), max_size=len(sample)))
    return sample, register, weights


def margins_of(sample, register):
    return [
        Margin(
            [cell[i] for cell in sample],
            {c: sum(n for cell, n in register.items() if cell[i] == c) for c in sorted({cell[i] for cell in register})},
        )
        for i in (0, 1)
    ]


def slow_rake(weights, margins):
    """A loop over margins and categories, five hundred times."""
    found = list(weights)
    for _ in range(500):
        for margin in margins:
            for category, register in margin.register.items():
                inside = [i for i, each in enumerate(margin.categories) if each == category]
                factor = register / sum(found[i] for i in inside)
                for i in inside:
                    found[i] *= factor
    return found


@given(crossed())
def test_raked_weights_are_those_of_the_slow_twin(drawn):
    sample, register, weights = drawn
    margins = margins_of(sample, register)
    assert rake(weights, margins) == pytest.approx(slow_rake(weights, margins), rel=1e-8)


@given(crossed())
def test_raked_weights_keep_the_proportions_of_two_units_of_one_cell(drawn):
    sample, register, weights = drawn
    found = rake(weights, margins_of(sample, register))
    by_cell = {cell: f / w for f, w, cell in zip(found, weights, sample, strict=True)}
    assert found == pytest.approx([by_cell[cell] * w for w, cell in zip(weights, sample, strict=True)])


@pytest.mark.parametrize(
    ("margin", "message"),
    [
        (Margin(["a", "a"], {"a": 1, "b": 1}), r"\['b'\]. Join"),
        (Margin(["a", "b"], {"a": 1}), r"\['b'\]. Join"),
        (Margin(["a"], {"a": 1}), "Join"),
        (Margin(["a", "b"], {"a": 1, "b": 0}), "above 0"),
    ],
)
def test_a_margin_that_the_sample_cannot_meet_is_refused(margin, message):
    with pytest.raises(ValueError, match=message):
        rake([1.0, 1.0], [margin])


def test_margins_of_different_totals_are_refused():
    with pytest.raises(ValueError, match="one total"):
        rake([1.0, 1.0], [Margin(["a", "b"], {"a": 1, "b": 1}), Margin(["u", "v"], {"u": 1, "v": 2})])


@pytest.mark.parametrize("weights", [[], [1.0, 0.0], [1.0, float("nan")]])
def test_raking_starts_from_weights(weights):
    with pytest.raises(ValueError, match="weights above 0"):
        rake(weights, [])


def test_margins_that_contradict_each_other_are_refused():
    contradicting = [Margin(["a", "b"], {"a": 1, "b": 9}), Margin(["u", "v"], {"u": 9, "v": 1})]
    with pytest.raises(ValueError, match="No weights meet all margins"):
        rake([1.0, 1.0], contradicting)


def test_trimming_keeps_weights_within_0_3_and_3_times_their_median():
    assert trim([0.1, 1.0, 1.0, 1.0, 9.0]) == (0.3, 1, 1, 1, 3)


def test_a_headline_stands_for_the_register():
    found = headline_weights(LEAVES, [(KINDS, {"k": 60, "m": 40}), (SIZES, {"s": 70, "l": 30})])
    assert found.is_weighted
    assert found.by_leaf == pytest.approx({"k/s": 1.68, "k/l": 0.72, "m/s": 1.12, "m/l": 0.48})
    assert found.n_effective == pytest.approx(40**2 / 10 / (1.68**2 + 0.72**2 + 1.12**2 + 0.48**2))


def test_extreme_weights_are_trimmed_before_the_margins_are_met_again():
    leaves = {"a": 40, "b": 40, "c": 2}
    kinds = {"a": "x", "b": "y", "c": "z"}
    found = headline_weights(leaves, [(kinds, {"x": 45, "y": 45, "z": 10})])
    assert found.by_leaf["c"] == pytest.approx(82 * 0.10 / 2)  # one margin is met again in full


def test_a_headline_that_would_lose_half_its_sample_is_unweighted_and_says_so():
    found = headline_weights({"k": 50, "m": 2}, [({"k": "k", "m": "m"}, {"k": 10, "m": 90})])
    assert (found.is_weighted, found.reason, found.by_leaf, found.n_effective) == (
        False,
        "too_uneven",
        {"k": 1, "m": 1},
        52,
    )


def test_without_a_register_a_headline_is_unweighted_and_says_so():
    assert headline_weights(LEAVES, []).reason == "no_register"


@pytest.mark.parametrize("leaves", [{}, {"k": 0}])
def test_leaves_need_units(leaves):
    with pytest.raises(ValueError, match="one unit or more"):
        headline_weights(leaves, [])


@pytest.mark.parametrize("margin", [({"k": "k"}, {"k": 1}), ({"k": "k", "m": "m"}, {})])
def test_a_margin_must_know_every_leaf(margin):
    with pytest.raises(ValueError, match="category for every leaf"):
        headline_weights({"k": 5, "m": 5}, [margin])


@st.composite
def sectors(draw):
    """Organisations of owners with several sites over kinds and sizes, and a register of each."""
    n = draw(st.integers(24, 60))
    facets = st.fixed_dictionaries({"kind": st.sampled_from("ab"), "size": st.sampled_from("sl")})
    contributors = [
        Contributor(f"o{i}", f"w{draw(st.integers(0, n)) if draw(st.booleans()) else i}", draw(facets))
        for i in range(n)
    ]
    values = draw(st.lists(st.integers(0, 100), min_size=n, max_size=n))
    return contributors, Metric("M", "mean", {f"o{i}": float(v) for i, v in enumerate(values)})


def units_of(contributors, metric):
    tree = build_tree(contributors, ["kind", "size"])
    found = units(tree.cohorts[0], tree, contributors, metric.values)
    return tree, {
        unit: sum(metric.values[o] for o in organisations) / len(organisations) for unit, organisations in found.items()
    }


@given(sectors(), st.integers(1, 9))
def test_weights_are_constant_within_a_leaf_and_meet_the_register(drawn, ratio):
    _, values = units_of(*drawn)
    leaves = {leaf: sum(place == leaf for _, place in values) for _, leaf in values}
    kinds = {leaf: leaf.removeprefix("sector/").split("/")[0] for leaf in leaves}
    register = {kind: 10 + ratio * i for i, kind in enumerate(sorted(set(kinds.values())))}
    found = headline_weights(leaves, [(kinds, register)])
    assert found.by_leaf.keys() == leaves.keys()
    assert sum(found.by_leaf[leaf] * n for leaf, n in leaves.items()) == pytest.approx(len(values))
    if found.is_weighted:
        for kind, size in register.items():
            share = sum(found.by_leaf[leaf] * n for leaf, n in leaves.items() if kinds[leaf] == kind) / len(values)
            assert share == pytest.approx(size / sum(register.values()))


@given(sectors())
def test_above_leaves_with_equal_weights_the_mean_is_the_estimate_of_the_sector(drawn):
    contributors, metric = drawn
    tree, values = units_of(contributors, metric)
    owners = [owner for owner, _ in values]
    found = mean_above_leaves(list(values.values()), owners, [1.0] * len(values))
    estimate = estimate_metric(tree, contributors, metric)[0]
    assert found.value == pytest.approx(estimate.total / estimate.n_units)
    worth = estimate.n_effective or estimate.n_units
    assert found.standard_error == pytest.approx(estimate.sd / sqrt(worth), abs=1e-9)
    assert found.df == pytest.approx(worth - 1)


def slow_mean_above_leaves(values, owners, weights, sampled):
    size = sum(weights)
    centre = sum(w * y for w, y in zip(weights, values, strict=True)) / size
    parts, deviations = [], []
    for owner in set(owners):
        its = [(w, y) for w, y, o in zip(weights, values, owners, strict=True) if o == owner]
        parts.append(sum(w for w, _ in its))
        deviations.append(sum(w * (y - centre) for w, y in its) / size)
    n = len(parts)
    error = sqrt((1 - sampled) * n / (n - 1) * sum(d * d for d in deviations))
    return centre, error, sum(parts) ** 2 / sum(p * p for p in parts) - 1


UNITS = st.tuples(st.integers(0, 100).map(float), st.sampled_from("abcde"), st.sampled_from([0.4, 1.0, 2.5]))


@given(st.lists(UNITS, min_size=3, max_size=30), st.floats(0, 0.9))
def test_means_above_leaves_are_those_of_the_slow_twin(drawn, sampled):
    values, owners, weights = zip(*drawn, ("50", "f", 1.0), strict=True)
    values = tuple(float(v) for v in values)
    found = mean_above_leaves(values, owners, weights, sampled)
    twin = slow_mean_above_leaves(values, owners, weights, sampled)
    assert (found.value, found.standard_error, found.df) == pytest.approx(twin, abs=1e-9)


def test_an_owner_s_units_count_together():
    assert kish_over_owners(["a", "a", "b"], [1.0, 1.0, 2.0]) == 2
    assert kish_over_owners(["a", "b", "c"], [1.0, 1.0, 1.0]) == 3


@pytest.mark.parametrize(
    ("counts", "rate"),
    [((10, 20, 12, 60), 0.2), ((10, 40, 30, 60), 0.25), ((10, None, 12, 60), 0), ((10, 20, 12, None), 0)],
)
def test_the_population_correction_takes_the_lower_response(counts, rate):
    assert lower_response_rate(*counts) == rate


def test_raked_weights_are_within_bounds_of_their_median_after_trimming():
    weights = trim([0.2, 0.9, 1.0, 1.4, 5.0])
    assert all(0.3 <= w / median(weights) <= 3 for w in weights)
