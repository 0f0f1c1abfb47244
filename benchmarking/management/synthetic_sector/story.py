"""The few answers that the demo's story needs from its coordinated site. Everything computed from them is computed."""

from __future__ import annotations

from typing import Any

from surveyapp.instruments.schema import FeedsSkill, FeedsSkillGroup, Instrument, Item

# Levels of the four items of each dimension. From the second survey to the third only data storage moves, by one level.
LEVELS = {
    "STR": "3332",
    "AUT": "4444",
    "DAT": "2222",
    "INT": "3233",
    "ANA": "2122",
    "REG": "3333",
    "SEC": "3343",
    "PPL": "3323",
}
LEVELS_IN_THIRD = LEVELS | {"DAT": "3333"}

# Group → (screen, people): short in two groups now, in three the last time.
SHORT_BEFORE = {"analytics": ("partly", "p3_5"), "ml": ("hardly", "p6_10"), "bigdata": ("partly", "p1_2")}
SHORT_NOW = {"ml": ("partly", "p6_10"), "bigdata": ("partly", "p1_2")}
FACTS = {
    "DT1": "being_developed",
    "DT2": "a_larger_part",
    "DT3": ["data_driven_offline"],
    "BAR1": ["lack_of_digital_knowledge", "hard_to_recruit", "validation_effort"],
    "BAR_validation_effort": "2",
    "BAR_lack_of_digital_knowledge": "2",
    "BAR_hard_to_recruit": "1",
    "SK_FIRST": ["sk_pca", "sk_pls", "sk_spectra"],
}


def scripted(instrument: Instrument, year: int) -> dict[str, dict[str, Any]]:
    """The coordinated site's answers in the `year`-th survey (0, 1, 2), the same from each of its people."""
    levels, short = (LEVELS_IN_THIRD, SHORT_NOW) if year == 2 else (LEVELS, SHORT_BEFORE)
    answers = {code: {"value": value} for code, value in FACTS.items() if code in instrument.items}
    for dimension in instrument.dimensions:
        answers |= {code: {"value": level} for code, level in zip(dimension.items, levels[dimension.code], strict=True)}
    for code, item in instrument.items.items():
        if (value := _skill_answer(item, instrument, short)) is not None:
            answers[code] = {"value": value}
    return answers


def _skill_answer(item: Item, instrument: Instrument, short: dict[str, tuple[str, str]]) -> str | None:
    feeds = item.feeds
    if isinstance(feeds, FeedsSkillGroup):
        screen, people = short.get(feeds.skill_group, ("yes", "p1_2"))
        return screen if feeds.measure == "screen" else people
    if isinstance(feeds, FeedsSkill):
        return "1" if feeds.measure == "current" else "3"
    return None
