from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.derived import gap_figure, share_between
from benchmarking.stats.records import Figure
from benchmarking.stats.skills_gap import published_gap

POINTS = st.integers(0, 100).map(float)
HALF = st.integers(1, 40)


@st.composite
def means(draw):
    """A printed mean, or a bound."""
    value, half = draw(st.none() | POINTS), draw(HALF)
    centre = draw(POINTS) if value is None else value
    bounds = (centre - 2, centre + 2)
    return Figure("sector", "M", "mean", 20, 21, value, centre - half, centre + half, *bounds)


def slow_whole_points(wide):
    return next(points for points in range(1000) if points >= wide - 1e-9)


def slow_gap(needed, current):
    """(value, low, high, least, most): never narrower than for two means that know nothing of each other."""
    if needed.value is None or current.value is None:
        return None
    value = needed.value - current.value
    halves = [(figure.high - figure.low) / 2 for figure in (needed, current)]
    half = slow_whole_points(sqrt(halves[0] ** 2 + halves[1] ** 2))
    both = [n - c for n in (needed.least, needed.most) for c in (current.least, current.most)]
    return value, value - half, value + half, min(both), max(both)


@given(means(), means())
def test_gaps_are_those_of_the_slow_twin(needed, current):
    expected = slow_gap(needed, current)
    figure, gap = gap_figure(needed, current, "gap"), published_gap(needed, current)
    if expected is None:
        assert figure is None
        assert gap is None
        return
    assert (figure.value, figure.low, figure.high, figure.least, figure.most) == expected
    assert (gap.gap, gap.gap - gap.half_width, gap.gap + gap.half_width) == expected[:3]


@st.composite
def shares(draw, statistic):
    n, least, more = 21, draw(st.integers(0, 19)), draw(st.integers(0, 2))
    value, bound = draw(st.sampled_from([(None, ""), (1.0, "at_most"), (40.0, ""), (55.0, ""), (90.0, "")]))
    low, high = (None, None) if value is None else (max(0, value - draw(HALF)), min(100, value + draw(HALF)))
    return Figure("sector", "I", statistic, n, n, value, low, high, float(least), float(least + more), bound)


def slow_between(reached, passed):
    counts = [
        max(0, one - other)
        for one in range(int(reached.least), int(reached.most) + 1)
        for other in range(int(passed.least), int(passed.most) + 1)
    ]
    if reached.value is None or passed.value is None or reached.bound or passed.bound:
        return None, None, None, min(counts), max(counts)
    value = max(0, reached.value - passed.value)
    halves = [max(f.high - f.value, f.value - f.low) for f in (reached, passed)]
    half = slow_whole_points(sqrt(halves[0] ** 2 + halves[1] ** 2))
    return value, max(0, value - half), min(100, value + half), min(counts), max(counts)


@given(shares("at_least_2"), shares("at_least_4"))
def test_shares_in_between_are_those_of_the_slow_twin(reached, passed):
    found = share_between(reached, passed, "low")
    assert (found.value, found.low, found.high, found.least, found.most) == slow_between(reached, passed)
    whole = share_between(reached, None, "high")
    for field in ("value", "low", "high", "least", "most"):
        assert getattr(whole, field) == getattr(reached, field)
