"""From a parsed expression to our condition for showing a question."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.instruments.interchange.expressions import (
    Expression,
    Listed,
    Literal,
    NotUnderstood,
    Operation,
    Reference,
)
from surveyapp.instruments.sentences import Sentence

Condition = dict[str, Any]
HOLDS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Target:
    """A question that was carried over and that conditions may rest on.

    `choices`: what the file calls a choice → our code; numbers behind choices make them comparable.
    """

    code: str
    kind: str
    whole: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


Find = Callable[[str], Target | None]


def condition_of(expression: Expression, find: Find) -> Condition:  # noqa: C901, PLR0911 - one case for each form
    """The condition that says the same. Raises NotUnderstood for what ours cannot say, naming it."""
    match expression:
        case Operation("and", parts):
            return {"all": [condition_of(part, find) for part in parts]}
        case Operation("or", parts):
            return {"any": [condition_of(part, find) for part in parts]}
        case Operation("not", (part,)):
            return {"not": condition_of(part, find)}
        case Operation("empty", (Reference(name),)):
            return {"not": _answered(_found(name, find))}
        case Operation("notempty", (Reference(name),)):
            return _answered(_found(name, find))
        case Operation(name, (Reference(of), right)) if name in MEMBERSHIP:
            return MEMBERSHIP[name](_found(of, find), _values(right))
        case Operation("selected", (Reference(of), Literal(value))):
            return _in(_found(of, find), [value])
        case Operation(sign, (Reference(of), Literal(value))) if sign in OPPOSITE:
            return _compared(_found(of, find), sign, value)
        case Operation(sign, (Literal(value), Reference(of))) if sign in OPPOSITE:
            return _compared(_found(of, find), OPPOSITE[sign], value)
        case Operation("=", (Reference(of), Listed() as several)):
            return _exactly(_found(of, find), _values(several))
    raise NotUnderstood(_what(expression))


def _what(expression: Expression) -> str:
    match expression:
        case Operation(name, _):
            return Sentence("“{name}” is used in a way that has no counterpart here", name=name)
        case Reference(name):
            return Sentence("“{name}” stands alone", name=name)
    return Sentence("a value stands alone")


def _found(name: str, find: Find) -> Target:
    target = find(name)
    if target is None:
        raise NotUnderstood(Sentence("it rests on “{name}”, which is not a question asked before", name=name))
    return target


def _answered(target: Target) -> Condition:
    return {"item": target.code, "answered": True}


def _values(expression: Expression) -> list[str | float | bool]:
    parts = expression.parts if isinstance(expression, Listed) else (expression,)
    values = [part.value for part in parts if isinstance(part, Literal)]
    if not values or len(values) < len(parts):
        raise NotUnderstood(Sentence("it compares two answers with each other"))
    return values


def _in(target: Target, values: list[str | float | bool]) -> Condition:
    return {"item": target.code, "in": list(dict.fromkeys(_choice(target, value) for value in values))}


def _all_in(target: Target, values: list[str | float | bool]) -> Condition:
    found = [_in(target, [value]) for value in values]
    return {"all": found} if len(found) > 1 else found[0]


def _exactly(target: Target, values: list[str | float | bool]) -> Condition:
    others = [code for code in target.choices.values() if code not in {_choice(target, value) for value in values}]
    alone = [{"not": {"item": target.code, "in": others}}] if others else []
    return {"all": [_all_in(target, values), *alone]}


MEMBERSHIP: dict[str, Callable[[Target, list[str | float | bool]], Condition]] = {
    "contains": _all_in,
    "contain": _all_in,
    "allof": _all_in,
    "anyof": _in,
    "notcontains": lambda target, values: {"not": _all_in(target, values)},
    "noneof": lambda target, values: {"not": _in(target, values)},
}


def _choice(target: Target, value: str | float | bool) -> str:
    name = written(value)
    if name not in target.choices:
        raise NotUnderstood(Sentence("“{name}” is not an answer of “{target}”", name=name, target=target.code))
    return target.choices[name]


def written(value: str | float | bool) -> str:
    """A value as files write it: true, 3, 2.5 or the text itself."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"{value:.15g}"


def _compared(target: Target, sign: str, value: str | float | bool) -> Condition:
    if value == "" and sign in ("=", "!="):
        return {"not": _answered(target)} if sign == "=" else _answered(target)
    if target.kind == "number":
        return _number(target, sign, value)
    if target.choices and sign in ("=", "!="):
        return _in(target, [value]) if sign == "=" else {"not": _in(target, [value])}
    if target.choices:
        return _ordered(target, sign, value)
    raise NotUnderstood(Sentence("it compares the words or the day in the answer of “{target}”", target=target.code))


def _number(target: Target, sign: str, value: str | float | bool) -> Condition:
    try:
        limit = float(value)
    except ValueError:
        raise NotUnderstood(Sentence("“{value}” is not a number", value=value)) from None
    if not math.isfinite(limit):
        raise NotUnderstood(Sentence("“{value}” is not a number", value=value))
    match sign:
        case ">=":
            return {"item": target.code, "at_least": limit}
        case "<=":
            return {"item": target.code, "at_most": limit}
        case "=" | "!=":
            same = {"item": target.code, "at_least": limit, "at_most": limit}
            return same if sign == "=" else {"not": same}
    edge = "at_most" if sign == ">" else "at_least"
    return {"all": [_answered(target), {"not": {"item": target.code, edge: limit}}]}


def _ordered(target: Target, sign: str, value: str | float | bool) -> Condition:
    """Choices that are numbers, compared one by one."""
    try:
        limit, numbers = float(value), {float(name): code for name, code in target.choices.items()}
    except ValueError:
        raise NotUnderstood(
            Sentence("it compares answers of “{target}” that are not numbers", target=target.code)
        ) from None
    codes = [code for number, code in numbers.items() if HOLDS[sign](number, limit)]
    if not codes:
        raise NotUnderstood(Sentence("no answer of “{target}” fits it", target=target.code))
    return {"item": target.code, "in": codes}
