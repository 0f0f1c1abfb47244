"""Does every rival's score keep its 30 points, whoever attacks? The verdict of `attack_program`, mostly without solving anything.

A world is one way in which everything that is published could have come about. Two worlds that an attacker cannot tell from
the truth, with a rival's scores 30 points apart, prove that the doubt is there; how they were found does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.attack_program import SAFE, SLACK, Interval, PublishedSum, SumsProgram
from benchmarking.stats.gate import Atom

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

NEAR = 1e-9
"""Sums of scores are exact to 1e-11; a world may miss what an attacker knows by as much."""


def cornered(  # noqa: PLR0913 - what is public, what is true, and three options by name
    published: Sequence[PublishedSum],
    values: Mapping[str, float],
    contributor: Mapping[str, str],
    *,
    width: float = SAFE,
    top: float = 100.0,
    assumed: bool = False,
) -> Interval | None:
    """An interval of less than `width` points that an attacker derives for a rival; None if there is none.

    Arguments, units and errors of `attack_program.narrowest_interval`, and its verdict: None iff that finds none, or one of at least
    `width`. A program is solved only for a pair of attacker and atom without worlds that prove its doubt: an interval holds
    every score that a rival has in a world that the attacker takes for possible, so it is at least as wide as they are apart.
    In a world in which the u units of an atom that the attacker does not know have S points together, one of them may have
    anything from max(0, S - top (u - 1)) to min(top, S), since points can be passed between units that are alike. Worlds are
    the true one (`assumed`: the one nearest to `values`); that one with points passed from one atom to another, as far as every
    sum stays within its bounds and whatever the attacker knows is as it was; and what a program found for anybody,
    approached from the first world as far as the attacker's own scores allow: all between two possible worlds is possible.
    Attackers who know the same numbers of the same atoms are one. Source: STATISTICS 3, attack LP and I6.
    """
    program = SumsProgram.of(published, values, contributor, top, assumed=assumed)
    if program is None:
        return None
    world = _nearest(program, values)
    if world is None:
        return None
    attackers = _Attackers.of(program.atoms, _groups(program.atoms, values, contributor, everybody=assumed))
    doubt = _Doubt(program, attackers, width, world)
    found = (doubt.interval(values, contributor, *pair) for pair in doubt.narrow())
    return next((i for i in found if not assumed or i.holds(values[i.rival])), None)


_Known = list[tuple[int, float, str]]
"""(atom, value, unit) of every unit of a knowledge group."""


def _groups(
    found: Sequence[Atom], values: Mapping[str, float], contributor: Mapping[str, str], *, everybody: bool
) -> list[_Known]:
    """Everybody, or those of several units and the two ends of each atom's others (`narrowest_interval` says why they are enough)."""
    by_group: dict[str, _Known] = defaultdict(list)
    for i, atom in enumerate(found):
        for unit in sorted(atom.records):
            by_group[contributor[unit]].append((i, values[unit], unit))
    groups = [by_group[name] for name in sorted(by_group)]
    if everybody:
        return groups
    of_atom: dict[int, _Known] = defaultdict(list)
    for (one,) in (its for its in groups if len(its) == 1):
        of_atom[one[0]].append(one)
    ends = [[end(its, key=lambda each: each[1])] for its in of_atom.values() for end in (min, max)]
    return [its for its in groups if len(its) > 1] + ends


@dataclass(frozen=True)
class _Attackers:
    """units: of each attacker. (attackers, atoms) `known`: points of its own units there; `unknown`: how many others there are."""

    units: Sequence[frozenset[str]]
    known: Floats
    unknown: Floats

    @classmethod
    def of(cls, found: Sequence[Atom], groups: Sequence[_Known]) -> _Attackers:
        alike = list({tuple(sorted((i, value) for i, value, _ in its)): its for its in groups}.values())
        known, unknown = np.zeros((len(alike), len(found))), np.zeros((len(alike), len(found)))
        unknown += [len(atom.records) for atom in found]
        for g, its in enumerate(alike):
            for i, value, _ in its:
                known[g, i] += value
                unknown[g, i] -= 1
        return cls([frozenset(unit for *_, unit in its) for its in alike], known, unknown)


