"""A text that asks nothing, as a panel with a short heading and its words below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.instruments.piping import sources_in

LONGEST_HEADING = 120


def panel(text: Mapping[str, str], below: Mapping[str, str], title: Mapping[str, str]) -> dict[str, Any]:
    """The panel. A long text lends its first line as the heading if that is short in every language, else `title`
    stands there; `below` is what the file shows beneath the text."""
    if all(_is_heading(words) for words in text.values()):
        return _panel(text, below)
    parts = {language: words.partition("\n") for language, words in text.items()}
    first = {language: part[0] for language, part in parts.items()}
    rest = {language: part[2] for language, part in parts.items()}
    # Each part of a text must name the same earlier answers in every language, which only a whole text surely does.
    if all(map(_is_heading, first.values())) and all(rest.values()) and not sources_in(text):
        return _panel(first, _under(rest, below))
    return _panel(title, _under(text, below))


def _is_heading(words: str) -> bool:
    return "\n" not in words and len(words) <= LONGEST_HEADING


def _panel(text: Mapping[str, str], below: Mapping[str, str]) -> dict[str, Any]:
    return {"kind": "info", "text": dict(text), **({"help": dict(below)} if below else {})}


def _under(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    return {language: "\n".join(filter(None, (words, second.get(language, "")))) for language, words in first.items()}
