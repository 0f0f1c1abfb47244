from itertools import product
from math import ceil, floor, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from benchmarking.stats.intervals import owners_share_interval, proportion_interval
from benchmarking.stats.published_counts import narrowed
from benchmarking.stats.rounding import count_band
from tests.benchmarking.stats.sectors import Sector, holders, levels, shown


def test_a_share_of_fourteen_is_a_band_of_counts():
    figure = Sector({"a": holders(4, 14)}, "share").figure(statistic="share")
    assert (figure.value, figure.least, figure.most, figure.n_units) == (None, 3, 5, 14)


def test_a_share_of_sixty_four_is_the_middle_of_its_band_as_a_per_cent():
    figure = Sector({"a": holders(16, 64)}, "share").figure(statistic="share")
    assert (figure.value, figure.low, figure.high) == (25, 14, 39)
    assert proportion_interval(15, 64)[0] == pytest.approx(0.1475, abs=1e-3)
    assert proportion_interval(17, 64)[1] == pytest.approx(0.3847, abs=1e-3)


def test_a_known_population_narrows_the_interval_of_a_share():
    figure = Sector({"a": holders(16, 64)}, "share").figure(statistic="share", population={"sector": 80})
    low, high = proportion_interval(15, 64, 80)[0], proportion_interval(17, 64, 80)[1]
    assert 100 * low - 1 < figure.low <= 100 * low
    assert 100 * high <= figure.high < 100 * high + 1
    assert (figure.low, figure.high) == (20, 32)


def test_an_owner_in_two_groups_widens_the_interval_of_a_share_above_them():
    groups = {"a": holders(5, 16), "b": holders(4, 16)}
    one_each = Sector(groups, "share").figure(statistic="share")
    in_both = Sector(groups, "share", owners={f"b{i}": f"a{i}" for i in range(8)}).figure(statistic="share")
    assert (in_both.n_owners, in_both.n_units, in_both.value) == (24, 32, one_each.value)
    worth = 32**2 / (16 + 8 * 2**2)
    low, high = owners_share_interval(9, 32, 24, worth)[0], owners_share_interval(11, 32, 24, worth)[1]
    assert (in_both.low, in_both.high) == (floor(100 * low), ceil(100 * high))
    assert in_both.low < one_each.low < one_each.high < in_both.high


@pytest.mark.parametrize(("count", "value", "bound"), [(0, 1, "at_most"), (300, 99, "at_least")])
def test_no_share_is_nought_or_a_hundred_per_cent(count, value, bound):
    figure = Sector({"a": holders(count, 300)}, "share").figure(statistic="share")
    assert (figure.value, figure.bound) == (value, bound)


@given(st.integers(10, 80), st.data())
def test_counts_of_one_band_cannot_be_told_apart(n, data):
    count = data.draw(st.integers(0, n))
    sector = Sector({"a": holders(count, n)}, "share")
    figure = sector.figure(statistic="share", population={"sector": n + 9})
    for other in range(int(figure.least), int(figure.most) + 1):
        assert Sector({"a": holders(other, n)}, "share").figures(population={"sector": n + 9}) == sector.figures(
            population={"sector": n + 9}
        )


@given(st.lists(st.one_of(st.none(), st.integers(1, 5).map(float)), min_size=20, max_size=60), st.integers(12, 48))
def test_cuts_fall_with_the_level_in_every_group_also_in_all_other(answers, split):
    groups = {"a": answers[:split], "other": answers[split:]}
    figures = Sector(groups, "cuts", cuts=(2, 3, 4, 5)).figures()
    for cohort in {f.cohort for f in figures}:
        cuts = [f for f in figures if f.cohort == cohort and f.statistic.startswith("at_least")]
        assert [f.statistic for f in cuts] == [f"at_least_{level}" for level in (2, 3, 4, 5)]
        for field in ("least", "most", "value", "low", "high"):
            its = [getattr(f, field) for f in cuts if getattr(f, field) is not None]
            assert its == sorted(its, reverse=True)
        assert all(f.most - f.least >= 2 for f in cuts)


def test_not_stated_is_a_band_of_its_own_without_an_interval():
    figure = Sector({"a": [*levels(10), *[None] * 4]}, "cuts", cuts=(2,)).figure(statistic="not_stated")
    assert (figure.least, figure.most, figure.low, figure.high, figure.n_units) == (3, 5, None, None, 14)


