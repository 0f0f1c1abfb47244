"""What a member who knows its own score can work out about a rival from published sums (I6).

A linear program over everything that is public of one metric: all groups of the tree, side margins, all releases. The
attacker knows who is in which group, every n, how sums are rounded and clamped, and its own score. `doubt_about_scores` gives the verdict on a release without solving all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array

from benchmarking.stats.gate import Atom, atoms

Floats = NDArray[np.float64]

SAFE = 30.0
"""Points that a rival's interval must keep (STATISTICS 3, I6): somewhat more than one level of five."""

SLACK = 1e-6
"""Published bounds are sums of decimals; the program is given this much room."""


@dataclass(frozen=True)
class PublishedSum:
    """The sum over `units` lies in [least, most]: a row of the program.

    `value` is what is printed for the sum, None where only bounds are. A figure of a mean times its n is such a sum.
    """

    name: str
    units: frozenset[str]
    least: float
    most: float
    value: float | None = None


@dataclass(frozen=True)
class Interval:
    """What `attacker` (a knowledge group) derives for `rival` (a unit): between `least` and `most`."""

    attacker: str
    rival: str
    least: float
    most: float

    def holds(self, value: float) -> bool:
        return self.least - SLACK <= value <= self.most + SLACK

    @property
    def width(self) -> float:
        return self.most - self.least


