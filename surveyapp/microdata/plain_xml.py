"""Texts that any XML may hold."""

from __future__ import annotations

import re

# What XML 1.0 has no way to write.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without controls that no XML file can hold."""
    return UNWRITABLE.sub("", text)
