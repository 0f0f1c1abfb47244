from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.weighting import headline_weights, kish_over_owners, lower_response_rate, trim
from tests.benchmarking.stats.slow_twins.laws import worth

WEIGHTS = st.lists(st.sampled_from([0.1, 0.5, 1.0, 2.0, 7.0, 20.0]), min_size=1, max_size=20)


def slow_trim(weights):
    low, high = 0.3 * median(weights), 3 * median(weights)
    return [sorted((low, weight, high))[1] for weight in weights]


@given(WEIGHTS)
def test_trimmed_weights_are_those_of_the_slow_twin(weights):
    assert trim(weights) == pytest.approx(slow_trim(weights))


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 9)), min_size=1, max_size=20))
def test_kishs_n_over_owners_is_that_of_their_parts_of_the_whole(units):
    owners, weights = zip(*units, strict=True)
    parts = [sum(w for o, w in units if o == owner) for owner in set(owners)]
    assert kish_over_owners(owners, weights) == pytest.approx(float(worth(parts)))


COUNTS = st.integers(1, 30)
REGISTER = st.none() | st.integers(1, 60)


@given(COUNTS, REGISTER, COUNTS, REGISTER)
def test_the_lower_response_is_that_of_the_slow_twin(n_owners, owners, n_sites, sites):
    """A register that is not known, or smaller than those who answered, knows nobody."""
    rates = [Fraction(n, N) if N and n <= N else 0 for n, N in ((n_owners, owners), (n_sites, sites))]
    assert lower_response_rate(n_owners, owners, n_sites, sites) == float(min(rates))


KINDS, SIZES = "kmz", "sl"


@st.composite
def sectors(draw):
    """Leaves of two facets, all there, with units in each and owners in the register; uneven ones too."""
    leaves = [(kind, size) for kind in KINDS[: draw(st.integers(1, 3))] for size in SIZES]
    units = {leaf: draw(st.integers(1, 9)) for leaf in leaves}
    register = {leaf: draw(st.sampled_from([1, 5, 20, 150])) for leaf in leaves}
    margins = [
        ({leaf: leaf[i] for leaf in leaves}, {c: sum(n for leaf, n in register.items() if leaf[i] == c) for c in names})
        for i, names in ((0, {leaf[0] for leaf in leaves}), (1, set(SIZES)))
    ]
    return units, margins[: draw(st.integers(0, 2))]


def slow_rake(weights, leaves, margins):
    """Unit by unit, five hundred rounds over margins and categories, until the shares are the register's."""
    for _ in range(500):
        for category_of, register in margins:
            for category, size in register.items():
                inside = [i for i, leaf in enumerate(leaves) if category_of[leaf] == category]
                wanted = len(leaves) * size / sum(register.values())
                now = sum(weights[i] for i in inside)
                weights = [w * wanted / now if i in inside else w for i, w in enumerate(weights)]
    return weights


def slow_headline(units, margins):
    """(leaf → weight, units, what they are worth, reason)."""
    leaves = [leaf for leaf in sorted(units) for _ in range(units[leaf])]
    unweighted = dict.fromkeys(units, 1), len(leaves), len(leaves)
    if not margins:
        return *unweighted, "no_register"
    weights = slow_rake(slow_trim(slow_rake([1.0] * len(leaves), leaves, margins)), leaves, margins)
    if worth(weights) < len(leaves) / 2:
        return *unweighted, "too_uneven"
    return dict(zip(leaves, weights, strict=True)), len(leaves), float(worth(weights)), ""


@settings(max_examples=40)
@given(sectors())
def test_weights_of_a_headline_are_those_of_the_slow_twin(sector):
    found, (by_leaf, n_units, effective, reason) = headline_weights(*sector), slow_headline(*sector)
    assert (found.by_leaf, found.n_effective) == (pytest.approx(by_leaf, rel=1e-6), pytest.approx(effective, rel=1e-6))
    assert (found.n_units, found.reason) == (n_units, reason)
