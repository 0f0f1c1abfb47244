"""What exactly differs in one item between two versions: words, and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.instruments.changes import coding, read_texts
from surveyapp.instruments.checks.texts import texts as placed_texts
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


@dataclass(frozen=True)
class PlacedDifference(TextDifference):
    """As TextDifference, with the place of the text in the definition."""

    place: str


def every_text(old: Instrument, new: Instrument) -> list[PlacedDifference]:
    """All texts that differ in a language both versions have, in the order of the definition; without those of items
    that only one of them has."""
    former, present = _by_place(old), _by_place(new)
    found = [
        PlacedDifference(
            language, former.get(place, {}).get(language, ""), present.get(place, {}).get(language, ""), place
        )
        for place in dict.fromkeys([*present, *former])
        if _item_of(place) is None or _item_of(place) in old.items.keys() & new.items.keys()
        for language in new.languages
        if language in old.languages
    ]
    return [each for each in found if each.before != each.now]


def other_texts(old: Instrument, new: Instrument) -> list[PlacedDifference]:
    """Of `every_text` those that `texts` gives for no item: first steps, introductions, titles, names."""
    shown = {
        (each.language, each.before, each.now, code)
        for code in old.items.keys() & new.items.keys()
        for each in texts(old, new, code)
    }
    words = {each[:3] for each in shown}
    return [each for each in every_text(old, new) if not _is_shown(each, shown, words)]


def _is_shown(each: PlacedDifference, shown: set[tuple[str, str, str, str]], words: set[tuple[str, str, str]]) -> bool:
    said = (each.language, each.before, each.now)
    match each.place.split("."):
        case ["items", code, "text" | "help" | "does_not_apply" | "lowest" | "highest"]:
            return (*said, code) in shown
        case ["items", code, "choices", _, "text"]:
            return (*said, code) in shown
        case ["scales", *_, "text"]:  # shown at each question that uses the scale
            return said in words
        case _:
            return False


def _by_place(instrument: Instrument) -> dict[str, Mapping[str, str]]:
    return dict(placed_texts(instrument))


def _item_of(place: str) -> str | None:
    steps = place.split(".")
    return steps[1] if steps[0] == "items" else None


def rules(old: Instrument, new: Instrument, code: str) -> list[str]:
    """Names of the rules that differ, such as "choices"; none for an item that only one version has."""
    if code not in old.items or code not in new.items:
        return []
    former, present = coding(old, code), coding(new, code)
    return [field for field in present if former[field] != present[field]]
