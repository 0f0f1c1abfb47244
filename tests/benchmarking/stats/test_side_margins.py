from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.stats.attack_check import attack_check
from benchmarking.stats.disclosure_control import publish
from benchmarking.stats.estimate import estimate_metric, pooled_sd
from benchmarking.stats.gate import leak
from benchmarking.stats.peer_groups import build_tree, units
from benchmarking.stats.records import Contributor, Metric, PeerTree
from benchmarking.stats.side_margins import margin_units, side_margins, withheld_margins


def sector(cells):
    """(kind, size) → number of organisations of an owner each."""
    return [
        Contributor(f"{kind}-{size}-{i:02}", f"{kind}-{size}-{i:02}", {"kind": kind, "size": size})
        for (kind, size), n in cells.items()
        for i in range(n)
    ]


def passed(contributors, *facets, k=6):
    tree = build_tree(contributors, ["kind"], k)
    return [(m.code, m.n_owners) for m in side_margins(tree, contributors, facets or ["size"], k)]


def test_sizes_that_cut_every_group_in_two_large_parts_pass_largest_first():
    cells = {("a", "small"): 9, ("a", "large"): 7, ("b", "small"): 8, ("b", "large"): 8}
    assert passed(sector(cells)) == [("size:small", 17), ("size:large", 15)]


def test_a_margin_that_shows_five_of_a_group_by_subtraction_is_left_out():
    """All of a but five are small, nobody else is: a minus small is five."""
    cells = {("a", "small"): 15, ("a", "large"): 5, ("b", "large"): 15}
    assert passed(sector(cells)) == []
    cells[("a", "large")] = 6
    assert passed(sector(cells)) == [("size:large", 21), ("size:small", 15)]


def test_a_margin_below_k_is_left_out_and_so_is_the_other_that_would_show_it():
    cells = {("a", "small"): 3, ("a", "large"): 17, ("b", "small"): 2, ("b", "large"): 18}
    assert passed(sector(cells)) == []


def test_of_two_facets_the_second_has_to_live_with_the_first():
    """Region minus size would be four: only the larger margin enters."""
    contributors = [
        Contributor(f"o{i:02}", f"o{i:02}", {"size": "small" if i < 20 else "large", "region": "n" if i < 16 else "s"})
        for i in range(40)
    ]
    tree = build_tree(contributors, ["kind"])
    found = side_margins(tree, contributors, ["size", "region"])
    assert [m.code for m in found] == ["region:s", "region:n"]


def test_an_owner_of_more_than_a_quarter_keeps_a_margin_closed():
    """Of seven units two or three are the same owner's, in two or three groups of the tree."""
    cells = {("a", "small"): 5, ("b", "small"): 4, ("c", "small"): 4, ("a", "large"): 9, ("b", "large"): 9}
    several = sector({**cells, ("c", "large"): 9})
    assert ("size:small", 13) in passed(several)
    of = {"a-small-00": "big", "b-small-00": "big", "c-small-00": "big", "a-small-01": "big 2", "b-small-01": "big 2"}
    shared = [Contributor(c.organisation, of.get(c.organisation, c.owner), c.facets) for c in several]
    assert ("size:small", 10) in passed(shared)
    (margin,) = [m for m in side_margins(build_tree(shared, ["kind"]), shared, ["size"]) if m.value == "small"]
    assert margin.largest_weight == 3 / 13
    assert not margin.shows_quantiles


def test_a_unit_of_mixed_sizes_and_one_without_a_size_are_in_no_margin():
    contributors = sector({("a", "small"): 15, ("a", "large"): 15})
    mixed = [
        Contributor("x1", "x", {"kind": "a", "size": "small"}),
        Contributor("x2", "x", {"kind": "a", "size": "large"}),
    ]
    unknown = [Contributor(f"u{i}", f"u{i}", {"kind": "a", "size": "other" if i % 2 else ""}) for i in range(5)]
    assert passed([*contributors, *mixed, *unknown]) == [("size:large", 15), ("size:small", 15)]
    assert passed([*contributors, *mixed, *unknown[:4]]) == [("size:large", 15)]


def test_consultants_count_once():
    contributors = sector({("a", "small"): 7, ("a", "large"): 20})
    assert ("size:small", 7) in passed(contributors)
    shared = [
        Contributor(c.organisation, c.owner, c.facets, "one" if c.organisation in ("a-small-00", "a-small-01") else "")
        for c in contributors
    ]
    assert ("size:small", 7) in passed(shared)
    assert ("size:small", 7) not in passed(shared, k=7)


def test_a_small_sector_has_no_margins_and_a_low_k_is_refused():
    assert passed(sector({("a", "small"): 9, ("a", "large"): 10})) == []
    tree = build_tree(sector({("a", "small"): 30}), ["kind"])
    with pytest.raises(ValueError, match="may only be raised"):
        side_margins(tree, [], ["size"], 5)
    assert side_margins(PeerTree((), ()), [], ["size"]) == []


def test_a_tree_that_leaks_by_itself_is_refused():
    contributors = sector({("a", "small"): 17, ("b", "small"): 17})
    tree = build_tree(contributors, ["kind"])
    sector_itself, one, other = tree.cohorts
    few = frozenset({"a-small-00", "a-small-01"})
    broken = (sector_itself, replace(one, members=few), replace(other, members=sector_itself.members - few))
    with pytest.raises(ValueError, match="by themselves"):
        side_margins(PeerTree(broken, ()), contributors, ["size"])


