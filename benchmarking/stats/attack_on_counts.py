"""What a member who knows its own answer can work out about a rival from published bands of counts (I6).

All bands of one metric together: a share with "not stated", or all cuts of an item with "not stated". In whole
numbers, since answers are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarking.stats.gate import Atom, atoms

Floats = NDArray[np.float64]

NOT_STATED = -1
"""The answer of a unit that stated nothing; others are 0 (no), 1 (yes), or the number of cuts that are reached."""

WHOLE = 1e-6
"""Solutions this close to whole numbers are; the solver's own tolerance is as wide."""


@dataclass(frozen=True)
class PublishedCount:
    """Between `least` and `most` of `units` gave one of `answers`."""

    name: str
    units: frozenset[str]
    answers: frozenset[int]
    least: int
    most: int


@dataclass(frozen=True)
class Certainty:
    """`attacker` (a knowledge group) is sure that `rival` (a unit) gave none of `excluded`."""

    attacker: str
    rival: str
    excluded: frozenset[int]


Worlds = list[Floats]
"""Answers that are all possible, as counts by atom and answer, (atoms, answers)."""


@dataclass(frozen=True)
class _Program:
    """Counts y by atom and answer, flat: least <= table y <= most, in whole numbers."""

    atoms: Sequence[Atom]
    answers: Sequence[int]
    table: Floats
    least: Floats
    most: Floats

    def world(self, known: Floats, wanted: tuple[int, list[int]], at_least: float) -> Floats | None:
        """Counts with at least `known` of each and `at_least` of the wanted (atom, answers); None if impossible."""
        wish = np.zeros_like(known)
        wish[wanted[0], wanted[1]] = 1
        constraints = [*self._rows(), LinearConstraint(self._widened(wish.reshape(1, -1)), at_least, np.inf)]
        for whole in (
            0,
            1,
        ):  # fractions are faster to find, impossible only where whole numbers are, and whole nearly always
            found = self._solved(constraints, known, whole)
            if found is None or np.abs(found - np.round(found)).max() < WHOLE:
                break
        return None if found is None else np.round(found).reshape(known.shape)

    def _solved(self, constraints: list[LinearConstraint], known: Floats, whole: int) -> Floats | None:
        solved = milp(
            self._as_mixed_as_can_be(),
            integrality=whole * self._integrality(),
            bounds=self._bounds(known),
            constraints=constraints,
        )
        return None if solved.x is None else solved.x[: known.size]

    # The second half of the variables is min(y, 2): a world with two of everything answers most questions at once.

    def _as_mixed_as_can_be(self) -> Floats:
        size = self.table.shape[1]
        return np.concatenate([np.zeros(size), -np.ones(size)])

    def _integrality(self) -> Floats:
        """All whole, also the second half: beside continuous variables HiGHS writes to standard output."""
        return np.ones(2 * self.table.shape[1])

    def _bounds(self, known: Floats) -> Bounds:
        size = known.size
        return Bounds(
            np.concatenate([known.ravel(), np.zeros(size)]), np.concatenate([np.full(size, np.inf), np.full(size, 2.0)])
        )

    def _rows(self) -> list[LinearConstraint]:
        size = self.table.shape[1]
        below = np.hstack([np.eye(size), -np.eye(size)])
        return [
            LinearConstraint(self._widened(self.table), self.least, self.most),
            LinearConstraint(below, 0, np.inf),
        ]

    def _widened(self, rows: Floats) -> Floats:
        return np.hstack([rows, np.zeros_like(rows)])


