from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarking.stats.sampling_design import Design, ratio, total

SAMPLED = {"x": Fraction(3, 10), "y": Fraction(0)}
WEIGHTS = [Fraction(1, 2), Fraction(1), Fraction(3)]
UNIT = st.tuples(st.integers(0, 100), st.integers(0, 3), st.sampled_from(WEIGHTS))


@st.composite
def samples(draw):
    """(y, x, weight, owner, stratum) of units; an owner may be in both strata, where it is two draws."""
    owners = st.lists(st.lists(UNIT, min_size=1, max_size=3), min_size=2, max_size=5)
    return [
        (y, x, weight, f"w{i}", stratum)
        for stratum in "xy"[: draw(st.integers(1, 2))]
        for i, its in enumerate(draw(owners))
        for y, x, weight in its
    ]


def design(units):
    _, _, weights, owners, strata = zip(*units, strict=True)
    sampled = {stratum: float(share) for stratum, share in SAMPLED.items()}
    return Design([float(w) for w in weights], strata, owners, sampled)


def slow_error(units, parts):
    """Within each stratum the differences of every two owners' sums, squared: (1 - f)/(G - 1) of them."""
    square = Fraction(0)
    for stratum in {s for *_, s in units}:
        sums = {}
        for (*_, owner, its), part in zip(units, parts, strict=True):
            if its == stratum:
                sums[owner] = sums.get(owner, 0) + part
        pairs = [(sums[a] - sums[b]) ** 2 for a in sums for b in sums if a < b]
        square += (1 - SAMPLED[stratum]) * sum(pairs) / (len(sums) - 1)
    return sqrt(square)


def draws_beyond_strata(units):
    return len({(owner, s) for *_, owner, s in units}) - len({s for *_, s in units})


@given(samples())
def test_a_total_and_its_error_are_those_of_the_slow_twin(units):
    found = total([float(y) for y, *_ in units], design(units))
    parts = [w * y for y, _, w, _, _ in units]
    assert found.value == pytest.approx(float(sum(parts)))
    assert found.standard_error == pytest.approx(slow_error(units, parts), abs=1e-9)
    assert found.df == draws_beyond_strata(units)


def slow_ratio(units, weights):
    sums = [sum(w * unit[i] for unit, w in zip(units, weights, strict=True)) for i in (0, 1)]
    return sums[0] / sums[1]


def influences(units):
    """What the ratio moves by if a unit's weight is a little larger or smaller, for all of its weight."""
    weights, step = [w for _, _, w, _, _ in units], Fraction(1, 10**9)
    for i, weight in enumerate(weights):
        ends = [slow_ratio(units, [*weights[:i], weight + d, *weights[i + 1 :]]) for d in (step, -step)]
        yield weight * (ends[0] - ends[1]) / (2 * step)


@given(samples())
def test_a_ratio_and_its_error_are_those_of_weights_moved_a_little(units):
    assume(any(x for _, x, _, _, _ in units))
    found = ratio([float(y) for y, *_ in units], [float(x) for _, x, *_ in units], design(units))
    assert found.value == pytest.approx(float(slow_ratio(units, [w for _, _, w, _, _ in units])))
    assert found.standard_error == pytest.approx(slow_error(units, list(influences(units))), abs=1e-6)
    assert found.df == draws_beyond_strata(units)
