"""Asks a page for what measure.js measures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SCRIPT = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


def measure(page, what: str) -> Any:
    return page.evaluate(f"{SCRIPT}\nmeasure.{what}()")


def least(page, what: str, key: str = "ratio") -> tuple[float, str]:
    """The smallest of what was measured, and where."""
    found = measure(page, what)
    return min(((each[key], each["what"]) for each in found), default=(float("inf"), "nothing"))
