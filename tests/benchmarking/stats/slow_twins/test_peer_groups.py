from hypothesis import given
from hypothesis import strategies as st

from benchmarking.stats.follow_up import follow_up_tree
from benchmarking.stats.peer_groups import build_tree, on_base
from tests.benchmarking.stats.slow_twins.drawn import sectors

FACETS = ("kind", "size")
SECTORS = sectors(least=0, most=60).map(lambda drawn: drawn[0])


def owners(members):
    return len({c.owner for c in members})


def groups(members):
    return len({c.known_by for c in members})


def codes(members):
    return frozenset(c.organisation for c in members)


def slow_tree(contributors, k):
    """{code: (members, owners, is all other)}."""
    if groups(contributors) < k:
        return {}
    found = {"sector": (codes(contributors), owners(contributors), False)}
    if owners(contributors) >= 20:
        found |= slow_below("sector", "sector", contributors, FACETS, k)
    return found


def slow_below(code, path, members, facets, k):
    """`code` is the group's own; `path` is longer where everybody in it agreed on a facet."""
    if not facets:
        return {}
    named = {}
    for contributor in members:
        value = contributor.facets.get(facets[0], "other")
        if value != "other":
            named.setdefault(value, []).append(contributor)
    if len(named) == 1 and len(next(iter(named.values()))) == len(members):
        return slow_below(code, f"{path}/{next(iter(named))}", members, facets[1:], k)
    family = slow_family(members, named, k)
    found = {}
    for value, its in family.items():
        found[f"{path}/{value}"] = codes(its), owners(its), value == list(family)[-1]
        if value != "other":
            found |= slow_below(f"{path}/{value}", f"{path}/{value}", its, facets[1:], k)
    return found


def slow_family(members, named, k):
    """As many of the largest values as leave nobody, or k; what is left, or else the last of them, is all other."""
    order = sorted(named, key=lambda value: (-groups(named[value]), -owners(named[value]), value))
    order = [value for value in order if groups(named[value]) >= k]
    for kept in range(len(order), 0, -1):
        rest = [c for c in members if not any(c in named[value] for value in order[:kept])]
        if not rest or groups(rest) >= k:
            return {value: named[value] for value in order[:kept]} | ({"other": rest} if rest else {})
    return {}


@given(SECTORS, st.sampled_from([6, 6, 8, 11]))
def test_trees_are_those_of_the_slow_twin(contributors, k):
    tree = build_tree(contributors, FACETS, k)
    found = {c.code: (c.members, c.n_owners, c.is_residual) for c in tree.cohorts}
    assert found == slow_tree(contributors, k)


def slow_base(tree, contributors, base, k):
    """Code → members: a family stays if all of it keeps k, and its parent stays."""
    its = {c.code: [x for x in contributors if x.organisation in c.members & set(base)] for c in tree.cohorts}

    def stays(cohort):
        if cohort.parent is None:
            return groups(its[cohort.code]) >= k
        family = [other for other in tree.cohorts if other.parent == cohort.parent]
        (parent,) = [other for other in tree.cohorts if other.code == cohort.parent]
        return all(groups(its[other.code]) >= k for other in family) and stays(parent)

    return {c.code: its[c.code] for c in tree.cohorts if stays(c)}


@given(sectors(least=12, most=60), st.sampled_from([6, 6, 8]))
def test_trees_on_a_base_are_those_of_the_slow_twin(drawn, k):
    contributors, metric = drawn
    tree = build_tree(contributors, FACETS)
    found = on_base(tree, contributors, metric.values.keys(), k)
    slow = slow_base(tree, contributors, metric.values.keys(), k)
    assert {c.code: (c.members, c.n_owners, c.n_knowledge_groups) for c in found.cohorts} == {
        code: (codes(its), owners(its), groups(its)) for code, its in slow.items()
    }


@given(sectors(least=12, most=60))
def test_trees_of_follow_up_questions_are_those_of_the_slow_twin(drawn):
    contributors, metric = drawn
    tree = build_tree(contributors, FACETS)
    asked = set(metric.values)
    stated = {code for code, value in metric.values.items() if value is not None}
    shown = slow_base(tree, contributors, stated, 6)
    for candidate in (list(shown), ["sector"] if shown else []):
        if all(slow_others(tree, contributors, code, asked, stated) >= 2 for code in slow_leaves(candidate)):
            expected = candidate
            break
    else:
        expected = []
    assert [c.code for c in follow_up_tree(tree, contributors, asked, stated, 6).cohorts] == expected


def slow_leaves(shown):
    return [code for code in shown if not any(other.startswith(f"{code}/") for other in shown)]


def slow_others(tree, contributors, code, asked, stated):
    """Who of a group was asked and did not state: an owner with one site that did is none of them."""
    (cohort,) = [c for c in tree.cohorts if c.code == code]
    its = [c for c in contributors if c.organisation in cohort.members]
    did = {c.known_by for c in its if c.organisation in stated}
    return len({c.known_by for c in its if c.organisation in asked} - did)
