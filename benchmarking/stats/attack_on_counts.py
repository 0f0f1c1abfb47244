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

from benchmarking.stats.counts_program import CountsProgram
from benchmarking.stats.doubt_about_answers import AnswersInDoubt
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
    beside the attacker's own. Worlds already found, the true one first, and steps from them to others answer most of this
    (`doubt_about_answers`); the rest is solved, for as many answers at once as one world can hold. A world that could hold none
    of those that an attacker still waits for proves that none is possible. An
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
    attackers = _attackers(program.atoms, answers, contributor)
    doubt = AnswersInDoubt(
        program,
        np.array([_counts(program, answers, units) for units in attackers]),
        np.array([[answer in question for answer in program.answers] for question in questions], float),
        _rivals(program.atoms, attackers, answers, questions),
    )
    if not assumed:
        doubt.begin(_counts(program, answers, frozenset().union(*(a.records for a in program.atoms))))
    if not doubt.open.any() or not doubt.look_at_all():
        return None
    for g, units in enumerate(attackers):
        if found := doubt.impossible(g):
            i, question = found[0], questions[found[1]]
            rival = min(r for r in program.atoms[i].records - units if answers[r] not in question)
            return Certainty(contributor[min(units)], rival, question)
    return None


def _rivals(
    found: Sequence[Atom],
    attackers: Sequence[frozenset[str]],
    answers: Mapping[str, int],
    questions: Sequence[frozenset[int]],
) -> NDArray[np.bool_]:
    """(attackers, atoms, questions) Whether some rival of the atom did not answer so."""
    others = [[sum(answers[unit] not in question for unit in atom.records) for question in questions] for atom in found]
    left = np.tile(np.array(others), (len(attackers), 1, 1))
    place = {unit: i for i, atom in enumerate(found) for unit in atom.records}
    for g, units in enumerate(attackers):
        for unit in units:
            left[g, place[unit]] -= [answers[unit] not in question for question in questions]
    return left > 0


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
) -> CountsProgram:
    found = atoms({f"{i} {row.name}": row.units for i, row in enumerate(rows)}, contributor)
    given = {answers[unit] for row in rows for unit in row.units}
    possible = sorted(given.union(*questions, *(row.answers for row in rows)))
    names = [f"{i} {row.name}" for i, row in enumerate(rows)]
    return CountsProgram(
        found,
        possible,
        np.array([[name in atom.rows for atom in found] for name in names], dtype=float),
        np.array([[answer in row.answers for answer in possible] for row in rows], dtype=float),
        np.array([row.least for row in rows], dtype=float),
        np.array([row.most for row in rows], dtype=float),
    )


def _counts(program: CountsProgram, answers: Mapping[str, int], units: frozenset[str]) -> Floats:
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
