"""Qualtrics' display and branch logic in our grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveyapp.instruments.interchange.expressions import Expression, Literal, NotUnderstood, Operation, Reference
from surveyapp.instruments.interchange.qualtrics_file import Data, mapping, written
from surveyapp.instruments.interchange.showing import Condition, Target, condition_of
from surveyapp.instruments.sentences import Sentence

LOCATOR = re.compile(r"q://([\w#]{1,40})/(\w+)((?:/[\w-]{1,20}){0,3})")
CHOSEN = ("SelectableChoice", "SelectableAnswer")
TYPED = ("ChoiceTextEntryValue", "ChoiceNumericEntryValue")
SELECTED = {"Selected": "=", "NotSelected": "!="}
COMPARED = {
    "EqualTo": "=",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}
EMPTY = {"Empty": "empty", "NotEmpty": "notempty"}
DEEPEST = 200  # comparisons in one condition; more are no condition that a person wrote


def logic(expression: object, targets: Mapping[str, Target]) -> Condition | None:
    """The condition; None without one. Raises NotUnderstood for what ours cannot say, naming it."""
    sets = [mapping(part) for part in _numbered(mapping(expression))]
    if not sets:
        return None
    if sum(len(part) for part in sets) > DEEPEST:
        raise NotUnderstood(Sentence("it is too long"))
    parts = [(written(part.get("Type")).startswith("Or"), _set(part)) for part in sets]
    return condition_of(_grouped(parts), targets.get)


def _numbered(part: Data) -> list[object]:
    """What stands under 0, 1, 2 ... in this order."""
    numbers = sorted((int(key), key) for key in part if key.isascii() and key.isdigit() and len(key) < 6)
    return [part[key] for _, key in numbers]


def _set(part: Data) -> Expression:
    comparisons = [mapping(comparison) for comparison in _numbered(part)]
    if not comparisons:
        raise NotUnderstood(Sentence("a part of it is empty"))
    # The product itself spells the key so.
    return _grouped([(written(c.get("Conjuction") or c.get("Conjunction")) == "Or", _one(c)) for c in comparisons])


def _grouped(parts: list[tuple[bool, Expression]]) -> Expression:
    """“And” binds before “or”; the flag of the first part says nothing."""
    groups: list[list[Expression]] = [[]]
    for position, (is_alternative, expression) in enumerate(parts):
        if is_alternative and position:
            groups.append([])
        groups[-1].append(expression)
    return _joined("or", [_joined("and", group) for group in groups])


def _joined(name: str, parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Operation(name, tuple(parts))


def _one(comparison: Data) -> Expression:
    if (kind := written(comparison.get("LogicType"))) != "Question":
        raise NotUnderstood(Sentence("it rests on “{kind}”, not on a question", kind=kind[:40]))
    operator = written(comparison.get("Operator"))
    locator = written(comparison.get("LeftOperand")) or written(comparison.get("ChoiceLocator"))
    found = LOCATOR.fullmatch(locator)
    if found is None or found[2] not in (*CHOSEN, *TYPED):
        raise NotUnderstood(Sentence("“{locator}” has no counterpart here", locator=locator[:80]))
    return _compared(found[1], found[2] in CHOSEN, found[3].strip("/").split("/"), operator, comparison)


def _compared(question: str, is_chosen: bool, parts: list[str], operator: str, comparison: Data) -> Expression:
    if is_chosen and operator in SELECTED:
        *row, choice = parts
        return Operation(SELECTED[operator], (Reference("/".join([question, *row])), Literal(choice)))
    name = "/".join([question, *filter(None, parts)]) if not is_chosen else question
    if operator in EMPTY:
        return Operation(EMPTY[operator], (Reference(name),))
    if operator in COMPARED and not is_chosen:
        return Operation(COMPARED[operator], (Reference(name), Literal(written(comparison.get("RightOperand")))))
    raise NotUnderstood(Sentence("“{operator}” has no counterpart here", operator=operator[:40]))
