"""Words that somebody typed, in sentences of either direction: they may not turn round what stands beside them."""

from __future__ import annotations

import re
import unicodedata

# Embeddings, overrides and isolates. The marks U+200E and U+200F are letters' neighbours and stay.
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Ends of lines and pages, tabulators, and what no sign is seen for.
OTHER_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2066", "\u2068", "\u2069"
FROM_THE_RIGHT = ("R", "AL", "AN")


def plain(text: str) -> str:
    """The text without controls of direction, which are seen nowhere and turn round what follows them."""
    return CONTROLS.sub("", text)


def on_one_line(text: str) -> str:
    """The text as one line of visible signs: without controls of direction, every other control and run of white space as
    one space; "" where nothing is left."""
    return " ".join(OTHER_CONTROLS.sub(" ", plain(text)).split())


def isolated(text: str, *, in_rtl: bool = False) -> str:
    """The text for the middle of a sentence: without controls, and where its letters run against the sentence's
    (`in_rtl`: from right to left), between marks that keep its direction to itself."""
    words = plain(text)
    if not words or not (in_rtl or any(unicodedata.bidirectional(letter) in FROM_THE_RIGHT for letter in words)):
        return words
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"


def left_to_right(text: str) -> str:
    """The text, such as 61–81 %, in its own order inside a sentence that reads from right to left."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{plain(text)}{POP_ISOLATE}"
