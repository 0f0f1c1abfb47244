"""Texts as files may hold them."""

from __future__ import annotations

import re

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

FROM_THE_RIGHT = re.compile("[\u0590-\u05ff\u0620-\u064a\u066e-\u06d3]")  # letters of Hebrew and Arabic


def plain(text: str) -> str:
    """Without signs that no XML may hold."""
    return NOT_IN_XML.sub("", text)


def shortened(text: str, letters: int) -> str:
    """What is longer than any text of ours ends in "…"."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
