"""Which peer groups would be shown if the survey closed now, and how many more owners each needs at least.

Numbers of owners alone go in, no answer: whatever else withholds a figure (a question that few answered, an attack that
would succeed) is not known before the close, so every number of owners that is missing is a least one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarking.stats.peer_groups import LEAST_OWNERS, OTHER, SUB_GROUPS_FROM, build_tree
from benchmarking.stats.records import Contributor, PeerTree

Path = tuple[str, ...]
State = Literal["shown", "too_few", "beside", "sector", "above", "never"]


@dataclass(frozen=True)
class GroupOutlook:
    """`n`: contributors now, knowledge groups, so never above the owners. `more`: how many are missing at least, in the
    group itself where `state` is too_few, else in what lies beside or above it; 0 where it is shown or never can be.
    `rest`: how many more the remainder of its family needs, where that is what hides groups of it.
    """

    state: State
    n: int
    more: int = 0
    rest: int = 0


@dataclass(frozen=True)
class _Now:
    tree: PeerTree
    groups: Mapping[Path, frozenset[str]]  # also (..., "") for those whose path ends there
    members: Mapping[Path, int]
    k: int
    to_sub_groups: int

    def n(self, path: Path) -> int:
        return len(self.groups.get(path, ()))

    def is_beside(self, path: Path) -> bool:
        return any(each.path == path and each.reason == "would_reveal_others" for each in self.tree.withheld)


def group_outlook(
    contributors: Sequence[Contributor],
    order: Sequence[str],
    in_register: Mapping[Path, int],
    k: int = LEAST_OWNERS,
    sub_groups_from: int = SUB_GROUPS_FROM,
) -> dict[Path, GroupOutlook]:
    """Every path of the peer tree that the register or the contributors have, () the sector, with its state and needs.

    contributors: those that have finished; one entry for all organisations of an owner in a place will do. in_register:
    owners by path. shown: `build_tree` opens it. never: the register has fewer than k. too_few: k - n more are missing.
    beside: enough, but what is left beside it is 1 to k - 1. sector: enough, but no group opens below `sub_groups_from`
    owners of the sector. above: enough, but its larger group does not open.

    Raises ValueError as `build_tree`. Source: STATISTICS 3, rules 2 and 3.
    """
    now = _now(contributors, order, (k, sub_groups_from))
    known = (path for path in now.groups if "" not in path)
    found: dict[Path, GroupOutlook] = {}
    for path in sorted({(), *in_register, *known}, key=lambda path: (len(path), path)):
        found[path] = _outlook(path, now, in_register.get(path, 0), found)
    return found


def _now(contributors: Sequence[Contributor], order: Sequence[str], limits: tuple[int, int]) -> _Now:
    groups: dict[Path, set[str]] = defaultdict(set)
    members: dict[Path, int] = defaultdict(int)
    for each in contributors:
        for path in _paths(each, order):
            groups[path].add(each.known_by)
            members[path] += 1
    k, sub_groups_from = limits
    missing = max(0, sub_groups_from - len({each.owner for each in contributors}))
    frozen = {path: frozenset(its) for path, its in groups.items()}
    return _Now(build_tree(contributors, order, k, sub_groups_from), frozen, members, k, missing)


def _paths(contributor: Contributor, order: Sequence[str]) -> list[Path]:
    """(), then a step down for each facet, the last one "" where a facet is not known."""
    values = [contributor.facets.get(code, "") for code in order]
    walked = values[: values.index("") + 1] if "" in values else values
    return [tuple(walked[:depth]) for depth in range(len(walked) + 1)]


def _outlook(path: Path, now: _Now, in_register: int, above: Mapping[Path, GroupOutlook]) -> GroupOutlook:
    n = now.n(path)
    rest = _rest(path, now)
    if _is_shown(path, now, above):
        return GroupOutlook("shown", n, 0, rest)
    if max(n, in_register) < now.k:
        return GroupOutlook("never", n)
    if n < now.k:
        return GroupOutlook("too_few", n, now.k - n)
    if now.to_sub_groups:
        return GroupOutlook("sector", n, now.to_sub_groups)
    parent = above[path[:-1]]
    if now.is_beside(path):
        return GroupOutlook("beside", n, max(1, parent.rest), rest)
    return GroupOutlook("above", n, max(1, parent.more, parent.rest), rest)


def _is_shown(path: Path, now: _Now, above: Mapping[Path, GroupOutlook]) -> bool:
    """A facet on which a whole group agrees makes no group of its own: it is the larger one, under both names."""
    if any(cohort.path == path for cohort in now.tree.cohorts):
        return True
    is_whole = bool(path) and 0 < now.members.get(path, 0) == now.members[path[:-1]]
    return is_whole and not now.to_sub_groups and above[path[:-1]].state == "shown"


def _rest(path: Path, now: _Now) -> int:
    """0 where the remainder of the family below is nobody or k, or hides nothing."""
    family = [each for each in now.groups if each[:-1] == path and len(each) > len(path)]
    large = {each for each in family if now.n(each) >= now.k and each[-1] not in ("", OTHER)}
    if not any(now.is_beside(each) for each in large):
        return 0
    beside = frozenset[str]().union(*(now.groups[each] for each in family if each not in large))
    return max(0, now.k - len(beside))
