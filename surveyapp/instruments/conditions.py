"""Who sees what: the one function that evaluates `visible_when`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

from surveyapp.instruments.parts import (
    AllOf,
    AnyOf,
    ChosenIn,
    Condition,
    ItemAnswered,
    ItemBetween,
    ItemIn,
    Not,
    SkillsShort,
)
from surveyapp.instruments.schema import RECOMMEND, Choice, Instrument

StoredAnswer: TypeAlias = Mapping[str, Any]
"""{"value": code | [codes] | number | text} or {"missing": reason}."""
Answers: TypeAlias = Mapping[str, StoredAnswer]


def chosen_codes(answer: StoredAnswer | None) -> frozenset[str]:
    """The codes in an answer, one or several; none for a missing reason or a number."""
    value = (answer or {}).get("value")
    return frozenset([value] if isinstance(value, str) else value if isinstance(value, list) else ())


def is_visible(condition: Condition | None, answers: Answers) -> bool:
    """Whether the condition holds for these answers; without a condition, always.

    An item without a value (missing reason, or no answer yet) is in no list of codes, so `in` is
    false for it and `not` of that is true. A multiple choice is `in` when any chosen code is.
    """
    match condition:
        case None:
            return True
        case ItemIn() | ItemAnswered() | ItemBetween():
            return _holds(condition, answers.get(condition.item, {}))
        case AllOf(conditions=parts):
            return all(is_visible(part, answers) for part in parts)
        case AnyOf(conditions=parts):
            return any(is_visible(part, answers) for part in parts)
        case Not(condition=part):
            return not is_visible(part, answers)


def visible_items(
    instrument: Instrument,
    answers: Answers,
    asked: Collection[str] | None = None,
    known: Answers | None = None,
) -> list[str]:
    """Codes of the items this person sees now, in page order.

    `asked` limits them to the items asked of this person (None: all that stand on pages). A left-over
    answer of an item that is hidden, or not asked, shows nothing. `known` holds what colleagues
    answered on items not asked here, for conditions that rest on those.
    """
    wanted = set(instrument.placed if asked is None else asked)
    in_force = {code: a for code, a in (known or {}).items() if code not in wanted}
    visible = []
    for code in instrument.placed:
        if code in wanted and is_visible(instrument.items[code].visible_when, in_force):
            visible.append(code)
            in_force[code] = answers.get(code, {})
    return visible


def offered_choices(instrument: Instrument, code: str, answers: Answers) -> tuple[Choice, ...]:
    """The choices of an item that `choices_from` leaves for these answers."""
    choices = instrument.choices(code)
    match instrument.items[code].choices_from:
        case ChosenIn(item=item):
            chosen = chosen_codes(answers.get(item))
            return tuple(choice for choice in choices if choice.code in chosen)
        case SkillsShort():
            short = skills_short(instrument, answers)
            return tuple(choice for choice in choices if choice.code in short)
        case None:
            return choices


def skills_short(instrument: Instrument, answers: Answers) -> frozenset[str]:
    """Codes of the skills whose needed level is above the current one in these answers."""
    current = _skill_levels(instrument, answers, measure="current")
    needed = _skill_levels(instrument, answers, measure="needed")
    return frozenset(skill for skill in current.keys() & needed.keys() if needed[skill] > current[skill])


def _skill_levels(instrument: Instrument, answers: Answers, *, measure: str) -> dict[str, float]:
    levels = {}
    for code, skill in instrument.skill_items(measure).items():
        for chosen in chosen_codes(answers.get(code)):
            value = instrument.choice_values(code).get(chosen)
            if value is not None:
                levels[skill] = value
    return levels


def _holds(mention: ItemIn | ItemAnswered | ItemBetween, answer: StoredAnswer) -> bool:
    match mention:
        case ItemIn(codes=codes):
            return not chosen_codes(answer).isdisjoint(codes)
        case ItemAnswered():
            return "value" in answer
        case ItemBetween(at_least=least, at_most=most):
            return _is_between(answer, least, most)


def _is_between(answer: StoredAnswer, least: float | None, most: float | None) -> bool:
    number = _number(answer)
    return number is not None and (least is None or number >= least) and (most is None or number <= most)


def _number(answer: StoredAnswer) -> float | None:
    """The number in an answer. A step of a 0-10 recommendation is stored as its code, "7"."""
    value = answer.get("value")
    if isinstance(value, str) and value in RECOMMEND:
        return float(value)
    return float(value) if isinstance(value, int | float) else None


def references(condition: Condition | None) -> Iterator[ItemIn | ItemAnswered | ItemBetween]:
    """Every mention of an item in a condition, from left to right."""
    match condition:
        case ItemIn() | ItemAnswered() | ItemBetween():
            yield condition
        case AllOf(conditions=parts) | AnyOf(conditions=parts):
            for part in parts:
                yield from references(part)
        case Not(condition=part):
            yield from references(part)
