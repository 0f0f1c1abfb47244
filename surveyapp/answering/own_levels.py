"""One person's own answers as levels: where each stands, the description of the next level, and what to do first.

Nothing here rests on anybody else's answers, so it can be shown as soon as the answers are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.instruments.levels import next_level
from surveyapp.instruments.schema import Dimension, Instrument, Text
from surveyapp.instruments.texts import localised


@dataclass(frozen=True)
class OwnLevel:
    """One answered description. `next_words` and `first_step` are "" at the highest level."""

    item: str
    question: str
    level: int
    highest: int
    name: str
    words: str
    next_words: str
    first_step: str


@dataclass(frozen=True)
class DimensionLevels:
    """The levels of one subject, in the order of its questions."""

    code: str
    name: str
    levels: tuple[OwnLevel, ...]


def own_levels(
    instrument: Instrument, document: Mapping[str, Mapping[str, Any]], language: str
) -> list[DimensionLevels]:
    """Per dimension the levels of the answered questions; without dimensions and questions that have no answer."""
    found = [_of_dimension(instrument, dimension, document, language) for dimension in instrument.dimensions]
    return [dimension for dimension in found if dimension.levels]


def where_to_begin(dimensions: list[DimensionLevels]) -> OwnLevel | None:
    """The lowest level that has a next one: the first of them, in the order of the questions."""
    open_ended = [own for dimension in dimensions for own in dimension.levels if own.first_step]
    return min(open_ended, key=lambda own: own.level, default=None)


def _of_dimension(
    instrument: Instrument, dimension: Dimension, document: Mapping[str, Mapping[str, Any]], language: str
) -> DimensionLevels:
    answered = [code for code in dimension.items if _is_level(instrument, code, document)]
    levels = tuple(_own_level(instrument, code, document[code]["value"], language) for code in answered)
    return DimensionLevels(dimension.code, _say(instrument, dimension.name, language), levels)


def _is_level(instrument: Instrument, code: str, document: Mapping[str, Mapping[str, Any]]) -> bool:
    return instrument.items[code].kind == "anchored" and "value" in document.get(code, {})


def _own_level(instrument: Instrument, code: str, chosen: str, language: str) -> OwnLevel:
    choices = instrument.choices(code)
    level = 1 + [choice.code for choice in choices].index(chosen)
    above = next_level(instrument, code, chosen)
    return OwnLevel(
        item=code,
        question=_say(instrument, instrument.items[code].text, language),
        level=level,
        highest=len(choices),
        name=_say(instrument, instrument.level_names.get(level), language),
        words=_say(instrument, choices[level - 1].text, language),
        next_words=_say(instrument, above.text, language) if above else "",
        first_step=_say(instrument, above.first_step, language) if above else "",
    )


def _say(instrument: Instrument, text: Text | None, language: str) -> str:
    return localised(text, language, instrument.default_language)
