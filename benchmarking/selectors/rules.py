"""An instrument's own rules in the form that the statistical core takes."""

from __future__ import annotations

from benchmarking.stats.records import DimensionRule, ItemRule
from benchmarking.stats.skills_gap import PeopleRange, SkillGroup
from surveyapp.instruments.answers import number_range
from surveyapp.instruments.schema import FeedsRespondent, FeedsSkillGroup, Instrument, Item


def item_rules(instrument: Instrument) -> dict[str, ItemRule]:
    """Code → rule, for every item that says something about the organisation.

    What people wrote in words, dates, and what they said about themselves, has no rule and so never gets further.
    """
    return {code: _rule(instrument, item) for code, item in instrument.items.items() if _is_about_organisation(item)}


def _is_about_organisation(item: Item) -> bool:
    return item.kind not in ("text", "date", "info") and not isinstance(item.feeds, FeedsRespondent)


def _rule(instrument: Instrument, item: Item) -> ItemRule:
    values = instrument.choice_values(item.code)
    minimum, maximum = (min(values.values()), max(values.values())) if values else number_range(item)
    exclusive = frozenset(choice.code for choice in instrument.choices(item.code) if choice.exclusive)
    return ItemRule(item.code, item.merge, values, minimum, maximum, exclusive)


def dimension_rules(instrument: Instrument) -> list[DimensionRule]:
    """Every dimension, in the instrument's order."""
    return [DimensionRule(d.code, d.items, d.minimum_items) for d in instrument.dimensions]


def skill_groups(instrument: Instrument) -> list[SkillGroup]:
    """Every skill group, in the instrument's order."""
    return [
        SkillGroup(group.code, group.audience, tuple(skill.code for skill in group.skills))
        for group in instrument.skill_groups
    ]


def group_items(instrument: Instrument, measure: str) -> dict[str, str]:
    """Skill group → code of the item that takes this measure of it: screen or people."""
    fed = ((code, item.feeds) for code, item in instrument.items.items())
    return {f.skill_group: code for code, f in fed if isinstance(f, FeedsSkillGroup) and f.measure == measure}


def people_bands(instrument: Instrument, item: str) -> dict[str, PeopleRange]:
    """Band code → least and most people, from the middles that are the bands' values; the last band is open.

    The first band begins at 1, each next one after the last: middles of 1.5, 4, 8 are 1-2, 3-5, 6-10.
    """
    bands: dict[str, PeopleRange] = {}
    least = 1
    for code, middle in sorted(instrument.choice_values(item).items(), key=lambda pair: pair[1]):
        most = round(2 * middle) - least
        bands[code], least = (least, most), most + 1
    if bands:
        bands[code] = (bands[code][0], None)
    return bands
