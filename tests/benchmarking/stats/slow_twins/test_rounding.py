from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.records import Figure
from benchmarking.stats.rounding import (
    count_band,
    decimals_of_ends,
    round_end,
    round_points,
    round_total,
    subtract_bands,
    subtract_totals,
)
from benchmarking.stats.thresholds import COARSE, STANDARD

LIMITS = st.sampled_from([STANDARD, COARSE])
TOTALS = st.integers(6, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 100 * n)))


def slow_total(total, n, limits=STANDARD):
    """(least, most, middle): go up the steps until one holds the sum; the ends are taken first."""
    if total < limits.clamp:
        return 0, limits.clamp, None
    if total >= 100 * n - limits.clamp:
        return 100 * n - limits.clamp, 100 * n, None
    least = 0
    while not least <= total < least + limits.step:
        least += limits.step
    return least, least + limits.step, least + limits.step / 2


@given(TOTALS, LIMITS)
def test_rounded_sums_are_those_of_the_slow_twin(drawn, limits):
    n, total = drawn
    found = round_total(total, n, limits.step, limits.clamp)
    assert (found.least, found.most, found.middle) == slow_total(total, n, limits)


@given(st.lists(TOTALS, min_size=1, max_size=4), TOTALS)
def test_all_other_is_that_of_the_slow_twin(children, rest):
    n, total = rest[0] + sum(c[0] for c in children), rest[1] + sum(c[1] for c in children)
    found = subtract_totals(round_total(total, n), [round_total(t, m) for m, t in children], rest[0])
    parent, rounded = slow_total(total, n), [slow_total(t, m) for m, t in children]
    possible = [
        p - sum(c) for p in parent[:2] for c in ([least for least, *_ in rounded], [most for _, most, _ in rounded])
    ]
    assert (found.least, found.most) == (max(0, min(possible)), min(100 * rest[0], max(possible)))
    assert found.least <= total - sum(t for _, t in children) <= found.most
    assert found.width == pytest.approx(50 * sqrt(1 + len(children)))
    if parent[2] is None or any(middle is None for *_, middle in rounded):
        nearer_to_nought = found.least - 0 <= 100 * rest[0] - found.most
        assert (found.middle, found.bound) == (None, "at_most" if nearer_to_nought else "at_least")
    else:
        difference = parent[2] - sum(middle for *_, middle in rounded)
        assert found.middle == sorted([found.least, difference, found.most])[1]


def slow_bands(n, width):
    """All counts, cut into bands; a short one at the top is put to the one before it."""
    counts = list(range(n + 1))
    bands = [counts[i : i + width] for i in range(0, n + 1, width)]
    if len(bands) > 1 and len(bands[-1]) < 3:
        bands[-2:] = [bands[-2] + bands[-1]]
    return bands


@given(st.integers(3, 100), st.sampled_from([3, 6]))
def test_bands_of_counts_are_those_of_the_slow_twin(n, width):
    for band in slow_bands(n, width):
        for count in band:
            assert count_band(count, n, width) == (band[0], band[-1])


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=3),
    st.integers(0, 20),
    st.integers(0, 4),
    st.integers(1, 30),
)
def test_bands_of_all_other_are_those_of_the_slow_twin(children, least, width, n):
    parent, bands = (least, least + width), [(low, low + more) for low, more in children]
    left = [parent_end - below for parent_end in parent for below in slow_sums(bands)]
    assert subtract_bands(parent, bands, n) == (max(0, min(left)), min(n, max(left)))


def slow_sums(bands):
    sums = [0]
    for band in bands:
        sums = [before + end for before in sums for end in band]
    return sums


@given(st.integers(0, 100_000), st.sampled_from([1, 2]))
def test_rounded_points_are_those_of_the_slow_twin(thousandths, step):
    value = thousandths / 1000
    multiples = range(0, 110, step)
    nearest = min(abs(m - value) for m in multiples)
    assert round_points(value, step) == max(m for m in multiples if abs(m - value) <= nearest + 1e-9)


HUNDREDTHS = st.integers(0, 10_000)


@given(st.sampled_from(["mean", "mean_weighted", "median", "share"]), st.integers(6, 60), HUNDREDTHS, HUNDREDTHS)
def test_ends_as_printed_are_those_of_the_slow_twin(statistic, n_owners, low, high):
    """The nearest tenths for a mean of twenty or more, else the nearest points, the upper one of two."""
    figure = Figure("sector", "M", statistic, n_owners, n_owners, 50.0, low / 100, high / 100)
    step = 10 if statistic == "mean" and n_owners >= 20 else 100
    near = [max(range(0, 10_001, step), key=lambda at: (-abs(at - end), at)) for end in (low, high)]
    decimals = decimals_of_ends(figure)
    assert [round_end(end / 100, decimals) for end in (low, high)] == [end / 100 for end in near]
    assert decimals == (0 if all(end % 100 == 0 for end in near) else 1)
