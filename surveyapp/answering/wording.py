"""Answers in words, and a response's texts in its language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveyapp.forms.questions import choice_in_words
from surveyapp.instruments.answers import DOES_NOT_APPLY, DONT_KNOW
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised


def in_words(instrument: Instrument, code: str, answer: Mapping[str, Any] | None, language: str) -> list[str]:
    """What was answered, as the person read it: one line, or one for each chosen answer; none when left empty."""
    answer = answer or {}
    item = instrument.items[code]
    if answer.get("missing") == DONT_KNOW:
        return [_("I do not know")]
    if answer.get("missing") == DOES_NOT_APPLY:
        return [localised(item.does_not_apply, language, instrument.default_language)]
    if "value" not in answer:
        return []
    value = answer["value"]
    if item.is_closed:
        chosen = value if isinstance(value, list) else [value]
        found = [choice for choice in instrument.choices(code) if choice.code in chosen]
        return [choice_in_words(instrument, code, choice, language) for choice in found]
    return [value if isinstance(value, str) else _number(value, item.unit)]


def _number(value: float, unit: str | None) -> str:
    written = str(number_format(int(value) if value == int(value) else value))
    return f"{written} {unit}" if unit else written
