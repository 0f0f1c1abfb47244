"""What LimeSurvey's types of question have in common when they become ours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveyapp.instruments.interchange.composing import TICK, Composer, Option, named
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.limesurvey_model import Entry, Question
from surveyapp.instruments.interchange.limesurvey_relevance import Relevance
from surveyapp.instruments.interchange.showing import Condition
from surveyapp.instruments.sentences import Sentence

LONGEST_ANSWER = 20_000
FILTER = "#"  # between a question and its choice where the choice of “Other” is meant, not the words beside it
OTHER = "-oth-"  # LimeSurvey's code for a choice that the respondent names


@dataclass
class Asking:
    """One question of the file on its way into the questionnaire."""

    composer: Composer
    relevance: Relevance
    question: Question
    when: tuple[Condition, ...]
    title: dict[str, str]

    def note(self, sentence: str) -> None:
        self.composer.note(self.question.place, sentence)

    def stem(self) -> dict[str, str]:
        """What the question asks."""
        return self.composer.words(self.question.place, self.question.texts, f"Question {self.question.code}")

    def item(self, kind: str, text: dict[str, str], *, with_help: bool = True, **fields: Any) -> dict[str, Any]:
        """A question of ours with what every type shares: help, and whether it must be answered."""
        item: dict[str, Any] = {"kind": kind, "text": text, **fields}
        item |= {"Y": {"required": True}, "S": {}}.get(self.question.mandatory, {"optional": True})
        help_text = (
            self.composer.words_if_any(Sentence("{question}, help", question=self.question.place), self.question.help)
            if with_help
            else {}
        )
        return item | ({"help": help_text} if help_text else {})

    def add(self, item: dict[str, Any], suffix: str = "", *, when: tuple[Condition | None, ...] = ()) -> str:
        """Add it under the question's code, with the row's after it, and remember it by that name."""
        name = f"{self.question.code}_{suffix}" if suffix else self.question.code
        code = self.composer.add(name, item, (*self.when, *when))
        self.composer.register(name, code, {choice["code"]: choice["code"] for choice in item.get("choices", ())})
        return code

    def add_closed(
        self,
        item: dict[str, Any],
        options: list[Option],
        suffix: str = "",
        *,
        when: tuple[Condition | None, ...] = (),
    ) -> str | None:
        """Add a question with choices and remember what the file calls those; None when it has none."""
        closed = self.composer.closed(self.question.place, item, options)
        if closed is None:
            return None
        name = f"{self.question.code}_{suffix}" if suffix else self.question.code
        code = self.composer.add(name, closed, (*self.when, *when))
        self.composer.register(name, code, named(options, closed))
        return code

    def add_ticks(self, code: str, options: list[Option]) -> None:
        """Remember the single choices of a question that takes several."""
        for choice, ours in named(options, self.composer.builder.items[code]).items():
            for sign in ("_", FILTER):
                self.composer.register(f"{self.question.code}{sign}{choice}", code, {"Y": ours}, kind=TICK)

    def add_typed_other(self, code: str, of: str, ours: str) -> None:
        """The field beside “Other”, asked when that is chosen."""
        text = self.composer.stock("which")
        demanded = self.question.is_set("other_comment_mandatory")
        item = {"kind": "text", "text": text, "one_line": True, "required" if demanded else "optional": True}
        name = f"{self.question.code}_{of}"
        added = self.composer.add(name, item, (*self.when, {"item": code, "in": [ours]}))
        self.composer.register(name, added)

    def options(self, entries: list[Entry]) -> list[Option]:
        return [Option(entry.code, entry.texts) for entry in entries]

    def other(self) -> Option:
        """The choice “Other”, in the file's words if it has some."""
        own = self.question.attributes["other_replace_text"] if self.question.attribute("other_replace_text") else None
        return Option(OTHER, own or self.composer.stock("other"))

    def row_conditions(self, entry: Entry) -> tuple[Condition | None, ...]:
        """When a row of an array shows: its own condition, and whether it was chosen in the question that filters it."""
        return (
            self._of_row(entry),
            *self._filters(entry, "array_filter"),
            *self._filters(entry, "array_filter_exclude"),
        )

    def _of_row(self, entry: Entry) -> Condition | None:
        try:
            return self.relevance.condition(entry.relevance)
        except NotUnderstood as error:
            self.composer.note(
                entry.place,
                Sentence("Its condition is not carried over: {error}. It is always shown.", error=error.reason),
            )
            return None

    def _filters(self, entry: Entry, name: str) -> Iterator[Condition]:
        for source in self.question.attribute(name).split(";") if self.question.is_set(name) else ():
            target = self.composer.targets.get(f"{source.strip()}{FILTER}{entry.code}")
            if target is None:
                self.note(
                    Sentence(
                        "“{name}” names {source}, which has no choice {entry}. The row is always shown.",
                        name=name,
                        source=source.strip(),
                        entry=entry.code,
                    )
                )
                continue
            chosen = {"item": target.code, "in": list(target.choices.values())}
            yield chosen if name == "array_filter" else {"not": chosen}

    def number(self, *settings: tuple[str, str, str]) -> dict[str, Any]:
        """Bounds and unit of a number: the first pair of settings that holds numbers."""
        fields: dict[str, Any] = {"whole": True} if self.question.is_set("num_value_int_only") else {}
        lowest, highest = (self._bound(name) for name in self._settings(settings))
        if lowest is not None and highest is not None and lowest >= highest:
            self.note(
                Sentence(
                    "Its lowest value {lowest:g} is not below its highest {highest:g}. Neither is carried over.",
                    lowest=lowest,
                    highest=highest,
                )
            )
            lowest = highest = None
        fields |= {"minimum": lowest} if lowest is not None else {}
        fields |= {"maximum": highest} if highest is not None else {}
        return fields | self._unit()

    def _settings(self, settings: tuple[tuple[str, str, str], ...]) -> tuple[str, str]:
        for switch, lowest, highest in settings:
            if not switch or self.question.is_set(switch):
                return lowest, highest
        return "min_num_value_n", "max_num_value_n"

    def _bound(self, name: str) -> float | None:
        value = self.question.attribute(name)
        try:
            bound = float(value.replace(",", ".")) if value else None
        except ValueError:
            bound = math.nan
        if bound is None or math.isfinite(bound):
            return bound
        self.note(
            Sentence(
                "“{name}” is “{value}”, which is no number. There is no such bound now.", name=name, value=value[:60]
            )
        )
        return None

    def _unit(self) -> dict[str, str]:
        suffix = self.composer.words_if_any(
            self.question.place, self.question.attributes.get("suffix", {}), pipes=False
        )
        if self.question.is_set("prefix"):
            self.note(
                Sentence(
                    "“{prefix}” stood before the field and is left out.", prefix=self.question.attribute("prefix")[:40]
                )
            )
        return {"unit": suffix[self.composer.builder.default_language][:60]} if suffix else {}

    def longest(self) -> dict[str, Any]:
        """How many characters may be typed."""
        value = self.question.attribute("maximum_chars")
        is_number = value.isascii() and value.isdigit() and len(value) < 9
        return {"longest": min(int(value), LONGEST_ANSWER)} if is_number and int(value) else {}
