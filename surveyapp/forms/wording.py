"""Texts and answers of a questionnaire in the words that one person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from surveyapp.instruments import answers as rules
from surveyapp.instruments import piping
from surveyapp.instruments.answers import DOES_NOT_APPLY, DONT_KNOW
from surveyapp.instruments.conditions import Answers, visible_items
from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Choice, Instrument, Text
from surveyapp.instruments.texts import localised


@dataclass(frozen=True)
class Wording:
    """A questionnaire in one language, with this person's earlier answers where its texts name them."""

    instrument: Instrument
    language: str
    answers: Answers

    def say(self, text: Text | None) -> str:
        """A text, with earlier answers filled in; "" without one."""
        return piping.fill(localised(text, self.language, self.instrument.default_language), self._earlier)

    def choice(self, code: str, choice: Choice) -> str:
        """A choice as it is read. Descriptions are numbered, because later ones refer to earlier ones ("As 3, and ...")."""
        text = self.say(choice.text)
        if self.instrument.items[code].kind != "anchored":
            return text
        return f"{1 + self.instrument.choices(code).index(choice)}. {text}"

    def lines(self, code: str, answer: Mapping[str, Any] | None) -> list[str]:
        """What was answered: one line, or one for each chosen answer; none when left empty."""
        answer, item = answer or {}, self.instrument.items[code]
        if answer.get("missing") == DONT_KNOW:
            return [_("I do not know")]
        if answer.get("missing") == DOES_NOT_APPLY:
            return [self.say(item.does_not_apply)]
        if "value" not in answer:
            return []
        value = answer["value"]
        if item.is_closed:
            return self._chosen(code, value if isinstance(value, list) else [value])
        return [_day(value) if item.kind == "date" else value if isinstance(value, str) else _number(value, item.unit)]

    def _chosen(self, code: str, chosen: list[str]) -> list[str]:
        choices = self.instrument.choices(code)
        if self.instrument.items[code].kind != "ranking":
            return [self.choice(code, choice) for choice in choices if choice.code in chosen]
        named = {choice.code: self.choice(code, choice) for choice in choices}
        return [f"{place}. {named[each]}" for place, each in enumerate(chosen, start=1) if each in named]

    def _earlier(self, code: str) -> str:
        item, answer = self.instrument.items.get(code), self._in_force.get(code, {})
        if item is None or "value" not in answer:
            return _("your earlier answer")
        if item.kind == "anchored":
            return self.say(next(c.text for c in self.instrument.choices(code) if c.code == answer["value"]))
        return _("; ").join(self.lines(code, answer))

    @cached_property
    def _in_force(self) -> Answers:
        """The answers without those of questions that are hidden now."""
        shown = set(visible_items(self.instrument, self.answers))
        return {code: answer for code, answer in self.answers.items() if code in shown}


def problem_in_words(error: rules.AnswerError) -> str:
    """What to tell the respondent, in the language of the page: the questionnaire's own sentence where it has one."""
    if error.own:
        return _said(error.own)
    return _(rules.MESSAGES[error.problem]).format(**{name: _said(value) for name, value in error.values.items()})


def _said(value: object) -> str:
    if isinstance(value, date):
        return date_format(value, _("j F Y"))
    if isinstance(value, dict):
        return piping.fill(localised(value, get_language() or "en", "en"), lambda _code: "…")
    return isolated(value, in_rtl=get_language_bidi()) if isinstance(value, str) else str(value)


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), _("j F Y"))


def _number(value: float, unit: str | None) -> str:
    written = str(number_format(int(value) if value == int(value) else value))
    return f"{written} {unit}" if unit else written
