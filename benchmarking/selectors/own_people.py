"""What an organisation may learn of how its people agree: a verdict a dimension, levels by area, questions to talk about.

Nothing of a single person: from five people on, or where each of them allows the coordinator to see the answers. Never of
a confidential wave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarking.selectors import rules
from benchmarking.stats.records import RespondentRecord
from benchmarking.stats.reliability import agreement_verdict, average_deviation
from benchmarking.stats.score import dimension_score
from surveyapp.instruments.schema import Instrument

LEAST_PEOPLE = 5
APART_FROM = 2.0
"""Levels between the lowest and the highest answer to a question from which it is worth talking about."""
STEP = 12.5
"""Half a level of 0-100: coarse enough that one more answer in an area seldom shows."""

Scores = Sequence[tuple[str, float]]
"""Area and number of everybody who has one."""


def own_people(
    instrument: Instrument, people: Sequence[RespondentRecord], *, may_see_each: bool, is_confidential: bool
) -> dict[str, Any]:
    """{why_not: confidential | alone | few}, or {n, each_allows, dimensions: {code: {verdict, n, areas: {role: points}}},
    apart: [items]}.

    A dimension is judged, and an item can be apart, from five who have a number there (from two where each allows it).
    `areas` in steps of half a level, {} where they cannot be shown: an area and all others together need five each, the
    rest as "". Whoever took part in a meeting is nobody's rater.
    """
    raters = [person for person in people if person.order and not person.is_agreed]
    if is_confidential:
        return {"why_not": "confidential"}
    if len(raters) < 2:
        return {"why_not": "alone"}
    if len(raters) < LEAST_PEOPLE and not may_see_each:
        return {"why_not": "few"}
    least = 2 if may_see_each else LEAST_PEOPLE
    return {
        "n": len(raters),
        "each_allows": may_see_each,
        "dimensions": _dimensions(instrument, raters, least, may_see_each=may_see_each),
        "apart": _apart(instrument, raters, least),
    }


def _dimensions(
    instrument: Instrument, raters: Sequence[RespondentRecord], least: int, *, may_see_each: bool
) -> dict[str, Any]:
    by_item, found = rules.item_rules(instrument), {}
    for rule in rules.dimension_rules(instrument):
        scored = [(person.role, dimension_score(person.answers, rule, by_item).score) for person in raters]
        known = [(role, score) for role, score in scored if score is not None]
        if len(known) >= least:
            verdict = agreement_verdict(average_deviation([score for _role, score in known]))
            found[rule.code] = {
                "verdict": verdict,
                "n": len(known),
                "areas": areas(known, 1 if may_see_each else LEAST_PEOPLE),
            }
    return found


def areas(scores: Scores, least: int) -> dict[str, float]:
    """Role → mean score to half a level, of every role with `least` people; "" is everybody else, with as many or nobody.

    Where the rest is smaller, the smallest role joins it, as the rest follows from the others. {} where only one is left.
    """
    by_role: dict[str, list[float]] = defaultdict(list)
    for role, score in scores:
        by_role[role].append(score)
    named = sorted((role for role in by_role if role), key=lambda role: (-len(by_role[role]), role))
    shown = {role: by_role[role] for role in named if len(by_role[role]) >= least}
    rest = [score for role, its in by_role.items() if role not in shown for score in its]
    while shown and 0 < len(rest) < least:
        rest += shown.popitem()[1]
    parts = shown | ({"": rest} if rest else {})
    if len(parts) < 2:
        return {}
    return {role: STEP * round(sum(its) / len(its) / STEP) for role, its in parts.items()}


def _apart(instrument: Instrument, raters: Sequence[RespondentRecord], least: int) -> list[str]:
    """In the questionnaire's order; levels, not points."""
    by_item = rules.item_rules(instrument)
    anchored = [code for code in instrument.ordered if instrument.items[code].kind == "anchored"]
    return [code for code in anchored if _is_apart(_levels(by_item, raters, code), least)]


def _levels(by_item: Mapping[str, Any], raters: Sequence[RespondentRecord], code: str) -> list[float]:
    numbers = [by_item[code].number(person.answers[code]) for person in raters if code in person.answers]
    return [number for number in numbers if number is not None]


def _is_apart(levels: Sequence[float], least: int) -> bool:
    return len(levels) >= least and max(levels) - min(levels) >= APART_FROM
