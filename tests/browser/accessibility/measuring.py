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


def below(page, what: str, key: str, limit: float) -> tuple[float, list[str]]:
    """The smallest of what was measured, and all that is below the limit."""
    found = measure(page, what)
    smallest = min((each[key] for each in found), default=float("inf"))
    return smallest, [f"{each[key]:.1f}: {each['what']}" for each in found if each[key] < limit]


# WCAG 1.4.12 says how much; 1.4.4 twice the size of text, 1.4.10 a page at 1280 px enlarged so that 640 are left.
MORE_SPACE = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
LARGER_TEXT = "html { font-size: 200% !important; }"
# A sheet that a script makes is not an inline style: the page's policy lets it pass, as it does a reader's own.
PUT_ON = (
    """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"""
)


def misfits(page) -> dict[str, Any]:
    """What scrolls sideways, is cut off or runs into other text: as it is, with wider text, enlarged."""
    found = {"as it is": _misfits_now(page), "with more space": _with(page, MORE_SPACE)}
    if page.viewport_size["width"] >= 1280:
        found |= {"with larger text": _with(page, LARGER_TEXT), "enlarged to 200 %": _enlarged(page)}
    return {circumstance: what for circumstance, what in found.items() if what}


def _misfits_now(page) -> dict[str, Any]:
    found = measure(page, "misfits")
    return {what: much for what, much in found.items() if much}


def _with(page, css) -> dict[str, Any]:
    page.evaluate(PUT_ON, css)
    found = _misfits_now(page)
    page.evaluate(PUT_ON, "")
    return found


def _enlarged(page) -> dict[str, Any]:
    usual = page.viewport_size
    page.set_viewport_size({"width": usual["width"] // 2, "height": usual["height"] // 2})
    found = _misfits_now(page)
    page.set_viewport_size(usual)
    return found
