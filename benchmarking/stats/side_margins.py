"""Groups that cut across the peer tree: all small sites, all sites of a region. Published only if the gate lets them.

They are sums over the same units as the tree (an owner in a leaf), so that the gate can add and subtract them exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from benchmarking.stats.gate import MOST_ATOMS, leaks
from benchmarking.stats.peer_groups import LEAST_OWNERS, OTHER, SUB_GROUPS_FROM, units
from benchmarking.stats.records import Cohort, Contributor, PeerTree

LARGEST_WEIGHT = 0.25
"""No owner is more than a quarter of a side margin (rule 9; the antitrust agencies' safety zone had the same)."""

LARGEST_WEIGHT_OF_QUANTILES = 0.10
"""Median, quartiles and what else opens at 20 owners need a tenth (rule 9)."""

MOST_LEAKS = 50
"""Taken from the gate at a time: one asking then settles as many margins."""

Unit = tuple[str, str]
"""(owner, leaf)"""


@dataclass(frozen=True)
class SideMargin:
    """All units that have one value of a facet. `code` is "size:small"; `units` maps each to its organisations."""

    facet: str
    value: str
    units: Mapping[Unit, frozenset[str]]
    n_owners: int
    n_knowledge_groups: int

    @property
    def code(self) -> str:
        return f"{self.facet}:{self.value}"

    @property
    def largest_weight(self) -> float:
        """The largest owner's share of the units, 0-1."""
        return max(Counter(owner for owner, _ in self.units).values()) / len(self.units)

    @property
    def shows_quantiles(self) -> bool:
        """Whether what opens at 20 owners may be shown: no owner above a tenth."""
        return self.n_owners >= SUB_GROUPS_FROM and self.largest_weight <= LARGEST_WEIGHT_OF_QUANTILES

    @property
    def cohort(self) -> Cohort:
        """As `publish` takes it, outside any family."""
        return self.tree().cohorts[0]

    def tree(self) -> PeerTree:
        """For `estimate_metric`: the margin above a cohort a leaf, so that its units are those of the peer tree.

        Take the estimates of the first cohort only; `publish` gets that cohort alone.
        """
        of_leaf: dict[str, set[str]] = defaultdict(set)
        for (_, leaf), organisations in self.units.items():
            of_leaf[leaf] |= organisations
        members = frozenset().union(*of_leaf.values())
        root = Cohort(self.code, (self.value,), None, members, self.n_owners, False, self.n_knowledge_groups)
        parts = (
            Cohort(f"{self.code}/{leaf}", (self.value, leaf), self.code, frozenset(its), 0)
            for leaf, its in sorted(of_leaf.items())
        )
        return PeerTree((root, *parts), ())


def side_margins(
    tree: PeerTree,
    contributors: Sequence[Contributor],
    facets: Sequence[str],
    k: int = LEAST_OWNERS,
    base: Collection[str] | None = None,
) -> list[SideMargin]:
    """The side margins that may be published beside the tree, in the order in which they were let in.

    tree: the peer tree, or a metric's (`on_base`) with `base` its organisations. Candidates are all values of all
    `facets`, largest first (knowledge groups, owners, then order of facets and codes). One enters if it has k
    knowledge groups, no owner is more than 25 % of its units, and the gate finds no combination with the tree and the
    margins before it that involves 1 to k - 1 knowledge groups. A unit whose organisations differ in the facet is in
    none of its values, nor is one that lacks the facet or says "other". What repeats a group of the tree is none: of "all
    other" it would be what is never computed from answers. None below 20 owners in the sector.

    Whether a margin is shown depends on who is in it, never on an answer. Raises ValueError for k < 6, and for a
    tree that leaks by itself. Source:
    STATISTICS 3, rule 9.
    """
    if k < LEAST_OWNERS:
        raise ValueError(f"A side margin of {k} is not allowed: {LEAST_OWNERS} may only be raised.")
    if not tree.cohorts or tree.cohorts[0].n_owners < SUB_GROUPS_FROM:
        return []
    everybody = base if base is not None else tree.cohorts[0].members
    known_by = {c.owner: c.known_by for c in contributors}
    rows = {
        c.code: frozenset(map(_name, units(c, tree, contributors, everybody)))
        for c in tree.cohorts
        if not c.is_residual
    }
    contributor = {_name(unit): known_by[unit[0]] for unit in units(tree.cohorts[0], tree, contributors, everybody)}
    large = [
        margin
        for margin in _new(tree, contributors, facets, everybody)
        if margin.n_knowledge_groups >= k and margin.largest_weight <= LARGEST_WEIGHT
    ]
    return _let_in(large, _Gate(rows, contributor, k))


@dataclass(frozen=True)
class _Gate:
    """The rows of the tree, and what the gate says of margins beside them."""

    rows: Mapping[str, frozenset[str]]
    contributor: Mapping[str, str]
    k: int

    def leaks(self, margins: Sequence[SideMargin], most: int) -> list[frozenset[str]]:
        """Codes of margins that may not be published together; as many such sets as asked for, at most."""
        more = {m.code: frozenset(map(_name, m.units)) for m in margins}
        found = leaks({**self.rows, **more}, self.contributor, self.k)
        return [frozenset(more.keys() & leak.combination.keys()) for leak in islice(found, most)]

    @property
    def can_be_asked_at_once(self) -> bool:
        """Where fewer than k contributors are at most as many atoms as the gate searches, however finely it is cut:
        then no row that is added can hide what others show."""
        return self.k <= MOST_ATOMS + 1 and len(set(self.contributor.values())) == len(self.contributor)


def _let_in(margins: Sequence[SideMargin], gate: _Gate) -> list[SideMargin]:
    """One after the other, each if it passes beside those before it.

    In effect: what is known to leak together grows, until nothing does of what is left by it. A set that leaks does
    so with any more rows beside it, so the order of asking changes nothing.
    """
    forbidden: set[frozenset[str]] = set()
    if not gate.can_be_asked_at_once:
        for i, margin in enumerate(margins):
            beside = _allowed(margins[:i], forbidden)
            forbidden |= {frozenset({margin.code})} if gate.leaks([*beside, margin], 1) else set()
        return _allowed(margins, forbidden)
    while found := gate.leaks(allowed := _allowed(margins, forbidden), MOST_LEAKS):
        if frozenset() in found:
            raise ValueError(
                "The groups of the tree give somebody away by themselves. Build it with build_tree and on_base."
            )
        forbidden.update(found)
    return allowed


def _allowed(margins: Sequence[SideMargin], forbidden: Collection[frozenset[str]]) -> list[SideMargin]:
    """In order, without whatever completes a forbidden set."""
    codes: set[str] = set()
    for margin in margins:
        completed = any(margin.code in together and together <= codes | {margin.code} for together in forbidden)
        codes |= set() if completed else {margin.code}
    return [margin for margin in margins if margin.code in codes]


def _name(unit: Unit) -> str:
    return " in ".join(unit)


MarginReason = Literal["too_few", "one_too_large", "would_reveal_others"]


def withheld_margins(
    tree: PeerTree,
    contributors: Sequence[Contributor],
    facets: Sequence[str],
    k: int = LEAST_OWNERS,
    base: Collection[str] | None = None,
) -> list[tuple[SideMargin, MarginReason]]:
    """The side margins that `side_margins` leaves out of the same, each with its reason, in the order of their codes.

    "too_few" knowledge groups; one owner is more than a quarter of it; or the gate. For organisers: reasons depend on counts
    only, and tell counts. None below 20 owners in the sector. Raises ValueError as `side_margins`.
    """
    shown = {margin.code for margin in side_margins(tree, contributors, facets, k, base)}
    if not tree.cohorts or tree.cohorts[0].n_owners < SUB_GROUPS_FROM:
        return []
    everybody = base if base is not None else tree.cohorts[0].members
    left = (m for m in _new(tree, contributors, facets, everybody) if m.code not in shown)
    return [(margin, _reason(margin, k)) for margin in sorted(left, key=lambda margin: margin.code)]


def _new(
    tree: PeerTree, contributors: Sequence[Contributor], facets: Sequence[str], base: Collection[str]
) -> list[SideMargin]:
    """Candidates that are no group of the tree."""
    groups = {frozenset(units(cohort, tree, contributors, base)) for cohort in tree.cohorts}
    found = _candidates(tree, contributors, facets, base)
    return [margin for margin in found if frozenset(margin.units) not in groups]


def _reason(margin: SideMargin, k: int) -> MarginReason:
    if margin.n_knowledge_groups < k:
        return "too_few"
    return "one_too_large" if margin.largest_weight > LARGEST_WEIGHT else "would_reveal_others"


def margin_units(
    tree: PeerTree, contributors: Sequence[Contributor], facets: Sequence[str], base: Collection[str]
) -> dict[str, frozenset[Unit]]:
    """Code → units of every value of every facet, shown or not: what figures of side margins are sums over, for attackers."""
    found = _candidates(tree, contributors, facets, base) if tree.cohorts else []
    return {margin.code: frozenset(margin.units) for margin in found}


def _candidates(
    tree: PeerTree, contributors: Sequence[Contributor], facets: Sequence[str], base: Collection[str]
) -> list[SideMargin]:
    found = [margin for facet in facets for margin in _of_facet(facet, tree, contributors, base)]
    return sorted(found, key=lambda margin: (-margin.n_knowledge_groups, -margin.n_owners))


def _of_facet(
    facet: str, tree: PeerTree, contributors: Sequence[Contributor], base: Collection[str]
) -> Iterator[SideMargin]:
    known = {c.organisation: c for c in contributors}
    by_value: dict[str, dict[Unit, frozenset[str]]] = defaultdict(dict)
    for unit, organisations in units(tree.cohorts[0], tree, contributors, base).items():
        values = {known[o].facets.get(facet, "") for o in organisations}
        if len(values) == 1:
            by_value[values.pop()][unit] = organisations
    for value in sorted(by_value.keys() - {"", OTHER}):
        its = by_value[value]
        owners = {owner for owner, _ in its}
        groups = {known[o].known_by for organisations in its.values() for o in organisations}
        yield SideMargin(facet, value, its, len(owners), len(groups))
