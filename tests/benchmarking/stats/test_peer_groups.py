from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.peer_groups import build_tree, on_base, units
from benchmarking.stats.records import Contributor, PeerTree, Withheld

ORDER = ("model", "family")


def sites(n, model=None, family=None, *, prefix=None, owner=None):
    """As many organisations of an owner each (or all of one owner) with the same facets."""
    facets = {name: value for name, value in (("model", model), ("family", family)) if value is not None}
    names = [f"{prefix or '-'.join(facets.values()) or 'none'}-{i:02}" for i in range(n)]
    return [Contributor(name, owner or f"owner of {name}", facets) for name in names]


def groups(tree):
    return {cohort.code: cohort.n_owners for cohort in tree.cohorts}


def residuals(tree):
    return [cohort.code for cohort in tree.cohorts if cohort.is_residual]


def test_two_groups_that_fill_the_sector_are_shown_and_the_smaller_is_the_residual():
    tree = build_tree([*sites(12, "contract"), *sites(8, "own")], ORDER)
    assert groups(tree) == {"sector": 20, "sector/contract": 12, "sector/own": 8}
    assert residuals(tree) == ["sector/own"]
    assert tree.withheld == ()


def test_small_groups_that_reach_six_together_become_all_other():
    tree = build_tree([*sites(14, "contract"), *sites(4, "own"), *sites(3, "supplier")], ORDER)
    assert groups(tree) == {"sector": 21, "sector/contract": 14, "sector/other": 7}
    assert residuals(tree) == ["sector/other"]
    assert tree.withheld == (
        Withheld(("own",), "sector", "too_few"),
        Withheld(("supplier",), "sector", "too_few"),
    )


def test_a_remainder_below_six_drops_the_smallest_group():
    tree = build_tree([*sites(12, "contract"), *sites(7, "own"), *sites(2, "supplier")], ORDER)
    assert groups(tree) == {"sector": 21, "sector/contract": 12, "sector/other": 9}
    assert tree.withheld == (
        Withheld(("own",), "sector", "would_reveal_others"),
        Withheld(("supplier",), "sector", "too_few"),
    )


def test_a_lone_group_beside_a_small_remainder_is_not_shown():
    tree = build_tree([*sites(17, "contract"), *sites(3, "own")], ORDER)
    assert groups(tree) == {"sector": 20}
    assert tree.withheld == (
        Withheld(("contract",), "sector", "would_reveal_others"),
        Withheld(("own",), "sector", "too_few"),
    )


def test_of_equally_small_groups_the_later_code_is_dropped():
    tree = build_tree([*sites(9, "a"), *sites(6, "c"), *sites(6, "b"), *sites(1, "d")], ORDER)
    assert groups(tree) == {"sector": 22, "sector/a": 9, "sector/b": 6, "sector/other": 7}


def test_organisations_that_lack_the_facet_go_to_the_remainder():
    tree = build_tree([*sites(14, "contract"), *sites(7), *sites(1, "", prefix="empty")], ORDER)
    assert groups(tree) == {"sector": 22, "sector/contract": 14, "sector/other": 8}
    assert tree.withheld == ()


def test_those_who_said_other_are_all_other_by_meaning_however_many():
    said_other = [*sites(9, "other", "x"), *sites(8, "other", "y")]
    tree = build_tree([*sites(7, "contract"), *said_other], ORDER)
    assert groups(tree) == {"sector": 24, "sector/contract": 7, "sector/other": 17}
    assert residuals(tree) == ["sector/other"]
    assert tree.withheld == ()


def test_a_residual_with_a_name_is_split_like_any_other_group():
    contract = [*sites(9, "contract", "biologics"), *sites(7, "contract", "advanced")]
    own = [*sites(8, "own", "biologics"), *sites(6, "own", "advanced")]
    tree = build_tree([*contract, *own], ORDER)
    assert groups(tree)["sector/own/biologics"] == 8
    assert residuals(tree) == ["sector/own", "sector/contract/advanced", "sector/own/advanced"]


def test_finer_groups_stand_below_groups_whose_parts_are_large_enough():
    contract = [*sites(9, "contract", "biologics"), *sites(7, "contract", "advanced")]
    own = [*sites(6, "own", "biologics"), *sites(6, "own", "advanced"), *sites(2, "own", "plasma")]
    tree = build_tree([*contract, *own], ORDER)
    assert groups(tree) == {
        "sector": 30,
        "sector/contract": 16,
        "sector/own": 14,
        "sector/contract/biologics": 9,
        "sector/contract/advanced": 7,
        "sector/own/advanced": 6,
        "sector/own/other": 8,
    }
    assert residuals(tree) == ["sector/own", "sector/contract/advanced", "sector/own/other"]
    assert tree.withheld == (
        Withheld(("own", "biologics"), "sector/own", "would_reveal_others"),
        Withheld(("own", "plasma"), "sector/own", "too_few"),
    )


