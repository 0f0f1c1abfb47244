import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from benchmarking.stats.intervals import published_half_width, sampling_half_width
from benchmarking.stats.position import FALSE_DISCOVERY_RATE, Flags, OwnScore, Position, flags, position
from benchmarking.stats.records import Figure


def figure(statistic, value, *interval, n=14, metric="AUT"):
    return Figure("sector", metric, statistic, n, n, value, *interval)


SMALL = [figure("mean", 50.0, 43.0, 57.0)]
LARGE = [
    figure("mean", 50.0, 47.0, 53.0, n=30),
    figure("lower_quartile", 40.0, n=30),
    figure("median", 50.0, n=30),
    figure("upper_quartile", 60.0, n=30),
]


@pytest.mark.parametrize(
    ("own", "standing"), [(42.9, "below"), (43, "similar"), (50, "similar"), (57, "similar"), (57.1, "above")]
)
def test_a_small_group_is_compared_by_its_published_interval(own, standing):
    assert position(own, 5, SMALL) == Position("sector", "AUT", own, standing, 14)


@pytest.mark.parametrize(
    ("own", "standing"),
    [(35, "lowest_quarter"), (45, "second_quarter"), (55, "third_quarter"), (65, "highest_quarter")],
)
def test_from_twenty_owners_the_quarter_is_named(own, standing):
    assert position(own, 2, LARGE) == Position("sector", "AUT", own, standing, 30)


@pytest.mark.parametrize(
    ("own", "sem", "between"),
    [
        (41, 1, ("lowest_quarter", "second_quarter")),
        (40, 0, ("lowest_quarter", "second_quarter")),
        (59, 5, ("second_quarter", "highest_quarter")),
        (50, 10, ("lowest_quarter", "highest_quarter")),
    ],
)
def test_a_score_whose_error_touches_a_quartile_is_on_the_border(own, sem, between):
    assert position(own, sem, LARGE) == Position("sector", "AUT", own, "on_the_border", 30, between)


def test_the_border_ends_at_196_standard_errors():
    assert position(40 + 1.97, 1, LARGE).standing == "second_quarter"
    assert position(40 + 1.95, 1, LARGE).standing == "on_the_border"


def test_quartiles_below_twenty_owners_are_not_used():
    small = [figure(f.statistic, f.value, f.low, f.high, n=19) for f in LARGE]
    assert position(65, 1, small).standing == "above"


def test_a_large_group_without_quartiles_is_read_by_its_interval():
    assert position(65, 1, LARGE[:3]).standing == "above"


@pytest.mark.parametrize("figures", [[], [figure("mean", None)], [figure("share", 20.0)]])
def test_without_a_published_interval_there_is_no_position(figures):
    assert position(50, 5, figures) is None


def test_a_clamped_mean_with_an_interval_still_places():
    assert position(60, 5, [figure("mean", None, 0.0, 25.0)]).standing == "above"


def test_figures_of_two_metrics_are_refused():
    with pytest.raises(ValueError, match="Figures of several groups or metrics"):
        position(50, 5, [*SMALL, figure("median", 50, metric="DAT")])


QUARTERS = ["lowest_quarter", "second_quarter", "third_quarter", "highest_quarter"]


@given(st.integers(0, 100), st.integers(0, 20))
def test_a_quarter_is_named_only_if_both_ends_of_the_own_interval_lie_in_it(own, sem):
    def quarter(score):
        return QUARTERS[sum(score > cut for cut in (40, 50, 60))]

    found = position(own, sem, LARGE)
    low, high = own - 1.96 * sem, own + 1.96 * sem
    touches = any(low <= cut <= high for cut in (40, 50, 60))
    assert found.standing == ("on_the_border" if touches else quarter(own))


def means(*values, half=4.0):
    return {f"D{i}": figure("mean", v, v - half, v + half, metric=f"D{i}") for i, v in enumerate(values)}


def owns(*scores, sem=4.0):
    return [OwnScore(f"D{i}", float(score), sem) for i, score in enumerate(scores)]


def test_a_clear_strength_and_a_clear_gap_are_flagged():
    assert flags(owns(80, 50, 20), means(50, 50, 50)) == Flags(("D0",), ("D2",))


def test_no_clear_difference_flags_nothing():
    assert flags(owns(52, 47, 50), means(50, 50, 50)) == Flags((), ())


def test_at_most_three_each_clearest_first_and_ties_by_code():
    own = owns(80, 80, 90, 80, 80, 10)
    assert flags(own, means(*[50] * 6)) == Flags(("D2", "D0", "D1"), ("D5",))
    assert flags(own[::-1], means(*[50] * 6)) == flags(own, means(*[50] * 6))


def test_dimensions_without_a_printed_mean_are_not_tested():
    published = means(50, 50) | {"D1": figure("mean", None, 0.0, 25.0, metric="D1")}
    assert flags(owns(90, 90, 90), published) == Flags(("D0",), ())
    assert flags(owns(90), {}) == Flags((), ())


def test_a_score_and_a_mean_without_error_differ_if_they_differ():
    assert flags(owns(50, 51, sem=0), means(50, 50, half=0.0)) == Flags(("D1",), ())


def slow_step_up(own, published):
    tests = []
    for score in own:
        mean = published[score.metric]
        error = (score.sem**2 + ((mean.high - mean.low) / 2 / 1.96) ** 2) ** 0.5
        tests.append((2 * norm.sf(abs(score.score - mean.value) / error), score.metric))
    tests.sort()
    passing = [i for i, (p, _) in enumerate(tests, 1) if p <= FALSE_DISCOVERY_RATE * i / len(tests)]
    return {metric for _, metric in tests[: max(passing, default=0)]}


@given(st.lists(st.integers(20, 80), min_size=1, max_size=3), st.integers(1, 8))
def test_flags_agree_with_a_slow_step_up_procedure(scores, sem):
    own, published = owns(*scores, sem=float(sem)), means(*[50.0] * len(scores))
    found = flags(own, published)
    assert {*found.strengths, *found.gaps} == slow_step_up(own, published)


def false_and_all_flags(seed, n_owners, apart):
    """Flags of one organisation whose first metrics differ from the group by `apart`, the rest not at all."""
    random = np.random.default_rng(seed)
    step = 50 / n_owners
    half = published_half_width(sampling_half_width(15, n_owners, 8 * (n_owners - 1)), step)
    own, published = [], {}
    for i in range(8):
        centre = random.uniform(30, 70)
        mean = step * (np.floor(random.normal(centre, 15 / np.sqrt(n_owners)) / step) + 0.5)
        published[f"D{i}"] = figure("mean", mean, mean - half, mean + half, n=n_owners, metric=f"D{i}")
        own.append(OwnScore(f"D{i}", centre + (apart if i < 4 and apart else 0) + random.normal(0, 5), 5.0))
    found = flags(own, published)
    named = [*found.strengths, *found.gaps]
    return sum(not apart or int(metric[1:]) >= 4 for metric in named), len(named)


@pytest.mark.parametrize("n_owners", [8, 14, 30])
@pytest.mark.parametrize("apart", [0.0, 20.0])
def test_one_flag_in_ten_is_false_at_most(n_owners, apart):
    reports = [false_and_all_flags(seed, n_owners, apart) for seed in range(500)]
    assert np.mean([false / max(1, named) for false, named in reports]) <= FALSE_DISCOVERY_RATE
    assert apart == 0 or sum(named - false for false, named in reports) > 500
