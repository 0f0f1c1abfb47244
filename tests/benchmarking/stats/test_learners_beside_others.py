from dataclasses import replace
from math import ceil, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.course_levels import LevelFigure, level_figure
from benchmarking.stats.learners import ChangeFigure, Delegate, change_figure
from benchmarking.stats.learners_beside_others import (
    Adjustment,
    Side,
    mean_association,
    own_adjustment,
    published_association,
)
from benchmarking.stats.learning import Learner, taker_association
from benchmarking.stats.published_means import Pooled

SPREAD = Pooled(10.0, 30.0)
T30 = 2.042272456301238
LEVELS = st.integers(20, 80)


def side(n, before, change):
    level = LevelFigure(n, 2 * n, before, before - 20, before + 20, before - 25 / n, before + 25 / n)
    moved = ChangeFigure(n, 2 * n, change, change - 10, change + 10, change - 50 / n, change + 50 / n)
    return Side(level, moved)


def slow(first, last, slope):
    """Means after, each side brought to the same mean before: the textbook form of an adjusted difference."""
    ends = [s.before.value + s.change.value for s in (first, last)]
    moved = ends[1] + slope * (first.before.value - last.before.value)
    sizes = [s.change.n_owners for s in (first, last)]
    square = (T30 * 10) ** 2 * sum(1 / n for n in sizes)
    square += 1.96**2 / 12 * sum((100 / n) ** 2 + ((1 - slope) * 50 / n) ** 2 for n in sizes)
    return ends[0] - moved, ceil(round(sqrt(square), 6))


@given(
    st.tuples(st.integers(6, 40), st.integers(6, 40)),
    st.tuples(LEVELS, LEVELS),
    st.integers(-20, 20),
    st.sampled_from([0.0, 0.6, 0.8, 1.0]),
)
def test_an_adjusted_difference_is_that_of_the_slow_twin(sizes, before, change, slope):
    n, m = sizes
    first, last = side(n, before[0], change), side(m, before[1], 5)
    found = published_association(first, last, Adjustment(slope), SPREAD)
    value, half = slow(first, last, slope)
    assert found.value == pytest.approx(value)
    assert (found.high - found.value, found.value - found.low) == pytest.approx((half, half))
    assert (found.n_takers, found.n_others, found.is_estimated) == (n, m, False)


def sector(n, seed=1, effect=12.0):
    """Owners: n of takers and n of others with scores on 0-100, slope 0.7 between their own means."""
    draw = np.random.default_rng(seed)
    before = draw.uniform(25, 60, 2 * n)
    after = 0.7 * before + 20 + draw.normal(0, 6, 2 * n) + effect * (np.arange(2 * n) < n)
    return [
        Learner(f"o{i}", float(b), float(min(a, 100)), i < n)
        for i, (b, a) in enumerate(zip(before, after, strict=True))
    ]


def published(learners, taken):
    people = [Delegate(p.organisation, p.before, p.after) for p in learners if p.taken is taken for _ in (0, 1)]
    own = {p.organisation: p.organisation for p in learners}
    return Side(level_figure(people, own, SPREAD), change_figure(people, own, SPREAD))


@pytest.mark.parametrize("seed", range(5))
def test_with_their_own_slope_it_is_the_analysis_of_covariance_up_to_rounding(seed):
    learners = sector(24, seed)
    exact, own = taker_association(learners), own_adjustment(learners)
    found = published_association(published(learners, taken=True), published(learners, taken=False), own, SPREAD)
    assert own.slope == pytest.approx(exact.slope, abs=0.05 + 1e-9)
    assert found.is_estimated
    steps = 2 * 50 / 24 + 2 * 25 / 24 * (1 - own.slope) + 0.05 * 35
    assert abs(found.value - exact.value) <= steps
    assert found.low <= exact.value <= found.high


def test_fewer_than_twenty_owners_a_side_give_neither_slope_nor_spread_away():
    assert own_adjustment(sector(19)) is None
    assert own_adjustment(sector(20)) is not None
    assert own_adjustment([]) is None


def test_an_own_slope_is_a_tenth_between_none_and_all():
    steep = [replace(p, after=2 * p.before - 40) for p in sector(20)]
    steep = [replace(p, after=p.after + i % 3) for i, p in enumerate(steep)]
    assert own_adjustment(steep).slope == 1.0
    assert own_adjustment([replace(p, after=100 - p.before + i % 3) for i, p in enumerate(sector(20))]).slope == 0.0


def test_owners_who_hardly_differ_are_taken_to_differ_by_eight_points():
    alike = [replace(p, after=0.7 * p.before + 20 + 0.01 * (i % 2)) for i, p in enumerate(sector(20))]
    assert own_adjustment(alike).half == pytest.approx(2.026192 * 8 * sqrt(2 / 20), rel=1e-4)


def test_where_a_figure_is_only_a_bound_nothing_is_compared():
    bound = side(8, 50, 10)
    bound = replace(bound, before=replace(bound.before, value=None))
    assert published_association(bound, side(8, 50, 0), Adjustment(0.8), SPREAD) is None
    assert published_association(side(8, 50, 0), bound, Adjustment(0.8), SPREAD) is None


def test_over_several_skills_it_is_the_mean_of_what_is_published():
    found = [published_association(side(8, 40, c), side(9, 50, 0), Adjustment(0.8), SPREAD) for c in (10, 20)]
    mean = mean_association(found)
    assert mean.value == pytest.approx(sum(each.value for each in found) / 2)
    assert (mean.low, mean.high) == pytest.approx(
        tuple(sum(getattr(e, end) for e in found) / 2 for end in ("low", "high"))
    )
    assert (mean.n_takers, mean.n_others, mean.slope) == (8, 9, 0.8)
    assert mean_association([]) is None