def test_a_facet_on_which_all_agree_is_passed_over():
    tree = build_tree([*sites(12, "contract", "biologics"), *sites(9, "contract", "advanced")], ORDER)
    assert groups(tree) == {"sector": 21, "sector/contract/biologics": 12, "sector/contract/advanced": 9}
    assert {cohort.parent for cohort in tree.cohorts} == {None, "sector"}


def test_below_twenty_owners_there_are_no_sub_groups():
    tree = build_tree([*sites(10, "contract"), *sites(9, "own")], ORDER)
    assert groups(tree) == {"sector": 19}
    assert {w.reason for w in tree.withheld} == {"sector_below_20"}
    assert [w.path for w in tree.withheld] == [("contract",), ("own",)]


def test_below_six_owners_nothing_is_shown():
    five_owners = [*sites(5), *sites(30, owner="owner of none-00", prefix="more")]
    assert build_tree(five_owners, ORDER) == PeerTree((), (Withheld((), "", "too_few"),))
    assert build_tree([], ORDER).cohorts == ()


def test_many_sites_of_one_owner_are_one_contributor():
    many = sites(20, "own", owner="giant")
    tree = build_tree([*sites(20, "contract"), *many], ORDER)
    assert groups(tree) == {"sector": 21}


def test_an_owner_with_sites_in_two_groups_counts_in_each():
    both = [*sites(1, "contract", owner="two", prefix="x"), *sites(1, "own", owner="two", prefix="y")]
    tree = build_tree([*sites(14, "contract"), *sites(5, "own"), *both], ORDER)
    assert groups(tree) == {"sector": 20, "sector/contract": 15, "sector/own": 6}


def test_an_empty_order_leaves_the_sector_alone():
    assert groups(build_tree(sites(30, "contract"), ())) == {"sector": 30}
    assert groups(build_tree(sites(9, "contract"), ())) == {"sector": 9}


@pytest.mark.parametrize("build", [lambda k: build_tree([], ORDER, k), lambda k: on_base(PeerTree((), ()), [], (), k)])
def test_k_may_only_be_raised(build):
    with pytest.raises(ValueError, match=r"A smallest group of 5 owners is not allowed: the limit of 6 .*raised"):
        build(5)


def test_the_start_of_sub_groups_may_only_be_raised():
    with pytest.raises(ValueError, match="Sub-groups from 12 owners is not allowed"):
        build_tree([], ORDER, sub_groups_from=12)
    assert groups(build_tree([*sites(12, "contract"), *sites(12, "own")], ORDER, sub_groups_from=25)) == {"sector": 24}


def test_bad_contributors_are_refused_by_name():
    with pytest.raises(ValueError, match="Organisations given twice: a-00"):
        build_tree([*sites(2, "a"), *sites(1, "a")], ORDER)
    with pytest.raises(ValueError, match='Facet values with a "/": a/b'):
        build_tree(sites(1, "a/b"), ORDER)


CONTRACT = [*sites(9, "contract", "biologics"), *sites(7, "contract", "advanced")]
OWN = sites(8, "own")
EVERYBODY = [*CONTRACT, *OWN]


def codes(contributors):
    return [c.organisation for c in contributors]


def test_a_base_of_everybody_changes_nothing():
    tree = build_tree(EVERYBODY, ORDER)
    assert on_base(tree, EVERYBODY, codes(EVERYBODY), 6) == tree


def test_a_family_with_one_block_too_small_in_the_base_is_withheld_whole():
    tree = build_tree(EVERYBODY, ORDER)
    found = on_base(tree, EVERYBODY, codes([*CONTRACT[:9], *CONTRACT[11:], *OWN]), 6)
    assert groups(found) == {"sector": 22, "sector/contract": 14, "sector/own": 8}
    assert found.withheld == (
        Withheld(("contract", "biologics"), "sector/contract", "would_reveal_others"),
        Withheld(("contract", "advanced"), "sector/contract", "too_few"),
    )


def test_a_withheld_family_takes_all_below_it_along():
    tree = build_tree(EVERYBODY, ORDER)
    assert groups(on_base(tree, EVERYBODY, codes([*CONTRACT, *OWN[:5]]), 6)) == {"sector": 21}


def test_a_sensitive_metric_has_fewer_groups():
    tree = build_tree(EVERYBODY, ORDER)
    assert groups(on_base(tree, EVERYBODY, codes(EVERYBODY), 8)) == {
        "sector": 24,
        "sector/contract": 16,
        "sector/own": 8,
    }
    assert groups(on_base(tree, EVERYBODY, codes(EVERYBODY), 11)) == {"sector": 24}


