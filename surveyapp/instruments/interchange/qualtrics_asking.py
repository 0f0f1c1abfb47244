"""What Qualtrics' types of question have in common when they become ours."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.instruments.interchange.composing import Composer, Option, named
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.qualtrics_file import Question, below, mapping
from surveyapp.instruments.interchange.qualtrics_logic import logic
from surveyapp.instruments.interchange.showing import Condition
from surveyapp.instruments.sentences import Sentence

LONGEST_ANSWER = 20_000


@dataclass(frozen=True)
class Asking:
    """One question of the file on its way into the questionnaire."""

    composer: Composer
    question: Question
    when: tuple[Condition | None, ...]
    title: dict[str, str]

    def note(self, sentence: str) -> None:
        self.composer.note(self.question.place, sentence)

    def of(self, question: Question) -> Asking:
        return replace(self, question=question)

    def stem(self) -> dict[str, str]:
        """What the question asks."""
        texts = self.question.texts("QuestionText")
        return self.composer.words(self.question.place, texts, f"Question {self.question.tag}")

    def item(self, kind: str, text: dict[str, str], **fields: Any) -> dict[str, Any]:
        """A question of ours, with whether it must be answered."""
        forced = self.question.get("Validation", "Settings", "ForceResponse")
        demand = {"ON": {"required": True}, "RequestResponse": {}}.get(forced, {"optional": True})
        return {"kind": kind, "text": text, **demand, **fields}

    def add(
        self, name: str, item: dict[str, Any], known_as: str, when: Iterable[Condition | None] = (), kind: str = ""
    ) -> str:
        """Add it and remember what the file calls it."""
        code = self.composer.add(name, item, (*self.when, *when))
        self.composer.register(known_as, code, kind=kind)
        return code

    def add_closed(
        self,
        name: str,
        item: dict[str, Any],
        options: list[Option],
        known_as: str,
        when: Iterable[Condition | None] = (),
    ) -> str | None:
        """Add a question with choices and remember what the file calls those; None when it has none."""
        closed = self.composer.closed(self.question.place, item, options)
        if closed is None:
            return None
        code = self.composer.add(name, closed, (*self.when, *when))
        self.composer.register(known_as, code, named(options, closed))
        return code

    def options(self, name: str = "Choices") -> list[Option]:
        """Its choices or answers; their codes are those of the exported data."""
        recoded = {part: self.question.get("RecodeValues", part) for part in self.question.parts(name)}
        is_telling = len(set(recoded.values())) == len(recoded) and all(recoded.values())
        return [self._option(name, part, recoded[part] if is_telling else part) for part in recoded]

    def _option(self, name: str, part: str, called: str) -> Option:
        is_exclusive = below(self.question.own, name, part, "ExclusiveAnswer") in (True, "true")
        texts = self.question.texts(name, part, "Display")
        return Option(part, texts, is_exclusive, called.replace("-", "minus_") if called.startswith("-") else called)

    def has_text(self, part: str) -> bool:
        """Whether words can be typed beside a choice or row."""
        return below(self.question.own, "Choices", part, "TextEntry") in (True, "true")

    def row_condition(self, part: str) -> Condition | None:
        """When a row shows."""
        try:
            return logic(below(self.question.own, "Choices", part, "DisplayLogic"), self.composer.targets)
        except NotUnderstood as error:
            sentence = Sentence("Its condition is not carried over: {error}. It is always shown.", error=error.reason)
            self.composer.note(
                Sentence("{question}, row {part}", question=self.question.place, part=part[:20]), sentence
            )
            return None

    def bounds(self, lowest: object, highest: object, decimals: object) -> dict[str, Any]:
        """Bounds of a number, as far as they are numbers and the lowest is below the highest."""
        least, most = _number(lowest), _number(highest)
        if least is not None and most is not None and least >= most:
            self.note(
                Sentence(
                    "Its lowest value {least:g} is not below its highest {most:g}. Neither is carried over.",
                    least=least,
                    most=most,
                )
            )
            least = most = None
        fields: dict[str, Any] = {"whole": True} if str(decimals) == "0" else {}
        fields |= {"minimum": least} if least is not None else {}
        return fields | ({"maximum": most} if most is not None else {})

    def settings(self) -> dict[str, Any]:
        return dict(mapping(below(self.question.own, "Validation", "Settings")))


def _number(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and math.isfinite(number) else None


def whole(value: object) -> int | None:
    """A whole number above nothing and of a length that people write; None for anything else."""
    number = _number(value)
    return int(number) if number is not None and 0 < number <= LONGEST_ANSWER and number == int(number) else None
