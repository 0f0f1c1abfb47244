from math import isnan
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.mstats import hdquantiles

from benchmarking.stats.estimate import QUANTILES, estimate_metric, pooled_sd
from benchmarking.stats.peer_groups import build_tree
from benchmarking.stats.records import Contributor, Metric, PeerTree
from tests.benchmarking.stats.sectors import Sector

TEN = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0]


def two_groups(**options):
    return Sector({"a": TEN, "b": [50.0] * 6, "other": [0.0] * 6}, **options)


def test_a_total_is_the_sum_over_owners():
    found = two_groups().estimate("sector/a")
    assert (found.total, found.n_owners, found.n_units, found.n_effective) == (550, 10, 10, None)
    assert found.sd == pytest.approx(stdev(TEN))


def test_a_residual_has_its_n_but_no_total():
    found = two_groups().estimate("sector/other", population={"sector/other": 9})
    assert isnan(found.total)
    assert (found.n_owners, found.n_units, found.sd, found.quantiles, found.population) == (6, 6, None, {}, 9)


def test_an_owner_of_two_sites_in_a_leaf_counts_once_with_their_mean():
    found = two_groups(owners={"a0": "x", "a1": "x"}).estimate("sector/a")
    assert (found.total, found.n_owners, found.n_units) == (550 - 15, 9, 9)


def test_an_owner_in_two_leaves_is_two_units_of_the_sector_and_one_owner():
    found = two_groups(owners={"a0": "x", "b0": "x"}).estimate("sector")
    assert (found.total, found.n_owners, found.n_units) == (850, 21, 22)
    assert found.n_effective == pytest.approx(22**2 / (20 + 4))


def test_the_spread_of_a_sector_is_linearised_over_its_owners():
    sector = two_groups(owners={"a0": "x", "b0": "x"})
    centre = 850 / 22
    apart = [v - centre for v in [*TEN[1:], *[50.0] * 5, *[0.0] * 6]]
    together = 10 - centre + 50 - centre
    variance = 21 / 20 * (sum(d * d for d in apart) + together**2) / 22**2
    found = sector.estimate("sector")
    assert found.sd**2 / found.n_effective == pytest.approx(variance)


def test_above_leaves_the_lower_response_of_owners_and_sites_counts():
    sector = two_groups(owners={"a0": "x", "b0": "x"})
    population = {"sector": 42, "sector/a": 20, "sector/b": 12}
    whole, a, *_ = estimate_metric(
        sector.tree, sector.contributors, sector.metric, population, {"sector": 88, "sector/a": 100}
    )
    assert (whole.n_owners, whole.site_rate, whole.sampled) == (21, 22 / 88, 0.25)
    assert (a.cohort, a.site_rate, a.sampled) == ("sector/a", None, 0.5)


@pytest.mark.parametrize(("sites", "sampled"), [(None, 0.5), ({}, 0), ({"sector": 22}, 0.5), ({"sector": 21}, 0)])
def test_sites_never_raise_the_response_of_owners_and_unknown_ones_take_it_away(sites, sampled):
    sector = two_groups(owners={"a0": "x", "b0": "x"})
    whole, *_ = estimate_metric(sector.tree, sector.contributors, sector.metric, {"sector": 42}, sites)
    assert whole.sampled == sampled


def test_a_mean_counts_the_sites_that_stated_a_value_and_a_share_all_of_them():
    values = {"a": [1.0, None, 1.0, 1.0, 1.0, 1.0, 1.0], "b": [1.0] * 7, "c": [1.0] * 7}
    for kind, sites in (("mean", 20), ("share", 21)):
        sector = Sector(values, kind, owners={"a0": "x", "a1": "x"})
        found, *_ = estimate_metric(sector.tree, sector.contributors, sector.metric, {}, {"sector": 80})
        assert found.site_rate == sites / 80


def test_who_stated_nothing_leaves_the_mean_and_is_counted():
    found = Sector({"a": [*TEN, None]}).estimate()
    assert (found.total, found.n_units, found.not_stated) == (550, 10, 1)


def test_organisations_outside_the_base_count_nowhere():
    contributors = [Contributor(code, code, {}) for code in "abcdefgh"]
    metric = Metric("M", "share", dict.fromkeys("abcdef", 1.0))
    (share, not_stated) = estimate_metric(build_tree(contributors, []), contributors, metric)
    assert (share.total, share.n_units, not_stated.total) == (6, 6, 0)


def test_cuts_count_the_units_at_each_level_or_above():
    sector = Sector({"a": [1, 2, 2, 3, 4, 5, 5, None]}, "cuts", cuts=(2, 3, 4, 5))
    assert {e.statistic: e.total for e in sector.estimates()} == {
        "at_least_2": 6,
        "at_least_3": 4,
        "at_least_4": 3,
        "at_least_5": 2,
        "not_stated": 1,
    }
    assert {(e.n_units, e.not_stated) for e in sector.estimates()} == {(8, 1)}


