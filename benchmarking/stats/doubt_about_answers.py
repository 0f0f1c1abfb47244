"""Which answers of which rivals are known to stay possible, for whom: what `attack_on_counts` need not solve."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from benchmarking.stats.counts_program import CountsProgram, Flags, Floats, Wishes

AGREEMENT = 0.1
"""A wish to keep what somebody knows in a world, in parts of a wish to see an answer in it."""


@dataclass
class AnswersInDoubt:
    """`open` (attackers, atoms, questions): a rival of the atom did not answer so, and no world is known yet in which one does.

    known: (attackers, atoms, answers) units of each attacker; asked: (questions, answers) 1.0 where the answer is one of the
    question's. A world settles a pair if everything that the attacker knows is in it, and another unit of the atom that
    answers the question. `open` is changed as worlds are seen; `fits` (attackers): what it knows agrees with one of them.
    """

    program: CountsProgram
    known: Floats
    asked: Floats
    open: Flags
    fits: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.fits = np.zeros(len(self.known), bool)

    @cached_property
    def beyond(self) -> Floats:
        """(attackers, atoms, questions) Units that the attacker knows to answer so."""
        return self.known @ self.asked.T

    def begin(self, world: Floats) -> None:
        """A world in which everything is as whoever attacks knows it."""
        self._show(world, self.known.max(axis=0), self._left())

    def look_at_all(self) -> bool:
        """Worlds that settle something for many, as long as there are such; whether there is any world."""
        nothing = np.zeros(self.known.shape[1:])
        while True:
            left, before = self._left(), self.open.sum()
            agreed = self._waited_for()
            world = self.program.world(nothing, self._wishes(left, np.zeros(left.shape), agreed))
            if world is None:
                return bool(self.fits.any())
            self._show(world, np.minimum(world, agreed), left)
            if not self.open.any() or before - self.open.sum() <= len(self.known) // 4:
                return True

    def impossible(self, attacker: int) -> tuple[int, int] | None:
        """The first (atom, question) that the attacker knows no rival to answer; None also if it has contradicted itself."""
        known, agreeing = self.known[attacker], True
        while (left := self.open[attacker].copy()).any():
            agreed = self._waited_for() if agreeing else np.zeros_like(known)
            world = self.program.world(known, self._wishes(left, self.beyond[attacker], agreed))
            if world is None and not self.fits[attacker]:
                break
            if world is not None:
                self._show(world, known, left)
            if (self.open[attacker] == left).all():
                if not agreeing:  # there is nothing to agree with others for, so it is the most that can be
                    atom, question = np.argwhere(left)[0].tolist()
                    return atom, question
                agreeing = False
        self.open[attacker] = False
        return None

    def _left(self) -> Flags:
        """(atoms, questions) What anybody waits for."""
        return np.asarray(self.open.any(axis=0))

    def _waited_for(self) -> Floats:
        """(atoms, answers) What somebody knows who still waits for worlds."""
        return np.asarray(self.known[self.open.any(axis=(1, 2))].max(axis=0, initial=0))

    def _show(self, world: Floats, known: Floats, left: Flags) -> None:
        """What this world settles, and what worlds next to it do of what was left, (atoms, questions), with `known` in them."""
        self._seen(world)
        left = left & self._left()
        if not left.any():
            return
        steps = self.program.steps(world, known)
        for atom in np.flatnonzero(left.any(axis=1)).tolist():
            if self.open[:, atom].any():
                possible = steps.of(atom)
                for question in np.flatnonzero(left[atom]):
                    asked = self.asked[question] > 0
                    found = np.argwhere(possible & asked[:, None, None] & ~asked[None, :, None])
                    if len(found):
                        self._seen(_after(world, atom, *found[0].tolist()))

    def _seen(self, world: Floats) -> None:
        who = np.flatnonzero((world >= self.known).all(axis=(1, 2)))
        self.fits[who] = True
        self.open[who] &= world @ self.asked.T <= self.beyond[who]

    def _wishes(self, left: Flags, beyond: Floats, agreed: Floats) -> Wishes:
        """For each pair left, (atoms, questions), a world with more than `beyond` such units; and worlds with one of each that is `agreed`."""
        (atoms, questions), (of, answers) = np.nonzero(left), np.nonzero(agreed)
        n, m = len(atoms), len(of)
        wished = np.zeros((n + m, *self.known.shape[1:]))
        wished[np.arange(n), atoms] = self.asked[questions]
        wished[n + np.arange(m), of, answers] = 1
        weight = np.maximum(1.0, self.open.sum(axis=0)[left])
        return Wishes(
            wished,
            np.concatenate([beyond[left], np.zeros(m)]),
            np.concatenate([weight, np.full(m, AGREEMENT * (weight.mean() if n else 1))]),
        )


def _after(world: Floats, atom: int, answer: int, before: int, partner: int) -> Floats:
    found = world.copy()
    found[atom, [answer, before]] += 1, -1
    if partner < len(world):
        found[partner, [answer, before]] += -1, 1
    return found
