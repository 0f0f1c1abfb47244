"""Merged answers become dimension scores of 0-100, with the evidence behind them.

The same functions score one respondent's own answers: codes and numbers are both read by the
item's rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from benchmarking.stats.records import (
    AnswerValue,
    DimensionRule,
    DimensionScore,
    ItemRule,
    Missing,
)


def item_points(value: AnswerValue, rule: ItemRule) -> float | None:
    """100 (value - minimum) / (maximum - minimum); None for any missing reason, never 0.

    Raises ValueError for a code the rule does not have or a number outside its range.
    """
    number = rule.number(value)
    return None if number is None else rule.points(number)


def dimension_score(
    values: Mapping[str, AnswerValue], rule: DimensionRule, rules: Mapping[str, ItemRule]
) -> DimensionScore:
    """Plain mean of the answered items' points, if enough of them are answered.

    Enough: at least 2/3 of the applicable items and at least `minimum_items`. "Does not apply"
    leaves numerator and denominator; not shown, not answered and don't know stay applicable. `low`
    and `high` take each don't know as 0 and as 100; they are given whenever an item was answered
    or not known, also without a score. `values` without an item: not shown. Raises ValueError as
    `item_points`, and for an item without a rule. Source: STATISTICS 1 (half-rule of SF-36,
    tightened).
    """
    answers = [(values.get(code, Missing.NOT_SHOWN), _rule(rules, code)) for code in rule.items]
    points = [p for p in (item_points(value, item) for value, item in answers) if p is not None]
    n_dont_know = sum(value == Missing.DONT_KNOW for value, _ in answers)
    n_applicable = sum(value != Missing.DOES_NOT_APPLY for value, _ in answers)
    low, high = _evidence_bounds(points, n_dont_know)
    scored = is_enough(len(points), n_applicable, rule.minimum_items)
    score = fsum(points) / len(points) if scored else None
    return DimensionScore(score, low, high, len(points), n_dont_know)


def is_enough(n_answered: int, n_applicable: int, minimum_items: int) -> bool:
    """Answered ≥ 2/3 of applicable and ≥ the minimum; whole numbers, so no rounding decides."""
    return 3 * n_answered >= 2 * n_applicable and n_answered >= max(1, minimum_items)


def _evidence_bounds(points: Sequence[float], n_dont_know: int) -> tuple[float | None, float | None]:
    n = len(points) + n_dont_know
    if n == 0:
        return None, None
    return fsum(points) / n, fsum([*points, 100.0 * n_dont_know]) / n


def _rule(rules: Mapping[str, ItemRule], code: str) -> ItemRule:
    if code not in rules:
        raise ValueError(f"Item {code} belongs to a dimension but has no rule. Add its rule.")
    return rules[code]


@dataclass(frozen=True)
class Overall:
    """An organisation's own overall score, always shown beside its lowest dimension.

    `score` 0-100 or None; `lowest` the code of the lowest scored dimension, None where none is
    scored.
    """

    score: float | None
    lowest: str | None
    n_scored: int
    n_dimensions: int


def overall(dimensions: Mapping[str, DimensionScore]) -> Overall:
    """Equal-weight mean of the scored dimensions, from 80 % of them (7 of 8).

    Ties for the lowest break by code. The sector's overall is the mean of published dimension
    means and is never computed here. Source: STATISTICS 1.
    """
    scored = {code: d.score for code, d in dimensions.items() if d.score is not None}
    lowest = min(scored, key=lambda code: (scored[code], code), default=None)
    enough = scored and 5 * len(scored) >= 4 * len(dimensions)
    score = fsum(scored.values()) / len(scored) if enough else None
    return Overall(score, lowest, len(scored), len(dimensions))


def has_dont_know(found: DimensionScore) -> float | None:
    """1.0 where at least one item of a dimension is not known after merging, 0.0 where none is.

    None where no item was stated or not known: such an organisation is outside the base, as in
    `dont_know_rate`. A yes or no, not the part of the items: that is a multiple of 100/items points,
    so a sum of few items, rounded to 50 points, would often be exact. Source: STATISTICS 1 and 3, rule 5.
    """
    return float(found.n_dont_know > 0) if found.n_answered + found.n_dont_know else None


def dont_know_rate(values: Iterable[AnswerValue]) -> float | None:
    """Don't knows among those who gave an answer to one item (stated or don't know), 0-1.

    One value an organisation. Not shown, not answered and does not apply are left out; None where
    nobody is left. Published as an indicator of its own, after disclosure control.
    """
    answered = [v for v in values if v == Missing.DONT_KNOW or not isinstance(v, Missing)]
    if not answered:
        return None
    return sum(v == Missing.DONT_KNOW for v in answered) / len(answered)
