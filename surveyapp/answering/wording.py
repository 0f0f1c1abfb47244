"""Answers in words, and a response's texts in its language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.forms.wording import Wording
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.schema import Instrument


def in_words(
    instrument: Instrument,
    code: str,
    answer: Mapping[str, Any] | None,
    language: str,
    answers: Answers | None = None,
) -> list[str]:
    """What was answered, as the person read it: one line, or one for each chosen answer; none when left empty.

    `answers` are those that the texts of choices may name.
    """
    return Wording(instrument, language, answers or {}).lines(code, answer)