def certainty(
    published: Sequence[PublishedCount],
    answers: Mapping[str, int],
    contributor: Mapping[str, str],
    questions: Sequence[frozenset[int]],
    *,
    assumed: bool = False,
) -> Certainty | None:
    """Something that an attacker is sure of: a rival who cannot have given any answer of a question; None if there is none.

    published: all bands of one metric, of all releases. answers: unit → true answer. contributor: unit → knowledge
    group, which attacks with all its units' answers. questions: sets of answers each of which must stay possible for
    every rival: {1} and {0} for a share, "reached" and "stated and not reached" for each cut.

    The integer program has the number y of each answer in each atom (units of the same rows are alike): Σ y = n of the
    atom, least <= Σ y <= most for each band. An answer stays possible for a rival of atom a if some y has one of them
    beside the attacker's own. Worlds already found, the true one first, answer most of this; the rest is solved. An
    attacker with one unit stands for all of its atom that gave the same answer. `assumed`: `answers` need not fit the
    bands, as where those of two waves are taken for the same; an attacker to whom they contradict each other is sure of
    nothing, and who is sure of what is not so gives nobody away.

    Raises ValueError for a unit without an answer or contributor, and, unless `assumed`, for a band that does not hold
    the true count.
    Source: STATISTICS 3, attack LP and I6.
    """
    rows = [p for p in published if p.units]
    _check(rows, answers, contributor, assumed=assumed)
    if not rows:
        return None
    program = _program(rows, answers, contributor, questions)
    worlds = [] if assumed else [_counts(program, answers, frozenset().union(*(a.records for a in program.atoms)))]
    for units in _attackers(program.atoms, answers, contributor):
        known = _counts(program, answers, units)
        if not _is_possible(program, worlds, known, 0, frozenset(), beside=0):
            continue
        for i, atom in enumerate(program.atoms):
            for question in questions:
                rival = min((r for r in atom.records - units if answers[r] not in question), default="")
                if rival and not _is_possible(program, worlds, known, i, question):
                    return Certainty(contributor[min(units)], rival, question)
    return None


def _check(
    rows: Sequence[PublishedCount], answers: Mapping[str, int], contributor: Mapping[str, str], *, assumed: bool
) -> None:
    units = frozenset().union(*(row.units for row in rows))
    if lacking := sorted(units - (answers.keys() & contributor.keys())):
        raise ValueError(f"Units without an answer or a contributor: {', '.join(lacking)}.")
    wrong = [row.name for row in rows if not row.least <= sum(answers[u] in row.answers for u in row.units) <= row.most]
    if wrong and not assumed:
        raise ValueError(f"Published bands that do not hold the true count: {', '.join(wrong)}.")


def _program(
    rows: Sequence[PublishedCount],
    answers: Mapping[str, int],
    contributor: Mapping[str, str],
    questions: Sequence[frozenset[int]],
) -> _Program:
    found = atoms({f"{i} {row.name}": row.units for i, row in enumerate(rows)}, contributor)
    given = {answers[unit] for row in rows for unit in row.units}
    possible = sorted(given.union(*questions, *(row.answers for row in rows)))
    of_atom = [np.repeat(np.eye(len(found))[i], len(possible)) for i in range(len(found))]
    of_row = [
        np.outer([f"{i} {row.name}" in a.rows for a in found], [c in row.answers for c in possible]).ravel()
        for i, row in enumerate(rows)
    ]
    sizes = [len(atom.records) for atom in found]
    return _Program(
        found,
        possible,
        np.array([*of_atom, *of_row], dtype=float),
        np.array([*sizes, *(row.least for row in rows)], dtype=float),
        np.array([*sizes, *(row.most for row in rows)], dtype=float),
    )


def _counts(program: _Program, answers: Mapping[str, int], units: frozenset[str]) -> Floats:
    counts = np.zeros((len(program.atoms), len(program.answers)))
    for i, atom in enumerate(program.atoms):
        for unit in atom.records & units:
            counts[i, program.answers.index(answers[unit])] += 1
    return counts


def _attackers(
    found: Sequence[Atom], answers: Mapping[str, int], contributor: Mapping[str, str]
) -> list[frozenset[str]]:
    """The units of one knowledge group for each way to stand in atoms and answer; whoever knows more comes first."""
    units: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for i, atom in enumerate(found):
        for unit in sorted(atom.records):
            units[contributor[unit]].append((i, answers[unit], unit))
    alike = {tuple(sorted((i, a) for i, a, _ in its)): frozenset(u for *_, u in its) for its in units.values()}
    return sorted(alike.values(), key=lambda its: (-len(its), min(its)))


def _is_possible(  # noqa: PLR0913 - a program, what is found and known, and the question
    program: _Program, worlds: Worlds, known: Floats, atom: int, question: frozenset[int], *, beside: int = 1
) -> bool:
    columns = [program.answers.index(answer) for answer in sorted(question)]
    at_least = known[atom, columns].sum() + beside
    if any((world >= known).all() and world[atom, columns].sum() >= at_least for world in worlds):
        return True
    world = program.world(known, (atom, columns), at_least)
    if world is not None:
        worlds.append(world)
    return world is not None
