"""Who scores low stays away: no interval holds then, and the study has to say so."""

from __future__ import annotations

import numpy as np

from tests.studies.coverage.means import Cell, medians_of, published
from tests.studies.coverage.populations import SD, draw
from tests.studies.coverage.tally import Tally, tally

CELLS = (Cell(20, 0.4, "bell"), Cell(100, 0.4, "bell"))

ODDS = 1.0
"""One SD more of score multiplies the odds of answering by e."""


def study(cell: Cell, repetitions: int, seed: int) -> Tally:
    """As many of the register answer as the cell says, each the likelier the higher its score (by Gumbel noise)."""
    chance = np.random.default_rng([seed, cell.n])
    register = cell.register or cell.n
    frame = draw(cell.shape, np.ones(repetitions), register, chance)
    keys = ODDS * frame / SD + chance.gumbel(size=frame.shape)
    answering = np.argsort(-keys, axis=1)[:, : cell.n]
    one = np.ones(1)
    found = tally(
        seen.held()
        for row, chosen in zip(frame, answering, strict=True)
        for seen in published(cell, row[chosen], (one * row.mean(), medians_of(row)[None], one))
    )
    assert found
    return found