def test_a_base_below_k_shows_nothing():
    tree = build_tree(EVERYBODY, ORDER)
    found = on_base(tree, EVERYBODY, codes(EVERYBODY[:5]), 6)
    assert (found.cohorts, found.withheld[0]) == ((), Withheld((), "", "too_few"))


def test_a_base_needs_the_contributors_of_its_tree():
    with pytest.raises(ValueError, match=r"Group sector holds contract-advanced-00, .* who are no contributors"):
        on_base(build_tree(EVERYBODY, ORDER), OWN, [], 6)


def test_an_owner_is_one_unit_in_each_leaf():
    both = [*sites(2, "contract", owner="two", prefix="x"), *sites(1, "own", owner="two", prefix="y")]
    everybody = [*sites(14, "contract"), *sites(6, "own"), *both]
    tree = build_tree(everybody, ORDER)
    found = units(tree.cohorts[0], tree, everybody, codes(everybody))
    assert len(found) == 14 + 6 + 2
    assert found["two", "sector/contract"] == {"x-00", "x-01"}
    assert found["two", "sector/own"] == {"y-00"}
    assert list(found) == sorted(found)


def test_owners_outside_the_base_are_no_units():
    tree = build_tree(EVERYBODY, ORDER)
    own = tree.cohorts[2]
    assert own.code == "sector/own"
    assert list(units(own, tree, EVERYBODY, codes(OWN[:2]))) == [
        ("owner of own-00", "sector/own"),
        ("owner of own-01", "sector/own"),
    ]


def sector(counts, pool):
    """As many organisations in each (model, family) as counted; with a small pool owners have several sites."""
    cells = [cell for cell, n in counts.items() for _ in range(n)]
    return [
        Contributor(f"o{i}", f"owner{i * 7 % pool}", {"model": model, "family": family})
        for i, (model, family) in enumerate(cells)
    ]


# Groups around the border of six, half the time without anybody who lacks a facet or said "other".
NAMED = {(model, family): st.integers(0, 13) for model in "abc" for family in "xy"}
UNNAMED = dict.fromkeys([("", "x"), ("other", "y"), ("a", ""), ("b", "other")], st.sampled_from([0, 0, 0, 1, 7]))
COUNTS = st.fixed_dictionaries(NAMED) | st.fixed_dictionaries(NAMED | UNNAMED)
SECTORS = st.builds(sector, COUNTS, st.sampled_from([19, 37, 200]))
RAISED = st.integers(6, 14)


def owners_of(contributors, members):
    return {c.owner for c in contributors if c.organisation in members}


def assert_sound(tree, contributors, k, base):
    for cohort in tree.cohorts:
        children = tree.children(cohort.code)
        assert cohort.n_owners == len(owners_of(contributors, cohort.members)) >= k
        assert [child.is_residual for child in children] == [False] * (len(children) - 1) + [True] * bool(children)
        assert not children or frozenset.union(*(c.members for c in children)) == cohort.members
        assert sum(len(c.members) for c in children) in (0, len(cohort.members))
        assert len({c.code for c in tree.cohorts}) == len(tree.cohorts)
        assert_no_owner_dominates(units(cohort, tree, contributors, base))


def assert_no_owner_dominates(found):
    owners = [owner for owner, _ in found]
    for owner in set(owners):
        assert 6 * owners.count(owner) <= len(owners)
        assert len(set(owners) - {owner}) >= 5


@given(SECTORS, RAISED)
def test_every_tree_is_laminar_with_k_owners_in_every_block_and_one_residual_a_family(contributors, k):
    assert_sound(build_tree(contributors, ORDER, k), contributors, k, codes(contributors))


@given(SECTORS, RAISED, st.sets(st.integers(0, 90), max_size=25))
def test_so_is_every_tree_on_a_base(contributors, k, absent):
    base = [code for i, code in enumerate(codes(contributors)) if i not in absent]
    tree = build_tree(contributors, ORDER)
    assert_sound(on_base(tree, contributors, base, k), contributors, k, base)


@given(SECTORS)
def test_units_of_leaves_add_up_to_those_of_their_parents(contributors):
    tree, base = build_tree(contributors, ORDER), codes(contributors)
    for cohort in tree.cohorts:
        own = units(cohort, tree, contributors, base)
        if children := tree.children(cohort.code):
            assert own == {u: m for child in children for u, m in units(child, tree, contributors, base).items()}
        assert frozenset().union(*own.values()) == cohort.members


@given(SECTORS, st.randoms())
def test_the_order_of_contributors_changes_nothing(contributors, chance):
    shuffled = chance.sample(contributors, len(contributors))
    assert build_tree(shuffled, ORDER) == build_tree(contributors, ORDER)