def test_an_item_never_has_a_mean_beside_its_cuts():
    figures = Sector({"a": levels(60)}, "cuts", cuts=(2, 3, 4, 5), quantiles=True).figures()
    assert {f.statistic for f in figures} == {"at_least_2", "at_least_3", "at_least_4", "at_least_5", "not_stated"}


def test_all_other_of_a_share_is_the_difference_of_the_bands():
    sector = Sector({"a": holders(4, 20), "b": holders(10, 20), "other": holders(3, 24)}, "share")
    whole, b, other = (sector.figure(c, "share") for c in ("sector", "sector/b", "sector/other"))
    assert [(f.least, f.most) for f in (whole, b, other)] == [(15, 17), (9, 11), (0, 5)]
    assert (other.low, other.high) == (0, 41)


def test_all_other_of_a_share_needs_every_sibling():
    sector = Sector({"a": holders(4, 20), "b": holders(4, 9), "other": holders(3, 24)}, "share")
    assert shown(sector.figures()) == {(c, s) for c in ("sector", "sector/a") for s in ("share", "not_stated")}


def test_bands_that_give_a_group_away_fall_back_to_six_everywhere():
    # In threes: 18-22 of 22, minus 6-8 of 12, leaves 10 of 10.
    sector = Sector({"a": holders(8, 12), "other": holders(10, 10)}, "share")
    bands = {f.cohort: (f.least, f.most) for f in sector.figures() if f.statistic == "share"}
    assert bands == {"sector": (18, 22), "sector/a": (6, 12), "sector/other": (6, 10)}


def test_where_bands_of_six_give_a_group_away_only_the_sector_is_shown():
    sector = Sector({"a": holders(11, 17), "other": holders(7, 7)}, "share")
    assert shown(sector.figures()) == {("sector", "share"), ("sector", "not_stated")}


@given(
    st.lists(st.tuples(st.integers(6, 16), st.floats(0, 1)), min_size=2, max_size=4),
    st.sampled_from(["share", "cuts"]),
)
def test_a_member_who_knows_itself_never_knows_the_others(groups, kind):
    named = {f"g{i}": holders(round(share * n), n) for i, (n, share) in enumerate(groups)}
    sector = Sector(named, kind, cuts=(1,))
    statistic = "share" if kind == "share" else "at_least_1"
    figures = [f for f in sector.figures() if f.statistic == statistic]
    bands = {f.cohort: (int(f.least), int(f.most)) for f in figures}
    n_units = {c.code: len(c.members) for c in sector.tree.cohorts}
    for leaf in sector.tree.leaves() if bands else ():
        least, most = narrowed(sector.tree, bands, n_units)[leaf.code]
        assert most >= 2
        assert least <= n_units[leaf.code] - 2


@given(st.lists(st.tuples(st.integers(7, 9), st.floats(0, 1)), min_size=3, max_size=3))
def test_what_can_be_derived_is_what_the_slow_twin_finds(groups):
    named = {f"g{i}": holders(round(share * n), n) for i, (n, share) in enumerate(groups)}
    sector = Sector(named, "share")
    n_units = {c.code: len(c.members) for c in sector.tree.cohorts}
    bands = {
        e.cohort: count_band(int(e.total), e.n_units)
        for e in sector.estimates()
        if e.statistic == "share" and not isnan(e.total)
    }
    leaves = [leaf.code for leaf in sector.tree.leaves()]
    possible = [
        dict(zip(leaves, counts, strict=True))
        for counts in product(*(range(n_units[leaf] + 1) for leaf in leaves))
        if all(fits(counts, leaves, code, band) for code, band in bands.items())
    ]
    for leaf in leaves:
        found = [counts[leaf] for counts in possible]
        assert narrowed(sector.tree, bands, n_units)[leaf] == (min(found), max(found))


def fits(counts, leaves, code, band):
    below = sum(count for leaf, count in zip(leaves, counts, strict=True) if leaf.startswith(code))
    return band[0] <= below <= band[1]


@pytest.mark.parametrize(("n", "population"), [(10, 25), (14, 40), (20, 50)])
def test_published_intervals_of_shares_cover_every_share(n, population):
    sector = {count: Sector({"a": holders(count, n)}, "share") for count in range(n + 1)}
    intervals = {c: s.figure(statistic="share", population={"sector": population}) for c, s in sector.items()}
    for holding in range(population + 1):
        chances = hypergeom(population, holding, n).pmf(range(n + 1))
        inside = [f.low <= 100 * holding / population <= f.high for f in intervals.values()]
        assert chances @ inside >= 0.94
