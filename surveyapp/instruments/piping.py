"""Earlier answers in later texts: `{answer:CODE}` stands for what this person answered to CODE, in words.

A text is filled once, from left to right. What is put in is never looked through again, so an answer that looks like
a pipe, or like markup, stays the plain characters that the person typed; the page escapes them as it does any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Instrument, Item, Page, Text

PIPE = re.compile(r"\{answer:([A-Za-z][A-Za-z0-9_]*)\}")
# Enough for a name or a choice; a page of typed text does not fit into a heading.
LONGEST = 200


def sources(text: str) -> list[str]:
    """Codes of the questions whose answers a text names, from left to right."""
    return PIPE.findall(text)


def fill(text: str, words: Callable[[str], str]) -> str:
    """The text with every pipe replaced by `words(code)`, shortened where that is long."""
    return PIPE.sub(lambda pipe: isolated(_short(" ".join(words(pipe[1]).split()))), text)


def texts_of(instrument: Instrument, item: Item) -> Iterator[tuple[str, Text]]:
    """The texts of a question that earlier answers may stand in, each with its place in the definition."""
    place = f"items.{item.code}"
    own = {name: getattr(item, name) for name in ("text", "help", "does_not_apply", "lowest", "highest")}
    yield from ((f"{place}.{name}", text) for name, text in own.items() if text)
    choices = instrument.scales.get(item.scale, ()) if item.scale else item.choices
    below = f"scales.{item.scale}" if item.scale else f"{place}.choices"
    yield from ((f"{below}.{choice.code}.text", choice.text) for choice in choices)


def texts_of_page(section: str, page: Page) -> Iterator[tuple[str, Text]]:
    """The texts of a page itself that earlier answers may stand in, with their places."""
    place = f"sections.{section}.pages.{page.code}"
    yield f"{place}.title", page.title
    if page.intro:
        yield f"{place}.intro", page.intro


def sources_in(text: Mapping[str, str]) -> set[str]:
    """Codes that a text names in any of its languages."""
    return {code for words in text.values() for code in sources(words)}


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
