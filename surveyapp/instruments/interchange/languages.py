"""From what other products call a language to its code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from babel import Locale

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
# Languages that questionnaires name without a code, beside what they are called in English.
NATIVE = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "fi", "pl", "cs", "el", "hu", "ro", "ru", "uk", "tr"),
    *("ar", "fa", "he", "hi", "bn", "zh", "ja", "ko", "vi", "th", "id", "sw"),
)


def language_code(name: str) -> str | None:
    """The code behind a name: "en", "en_GB", "English (en)", "English", "Deutsch"; None for an unknown name."""
    if brackets := IN_BRACKETS.search(name):
        return _tidy(brackets.group(1))
    wanted = name.strip().lower()
    if wanted in _by_name():
        return _by_name()[wanted]
    tidy = _tidy(name.strip())
    return tidy if CODE.fullmatch(tidy) and tidy.partition("-")[0] in _codes() else None


def free_code(taken: Collection[str]) -> str:
    """A private code, qaa to qaz, for a language whose name says nothing to us."""
    codes: Iterable[str] = (f"qa{chr(letter)}" for letter in range(ord("a"), ord("z") + 1))
    return next((code for code in codes if code not in taken), "und")


def _tidy(code: str) -> str:
    first, *rest = code.replace("_", "-").split("-")
    return "-".join([first.lower(), *rest])


@cache
def _by_name() -> dict[str, str]:
    names = {str(name).lower(): str(code).replace("_", "-") for code, name in Locale("en").languages.items()}
    own = {str(Locale(code).get_language_name()).lower(): code for code in NATIVE}
    return {**names, **own}


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(code).partition("_")[0] for code in Locale("en").languages)
