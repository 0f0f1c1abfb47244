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
    """Means: no attacker to whom all releases fit together has anybody within 30 points, and is right."""
    return [
        f"{code}: {min(own)} has {rival} within {width:.1f}"
        for code, its in _both_ways(releases, "mean", knows_changes=knows_changes)
        for own in _attackers(its)
        for rival, width in _widths(its, own)
        if width < SAFE - SLACK
    ]


def _both_ways(releases: Sequence[Release], kind: str, *, knows_changes: bool) -> Iterator[tuple[str, Kept]]:
    """What is known or believed is the answer of the latest release; then that of the earliest."""
    yield from kept(releases, kind, knows_changes=knows_changes)
    if not knows_changes:
        yield from kept(releases[::-1], kind, knows_changes=False)


def _attackers(its: Kept) -> list[frozenset[Unit]]:
    """Each knowledge group; of those that know one record one for each atom and value."""
    of_group: dict[str, set[Unit]] = defaultdict(set)
    for record in its.values:
        of_group[its.known_by[record[0]]].add(record)
    several = [frozenset(group) for _, group in sorted(of_group.items()) if len(group) > 1]
    single = {record for group in of_group.values() if len(group) == 1 for record in group}
    alike = {(i, its.values[r]): r for i, atom in enumerate(its.atoms()) for r in sorted(atom & single)}
    return [*several, *(frozenset({record}) for record in alike.values())]


def _widths(its: Kept, own: frozenset[Unit]) -> Iterator[tuple[Unit, float]]:
    """Of one rival an atom, about whom what is derived is true."""
    order = sorted(its.values)
    program = _program(its, own, order)
    for atom in its.atoms():
        if others := sorted(atom - own):
            aim = np.array([record == others[0] for record in order], dtype=float)
            low, high = (linprog(sign * aim, **program) for sign in (1, -1))
            if not low.success:  # the releases contradict each other: somebody changed
                return
            least, most = low.fun - SLACK, -high.fun + SLACK
            true_of = [record for record in others if least <= (its.values[record] or 0.0) <= most]
            yield from ((record, -high.fun - low.fun) for record in true_of[:1])


def _program(its: Kept, own: frozenset[Unit], order: Sequence[Unit]) -> dict[str, object]:
    table, limits = [], []
    for records, _, least, most in (row for row in its.rows if row[1] == "mean"):
        row = np.array([record in records for record in order], dtype=float)
        table += [row, -row]
        limits += [most * len(records) + SLACK, -least * len(records) + SLACK]
    box = [(its.values[r] or 0.0,) * 2 if r in own else (0.0, 100.0) for r in order]
    return {"A_ub": np.array(table), "b_ub": np.array(limits), "bounds": box}


def nobody_s_answer_is_known(releases: Sequence[Release], *, knows_changes: bool = False) -> list[str]:
    """Shares and cuts: whatever somebody did not say it may have said, as far as all releases together tell."""
    return [
        f"{code}: {min(own)} knows of {rival} that it did not say {question}"
        for code, its in _both_ways(releases, "count", knows_changes=knows_changes)
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
            for i, atom in enumerate(worlds.atoms):
                for question in _questions(len(thresholds)):
                    others = [r for r in sorted(atom - own) if gave[r] not in question]
                    if others and not worlds.allows(own, i, question):
                        yield own, others[0], question


def _questions(n: int) -> list[list[int]]:
    return [list(its) for i in range(1, n + 1) for its in (range(i, n + 1), range(i))]
