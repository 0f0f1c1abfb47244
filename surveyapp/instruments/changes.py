"""What happened to each item between two versions, and which versions a wave may mix."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from surveyapp.instruments.schema import Instrument


class Change(StrEnum):
    """Trend lines go on for `same`, are marked for `reworded`, and break for the others."""

    SAME = "same"
    REWORDED = "reworded"
    RECODED = "recoded"
    NEW = "new"
    DROPPED = "dropped"


def compare(old: Instrument, new: Instrument) -> dict[str, Change]:
    """Item code → change, for every item of either version, by code.

    Recoded: the possible answers, who is asked, or how answers merge differ. Reworded: what a
    respondent reads differs in a language both versions have. First steps, shares and routing to
    people do not count, and neither does a language added to all texts.
    """
    codes = sorted(old.items.keys() | new.items.keys())
    return {code: _change(old, new, code) for code in codes}


def accepts(own: Instrument, other: Instrument) -> bool:
    """Whether a wave of version `own` takes answers of `other`: all items they share are the same."""
    if own.slug != other.slug:
        return False
    changes = compare(own, other).values()
    return not {Change.REWORDED, Change.RECODED} & set(changes)


def _change(old: Instrument, new: Instrument, code: str) -> Change:
    if code not in old.items:
        return Change.NEW
    if code not in new.items:
        return Change.DROPPED
    if _coding(old, code) != _coding(new, code):
        return Change.RECODED
    languages = set(old.languages) & set(new.languages)
    same_words = _wording(old, code, languages) == _wording(new, code, languages)
    return Change.SAME if same_words else Change.REWORDED


CODING_FIELDS = {
    "kind": True,
    "choices_from": True,
    "dont_know": True,
    "maximum_choices": True,
    "minimum": True,
    "maximum": True,
    "unit": True,
    "visible_when": True,
    "merge": True,
}


def _coding(instrument: Instrument, code: str) -> dict[str, Any]:
    item = instrument.items[code]
    coding = item.model_dump(mode="json", include=CODING_FIELDS)
    coding["choices"] = {c.code: (c.value, c.exclusive) for c in instrument.choices(code)}
    coding["can_not_apply"] = item.does_not_apply is not None
    return coding


def _wording(instrument: Instrument, code: str, languages: set[str]) -> list[dict[str, str]]:
    item = instrument.items[code]
    # Choices in their order: moving one changes which is ticked almost as much as its wording does.
    # Nobody answers a score: its help only says where it came from.
    explained = None if item.kind == "score" else item.help
    texts = [item.text, explained, item.does_not_apply, *(c.text for c in instrument.choices(code))]
    return [{k: v for k, v in (text or {}).items() if k in languages} for text in texts]