def test_the_mean_of_several_sites_is_cut_as_it_is():
    sector = Sector({"a": [2, 3, 1, 1, 1, 1, 1]}, "cuts", cuts=(2, 3), owners={"a0": "x", "a1": "x"})
    assert [e.total for e in sector.estimates()] == [1, 0, 0]


@pytest.mark.parametrize(("sites", "holds"), [((1, 0), 1), ((1, 0, 0), 0), ((1, None), 1), ((0, None), 0)])
def test_an_owner_holds_if_at_least_half_of_its_stating_sites_do(sites, holds):
    owners = {f"a{i}": "x" for i in range(len(sites))}
    sector = Sector({"a": [*sites, 0, 0, 0, 0, 0]}, "share", owners=owners)
    assert sector.estimate(statistic="share").total == holds


def test_an_owner_that_stated_nothing_anywhere_stays_in_the_base():
    sector = Sector({"a": [None, None, 1, 1, 1, 1, 1]}, "share", owners={"a0": "x", "a1": "x"})
    assert (sector.estimate(statistic="share").total, sector.estimate(statistic="share").n_units) == (5, 6)
    assert sector.estimate(statistic="not_stated").total == 1


def test_the_pooled_spread_is_taken_within_leaves():
    sector = Sector({"a": [0.0, 20.0] * 4, "b": [80.0, 100.0] * 4, "other": [50.0] * 6})
    assert pooled_sd(sector.tree, sector.contributors, sector.metric) == (pytest.approx((1600 / 19) ** 0.5), 19)


def test_nobody_has_no_pooled_spread():
    assert pooled_sd(PeerTree((), ()), [], Metric("M", "mean", {})) == (0.0, 0)


def test_quantiles_are_harrell_davis_only_where_asked_for():
    assert two_groups().estimate("sector/a").quantiles == {}
    found = two_groups(quantiles=True).estimate("sector/a")
    assert list(found.quantiles.values()) == pytest.approx(list(hdquantiles(TEN, prob=list(QUANTILES.values()))))
    assert found.quantile_errors.keys() == QUANTILES.keys()


@pytest.mark.parametrize(
    ("kind", "value"), [("mean", 101), ("mean", float("nan")), ("share", 0.5), ("cuts", float("nan"))]
)
def test_a_value_that_cannot_be_is_refused_by_name(kind, value):
    with pytest.raises(ValueError, match=r"M: .* of a0 is no value"):
        Sector({"a": [value, 1, 1, 1, 1, 1]}, kind, cuts=(2,)).estimates()


def slow_total(members, contributors, leaves, values):
    total = 0.0
    for leaf in leaves:
        for owner in {c.owner for c in contributors}:
            its = [
                values[c.organisation] for c in contributors if c.owner == owner and c.organisation in leaf & members
            ]
            total += mean(its) if its else 0.0
    return total


@st.composite
def holdings(draw):
    n = draw(st.integers(20, 45))
    scores = draw(st.lists(st.integers(0, 100), min_size=n, max_size=n))
    facets = st.fixed_dictionaries({"kind": st.sampled_from("abc"), "size": st.sampled_from("sl")})
    contributors = [
        Contributor(f"o{i}", f"w{draw(st.integers(0, n)) if draw(st.booleans()) else i}", draw(facets))
        for i in range(n)
    ]
    return contributors, Metric("M", "mean", {f"o{i}": float(s) for i, s in enumerate(scores)})


@given(holdings())
def test_totals_are_those_of_the_slow_twin_and_leaves_add_up_to_their_parents(drawn):
    contributors, metric = drawn
    tree = build_tree(contributors, ["kind", "size"])
    leaves = [leaf.members for leaf in tree.leaves()]
    for cohort, estimate in zip(tree.cohorts, estimate_metric(tree, contributors, metric), strict=True):
        if not cohort.is_residual:
            assert estimate.total == pytest.approx(slow_total(cohort.members, contributors, leaves, metric.values))
        below = [
            e
            for e in estimate_metric(tree, contributors, metric)
            if e.cohort in {c.code for c in tree.children(cohort.code)}
        ]
        assert not below or sum(e.n_units for e in below) == estimate.n_units


@given(holdings(), st.randoms())
def test_the_order_of_the_organisations_changes_nothing(drawn, random):
    contributors, metric = drawn
    tree = build_tree(contributors, ["kind"])
    shuffled = random.sample(contributors, len(contributors))
    mixed = Metric("M", "mean", {c.organisation: metric.values[c.organisation] for c in shuffled})
    assert repr(estimate_metric(tree, shuffled, mixed)) == repr(estimate_metric(tree, contributors, metric))
    assert pooled_sd(tree, shuffled, mixed) == pooled_sd(tree, contributors, metric)
