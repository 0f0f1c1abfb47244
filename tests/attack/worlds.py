"""A second attacker of its own making, in whole numbers: in which worlds is all that is printed true?

A world says how many owners of each atom (those who stand in the same groups) gave which answers. An answer is whatever
the printed rows are about together: yes or no, a level, the levels of all items of a dimension.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.attack.release import Unit

SLACK = 1e-6

Answer = Hashable


@dataclass(frozen=True)
class Row:
    """What is printed of a sum over `units`: of `weight` of each one's answer, between `least` and `most`."""

    units: frozenset[Unit]
    weight: Callable[[Answer], float]
    least: float
    most: float


@dataclass(frozen=True)
class Worlds:
    """`gave`: the true answer of every unit; `possible`: the answers there are; `known_by`: owner → knowledge group.

    `is_true` False: the answers need not fit the rows, as where somebody is taken for unchanged who is not.
    """

    rows: Sequence[Row]
    gave: Mapping[Unit, Answer]
    possible: Sequence[Answer]
    known_by: Mapping[str, str]
    is_true: bool = True

    @cached_property
    def atoms(self) -> list[frozenset[Unit]]:
        found: dict[frozenset[int], set[Unit]] = defaultdict(set)
        for unit in self.gave:
            found[frozenset(i for i, row in enumerate(self.rows) if unit in row.units)].add(unit)
        return [frozenset(its) for its in found.values()]

    def attackers(self) -> Iterator[frozenset[Unit]]:
        """All that one knowledge group knows; of those who know alike one."""
        of_group: dict[str, set[Unit]] = defaultdict(set)
        for unit in self.gave:
            of_group[self.known_by[unit[0]]].add(unit)
        alike = {self._known(its).tobytes(): frozenset(its) for _, its in sorted(of_group.items())}
        yield from alike.values()

    def rivals(self, own: frozenset[Unit]) -> Iterator[tuple[int, Unit]]:
        yield from ((i, min(atom - own)) for i, atom in enumerate(self.atoms) if atom - own)

    def allows(self, own: frozenset[Unit], atom: int, answers: Sequence[Answer]) -> bool:
        """Whether somebody else in the atom may have given one of the answers."""
        columns = [self.possible.index(answer) for answer in answers]
        known = self._known(own)
        at_least = known[atom, columns].sum() + bool(answers)  # no answers: whether there is any world at all
        if any((world >= known).all() and world[atom, columns].sum() >= at_least for world in self._found):
            return True
        wish = np.zeros(known.shape)
        wish[atom, columns] = 1
        world = self._solve(known, LinearConstraint(wish.reshape(1, -1), at_least, np.inf), np.zeros(known.size))
        self._found.extend([] if world is None else [world])
        return world is not None

    def ends(self, own: frozenset[Unit], atom: int, worth: Mapping[Answer, float]) -> tuple[float, float]:
        """The least and the most that somebody else in the atom may be worth, of those answers that are worth something."""
        rising = sorted(set(worth.values()))
        may_be = (w for w in rising if self.allows(own, atom, [a for a in worth if worth[a] == w]))
        least = next(may_be, 0.0)
        may_be = (w for w in rising[::-1] if self.allows(own, atom, [a for a in worth if worth[a] == w]))
        return least, next(may_be, least)

    @cached_property
    def _found(self) -> list[np.ndarray]:
        return [self._known(frozenset(self.gave))] if self.is_true else []

    def _known(self, units: frozenset[Unit] | set[Unit]) -> np.ndarray:
        counts = np.zeros((len(self.atoms), len(self.possible)))
        for i, atom in enumerate(self.atoms):
            for answer, n in Counter(self.gave[unit] for unit in atom & units).items():
                counts[i, self.possible.index(answer)] = n
        return counts

    @cached_property
    def _constraints(self) -> LinearConstraint:
        weights = [[row.weight(answer) for answer in self.possible] for row in self.rows]
        printed = [
            [w * (atom <= row.units) for atom in self.atoms for w in weights[i]] for i, row in enumerate(self.rows)
        ]
        whole = np.kron(np.eye(len(self.atoms)), np.ones(len(self.possible)))
        sizes = [float(len(atom)) for atom in self.atoms]
        table = csr_array(np.vstack([np.array(printed), whole]))
        least = np.array([*(row.least - SLACK for row in self.rows), *sizes])
        return LinearConstraint(table, least, np.array([*(row.most + SLACK for row in self.rows), *sizes]))

    def _solve(self, known: np.ndarray, wish: LinearConstraint, aim: np.ndarray) -> np.ndarray | None:
        solved = milp(
            aim,
            integrality=np.ones(known.size),
            bounds=Bounds(known.ravel(), np.full(known.size, np.inf)),
            constraints=[self._constraints, wish],
        )
        return None if solved.x is None else np.round(solved.x).reshape(known.shape)
