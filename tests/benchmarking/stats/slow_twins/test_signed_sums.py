from collections import Counter
from itertools import combinations, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.signed_sums import vanishing_sums

VECTOR = st.tuples(*[st.integers(-2, 2)] * 3)


def slow_vanishing(vectors, weights, budget, most):
    """Every few of them with every row of signs, the first a plus."""
    for n in range(1, most + 1):
        for chosen in combinations(range(len(vectors)), n):
            for signs in product((1, -1), repeat=n - 1):
                signed = list(zip(chosen, (1, *signs), strict=True))
                total = [sum(sign * vectors[i][axis] for i, sign in signed) for axis in range(3)]
                if not any(total) and sum(weights[i] for i in chosen) <= budget:
                    yield frozenset(signed)


def first_added(chosen, signs):
    pairs = sorted(zip(map(int, chosen), map(int, signs), strict=True))
    return frozenset((i, sign * pairs[0][1]) for i, sign in pairs)


@given(st.lists(st.tuples(VECTOR, st.integers(1, 4)), min_size=1, max_size=8), st.integers(1, 14), st.integers(1, 5))
def test_every_combination_that_vanishes_is_found_once(drawn, budget, most):
    vectors, weights = zip(*drawn, strict=True)
    found = vanishing_sums(np.array(vectors, float), np.array(weights, float), budget, most)
    slow = slow_vanishing(vectors, weights, budget, most)
    assert Counter(first_added(*each) for each in found) == Counter(slow)
