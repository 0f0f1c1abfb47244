"""The tree of peer groups: laminar, every block at least k contributors, fixed before any answer is read.

Nothing here takes a score, so what is withheld cannot depend on scores (I10). Counts that are printed
are distinct owners; an owner with sites in two blocks counts as an owner in each of them. What is
compared with k are knowledge groups (`knowledge_groups`), which are owners unless some share a coordinator.

Why no owner weighs more than 1/6 of a cohort (I1): the leaves below a cohort partition it, an
owner is one unit in a leaf, and a leaf has at least six. So at least five remain when an owner is
taken out, or a knowledge group (I5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from benchmarking.stats.records import Cohort, Contributor, PeerTree, Withheld

# Five others beside yourself (STATISTICS 3, contributors). May only be raised.
LEAST_OWNERS = 6

# A sector with fewer owners has no sub-groups at all (STATISTICS 3, rule 2). May only be raised.
SUB_GROUPS_FROM = 20

SECTOR = "sector"

# "All other" of a family. Organisations whose own facet value is "other" belong to it by meaning.
OTHER = "other"


@dataclass(frozen=True)
class _Block:
    value: str
    members: frozenset[str]
    n_owners: int
    n_knowledge_groups: int
    is_residual: bool = False


@dataclass(frozen=True)
class _Sector:
    """What every step of the recursion needs: who is who, the facets in order, k."""

    contributors: Mapping[str, Contributor]
    order: tuple[str, ...]
    k: int

    def block(self, value: str, members: frozenset[str]) -> _Block:
        owners = {self.contributors[code].owner for code in members}
        return _Block(value, members, len(owners), len({self.contributors[code].known_by for code in members}))

    def blocks(self, members: frozenset[str], depth: int) -> tuple[_Block, ...]:
        """One block a facet value, largest first, ties by code; not "other", not a lacking one."""
        by_value: dict[str, set[str]] = defaultdict(set)
        for code in members:
            by_value[self.contributors[code].facets.get(self.order[depth], "")].add(code)
        blocks = (self.block(v, frozenset(m)) for v, m in by_value.items() if v not in ("", OTHER))
        return tuple(sorted(blocks, key=lambda block: (-block.n_knowledge_groups, -block.n_owners, block.value)))


def build_tree(
    contributors: Sequence[Contributor],
    order: Sequence[str],
    k: int = LEAST_OWNERS,
    sub_groups_from: int = SUB_GROUPS_FROM,
) -> PeerTree:
    """The published groups of one sector, split by the facets of `order`, and what was withheld.

    A value becomes a group iff it has >= k contributors (knowledge groups) and its parent's remainder has none or >= k;
    else the smallest group is dropped (of equals the later code). In each family exactly one block
    is the residual, to be computed as parent minus children: if every value qualifies, the
    smallest, which keeps its name; else the dropped ones together, with those that lack the facet
    or say "other", as ".../other". A residual with a name is split like any other block: what is
    computed from answers stays laminar, and only its own residual is left over. A facet on which a
    whole group agrees is passed over: its only block would repeat the group. Below k
    owners nothing is shown, below `sub_groups_from` only the sector.

    Raises ValueError for k < 6, sub_groups_from < 20, an organisation given twice, a "/" in a
    value. Source: STATISTICS 3, rules 2 and 3.
    """
    _check(contributors, k, sub_groups_from)
    sector = _Sector({c.organisation: c for c in contributors}, tuple(order), k)
    everyone = sector.block(SECTOR, frozenset(sector.contributors))
    root = Cohort(SECTOR, (), None, everyone.members, everyone.n_owners, False, everyone.n_knowledge_groups)
    if root.n_contributors < k:
        return PeerTree((), (_withheld(root, k),))
    if root.n_owners < sub_groups_from:
        return PeerTree((root,), tuple(_too_small_a_sector(sector, root)))
    grown = tuple(_grow(sector, root, (), 0))
    return PeerTree(
        (root, *(g for g in grown if isinstance(g, Cohort))),
        tuple(g for g in grown if isinstance(g, Withheld)),
    )


def _check(contributors: Sequence[Contributor], k: int, sub_groups_from: int) -> None:
    _check_k(k)
    if sub_groups_from < SUB_GROUPS_FROM:
        raise ValueError(
            f"Sub-groups from {sub_groups_from} owners is not allowed: the limit of "
            f"{SUB_GROUPS_FROM} may only be raised."
        )
    codes = [c.organisation for c in contributors]
    if len(set(codes)) < len(codes):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise ValueError(f"Organisations given twice: {', '.join(twice)}. Give each one once.")
    if slashed := sorted({v for c in contributors for v in c.facets.values() if "/" in v}):
        raise ValueError(f'Facet values with a "/": {", ".join(slashed)}. Use codes without it.')


def _check_k(k: int) -> None:
    if k < LEAST_OWNERS:
        raise ValueError(
            f"A smallest group of {k} owners is not allowed: the limit of {LEAST_OWNERS} "
            "(five others) may only be raised."
        )


def _too_small_a_sector(sector: _Sector, root: Cohort) -> Iterator[Withheld]:
    for block in sector.blocks(root.members, 0) if sector.order else ():
        yield Withheld((block.value,), root.code, "sector_below_20")


def _grow(sector: _Sector, parent: Cohort, path: tuple[str, ...], depth: int) -> Iterator[Cohort | Withheld]:
    """Whatever is below `parent`, its family first; `path` may be ahead of the parent's own."""
    if depth == len(sector.order):
        return
    blocks = sector.blocks(parent.members, depth)
    if len(blocks) == 1 and blocks[0].members == parent.members:
        yield from _grow(sector, parent, (*path, blocks[0].value), depth + 1)
        return
    family = _family(sector, parent, blocks)
    cohorts = [_cohort(parent, path, block) for block in family]
    yield from cohorts
    yield from _left_out(sector, parent, path, blocks, family)
    for cohort, block in zip(cohorts, family, strict=True):
        if block.value != OTHER:
            yield from _grow(sector, cohort, cohort.path, depth + 1)


