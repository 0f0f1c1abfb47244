"""What exactly differs in one item between two versions: words, and rules."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.instruments.changes import coding, read_texts
from surveyapp.instruments.schema import Instrument


@dataclass(frozen=True)
class TextDifference:
    """One text of an item in one language, before and now; "" where there is none."""

    language: str
    before: str
    now: str


def texts(old: Instrument, new: Instrument, code: str) -> list[TextDifference]:
    """The texts that differ in a language both versions have, in the order of the question; none for an item that only
    one of them has. Choices are set side by side by their place."""
    if code not in old.items or code not in new.items:
        return []
    former, present = read_texts(old, code), read_texts(new, code)
    length = max(len(former), len(present))
    pairs = zip(former + [None] * (length - len(former)), present + [None] * (length - len(present)), strict=True)
    found = [
        TextDifference(language, (before or {}).get(language, ""), (now or {}).get(language, ""))
        for before, now in pairs
        for language in new.languages
        if language in old.languages
    ]
    return [each for each in found if each.before != each.now]


def rules(old: Instrument, new: Instrument, code: str) -> list[str]:
    """Names of the rules that differ, such as "choices"; none for an item that only one version has."""
    if code not in old.items or code not in new.items:
        return []
    former, present = coding(old, code), coding(new, code)
    return [field for field in present if former[field] != present[field]]
