from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.records import Cohort, Metric, PeerTree
from benchmarking.stats.thresholds import Thresholds, coarser
from tests.benchmarking.stats.sectors import Sector, holders, levels, scores, shown


@pytest.mark.parametrize(
    ("n", "statistics"),
    [
        (5, set()),
        (6, {"mean"}),
        (19, {"mean"}),
        (20, {"mean", "lower_quartile", "median", "upper_quartile"}),
        (49, {"mean", "lower_quartile", "median", "upper_quartile"}),
        (50, {"mean", "lower_quartile", "median", "upper_quartile", "p10", "p90"}),
    ],
)
def test_what_is_shown_of_a_score_follows_the_number_of_owners(n, statistics):
    figures = Sector({"a": scores(n)}, quantiles=True).figures()
    assert shown(figures) == {("sector", s) for s in statistics}
    assert {f.n_owners for f in figures} == ({n} if figures else set())


@pytest.mark.parametrize(("n", "in_bands", "in_per_cent"), [(9, 0, 0), (10, 5, 0), (19, 5, 0), (20, 5, 5)])
def test_cuts_are_bands_from_ten_owners_and_per_cents_from_twenty(n, in_bands, in_per_cent):
    figures = Sector({"a": levels(n)}, "cuts", cuts=(2, 3, 4, 5)).figures()
    assert [len(figures), sum(f.value is not None for f in figures)] == [in_bands, in_per_cent]


@pytest.mark.parametrize(("kind", "n"), [("mean", 10), ("share", 10), ("mean", 11), ("share", 11)])
def test_sensitive_metrics_open_at_eleven_owners(kind, n):
    assert bool(Sector({"a": [0.0, 1.0] * 20}, kind, k=11).figures())
    assert bool(Sector({"a": [0.0, *[1.0] * (n - 1)]}, kind, k=11).figures()) == (n == 11)


def test_owners_count_not_sites():
    assert Sector({"a": scores(8)}, owners=dict.fromkeys(["a0", "a1", "a2", "a3"], "x")).figures() == []


def test_there_are_no_groups_below_twenty_owners_in_the_base():
    sector = Sector({"a": [*scores(12), None, None], "other": scores(7)})
    assert [c.code for c in sector.tree.cohorts] == ["sector", "sector/a", "sector/other"]
    assert shown(sector.figures()) == {("sector", "mean")}


def test_a_family_with_a_block_too_small_in_the_base_stays_closed():
    sector = Sector({"a": scores(20), "b": [*scores(5), None], "other": scores(8)})
    assert shown(sector.figures()) == {("sector", "mean")}


def test_sub_groups_of_a_closed_group_stay_closed():
    sector = Sector({"a": scores(20), "b": [*scores(5), None], "other": scores(8)})
    below = (
        Cohort("sector/a/x", ("a", "x"), "sector/a", frozenset(f"a{i}" for i in range(10)), 10),
        Cohort("sector/a/other", ("a", "other"), "sector/a", frozenset(f"a{i}" for i in range(10, 20)), 10, True),
    )
    sector.tree = PeerTree((*sector.tree.cohorts, *below), ())
    assert shown(sector.figures()) == {("sector", "mean")}


def without_all_other(tree):
    return PeerTree(tuple(replace(c, is_residual=False) for c in tree.cohorts), ())


def without_a_member(tree):
    first, second, *rest = tree.cohorts
    return PeerTree((first, replace(second, members=frozenset(list(second.members)[1:])), *rest), ())


@pytest.mark.parametrize("broken", [without_all_other, without_a_member])
def test_a_tree_that_would_undo_the_blur_is_refused(broken):
    sector = Sector({"a": scores(15), "other": scores(15)})
    with pytest.raises(ValueError, match='one "all other"'):
        publish(broken(sector.tree), sector.estimates(), 15, 20, sector.metric, withstands=bool)


def test_a_limit_below_six_owners_is_refused():
    with pytest.raises(ValueError, match="may only be raised"):
        Sector({"a": scores(20)}, k=5).figures()


def test_an_estimate_that_is_lacking_is_named():
    sector = Sector({"a": scores(15), "other": scores(15)})
    with pytest.raises(ValueError, match="no estimate for sector/a, sector/other"):
        publish(sector.tree, sector.estimates()[:1], 15, 20, sector.metric, withstands=bool)


def test_raised_limits_are_obeyed():
    sector = Sector({"a": scores(12)})
    assert sector.figures(limits=Thresholds(owners=13)) == []
    assert sector.figure(limits=Thresholds(step=100, clamp=200)).value == 550 / 12


def test_an_empty_tree_has_no_figures():
    assert publish(PeerTree((), ()), [], 0.0, 0, Metric("M", "mean", {}), withstands=bool) == []


def widths(figures):
    """Of the sums behind direct means: 50 by the standard rule, 100 after rule 12."""
    return {round((f.most - f.least) * f.n_units) for f in figures if not f.bound}


def falling_back(sector, *verdicts):
    """What is published if the attack check says so, attempt by attempt; and what it was shown."""
    said, seen = list(verdicts), []

    def withstands(figures):
        seen.append(figures)
        return said.pop(0)

    figures = publish(sector.tree, sector.estimates(), 15, 20, sector.metric, withstands=withstands)
    return figures, seen


def test_what_fails_the_attack_is_rounded_more_coarsely_everywhere_then_the_sector_alone_then_nothing():
    sector = Sector({"a": scores(15), "b": scores(15), "other": scores(12)})
    standard, _ = falling_back(sector, True)
    coarse, _ = falling_back(sector, False, True)
    root, _ = falling_back(sector, False, False, True)
    nothing, seen = falling_back(sector, False, False, False)
    assert [widths(f for f in figures if f.cohort != "sector/other") for figures in (standard, coarse)] == [{50}, {100}]
    assert [{f.cohort for f in figures} for figures in (coarse, root)] == [{f.cohort for f in standard}, {"sector"}]
    assert widths(root) == {100}
    assert nothing == []
    assert seen == [standard, coarse, root]


def test_bands_fall_back_in_the_same_order():
    sector = Sector({"a": holders(4, 15), "b": holders(7, 15), "other": holders(5, 12)}, "share")
    coarse, _ = falling_back(sector, False, True)
    root, _ = falling_back(sector, False, False, True)
    assert {(f.cohort, f.least, f.most) for f in coarse if f.statistic == "share"} == {
        ("sector", 12, 17),
        ("sector/a", 0, 5),
        ("sector/b", 6, 11),
        ("sector/other", 0, 11),
    }
    assert {f.cohort for f in root} == {"sector"}


def test_raised_limits_stay_raised_in_the_fallback():
    assert coarser(Thresholds(owners=8, step=50, clamp=250)) == Thresholds(owners=8, step=100, clamp=300, band=6)
    assert coarser(Thresholds(band=9)).band == 9


@given(st.lists(st.floats(0, 100), min_size=26, max_size=40), st.randoms())
def test_which_groups_are_shown_does_not_depend_on_the_answers(answers, random):
    mixed = random.sample(answers, len(answers))
    first, second = ({"a": v[:14], "other": v[14:]} for v in (answers, mixed))
    assert {f.cohort for f in Sector(first).figures()} == {f.cohort for f in Sector(second).figures()}


@given(st.integers(6, 40), st.integers(6, 12))
def test_a_higher_limit_never_shows_more(n, k):
    sector = Sector({"a": scores(n), "other": scores(9)})
    assert shown(sector.figures(limits=Thresholds(owners=k))) <= shown(sector.figures())
