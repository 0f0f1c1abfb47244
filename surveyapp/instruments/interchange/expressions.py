"""The conditions of other products, parsed: references, literals, comparisons, calls, and, or, not.

One small grammar serves XPath as XLSForm writes it and the language of SurveyJS; what a name means is the reader's
affair. A text outside the grammar raises `NotUnderstood`, and its question is then always shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from surveyapp.instruments.sentences import Sentence

LONGEST = 4_000
DEEPEST = 60


class NotUnderstood(Exception):  # noqa: N818 - nothing is wrong, it is only more than we can carry over
    """The expression says more than our conditions can; `reason` is a part of a sentence that says what."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Reference:
    name: str


@dataclass(frozen=True)
class Literal:
    value: str | float | bool


@dataclass(frozen=True)
class Listed:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Operation:
    """A comparison by sign or word, "and", "or", "not", or a call by its name."""

    name: str
    parts: tuple[Expression, ...]


Expression: TypeAlias = Reference | Literal | Listed | Operation

TOKEN = re.compile(
    r"""\s*(?:
    (?P<reference>\$?\{[^{}]{1,200}\}) | (?P<string>'[^']*'|"[^"]*") | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign><>|<=|>=|!=|==|=|<|>|&&|\|\||!|\(|\)|\[|\]|,|-) | (?P<word>[A-Za-z][\w:-]*) | (?P<dot>\.)
    )""",
    re.VERBOSE,
)
SIGNS = {"==": "=", "<>": "!=", "&&": "and", "||": "or", "!": "not"}
WORDS = {"equal": "=", "notequal": "!=", "greater": ">", "less": "<", "greaterorequal": ">=", "lessorequal": "<="}
COMPARISONS = {"=", "!=", "<", "<=", ">", ">=", "contains", "notcontains", "anyof", "noneof", "allof", "contain"}
AFTER = {"empty", "notempty"}


def parse(text: str) -> Expression:
    """The whole text as one expression. Raises NotUnderstood."""
    parser = _Parser(_tokens(text))
    found = parser.either(0)
    if parser.kind:
        raise NotUnderstood(Sentence("“{token}” was not expected", token=parser.token))
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    # Word processors turn straight quotes into curly ones.
    text = text.translate(str.maketrans("‘’“”", "''\"\"")).strip()
    if len(text) > LONGEST:
        raise NotUnderstood(Sentence("it is too long"))
    tokens, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise NotUnderstood(Sentence("“{text}” was not expected", text=text[position : position + 20]))
        tokens.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    @property
    def token(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        token = self.token
        self._at += 1
        return token

    def takes(self, sign: str) -> bool:
        if self.kind == "sign" and self.token == sign:
            self._at += 1
            return True
        return False

    def needs(self, sign: str) -> None:
        if not self.takes(sign):
            raise NotUnderstood(Sentence("“{sign}” is missing", sign=sign))

    def either(self, depth: int) -> Expression:
        return self._joined("or", self._both, depth)

    def _both(self, depth: int) -> Expression:
        return self._joined("and", self._compared, depth)

    def _joined(self, name: str, part: Callable[[int], Expression], depth: int) -> Expression:
        if depth > DEEPEST:
            raise NotUnderstood(Sentence("it is nested too deeply"))
        parts = [part(depth + 1)]
        while self.kind in ("sign", "word") and SIGNS.get(self.token, self.token.lower()) == name:
            self.take()
            parts.append(part(depth + 1))
        return parts[0] if len(parts) == 1 else Operation(name, tuple(parts))

    def _compared(self, depth: int) -> Expression:
        left = self._simple(depth)
        name = self._name()
        if self.kind in ("sign", "word") and name in AFTER:
            self.take()
            return Operation(name, (left,))
        if self.kind in ("sign", "word") and name in COMPARISONS:
            self.take()
            return Operation(name, (left, self._simple(depth)))
        return left

    def _name(self) -> str:
        word = self.token.lower()
        return SIGNS.get(word, WORDS.get(word, word))

    def _simple(self, depth: int) -> Expression:
        if self.takes("("):
            inside = self.either(depth + 1)
            self.needs(")")
            return inside
        if self.takes("["):
            return Listed(self._arguments("]", depth))
        if self.takes("!"):
            return Operation("not", (self._simple(depth + 1),)) if depth < DEEPEST else self._too_deep()
        negative = self.takes("-")
        if self.kind == "number":
            return Literal(float(self.take()) * (-1 if negative else 1))
        return self._named(depth)

    @staticmethod
    def _too_deep() -> Expression:
        raise NotUnderstood(Sentence("it is nested too deeply"))

    def _named(self, depth: int) -> Expression:
        match self.kind:
            case "reference":
                return Reference(self.take().lstrip("$")[1:-1].strip())
            case "dot":
                self.take()
                return Reference(".")
            case "string":
                return Literal(self.take()[1:-1])
            case "word":
                return self._word(depth)
        raise NotUnderstood(
            Sentence("“{token}” was not expected", token=self.token) if self.token else Sentence("it ends too early")
        )

    def _word(self, depth: int) -> Expression:
        word = self.take()
        if self.takes("("):
            return Operation(word.lower(), self._arguments(")", depth))
        if word.lower() in ("true", "false"):
            return Literal(word.lower() == "true")
        if word.lower() == "not":
            return Operation("not", (self._compared(depth + 1),))
        raise NotUnderstood(Sentence("“{word}” was not expected", word=word))

    def _arguments(self, end: str, depth: int) -> tuple[Expression, ...]:
        parts: list[Expression] = []
        while not self.takes(end):
            if parts:
                self.needs(",")
            parts.append(self.either(depth + 1))
        return tuple(parts)
