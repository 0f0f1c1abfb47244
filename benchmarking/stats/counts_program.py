"""The integer program behind `attack_on_counts`: the worlds in which every published band holds, and how to step from one to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csc_array, eye_array

from benchmarking.stats.gate import Atom

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WHOLE = 1e-6
"""Solutions this close to whole numbers are; the solver's own tolerance is as wide."""


ENOUGH = 1.0
"""In whole numbers a world is taken that fulfils half of what may be possible; one that fulfils nothing only if nothing is possible."""


@dataclass(frozen=True)
class Steps:
    """From a world to those in which one unit, or two of different atoms, answer otherwise.

    stands: (bands, atoms) of bands that something would take out of its bounds. alone, partner: (bands, answers, answers) 1.0 where a unit
    that answers the first instead of the second may not be counted alone, or one that does the opposite. spare: (atoms, answers).
    """

    stands: Floats
    alone: Floats
    partner: Floats
    spare: Flags

    def of(self, atom: int) -> Flags:
        """(answers, answers, atoms + 1) [c, d, b]: a unit of the atom answers c instead of d, and one of b the other way round;
        the last b: nobody does."""
        n, m = self.spare.shape
        b = np.column_stack([self.stands, np.zeros(len(self.stands))])
        there = self.stands[:, atom] > 0
        against = self.alone[there].reshape(-1, m * m).T @ (1 - b[there])
        against += self.partner[~there].reshape(-1, m * m).T @ b[~there]
        possible: Flags = (against < 0.5).reshape(m, m, n + 1)
        possible &= self.spare[atom][None, :, None] & ~np.eye(m, dtype=bool)[:, :, None]
        possible &= np.vstack([self.spare, np.ones((1, m), bool)]).T[:, None, :]
        possible[:, :, atom] = False
        return possible


@dataclass(frozen=True)
class Wishes:
    """Answers that a world should have: of wish w more than `beyond[w]` units whose answers are `of[w]`, (atoms, answers) of 0 and 1."""

    of: Floats
    beyond: Floats
    weight: Floats


@dataclass(frozen=True)
class CountsProgram:
    """Counts y (atoms, answers) in whole numbers: of each atom as many as it has units, of each band least <= Σ y <= most.

    stands: (bands, atoms) and counted: (bands, answers), 1.0 where the band counts the atom's units that gave the answer.
    """

    atoms: Sequence[Atom]
    answers: Sequence[int]
    stands: Floats
    counted: Floats
    least: Floats
    most: Floats

    def world(self, known: Floats, wishes: Wishes) -> Floats | None:
        """The world with at least `known` of each that fulfils wishes of the most weight; None if there is none.

        If all weights are above 0, a world that fulfils none says that none can be fulfilled.
        """
        size, n = known.size, len(wishes.weight)
        rows = block_array([[self._table, None], [wishes.of.reshape(n, size), -eye_array(n)]], format="csc")
        least, most = self._limits
        constraint = LinearConstraint(
            rows, np.concatenate([least, wishes.beyond]), np.concatenate([most, np.full(n, np.inf)])
        )
        bounds = Bounds(
            np.concatenate([known.ravel(), np.zeros(n)]), np.concatenate([np.full(size, np.inf), np.ones(n)])
        )
        for whole in (
            0,
            1,
        ):  # fractions are faster to find, impossible only where whole numbers are, and whole nearly always
            # All whole, wishes too: beside continuous variables HiGHS writes to standard output.
            solved = milp(
                np.concatenate([np.zeros(size), -wishes.weight]),
                integrality=np.full(size + n, whole),
                bounds=bounds,
                constraints=constraint,
                options={"mip_rel_gap": ENOUGH},
            )
            if solved.x is None:
                return None
            found = np.asarray(solved.x[:size])
            if np.abs(found - np.round(found)).max() < WHOLE:
                break
        return np.round(found).reshape(known.shape)

    def steps(self, world: Floats, known: Floats) -> Steps:
        """To other worlds that also have `known` of each in them."""
        up, down = (each < 1 for each in self._room(world))
        (tight,) = np.nonzero(up | down)
        change = self.counted[tight, :, None] - self.counted[tight, None, :]
        up, down = up[tight, None, None], down[tight, None, None]
        return Steps(
            self.stands[tight],
            np.where(change > 0, up, np.where(change < 0, down, 0.0)),
            np.where(change > 0, down, np.where(change < 0, up, 0.0)),
            world - known >= 1,
        )

    def _room(self, world: Floats) -> tuple[Floats, Floats]:
        inside = (self.stands @ world * self.counted).sum(axis=1)
        return self.most - inside, inside - self.least

    @cached_property
    def _table(self) -> csc_array:
        """A column an entry of y, a row for each atom's units and for each band."""
        bands = (self.stands[:, :, None] * self.counted[:, None, :]).reshape(len(self.least), -1)
        return csc_array(np.vstack([np.kron(np.eye(len(self.atoms)), np.ones(len(self.answers))), bands]))

    @cached_property
    def _limits(self) -> tuple[Floats, Floats]:
        sizes = np.array([len(atom.records) for atom in self.atoms], float)
        return np.concatenate([sizes, self.least]), np.concatenate([sizes, self.most])
