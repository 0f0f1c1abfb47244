"""What an XLSForm's constraint says about the answer itself: bounds of numbers, days and lengths."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from surveyapp.instruments.interchange.expressions import (
    Expression,
    Literal,
    NotUnderstood,
    Operation,
    Reference,
    parse,
)
from surveyapp.instruments.interchange.showing import OPPOSITE
from surveyapp.instruments.sentences import Sentence

ANSWER = Reference(".")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def limits(constraint: str, kind: str, *, whole: bool) -> dict[str, Any]:
    """The fields of an item that say the same. Raises NotUnderstood for anything but plain bounds."""
    parsed = parse(constraint)
    parts = parsed.parts if isinstance(parsed, Operation) and parsed.name == "and" else (parsed,)
    found: dict[str, Any] = {}
    for part in parts:
        found |= _limit(part, kind, whole)
    return found


def _limit(part: Expression, kind: str, whole: bool) -> dict[str, Any]:
    match part:
        case Operation(sign, (left, right)) if sign in OPPOSITE and left == ANSWER:
            return _of_answer(sign, right, kind, whole)
        case Operation(sign, (left, right)) if sign in OPPOSITE and right == ANSWER:
            return _of_answer(OPPOSITE[sign], left, kind, whole)
        case Operation(sign, (Operation("string-length", (of,)), Literal(value))) if of == ANSWER and kind == "text":
            return {"longest": _at_most(sign, value)}
        case Operation(sign, (Operation("count-selected", (of,)), Literal(value))) if of == ANSWER:
            return {"maximum_choices": _at_most(sign, value)}
    raise NotUnderstood(Sentence("it says more than a range"))


def _at_most(sign: str, value: str | float | bool) -> int:
    if sign not in ("<", "<=") or not isinstance(value, float) or not 1 <= value <= 20_000:
        raise NotUnderstood(Sentence("it says more than a range"))
    return int(value) - (sign == "<")


def _of_answer(sign: str, limit: Expression, kind: str, whole: bool) -> dict[str, Any]:
    reads: dict[str, Callable[[], dict[str, Any]]] = {
        "number": lambda: _number(sign, limit, whole),
        "date": lambda: _day(sign, limit),
    }
    if kind not in reads:
        raise NotUnderstood(Sentence("it says more than a range"))
    return reads[kind]()


def _number(sign: str, limit: Expression, whole: bool) -> dict[str, Any]:
    if not isinstance(limit, Literal) or not isinstance(limit.value, float):
        raise NotUnderstood(Sentence("its limit is not a number"))
    value = limit.value
    # Ours include their ends: the next whole number is one of ours, a fraction has no next one.
    step = {"<": -1, ">": 1}.get(sign, 0) if whole else 0
    match sign:
        case "<" | "<=":
            return {"maximum": value + step}
        case ">" | ">=":
            return {"minimum": value + step}
    raise NotUnderstood(Sentence("it says more than a range"))


def _day(sign: str, limit: Expression) -> dict[str, Any]:
    match limit:
        case Operation("date", (Literal(str(day)),)) | Literal(str(day)) if ISO.fullmatch(day):
            found = _date(day)
        case _:
            raise NotUnderstood(Sentence("its limit is not a fixed day"))
    match sign:
        case "<" | "<=":
            return {"latest": (found - timedelta(days=sign == "<")).isoformat()}
        case ">" | ">=":
            return {"earliest": (found + timedelta(days=sign == ">")).isoformat()}
    raise NotUnderstood(Sentence("it says more than a range"))


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NotUnderstood(Sentence("“{day}” is not a day", day=day)) from None
