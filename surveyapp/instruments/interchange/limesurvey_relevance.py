"""LimeSurvey's conditions, written as ExpressionScript or in the older table, in our grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.instruments.interchange.composing import TICK
from surveyapp.instruments.interchange.expressions import (
    LONGEST,
    Expression,
    Listed,
    Literal,
    NotUnderstood,
    Operation,
    Reference,
    parse,
)
from surveyapp.instruments.interchange.limesurvey_model import ClassicCondition, Question
from surveyapp.instruments.interchange.showing import Condition, Target, condition_of
from surveyapp.instruments.sentences import Sentence

ALWAYS, NEVER = ("", "1", "true"), ("0", "false")
PART = re.compile(
    r"""(?P<string>"[^"]*"|'[^']*')
    |(?P<name>(?:\d+X\d+X\d+\w*(?:\#\d)?|[A-Za-z_]\w*)(?:\.\w+)?)(?P<call>\s*\()?
    |(?P<sign>==|!=|<=|>=|<>|=)""",
    re.VERBOSE,
)
OPERATORS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "and": "and", "or": "or"}
OPERATORS |= {"not": "not", "true": "true", "false": "false"}
SAME = ("", "NAOK", "code")  # endings that name the answer itself
FIELD = re.compile(r"\+?\d+X\d+X(\d+)(.*)", re.DOTALL)
METHODS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass
class Relevance:
    """Finds the questions that conditions name, by code or by LimeSurvey's number for the field."""

    targets: Mapping[str, Target]
    codes: Mapping[str, str]  # LimeSurvey's number of a question → its code

    def find(self, name: str) -> Target | None:
        """The question, or the single choice, that is called so and was asked before."""
        base, _, ending = name.partition(".")
        target = next((self.targets[known] for known in self._names(base) if known in self.targets), None)
        if target is None or ending in SAME:
            return target
        if ending in ("value", "valueNAOK") and target.kind == "number":
            return target
        raise NotUnderstood(Sentence("“.{ending}” of a question has no counterpart here", ending=ending))

    def _names(self, base: str) -> Iterator[str]:
        yield base
        if found := FIELD.fullmatch(base):
            whole = found[1] + found[2]
            for length in range(len(found[1]), 0, -1):
                if code := self.codes.get(whole[:length]):
                    rest = whole[length:].replace("#", "_")
                    yield f"{code}_{rest}" if rest else code

    def condition(self, text: str) -> Condition | None:
        """The condition; None for one that always holds. Raises NotUnderstood for what ours cannot say."""
        if text.strip("() \r\n\t") in ALWAYS:
            return None
        return condition_of(self._plain(parse(_with_references(text))), self.find)

    def of_table(self, rows: list[ClassicCondition]) -> Condition | None:
        """The older table: scenarios are alternatives; within one, values of the same question are alternatives too."""
        if not rows:
            return None
        scenarios: dict[str, dict[tuple[str, str], list[Expression]]] = {}
        for row in rows:
            questions = scenarios.setdefault(row.scenario, {})
            # Values that a question must not have are demanded together.
            key = (row.number, "" if row.method.strip() == "==" else row.value)
            questions.setdefault(key, []).append(_comparison(row))
        parts = [
            _joined("and", [_joined("or", same) for same in questions.values()]) for questions in scenarios.values()
        ]
        return condition_of(self._plain(_joined("or", parts)), self.find)

    def _plain(self, expression: Expression) -> Expression:
        """LimeSurvey's calls and its single choices, said in the words of the common grammar."""
        match expression:
            case Operation("is_empty", (Reference() as of,)):
                return self._emptiness(of, is_empty=True)
            case Operation("not", (Operation("is_empty", (Reference() as of,)),)):
                return self._emptiness(of, is_empty=False)
            case Operation("=" | "!=" as sign, (Reference() as of, Literal(""))):
                return self._emptiness(of, is_empty=sign == "=")
            case Operation("=" | "!=" as sign, (Literal(""), Reference() as of)):
                return self._emptiness(of, is_empty=sign == "=")
            case Operation(name, parts):
                return Operation(name, tuple(self._plain(part) for part in parts))
            case Listed():
                raise NotUnderstood(Sentence("it holds a list"))
        return expression

    def _emptiness(self, of: Reference, *, is_empty: bool) -> Expression:
        target = self.find(of.name)
        if target is not None and target.kind == TICK:
            return Operation("!=" if is_empty else "=", (of, Literal("Y")))
        return Operation("empty" if is_empty else "notempty", (of,))


def is_never(text: str) -> bool:
    """Whether the condition is that of a question that LimeSurvey never shows."""
    return text.strip("() \r\n\t") in NEVER


def _with_references(text: str) -> str:
    """Names in braces, as the common parser wants them, and words for comparisons as signs."""
    if len(text) > LONGEST:
        raise NotUnderstood(Sentence("it is too long"))
    return PART.sub(_rewritten, text)


def _rewritten(part: re.Match[str]) -> str:
    if part["string"]:
        return part[0]
    if part["sign"] == "=":
        raise NotUnderstood(Sentence("“=” sets a value"))
    if not part["name"]:
        return part[0]
    if part["name"].lower() in OPERATORS:
        return f" {OPERATORS[part['name'].lower()]} {part['call'] or ''}"
    return part[0] if part["call"] else f"{{{part['name']}}}"


def _comparison(row: ClassicCondition) -> Expression:
    method = METHODS.get(row.method.strip())
    if method is None or row.field.startswith("{") or row.value.startswith(("@", "{")):
        raise NotUnderstood(
            Sentence(
                "it compares “{field}” with “{value}” by “{method}”",
                field=row.field,
                value=row.value,
                method=row.method,
            )
        )
    return Operation(method, (Reference(row.field), Literal(row.value.strip())))


def _joined(name: str, parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Operation(name, tuple(parts))


def with_ticks(rows: list[ClassicCondition], questions: Mapping[str, Question]) -> list[ClassicCondition]:
    """Rows that name a choice of a multiple choice as its value, said about that choice itself."""
    changed = []
    for row in rows:
        found = FIELD.fullmatch(row.field)
        question = questions.get(found[1]) if found and not found[2] else None
        is_tick = (
            question is not None and question.kind in ("M", "P") and row.value.strip() and row.method.strip() in METHODS
        )
        field, value = (f"{row.field}{row.value.strip()}", "Y") if is_tick else (row.field.lstrip("+"), row.value)
        changed.append(ClassicCondition(row.scenario, row.number, field, row.method, value))
    return changed
