from math import erfc, sqrt

from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.position import OwnScore, flags, position
from benchmarking.stats.records import Figure

QUARTERS = ["lowest_quarter", "second_quarter", "third_quarter", "highest_quarter"]
POINTS = st.integers(0, 100).map(float)


@st.composite
def groups(draw):
    """A mean or a bound, from some size on with quartiles."""
    n, value, half = draw(st.sampled_from([6, 14, 19, 20, 64])), draw(POINTS), draw(st.integers(1, 30))
    shown = draw(st.booleans())
    figures = [Figure("sector", "D", "mean", n, n, value if shown else None, value - half, value + half)]
    if draw(st.booleans()):
        cuts = sorted(draw(st.lists(POINTS, min_size=3, max_size=3)))
        names = ("lower_quartile", "median", "upper_quartile")
        figures += [Figure("sector", "D", name, n, n, cut) for name, cut in zip(names, cuts, strict=True)]
    return figures


def slow_standing(own, sem, figures):
    mean, *cuts = figures
    if not cuts or mean.n_owners < 20:
        if own < mean.low:
            return "below", ()
        return ("above" if own > mean.high else "similar"), ()
    low, high = own - 1.96 * sem, own + 1.96 * sem
    if not any(low <= cut.value <= high for cut in cuts):
        return QUARTERS[len([cut for cut in cuts if cut.value < own])], ()
    # The border belongs to both: the lowest quarter that is reached, and the highest.
    lowest = len([cut for cut in cuts if cut.value < low])
    highest = len([cut for cut in cuts if cut.value <= high])
    return "on_the_border", (QUARTERS[lowest], QUARTERS[highest])


@given(groups(), POINTS, st.integers(0, 15))
def test_standings_are_those_of_the_slow_twin(figures, own, sem):
    found = position(own, sem, figures)
    assert (found.standing, found.between) == slow_standing(own, sem, figures)
    assert (found.cohort, found.metric, found.n_owners) == ("sector", "D", figures[0].n_owners)


SCORES = st.lists(st.tuples(POINTS, POINTS, st.integers(1, 10), st.integers(2, 20), st.booleans()), max_size=9)


@given(SCORES)
def test_flags_are_those_of_the_slow_twin(drawn):
    own = [OwnScore(f"D{i}", score, float(sem)) for i, (score, _, sem, _, _) in enumerate(drawn)]
    means = {
        f"D{i}": Figure("sector", f"D{i}", "mean", 14, 14, value if shown else None, value - half, value + half)
        for i, (_, value, _, half, shown) in enumerate(drawn)
    }
    found = flags(own, means)
    tests = [
        ((score - value) / sqrt(sem**2 + (half / 1.96) ** 2), f"D{i}")
        for i, (score, value, sem, half, shown) in enumerate(drawn)
        if shown
    ]
    clear = slow_step_up(tests)
    for names, sign in ((found.strengths, 1), (found.gaps, -1)):
        its = [(sign * z, metric) for z, metric in clear if sign * z > 0]
        clearest = sorted(its, key=lambda one: (-round(one[0], 9), one[1]))[:3]
        assert list(names) == [metric for _, metric in clearest]


def slow_step_up(tests):
    """Benjamini and Hochberg: the largest k whose k-th smallest p is at most 0.10 k/m; those k are flagged."""
    ordered = sorted((erfc(abs(z) / sqrt(2)), z, metric) for z, metric in tests)
    for k in range(len(ordered), 0, -1):
        if ordered[k - 1][0] <= 0.10 * k / len(ordered):
            return [(z, metric) for _, z, metric in ordered[:k]]
    return []
