"""The gate: can published sums be added and subtracted until fewer than k contributors are left?

A tree passes by construction. Side margins and later releases do not: before they are added, all rows that are or
would be public are looked at together (STATISTICS 3, gate; I4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from benchmarking.stats.signed_sums import vanishing_sums

Floats = NDArray[np.float64]
Rows = Mapping[str, AbstractSet[str]]
"""Name of a published sum → the records it is the sum of, each with weight 1."""

MOST_ATOMS = 5
"""More atoms, and coefficients other than 1 and -1, are left to `attack_program`."""

SEED = 20260101
"""The same rows give the same verdict on every machine."""

EXACT = 1e-7
"""Farther than this from the row space, a combination of 0s and 1s is not derivable; rounding errors are 1e-12."""


@dataclass(frozen=True)
class Atom:
    """Records that stand in the same rows: no sum tells them apart. `contributors` are their knowledge groups."""

    rows: frozenset[str]
    records: frozenset[str]
    contributors: frozenset[str]


@dataclass(frozen=True)
class Leak:
    """Published sums whose combination involves too few.

    `combination`: row → coefficient, zeros left out; added up, only `records` remain, of `contributors` (1 to k - 1).
    """

    combination: Mapping[str, Fraction]
    records: frozenset[str]
    contributors: frozenset[str]


def atoms(rows: Rows, contributor: Mapping[str, str]) -> list[Atom]:
    """The records of all rows by membership signature, in the order of their smallest record.

    Raises ValueError for a record without a contributor.
    """
    signatures: dict[str, set[str]] = defaultdict(set)
    for name, records in rows.items():
        for record in records:
            signatures[record].add(name)
    if unknown := sorted(signatures.keys() - contributor.keys()):
        raise ValueError(f"Records without a contributor: {', '.join(unknown)}. Name the knowledge group of each.")
    members: dict[frozenset[str], list[str]] = defaultdict(list)
    for record in sorted(signatures):
        members[frozenset(signatures[record])].append(record)
    return [
        Atom(signature, frozenset(its), frozenset(contributor[record] for record in its))
        for signature, its in members.items()
    ]


def leak(rows: Rows, contributor: Mapping[str, str], k: int) -> Leak | None:
    """A combination of published sums that involves 1 to k - 1 contributors; None if none was found.

    rows: published sums over records, residuals may be left out (they are differences of others). contributor:
    record → knowledge group; two versions of one record are two records of one contributor, a record that did not
    change between releases is one. An empty row is ignored.

    With M the rows x atoms table of 0 and 1, a combination c over atoms follows from published sums iff c N = 0, N a
    basis of M's null space. Searched are every row, every difference of two rows, and every c of 1 and -1 over at
    most five atoms: N is projected on three random vectors, and two halves of c meet in the middle. Exhaustive within
    these limits; larger coefficients are `attack_program`'s.

    Raises ValueError for k < 2 and for a record without a contributor. Source: STATISTICS 3, gate.
    """
    return next(leaks(rows, contributor, k), None)


def leaks(rows: Rows, contributor: Mapping[str, str], k: int) -> Iterator[Leak]:
    """Every combination that `leak` looks for, as long as one asks; some may come twice."""
    if k < 2:
        raise ValueError(f"k = {k}: a gate for fewer than 2 contributors lets everything through.")
    if not (found := atoms(rows, contributor)):
        return
    table = _table(rows, found)
    space = _row_space(table)
    for signs in _candidates(table, space, found, k):
        support = [atom for atom, sign in zip(found, signs, strict=True) if sign]
        contributors = frozenset().union(*(atom.contributors for atom in support))
        if 0 < len(contributors) < k and _is_derivable(signs, space):
            records = frozenset().union(*(atom.records for atom in support))
            first = signs[np.flatnonzero(signs)[0]]
            yield Leak(_named(signs * first, table, list(rows)), records, contributors)


def _table(rows: Rows, found: Sequence[Atom]) -> Floats:
    """Rows x atoms, 1.0 where the atom stands in the row."""
    position = {name: i for i, name in enumerate(rows)}
    table = np.zeros((len(rows), len(found)))
    for column, atom in enumerate(found):
        table[[position[name] for name in atom.rows], column] = 1
    return table


def _row_space(table: Floats) -> Floats:
    """An orthonormal basis of the row space, atoms x rank."""
    _, sizes, directions = np.linalg.svd(np.unique(table, axis=0), full_matrices=False)
    rank = int((sizes > sizes[0] * 1e-10).sum())
    basis: Floats = directions[:rank].T
    return basis


def _is_derivable(signs: Floats, space: Floats) -> bool:
    return bool(np.abs(signs - space @ (signs @ space)).max() < EXACT)


def _candidates(table: Floats, space: Floats, found: Sequence[Atom], k: int) -> Iterator[Floats]:
    """Combinations over atoms that may involve fewer than k contributors, each a vector of 1, 0 and -1."""
    weights = _least_weights(found)
    yield from _differences(table, weights, k)
    yield from _few_atoms(space, found, weights, k)


def _least_weights(found: Sequence[Atom]) -> Floats:
    """A weight an atom whose sum over any atoms is at most their number of contributors together.

    A contributor in d atoms lends each of them 1/d: it counts once, however many of them are taken.
    """
    standing: dict[str, int] = defaultdict(int)
    for atom in found:
        for contributor in atom.contributors:
            standing[contributor] += 1
    return np.array([sum(1 / standing[c] for c in sorted(atom.contributors)) for atom in found])


def _differences(table: Floats, weights: Floats, k: int) -> Iterator[Floats]:
    """Rows that are too small themselves, and pairs of rows that differ by too little (I2), of however many atoms."""
    distinct = np.unique(np.vstack([np.zeros(table.shape[1]), table]), axis=0)
    of_row = distinct @ weights
    apart = of_row[:, None] + of_row[None, :] - 2 * (distinct * weights) @ distinct.T
    for one, other in zip(*np.nonzero(np.triu(apart < k - 0.5, 1)), strict=True):
        yield distinct[one] - distinct[other]


def _few_atoms(space: Floats, found: Sequence[Atom], weights: Floats, k: int) -> Iterator[Floats]:
    small = np.array([i for i, atom in enumerate(found) if len(atom.contributors) < k], dtype=int)
    random = np.random.default_rng(SEED).standard_normal((len(found), 3))
    projected = random - space @ (space.T @ random)
    for chosen, signs in vanishing_sums(projected[small], weights[small], k - 1, MOST_ATOMS):
        combination = np.zeros(len(found))
        combination[small[chosen]] = signs
        yield combination


def _named(signs: Floats, table: Floats, names: Sequence[str]) -> dict[str, Fraction]:
    """Which published sums to add and subtract: the solution of y M = c with the least sum of |y|."""
    both = np.vstack([table, -table])
    solved = linprog(np.ones(len(both)), A_eq=both.T, b_eq=signs, method="highs")
    y = solved.x[: len(names)] - solved.x[len(names) :]
    exact = (Fraction(float(value)).limit_denominator(1000) for value in y)
    return {name: value for name, value in zip(names, exact, strict=True) if value}