def test_on_a_base_a_margin_has_to_pass_again():
    contributors = sector({("a", "small"): 9, ("a", "large"): 14})
    tree = build_tree(contributors, ["kind"])
    base = {c.organisation for c in contributors} - {f"a-small-0{i}" for i in range(3)}
    assert [m.code for m in side_margins(tree, contributors, ["size"], 6, base)] == ["size:large", "size:small"]
    assert side_margins(tree, contributors, ["size"], 6, base - {"a-small-08"}) == []


def test_a_margin_is_estimated_and_published_over_the_units_of_the_tree():
    """An owner in two groups of the tree counts as two units of the margin too."""
    contributors = sector({("a", "small"): 9, ("a", "large"): 8, ("b", "small"): 9, ("b", "large"): 8})
    one = {"a-small-00": "x", "b-small-00": "x"}
    contributors = [Contributor(c.organisation, one.get(c.organisation, c.owner), c.facets) for c in contributors]
    tree = build_tree(contributors, ["kind"])
    (small,) = [m for m in side_margins(tree, contributors, ["size"]) if m.value == "small"]
    metric = Metric("M", "mean", {c.organisation: 40.0 for c in contributors})
    total, *_ = estimate_metric(small.tree(), contributors, metric)
    assert (total.cohort, total.n_owners, total.n_units, total.total) == ("size:small", 17, 18, 720)
    alone = PeerTree(small.tree().cohorts[:1], ())
    sd, df = pooled_sd(tree, contributors, metric)
    withstands = attack_check(tree, contributors, metric, {small.code: small.units.keys()})
    (figure,) = publish(alone, [total], sd, df, metric, withstands=withstands)
    assert (figure.n_units, round(figure.least * 18), round(figure.most * 18)) == (18, 700, 750)


def one_by_one(tree, contributors, facets, k):
    """The slow twin: the largest first, each alone before the gate; what repeats a group of the tree is no candidate."""
    everybody = {c.organisation for c in contributors}
    rows = {c.code: {o for o, _ in units(c, tree, contributors, everybody)} for c in tree.cohorts}
    blocks = {}
    for facet in facets:
        for c in contributors:
            blocks.setdefault(f"{facet}:{c.facets[facet]}", set()).add(c.owner)
    blocks = {code: owners for code, owners in blocks.items() if owners not in rows.values()}
    let_in = []
    for code in sorted(blocks, key=lambda code: (-len(blocks[code]), facets.index(code.split(":")[0]), code)):
        tried = {**rows, code: blocks[code]}
        if len(blocks[code]) >= k and leak(tried, {o: o for o in everybody}, k) is None:
            rows = tried
            let_in.append(code)
    return let_in


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("pqrs"), st.sampled_from("xyz")), min_size=20, max_size=90
    )
)
def test_margins_asked_at_once_are_those_asked_one_by_one(rows):
    contributors = [
        Contributor(f"o{i:02}", f"o{i:02}", dict(zip(("kind", "size", "region"), row, strict=True)))
        for i, row in enumerate(rows)
    ]
    tree = build_tree(contributors, ["kind"])
    found = [m.code for m in side_margins(tree, contributors, ["size", "region"])]
    assert found == one_by_one(tree, contributors, ["size", "region"], 6)
    withheld = {margin.code: reason for margin, reason in withheld_margins(tree, contributors, ["size", "region"])}
    groups = [{c.owner for c in contributors if c.organisation in cohort.members} for cohort in tree.cohorts]
    by_code = {code: {o for o, _ in its} for code, its in every_margin(tree, contributors).items()}
    assert by_code == {
        f"{facet}:{value}": {c.owner for c in contributors if c.facets[facet] == value}
        for facet in ("size", "region")
        for value in {c.facets[facet] for c in contributors}
    }
    assert withheld == {
        code: "too_few" if len(its) < 6 else "would_reveal_others"
        for code, its in sorted(by_code.items())
        if code not in found and its not in groups
    }


def every_margin(tree, contributors):
    return margin_units(tree, contributors, ["size", "region"], {c.organisation for c in contributors})


def test_a_margin_that_one_owner_is_most_of_is_withheld_for_that():
    cells = {("a", "small"): 3, ("b", "small"): 3, ("c", "small"): 3, ("a", "large"): 9, ("b", "large"): 9}
    several = sector({**cells, ("c", "large"): 9})
    heavy = {"a-small-00", "b-small-00", "c-small-00"}
    shared = [Contributor(c.organisation, "big" if c.organisation in heavy else c.owner, c.facets) for c in several]
    found = withheld_margins(build_tree(shared, ["kind"]), shared, ["size"])
    assert {margin.code: reason for margin, reason in found}["size:small"] == "one_too_large"


def test_a_value_that_repeats_a_group_of_the_tree_is_no_margin():
    contributors = sector({("a", "small"): 14, ("b", "large"): 12})
    tree = build_tree(contributors, ["kind"])
    assert side_margins(tree, contributors, ["size", "kind"]) == []
    assert withheld_margins(tree, contributors, ["size", "kind"]) == []


cells = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["large", "medium", "small"])), st.integers(0, 14), min_size=4
)


@settings(max_examples=60)
@given(cells, st.sampled_from([6, 7]))
def test_no_difference_of_published_groups_and_margins_is_below_k(cells, k):
    contributors = sector(cells)
    tree = build_tree(contributors, ["kind"], k)
    everybody = {c.organisation for c in contributors}
    rows = {c.code: {o for o, _ in units(c, tree, contributors, everybody)} for c in tree.cohorts}
    rows |= {m.code: {o for o, _ in m.units} for m in side_margins(tree, contributors, ["size"], k)}
    for one, other in combinations(rows.values(), 2):
        for left in (one - other if other <= one else (), other - one if one <= other else ()):
            assert len(left) == 0 or len(left) >= k
    assert leak(rows, {o: o for o in everybody}, k) is None
