"""Levels in words: where a score stands, and what comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from surveyapp.instruments.schema import Instrument, Text
from surveyapp.instruments.texts import localised


@dataclass(frozen=True)
class NextLevel:
    """The level above the present one: its code and description, and what to do first to get there."""

    code: str
    text: Text
    first_step: Text


@dataclass(frozen=True)
class LevelWords:
    """The level a score stands at, or the two it stands between (`upper` is None when exactly at one)."""

    lower: int
    upper: int | None
    text: str


def may_show_levels(instrument: Instrument, asked: Collection[str]) -> bool:
    """Whether answering these questions can lead to a level at all."""
    described = {code for dimension in instrument.dimensions for code in dimension.items}
    return any(instrument.items[code].kind == "anchored" for code in described.intersection(asked))


def next_level(instrument: Instrument, item: str, level: str | float) -> NextLevel | None:
    """The level after the one given by code ("3") or by number, or None at the highest.

    A number between two levels, as merging gives, counts as the lower one: 2.5 leads to level 3.
    Below the lowest level the lowest is next, with its own way up. Raises KeyError for an unknown
    item or code, ValueError for an item that is not anchored.
    """
    if instrument.items[item].kind != "anchored":
        raise ValueError(f"{item} has no levels: only an anchored item has a next one.")
    values = instrument.choice_values(item)
    value = values[level] if isinstance(level, str) else max(level, min(values.values()))
    for here, above in pairwise(instrument.choices(item)):
        if values[here.code] <= value < values[above.code] and here.first_step:
            return NextLevel(code=above.code, text=above.text, first_step=here.first_step)
    return None


def level_words(instrument: Instrument, score: float, language: str) -> LevelWords:
    """Where a score of 0-100 stands among the named levels, which divide that range evenly.

    With five levels 50 is "Established" and 62 "between Established and Integrated".
    Raises ValueError outside 0-100 and for an instrument without level names.
    """
    levels = sorted(instrument.level_names)
    if len(levels) < 2 or not 0 <= score <= 100:
        raise ValueError(f"No level for {score}: needs level_names and a score from 0 to 100.")
    # Rounding makes 75.00000000000001, a mean that is 75 on paper, stand at its level.
    position = round(score * (len(levels) - 1) / 100, 9)
    lower = levels[int(position)]
    if position == int(position):
        return LevelWords(lower=lower, upper=None, text=_name(instrument, lower, language))
    upper = levels[int(position) + 1]
    return LevelWords(lower=lower, upper=upper, text=_between(instrument, lower, upper, language))


def _name(instrument: Instrument, level: int, language: str) -> str:
    return localised(instrument.level_names[level], language, instrument.default_language)


def _between(instrument: Instrument, lower: int, upper: int, language: str) -> str:
    words = localised(instrument.between_levels, language, instrument.default_language)
    names = {"lower": lower, "upper": upper}
    sentence = words or "{lower} – {upper}"
    for field, level in names.items():
        sentence = sentence.replace(f"{{{field}}}", _name(instrument, level, language))
    return sentence
