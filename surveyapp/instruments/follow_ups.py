"""Questions that rest on other answers, and whether a person who is asked only some questions can be asked them."""

from __future__ import annotations

from collections.abc import Collection

from surveyapp.instruments.conditions import references
from surveyapp.instruments.schema import ChosenIn, FeedsSkillGroup, Instrument, SkillsShort


def rests_on(instrument: Instrument, code: str) -> frozenset[str]:
    """Codes of the items whose answers decide whether this one comes up; none for one that everybody sees."""
    item = instrument.items[code]
    named = {mention.item for mention in references(item.visible_when)}
    match item.choices_from:
        case ChosenIn(item=other):
            named.add(other)
        case SkillsShort():
            named |= _about_skills(instrument)
    return frozenset(named)


def decided_by(instrument: Instrument, code: str) -> frozenset[str]:
    """Codes of all items whose answers bear on whether this one comes up or on what it offers, also by way of others."""
    found: set[str] = set()
    unread = {code}
    while unread:
        each = unread.pop()
        offers_skills = isinstance(instrument.items[each].choices_from, SkillsShort)
        named = rests_on(instrument, each) | (_levels(instrument) if offers_skills else set())
        unread |= named - found
        found |= named
    return frozenset(found)


def _about_skills(instrument: Instrument) -> set[str]:
    """What leads to the levels of skills: the screens of their groups, else the levels themselves."""
    screens = {code for code, item in instrument.items.items() if isinstance(item.feeds, FeedsSkillGroup)}
    return screens or _levels(instrument)


def _levels(instrument: Instrument) -> set[str]:
    return {*instrument.skill_items("current"), *instrument.skill_items("needed")}


def decidable(instrument: Instrument, codes: Collection[str], known: Collection[str] = ()) -> list[str]:
    """The given codes in page order, without follow-ups to questions of which none is among them.

    What other people answer decides nothing here (ADR 21). `known` are items whose answers are no secret.
    """
    kept: list[str] = []
    for code in instrument.placed:
        named = rests_on(instrument, code)
        if code in codes and (not named or named & {*kept, *known}):
            kept.append(code)
    return kept