def _family(sector: _Sector, parent: Cohort, blocks: Sequence[_Block]) -> tuple[_Block, ...]:
    """The published blocks that partition the parent, residual last; () if there are none."""
    children = [block for block in blocks if block.n_knowledge_groups >= sector.k]
    while children and 0 < _remainder(sector, parent, children).n_knowledge_groups < sector.k:
        children.pop()
    if not children:
        return ()
    remainder = _remainder(sector, parent, children)
    residual = remainder if remainder.members else children.pop()
    return (*children, replace(residual, is_residual=True))


def _remainder(sector: _Sector, parent: Cohort, children: Sequence[_Block]) -> _Block:
    named = chain.from_iterable(child.members for child in children)
    return sector.block(OTHER, parent.members.difference(named))


def _cohort(parent: Cohort, path: tuple[str, ...], block: _Block) -> Cohort:
    own = (*path, block.value)
    code = "/".join((SECTOR, *own))
    counts = (block.n_owners, block.is_residual, block.n_knowledge_groups)
    return Cohort(code, own, parent.code, block.members, *counts)


def _left_out(
    sector: _Sector,
    parent: Cohort,
    path: tuple[str, ...],
    blocks: Sequence[_Block],
    family: Sequence[_Block],
) -> Iterator[Withheld]:
    shown = {block.value for block in family}
    for block in sorted(blocks, key=lambda block: block.value):
        if block.value not in shown:
            yield _withheld(_cohort(parent, path, block), sector.k)


def _withheld(cohort: Cohort, k: int) -> Withheld:
    parent = cohort.parent or ""
    if cohort.n_contributors < k:
        return Withheld(cohort.path, parent, "too_few")
    return Withheld(cohort.path, parent, "would_reveal_others")


def on_base(tree: PeerTree, contributors: Sequence[Contributor], base: Collection[str], k: int) -> PeerTree:
    """The same tree for the organisations that stand in one metric's base, counts included.

    A family stays if every one of its blocks keeps >= k contributors within the base; otherwise the
    whole family and all below it are withheld, and the sector itself below k. Conservative on
    purpose: with one block hidden, parent minus siblings would give it back; and a new grouping
    for each metric would let two metrics' groups differ by a few owners and would change "your
    peers" from one figure to the next.

    `base`: organisation codes; others are ignored. Raises ValueError for k < 6 and for a member of
    the tree who is no contributor. Source: STATISTICS 3, rules 2, 3 and 7.
    """
    _check_k(k)
    known = {c.organisation: c for c in contributors}
    restricted = [_restricted(cohort, known, frozenset(base)) for cohort in tree.cohorts]
    kept = _families_kept(restricted, k)
    hidden = (_withheld(cohort, k) for cohort in restricted if cohort.code not in kept)
    return PeerTree(
        tuple(cohort for cohort in restricted if cohort.code in kept),
        (*tree.withheld, *hidden),
    )


def _restricted(cohort: Cohort, known: Mapping[str, Contributor], base: frozenset[str]) -> Cohort:
    if unknown := sorted(cohort.members - known.keys()):
        raise ValueError(
            f"Group {cohort.code} holds {', '.join(unknown)}, who are no contributors. "
            "Pass the contributors the tree was built from."
        )
    members = cohort.members & base
    return replace(
        cohort,
        members=members,
        n_owners=len({known[code].owner for code in members}),
        n_knowledge_groups=len({known[code].known_by for code in members}),
    )


def _families_kept(cohorts: Sequence[Cohort], k: int) -> set[str]:
    families: dict[str | None, list[Cohort]] = defaultdict(list)
    for cohort in cohorts:
        families[cohort.parent].append(cohort)
    kept: set[str | None] = {None}
    for parent, family in families.items():  # parents come before their children
        if parent in kept and all(cohort.n_contributors >= k for cohort in family):
            kept |= {cohort.code for cohort in family}
    return {code for code in kept if code is not None}


def units(
    cohort: Cohort, tree: PeerTree, contributors: Sequence[Contributor], base: Collection[str]
) -> dict[tuple[str, str], frozenset[str]]:
    """What a cohort's total is summed over: (owner, leaf code) → the owner's organisations there.

    An owner counts once in each leaf, with the mean of its organisations in that leaf, so totals
    of leaves add up to totals of parents. `tree` is the tree of the metric (`on_base`), `base` its
    organisations. Sorted by owner and leaf; owners with nobody in the base are absent. Source:
    STATISTICS 2, weights.
    """
    owners = {c.organisation: c.owner for c in contributors}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for leaf in tree.leaves():
        if leaf.members <= cohort.members:
            for organisation in leaf.members.intersection(base):
                found[owners[organisation], leaf.code].add(organisation)
    return {unit: frozenset(found[unit]) for unit in sorted(found)}
