"""Invariants I1 to I5, each a function from a release to its violations: [] where it holds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from benchmarking.stats.gate import leak
from benchmarking.stats.records import Cohort, PeerTree
from tests.attack.release import Published, Release

K = 6


def every_group_has_k_contributors(release: Release) -> list[str]:
    """I1: knowledge groups, not organisations and not owners; the printed n are owners."""
    found = []
    for published in release.metrics:
        for cohort in published.shown:
            groups, owners = published.groups(cohort), {owner for owner, _ in published.units(cohort)}
            found += [f"{_at(published, cohort)}: {len(groups)} contributors"] if len(groups) < K else []
            printed = {f.n_owners for f in published.figures if f.cohort == cohort.code}
            found += (
                [f"{_at(published, cohort)}: n {printed}, owners {len(owners)}"] if printed != {len(owners)} else []
            )
    return found


def no_owner_is_above_a_sixth(release: Release) -> list[str]:
    """I1: an owner counts once in each leaf, so that n units are printed and nobody weighs more than 1/6 of them."""
    found = []
    for published in release.metrics:
        for cohort in published.shown:
            owners = Counter(owner for owner, _ in published.units(cohort))
            n = {f.n_units for f in published.figures if f.cohort == cohort.code}
            too_heavy = 6 * max(owners.values()) > owners.total()
            found += [_at(published, cohort)] if too_heavy or n != {owners.total()} else []
    return found


def nested_groups_differ_by_none_or_k(release: Release) -> list[str]:
    """I2, as set differences of every two groups, whichever is said to be above the other."""
    found = []
    for published in release.metrics:
        for inner, outer in _pairs(published.shown):
            a, b = inner.members & published.base, outer.members & published.base
            left = {published.contributors[o].known_by for o in b - a}
            if a < b and len(left) < K:
                found.append(f"{published.metric.code}: {outer.code} less {inner.code} is {len(left)}")
    return found


def groups_are_laminar_with_one_all_other_a_family(release: Release) -> list[str]:
    """I3: of the release's tree and of every metric's."""
    return [each for tree in (release.tree, *(p.tree for p in release.metrics)) for each in _not_laminar(tree)]


def _not_laminar(tree: PeerTree) -> list[str]:
    cut = [
        f"{one.code} and {other.code}"
        for one, other in combinations(tree.cohorts, 2)
        if one.members & other.members and not (one.members <= other.members or other.members <= one.members)
    ]
    for parent in {c.parent for c in tree.cohorts if c.parent}:
        family = tree.children(parent)
        (above,) = [c for c in tree.cohorts if c.code == parent]
        whole = Counter(o for c in family for o in c.members) == Counter(above.members)
        cut += [] if whole and sum(c.is_residual for c in family) == 1 else [f"the family of {parent}"]
    return cut


def no_combination_of_groups_leaves_fewer_than_k(release: Release) -> list[str]:
    """I4: sums of all groups of a metric, added and subtracted, down to 1 to k - 1 contributors."""
    found = []
    for published in release.metrics:
        rows = {c.code: frozenset(" in ".join(unit) for unit in published.units(c)) for c in published.shown}
        known_by = published.known_by()
        contributor = {" in ".join(unit): known_by[unit[0]] for c in published.shown for unit in published.units(c)}
        leaked = leak(rows, contributor, K)
        found += [] if leaked is None else [f"{published.metric.code}: {dict(leaked.combination)}"]
    return found


def five_remain_when_one_leaves(release: Release) -> list[str]:
    """I5: a knowledge group subtracts all it knows; of owners in every group five others stay."""
    found = []
    for published in release.metrics:
        known_by = published.known_by()
        for cohort in published.shown:
            owners = {owner for owner, _ in published.units(cohort)}
            largest = max(Counter(known_by[owner] for owner in owners).values())
            found += [_at(published, cohort)] if len(owners) - largest < K - 1 else []
    return found


def _pairs(cohorts: list[Cohort]) -> list[tuple[Cohort, Cohort]]:
    return [(one, other) for one in cohorts for other in cohorts if one is not other]


def _at(published: Published, cohort: Cohort) -> str:
    return f"{published.metric.code} of {cohort.code}"