@given(SECTORS, st.randoms())
def test_permuting_scores_leaves_the_groups_identical(contributors, chance):
    # Scores reach the tree only by who has one at all, so that any permutation among them is the same base.
    scores = {c.organisation: float(i) for i, c in enumerate(contributors) if i % 5}
    permuted = dict(zip(scores, chance.sample(list(scores.values()), len(scores)), strict=True))
    tree = build_tree(contributors, ORDER)
    assert on_base(tree, contributors, permuted, 6) == on_base(tree, contributors, scores, 6)


@given(SECTORS, RAISED, RAISED)
def test_raising_k_never_adds_a_named_group_and_all_other_only_grows(contributors, one, other):
    low, high = sorted((one, other))
    before, after = build_tree(contributors, ORDER, low), build_tree(contributors, ORDER, high)
    shown = {(c.path, c.members) for c in before.cohorts}
    for cohort in after.cohorts:
        if cohort.path[-1:] != ("other",):
            assert (cohort.path, cohort.members) in shown
        else:
            siblings = [c for c in before.children(cohort.parent) if c.members <= cohort.members]
            assert frozenset().union(*(c.members for c in siblings)) == cohort.members


@given(SECTORS, RAISED, RAISED)
def test_raising_k_on_a_base_never_adds_a_group(contributors, one, other):
    low, high = sorted((one, other))
    tree, base = build_tree(contributors, ORDER), codes(contributors)[::2] + codes(contributors)[1::4]
    before, after = on_base(tree, contributors, base, low), on_base(tree, contributors, base, high)
    assert set(after.cohorts) <= set(before.cohorts)


def slow_children(contributors, k):
    """The largest set of values whose members, and the rest, have k owners or (the rest) none."""
    values = sorted({c.facets["model"] for c in contributors} - {"", "other"})
    sizes = {v: len({c.owner for c in contributors if c.facets["model"] == v}) for v in values}
    ranked = sorted((v for v in values if sizes[v] >= k), key=lambda v: (-sizes[v], v))
    for kept in range(len(ranked), 0, -1):
        rest = {c.owner for c in contributors if c.facets["model"] not in ranked[:kept]}
        if not rest or len(rest) >= k:
            return set(ranked[:kept])
    return set()


@given(SECTORS, RAISED)
def test_the_first_family_agrees_with_a_slow_twin(contributors, k):
    tree = build_tree(contributors, ("model",), k)
    expected = slow_children(contributors, k)
    enough = tree.cohorts and tree.cohorts[0].n_owners >= 20 and len({c.facets["model"] for c in contributors}) > 1
    found = {cohort.path[0] for cohort in tree.cohorts[1:]} - {"other"}
    assert found == (expected if enough else set())


def test_no_combination_of_published_sums_is_about_fewer_than_six_owners():
    # 21 owners, one of them in both groups: every set of five owners is tried as the support.
    both = [*sites(1, "a", "x", owner="two", prefix="p"), *sites(1, "b", owner="two", prefix="q")]
    everybody = [*sites(7, "a", "x"), *sites(6, "a", "y"), *sites(1, "a"), *sites(4, "b"), *sites(2, "c"), *both]
    tree = build_tree(everybody, ORDER)
    assert groups(tree) == {"sector": 21, "sector/a": 15, "sector/other": 7, "sector/a/x": 8, "sector/a/other": 7}
    assert not tells_of_five([cohort.members for cohort in tree.cohorts], everybody)


def test_the_brute_force_finds_a_planted_leak():
    # Without the residual rule, sector minus "a" would be three owners.
    everybody = [*sites(17, "a"), *sites(3, "b")]
    assert groups(build_tree(everybody, ORDER)) == {"sector": 20}
    assert tells_of_five([codes(everybody), codes(everybody[:17])], everybody)


CELLS = st.sampled_from(sorted(NAMED)) | st.sampled_from(sorted(NAMED | UNNAMED))


@settings(max_examples=10)
@given(st.lists(CELLS, min_size=20, max_size=30))
def test_no_random_small_sector_has_a_combination_about_fewer_than_six_owners(cells):
    everybody = sector(Counter(cells), pool=22)
    tree = build_tree(everybody, ORDER)
    assert not tells_of_five([cohort.members for cohort in tree.cohorts], everybody)


def tells_of_five(cohorts, contributors):
    """Whether some non-zero combination of the cohorts' sums is about at most five owners.

    It is about the owners S alone iff leaving out the columns of S lowers the rank; all S are tried.
    """
    names, owners = codes(contributors), np.array([c.owner for c in contributors])
    rows = np.array([[name in members for name in names] for members in map(set, cohorts)], dtype=float)
    fives = np.array(list(combinations(sorted(set(owners)), 5)))
    kept = ~(owners[None, :, None] == fives[:, None, :]).any(axis=2)
    return bool((np.linalg.matrix_rank(rows * kept[:, None, :]) < np.linalg.matrix_rank(rows)).any())
