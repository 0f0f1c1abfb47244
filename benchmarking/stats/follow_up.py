"""Questions asked only of those who answered another one in a certain way.

Their n is the number of those who did: an exact count, where shares are shown in bands. It may be
printed only where it tells nobody how a single other owner answered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from benchmarking.stats.peer_groups import on_base
from benchmarking.stats.records import Cohort, Contributor, PeerTree

LEAST_OTHERS = 2
"""With one owner (or knowledge group) that was not asked on, it knows that all others were."""


def follow_up_tree(
    tree: PeerTree, contributors: Sequence[Contributor], asked: Collection[str], stated: Collection[str], k: int
) -> PeerTree:
    """The tree on the base of a follow-up question, as far as its n may be printed.

    `asked`: organisations that answered the first question; `stated`: those of them that the second one
    was put to and that answered it. In every smallest group at least two owners were asked and did not
    state: else the sector alone, if it has two; else nothing. What falls back does so for the whole
    metric, never for one group (as STATISTICS 3, rule 12). Raises ValueError for k < 6.
    """
    owners = {c.organisation: c.known_by for c in contributors}
    restricted = on_base(tree, contributors, stated, k)
    root_only = replace(restricted, cohorts=restricted.cohorts[:1])
    members = {cohort.code: cohort.members for cohort in tree.cohorts}
    for candidate in (restricted, root_only):
        if all(_others(leaf, members[leaf.code], owners, asked) >= LEAST_OTHERS for leaf in candidate.leaves()):
            return candidate
    return replace(restricted, cohorts=())


def _others(leaf: Cohort, everybody: frozenset[str], owners: dict[str, str], asked: Collection[str]) -> int:
    stated = {owners[organisation] for organisation in leaf.members}
    return len({owners[organisation] for organisation in everybody.intersection(asked)} - stated)