@dataclass(frozen=True)
class SumsProgram:
    """T atoms' totals: least <= table T <= most, floor <= T <= floor + top x unknown. `table`: (rows, atoms) of 0 and 1."""

    atoms: Sequence[Atom]
    table: Floats
    least: Floats
    most: Floats
    top: float

    @classmethod
    def of(
        cls,
        published: Sequence[PublishedSum],
        values: Mapping[str, float],
        contributor: Mapping[str, str],
        top: float,
        *,
        assumed: bool,
    ) -> SumsProgram | None:
        """That of all rows over anybody; None without any. Raises ValueError as `narrowest_interval`."""
        rows = [p for p in published if p.units]
        _check(rows, values, contributor, top, assumed=assumed)
        if not rows:
            return None
        names = {f"{i} {row.name}": row.units for i, row in enumerate(rows)}
        found = atoms(names, contributor)
        table = np.array([[name in atom.rows for atom in found] for name in names], dtype=float)
        least, most = np.array([(row.least, row.most) for row in rows], dtype=float).T
        return cls(found, table, least - SLACK, most + SLACK, top)

    @property
    def sizes(self) -> Floats:
        return np.array([len(atom.records) for atom in self.atoms], float)

    def holds(self, totals: Floats) -> bool:
        inside = self.table @ totals
        return bool(((inside >= self.least) & (inside <= self.most)).all())

    def ranges(self, floor: Floats, unknown: Floats) -> tuple[Floats, Floats] | None:
        """(least, most) of every atom's total; None if no totals meet all bounds."""
        n = len(self.atoms)
        worlds = self.ends(floor, unknown, range(n))
        return None if worlds is None else (worlds[:n].diagonal().copy(), worlds[n:].diagonal().copy())

    def ends(self, floor: Floats, unknown: Floats, of: Sequence[int]) -> Floats | None:
        """Totals with the least of each atom `of`, then those with the most of each, (2 x of, atoms); `of` nobody: any. None if no totals
        meet all bounds.

        As many copies of the program, side by side in one: a solver's start costs more than its steps.
        """
        n, copies = len(self.atoms), max(1, 2 * len(of))
        aims = np.zeros((copies, n))
        aims[np.arange(2 * len(of)), [*of, *of]] = np.repeat([1.0, -1.0], len(of))
        solved = milp(
            aims.ravel(),
            bounds=Bounds(np.tile(floor, copies), np.tile(floor + self.top * unknown, copies)),
            constraints=LinearConstraint(
                block_diag([csr_array(self.table)] * copies, format="csr"),
                np.tile(self.least, copies),
                np.tile(self.most, copies),
            ),
        )
        return None if solved.x is None else np.asarray(solved.x).reshape(copies, n)

    def next_to(self, totals: Floats) -> Floats | None:
        """The totals within all bounds that differ from these by the least sum; None if there are none."""
        n, one = len(self.atoms), np.eye(len(self.atoms))
        rows = np.block([[self.table, np.zeros_like(self.table)], [one, one], [one, -one]])
        least = np.concatenate([self.least, totals, np.full(n, -np.inf)])
        most = np.concatenate([self.most, np.full(n, np.inf), totals])
        solved = milp(
            np.repeat([0.0, 1.0], n),
            bounds=Bounds(np.zeros(2 * n), np.concatenate([self.top * self.sizes, np.full(n, np.inf)])),
            constraints=LinearConstraint(rows, least, most),
        )
        return None if solved.x is None else np.asarray(solved.x[:n])

    def passes(self, totals: Floats, of: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """How much each atom `of` can gain from, and lose to, every atom, (of, atoms + 1), with all rows within their bounds; the
        last: from and to nobody.

        A row stays as it is if both or neither stand in it.
        """
        inside = self.table @ totals
        up, down = np.maximum(0, self.most - inside), np.maximum(0, inside - self.least)
        n, there = len(self.atoms), np.pad(self.table > 0, ((0, 0), (0, 1)))
        gain, loss = np.full((2, len(of), n + 1), np.inf)
        for stands, more, less in zip(there, up, down, strict=True):
            alone, other = stands[of, None] & ~stands, ~stands[of, None] & stands
            gain = np.minimum(gain, np.where(alone, more, np.where(other, less, np.inf)))
            loss = np.minimum(loss, np.where(alone, less, np.where(other, more, np.inf)))
        gain[:, :n] = np.minimum(gain[:, :n], totals)
        loss[:, :n] = np.minimum(loss[:, :n], np.maximum(0, self.top * self.sizes - totals))
        gain[np.arange(len(of)), of] = loss[np.arange(len(of)), of] = 0  # what it gives to itself it does not gain
        return gain, loss


def plainly(published: Sequence[PublishedSum]) -> list[PublishedSum]:
    """As somebody reads them who takes printed numbers for exact: equalities where a value is printed."""
    return [p if p.value is None else replace(p, least=p.value, most=p.value) for p in published]


def narrowest_interval(  # noqa: PLR0913 - what is public, what is true, and three options by name
    published: Sequence[PublishedSum],
    values: Mapping[str, float],
    contributor: Mapping[str, str],
    *,
    top: float = 100.0,
    everybody: bool = False,
    assumed: bool = False,
) -> Interval | None:
    """The narrowest interval that any attacker derives for any rival; None where nobody can derive anything.

    published: all sums of one metric, of all releases. values: unit → true value, 0 to `top`; a unit is an owner in a
    leaf, and in a later release the same unit if its answer did not change, else another. contributor: unit →
    knowledge group; a group attacks with all its units' values, and its rivals are the units of others.

    Units of one atom (the same rows) are alike to an attacker who is none of them: atoms' totals T are the variables,
    least_r <= Σ T_a <= most_r for each row, known <= T_a <= known + top x unknown. A rival of atom a, u of its units
    unknown, lies in [max(0, min T_a - known - top (u - 1)), min(top, max T_a - known)]. Tried are the units of highest
    and lowest value of every atom, and every group of several units; with `everybody` all. That is enough: the width
    is a concave function of the attacker's own value (a linear program's optimum is, in its bounds), so it is smallest
    at an end. An attacker whose own value cuts nothing off takes the ranges that everybody sees.

    An attacker for whom the rows contradict each other derives nothing; that happens to `plainly` read rows, and to
    rows of two waves in which the attacker takes answers for unchanged that did change: `assumed` says that `values`
    need not fit the rows. Then an interval may also miss the rival's true value; one that does gives nobody away, so
    it is no answer, and as the ends of an atom may be those who run into a contradiction, everybody is tried.

    Raises ValueError for values outside 0 to `top`, for a unit without a value or a contributor, and if rows contradict
    the true values of a reader who allows for rounding. Source: STATISTICS 3, attack LP and I6.
    """
    program = SumsProgram.of(published, values, contributor, top, assumed=assumed)
    if program is None:
        return None
    seen = program.ranges(np.zeros(len(program.atoms)), program.sizes)
    if seen is None:
        return None
    every_one = everybody or assumed
    attackers = _all(program.atoms, contributor) if every_one else _extremes(program.atoms, values, contributor)
    found = (i for units in attackers for i in _derived(program, seen, units, values, contributor))
    return min(
        (i for i in found if not assumed or i.holds(values[i.rival])), key=lambda interval: interval.width, default=None
    )


def _check(
    rows: Sequence[PublishedSum],
    values: Mapping[str, float],
    contributor: Mapping[str, str],
    top: float,
    *,
    assumed: bool,
) -> None:
    units = frozenset().union(*(row.units for row in rows))
    if lacking := sorted(units - (values.keys() & contributor.keys())):
        raise ValueError(f"Units without a value or a contributor: {', '.join(lacking)}.")
    if outside := sorted(u for u in units if not 0 <= values[u] <= top):
        raise ValueError(f"Values outside 0 to {top:g}: {', '.join(outside)}.")
    if not assumed and (wrong := [row.name for row in rows if row.least < row.most and not _holds(row, values)]):
        raise ValueError(f"Published bounds that do not hold the true sum: {', '.join(wrong)}.")


def _holds(row: PublishedSum, values: Mapping[str, float]) -> bool:
    return row.least - SLACK <= sum(values[unit] for unit in row.units) <= row.most + SLACK


def _all(found: Sequence[Atom], contributor: Mapping[str, str]) -> list[frozenset[str]]:
    """The units of every knowledge group, a group each."""
    units: dict[str, set[str]] = defaultdict(set)
    for atom in found:
        for unit in atom.records:
            units[contributor[unit]].add(unit)
    return [frozenset(units[group]) for group in sorted(units)]


def _extremes(
    found: Sequence[Atom], values: Mapping[str, float], contributor: Mapping[str, str]
) -> Iterator[frozenset[str]]:
    groups = _all(found, contributor)
    single = {unit for group in groups if len(group) == 1 for unit in group}
    yield from (group for group in groups if len(group) > 1)
    for atom in found:
        if alone := sorted(atom.records & single):
            ends = {min(alone, key=values.__getitem__), max(alone, key=values.__getitem__)}
            yield from (frozenset({unit}) for unit in sorted(ends))


def _derived(
    program: SumsProgram,
    seen: tuple[Floats, Floats],
    units: frozenset[str],
    values: Mapping[str, float],
    contributor: Mapping[str, str],
) -> Iterator[Interval]:
    """The interval of one rival in each atom that has one."""
    own = [atom.records & units for atom in program.atoms]
    known = np.array([sum(values[u] for u in its) for its in own], dtype=float)
    unknown = np.array([len(a.records) - len(its) for a, its in zip(program.atoms, own, strict=True)], dtype=float)
    cuts_off = (seen[0] < known).any() or (seen[1] > known + program.top * unknown).any()
    found = program.ranges(known, unknown) if cuts_off else seen
    if found is None:
        return
    least = np.maximum(0, found[0] - known - program.top * (unknown - 1))
    most = np.minimum(program.top, found[1] - known)
    for i in np.flatnonzero(unknown).tolist():
        low, high, whose = float(least[i]), float(most[i]), program.atoms[i].records - units
        # Of those who are alike to the attacker, one of whom it is true.
        rival = min(whose, key=lambda r: (not low - SLACK <= values[r] <= high + SLACK, r))
        yield Interval(contributor[min(units)], rival, low, high)
