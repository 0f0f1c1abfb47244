"""Dimension scores of many organisations, or of many persons, at once: `score.dimension_score` by whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarking.stats.exact_sums import Floats, add_up_exactly, exact_sums, halves
from benchmarking.stats.packed_answers import STATED, Bytes, Flags, PackedItem, PackedResponses
from benchmarking.stats.packed_merge import numbers_of
from benchmarking.stats.records import DimensionRule, ItemRule

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class PackedScores:
    """Dimension scores, one row an organisation or person and one column a dimension, as in `records.DimensionScore`.

    `score`, `low`, `high`: 0-100, NaN where there is none.
    """

    score: Floats
    low: Floats
    high: Floats
    n_answered: Counts
    n_dont_know: Counts


def points(values: Floats, rules: Sequence[ItemRule]) -> Floats:
    """100 (value - minimum)/(maximum - minimum) of each column, 0-100; NaN stays NaN. Source: STATISTICS 1."""
    lowest, highest = (np.array([getattr(rule, name) for rule in rules]) for name in ("minimum", "maximum"))
    found: Floats = 100 * (values - lowest) / (highest - lowest)
    return found


def dimension_scores(
    item_points: Floats, reasons: Bytes, items: Sequence[str], dimensions: Sequence[DimensionRule]
) -> PackedScores:
    """`score.dimension_score` of every row, to the bit.

    item_points: (rows, items), 0-100, NaN where missing; reasons: the same shape, the byte of the missing reason, anything
    from `STATED` on where stated; items: their codes. An item of a dimension that is not among them counts as not shown.
    Source: STATISTICS 1 (half-rule of SF-36, tightened).
    """
    place = {code: number for number, code in enumerate(items)}
    parts = []
    for rule in dimensions:
        its = [place[code] for code in rule.items if code in place]
        parts.append(_dimension(item_points[:, its], reasons[:, its], len(rule.items), rule.minimum_items))
    rows = len(item_points)
    columns = [np.stack(column, axis=1) if parts else np.empty((rows, 0)) for column in zip(*parts, strict=True)]
    return PackedScores(*columns) if parts else PackedScores(*[np.empty((rows, 0))] * 5)  # type: ignore[arg-type]


def _dimension(
    its: Floats, reasons: Bytes, n_items: int, minimum: int
) -> tuple[Floats, Floats, Floats, Counts, Counts]:
    answered, unknown = (~np.isnan(its)).sum(axis=1), (reasons == 2).sum(axis=1)
    applicable = n_items - (reasons == 3).sum(axis=1)
    total, known = _row_sums(its), answered + unknown
    # Don't knows are whole hundreds: `high` adds them before the one rounding, as fsum would.
    with_hundreds = _row_sums(np.concatenate([its, 100.0 * unknown[:, None]], axis=1))
    enough = (3 * answered >= 2 * applicable) & (answered >= max(1, minimum))
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = (np.where(known > 0, sums / known, np.nan) for sums in (total, with_hundreds))
        return np.where(enough, total / answered, np.nan), low, high, answered, unknown


def _row_sums(its: Floats) -> Floats:
    """`math.fsum` of each row without its NaN."""
    filled = np.nan_to_num(its)
    if not add_up_exactly(filled, its.shape[1]):
        rows = np.repeat(np.arange(len(its)), its.shape[1])
        return exact_sums(filled.ravel(), rows, len(its))
    high, rest = halves(filled)
    sums: Floats = high.sum(axis=1) + rest.sum(axis=1)
    return sums


def scores_of_raters(
    said: PackedResponses, items: Sequence[PackedItem], dimensions: Sequence[DimensionRule]
) -> tuple[Flags, Floats]:
    """Each person's own score on each dimension: who is a rater (responses,), and (raters, dimensions), NaN for none.

    What meetings agreed on is nobody's rating. Equal to `score.dimension_score` of each person's answers, to the bit.
    """
    wanted = {code for rule in dimensions for code in rule.items}
    its = [item for item in items if item.rule.code in wanted]
    people = said.only(~said.is_agreed)
    values = np.stack([numbers_of(people, item) for item in its], axis=1) if its else np.empty((len(people), 0))
    reasons = np.minimum(people.vector[:, [item.columns[0] for item in its]], STATED).astype(np.uint8)
    rules = [item.rule for item in its]
    found = dimension_scores(points(values, rules), reasons, [rule.code for rule in rules], dimensions)
    return ~said.is_agreed, found.score
