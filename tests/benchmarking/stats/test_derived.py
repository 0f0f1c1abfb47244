import pytest

from benchmarking.stats.derived import gap_figure, share_between
from benchmarking.stats.records import Figure


def mean(metric, value, half=5.0):
    return Figure("sector", metric, "mean", 20, 20, value, value - half, value + half, value - 1, value + 1)


def share(statistic, value, least, most, n=20):
    return Figure("sector", "item:A1", statistic, n, n, value, value and value - 10, value and value + 10, least, most)


def test_a_gap_is_needed_less_current():
    gap = gap_figure(mean("needed", 60.0), mean("current", 45.0), "gap")
    assert (gap.value, gap.least, gap.most) == (15.0, 13.0, 17.0)
    # √(5² + 5²) = 7.07, rounded up.
    assert (gap.low, gap.high) == (7.0, 23.0)


def test_a_gap_needs_both_means():
    clamped = Figure("sector", "current", "mean", 20, 20, None, 0.0, 12.0, 0.0, 7.5, "at_most")
    assert gap_figure(mean("needed", 60.0), clamped, "gap") is None


def test_a_share_in_between_is_what_reached_one_level_less_what_passed_another():
    between = share_between(share("at_least_2", 80.0, 15, 17), share("at_least_4", 35.0, 6, 8), "low")
    assert (between.statistic, between.value, between.least, between.most) == ("share", 45.0, 7, 11)
    assert (between.low, between.high) == (30.0, 60.0)


def test_without_a_higher_level_it_is_what_reached_the_level():
    reached = share("at_least_4", 35.0, 6, 8)
    between = share_between(reached, None, "high")
    assert (between.value, between.low, between.high, between.least, between.most) == (35.0, 25.0, 45.0, 6, 8)


def test_bands_without_per_cents_stay_bands():
    between = share_between(share("at_least_2", None, 9, 12, n=12), share("at_least_4", None, 3, 5, n=12), "low")
    assert (between.value, between.low, between.high, between.least, between.most) == (None, None, None, 4, 9)


def test_shares_of_two_groups_have_nothing_in_between():
    with pytest.raises(ValueError, match="one group and base"):
        share_between(share("at_least_2", 80.0, 15, 17), share("at_least_4", 35.0, 6, 8, n=19), "low")
