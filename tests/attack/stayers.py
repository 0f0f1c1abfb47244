"""Attackers who have kept every release (I4 and I6 over time): one takes whoever is in several of them for unchanged, one
knows exactly who changed.

Everything is written down anew: one variable for each owner's sites that are averaged, one row a figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linprog

from tests.attack.attacker import SAFE, SLACK, counts
from tests.attack.release import Published, Release, Unit
from tests.attack.worlds import Row, Worlds


@dataclass(frozen=True)
class Kept:
    """One metric in all releases that show it, oldest first.

    A record: (owner, its sites that are averaged), with `knows_changes` another one for each value they have had.
    """

    releases: Sequence[Published]
    knows_changes: bool

    @cached_property
    def values(self) -> dict[Unit, float | None]:
        """The latest."""
        root = {id(p): p.units(p.tree.cohorts[0]) for p in self.releases}
        return {name: root[id(p)][unit] for p in self.releases for unit, name in self.named(p).items()}

    def named(self, published: Published) -> dict[Unit, Unit]:
        """(owner, leaf) → record."""
        sites: dict[Unit, list[str]] = defaultdict(list)
        for leaf in published.tree.leaves():
            for organisation in sorted(leaf.members & published.base):
                sites[published.contributors[organisation].owner, leaf.code].append(organisation)
        values = published.units(published.tree.cohorts[0])
        versions = {unit: f" at {values[unit]}" if self.knows_changes else "" for unit in sites}
        return {unit: (unit[0], " ".join(its) + versions[unit]) for unit, its in sites.items()}

    @cached_property
    def rows(self) -> list[tuple[frozenset[Unit], str, float, float]]:
        return [
            (frozenset(named[unit] for unit in p.units(cohort)), f.statistic, f.least or 0, f.most or 0)
            for p in self.releases
            for named in [self.named(p)]
            for cohort in p.shown
            for f in p.figures
            if f.cohort == cohort.code
        ]

    @cached_property
    def known_by(self) -> dict[str, str]:
        """Owner → whoever has known it in any release."""
        found: dict[str, str] = {}
        for p in self.releases:
            for owner, group in p.known_by().items():
                old, new = found.get(owner, owner), found.get(group, group)
                found = {o: new if g == old else g for o, g in {**found, owner: old, group: new}.items()}
        return found

    def atoms(self) -> list[frozenset[Unit]]:
        by_rows: dict[frozenset[int], set[Unit]] = defaultdict(set)
        for record in self.values:
            by_rows[frozenset(i for i, row in enumerate(self.rows) if record in row[0])].add(record)
        return [frozenset(its) for its in by_rows.values()]


def kept(releases: Sequence[Release], kind: str, *, knows_changes: bool) -> Iterator[tuple[str, Kept]]:
    """The metrics of one kind that more than one release shows: "mean", or else shares and cuts."""
    found: dict[str, list[Published]] = defaultdict(list)
    for release in releases:
        for published in release.metrics:
            if published.figures and (published.metric.kind == "mean") == (kind == "mean"):
                found[published.metric.code].append(published)
    yield from ((code, Kept(its, knows_changes)) for code, its in found.items() if len(its) > 1)


def nobody_is_within_thirty_points(releases: Sequence[Release], *, knows_changes: bool = False) -> list[str]:
    """Means: no attacker to whom all releases fit together has anybody within 30 points."""
    return [
        f"{code}: {min(own)} has {rival} within {width:.1f}"
        for code, its in kept(releases, "mean", knows_changes=knows_changes)
        for own in _likeliest(its)
        for rival, width in _widths(its, own)
        if width < SAFE - SLACK
    ]


def _likeliest(its: Kept) -> list[frozenset[Unit]]:
    """Who knows several records, and of the others the lowest and the highest of each atom."""
    of_group: dict[str, set[Unit]] = defaultdict(set)
    for record in its.values:
        of_group[its.known_by[record[0]]].add(record)
    ends = set()
    for atom in its.atoms():
        alone = sorted(r for r in atom if len(of_group[its.known_by[r[0]]]) == 1)
        ends |= {pick(alone, key=lambda r: its.values[r] or 0.0) for pick in (min, max) if alone}
    return [*(frozenset(g) for _, g in sorted(of_group.items()) if len(g) > 1), *(frozenset({r}) for r in sorted(ends))]


def _widths(its: Kept, own: frozenset[Unit]) -> Iterator[tuple[Unit, float]]:
    order = sorted(its.values)
    box = [(its.values[r] or 0.0,) * 2 if r in own else (0.0, 100.0) for r in order]
    table, limits = [], []
    for records, _, least, most in (row for row in its.rows if row[1] == "mean"):
        row = np.array([record in records for record in order], dtype=float)
        table += [row, -row]
        limits += [most * len(records) + SLACK, -least * len(records) + SLACK]
    for rival in (min(atom - own) for atom in its.atoms() if atom - own):
        aim = np.array([record == rival for record in order], dtype=float)
        low, high = (linprog(s * aim, A_ub=np.array(table), b_ub=np.array(limits), bounds=box) for s in (1, -1))
        if not low.success:  # the releases contradict each other: somebody changed
            return
        yield rival, -high.fun - low.fun


def nobody_s_answer_is_known(releases: Sequence[Release], *, knows_changes: bool = False) -> list[str]:
    """Shares and cuts: whatever somebody may have said in one release, it may have said beside all others."""
    return [
        f"{code}: {min(own)} knows of {rival} that it did not say {question}"
        for code, its in kept(releases, "count", knows_changes=knows_changes)
        for own, rival, question in _known(its)
    ]


def _known(its: Kept) -> Iterator[tuple[frozenset[Unit], Unit, list[int]]]:
    thresholds = its.releases[-1].metric.cuts or (0.5,)
    gave = {
        record: None if value is None else sum(round(value, 9) >= threshold for threshold in thresholds)
        for record, value in its.values.items()
    }
    rows = [Row(records, counts(statistic, thresholds), least, most) for records, statistic, least, most in its.rows]
    worlds = Worlds(rows, gave, [None, *range(len(thresholds) + 1)], its.known_by, is_true=False)
    for own in worlds.attackers():
        if worlds.allows(own, 0, []):
            for atom, rival in worlds.rivals(own):
                yield from ((own, rival, q) for q in _questions(len(thresholds)) if not worlds.allows(own, atom, q))


def _questions(n: int) -> list[list[int]]:
    return [list(its) for i in range(1, n + 1) for its in (range(i, n + 1), range(i))]