def _nearest(program: SumsProgram, values: Mapping[str, float]) -> Floats | None:
    """The totals of these values, or if they contradict what is published the nearest that do not; None if all do."""
    totals = np.array([sum(values[unit] for unit in sorted(atom.records)) for atom in program.atoms])
    return totals if program.holds(totals) else program.next_to(totals)


class _Doubt:
    """(attackers, atoms) What is known so far: `low` to `high` is possible for a rival, `open` where that is less than `width`."""

    def __init__(self, program: SumsProgram, attackers: _Attackers, width: float, world: Floats) -> None:
        self.program, self.attackers, self.width = program, attackers, width
        self.most = attackers.known + program.top * attackers.unknown
        self.base = np.full_like(attackers.known, np.nan)
        self.low, self.high = np.full_like(self.base, np.inf), np.full_like(self.base, -np.inf)
        self.open = attackers.unknown > 0
        agrees = (world >= attackers.known - NEAR) & (world <= self.most + NEAR)
        self._begin(np.flatnonzero(agrees.all(axis=1)), world)

    def narrow(self) -> Iterator[tuple[int, int]]:
        """(attacker, atom) of rivals with less than `width`: those are solved for, and no others."""
        for g in range(len(self.open)):
            if self.open[g].any() and self._has_a_world(g):
                atoms = np.flatnonzero(self.open[g])
                worlds = self.program.ends(self.attackers.known[g], self.attackers.unknown[g], atoms.tolist())
                for world in [] if worlds is None else worlds:
                    self._see(np.array([g]), world[None] - self.attackers.known[g])
                    self._approach(world)
                yield from ((g, atom) for atom in atoms[self.open[g, atoms]].tolist())
            self.open[g] = False

    def interval(self, values: Mapping[str, float], contributor: Mapping[str, str], g: int, atom: int) -> Interval:
        low, high, units = float(self.low[g, atom]), float(self.high[g, atom]), self.attackers.units[g]
        whose = self.program.atoms[atom].records - units
        # Of those who are alike to the attacker, one of whom it is true.
        rival = min(whose, key=lambda r: (not low - SLACK <= values[r] <= high + SLACK, r))
        return Interval(contributor[min(units)], rival, low, high)

    def _has_a_world(self, g: int) -> bool:
        """Whether what the attacker knows fits what is published; then some pair of it is still open."""
        if np.isnan(self.base[g, 0]):
            worlds = self.program.ends(self.attackers.known[g], self.attackers.unknown[g], [])
            if worlds is None:
                return False
            self._begin(np.array([g]), worlds[0])
        return bool(self.open[g].any())

    def _begin(self, who: Places, world: Floats) -> None:
        """This world, which agrees with all of them, and those that come of it when points are passed."""
        self.base[who] = world
        points = world - self.attackers.known[who]
        self._see(who, points)
        atoms = np.flatnonzero(self.open[who].any(axis=0))
        if not len(atoms):
            return
        gains, losses = self.program.passes(world, atoms)
        up, down = np.maximum(0, self.most[who] - world), np.maximum(0, points)
        nobody = np.full((len(who), 1), np.inf)
        for sign, most, own, other in ((1, gains, up, down), (-1, losses, down, up)):
            passed = np.minimum(most, np.hstack([other, nobody])[:, None]).max(axis=2)
            moved = points.copy()
            moved[:, atoms] += sign * np.minimum(passed, own[:, atoms])
            self._see(who, moved)

    def _approach(self, world: Floats) -> None:
        """From each attacker's own world as far towards this one as what it knows allows."""
        who = np.flatnonzero(self.open.any(axis=1) & ~np.isnan(self.base[:, 0]))
        base, way = self.base[who], world - self.base[who]
        room = np.maximum(0, np.where(way > 0, self.most[who] - base, base - self.attackers.known[who]))
        far = np.divide(room, np.abs(way), out=np.full_like(way, np.inf), where=way != 0).min(axis=1, initial=1)
        self._see(who, base + far[:, None] * way - self.attackers.known[who])

    def _see(self, who: Places, points: Floats) -> None:
        """points: of the units that the attackers do not know, in each atom; each atom's by itself in a possible world."""
        unknown, top = self.attackers.unknown[who], self.program.top
        self.low[who] = np.minimum(self.low[who], np.maximum(0, points - top * (unknown - 1)))
        self.high[who] = np.maximum(self.high[who], np.minimum(top, points))
        self.open[who] &= self.high[who] - self.low[who] < self.width
