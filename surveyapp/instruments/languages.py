"""What a language calls itself, and which way it is written."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError


def own_name(language: str) -> str:
    """The language's name in itself, "Deutsch" for de; its code where nobody has recorded a name."""
    locale = _locale(language)
    name = locale.get_display_name() if locale else None
    return f"{name[0].upper()}{name[1:]}" if name else language


def is_known(language: str) -> bool:
    """Whether there is such a language: de or pt-br, not zz."""
    primary = language.partition("-")[0]
    return primary in Locale("en").languages and primary not in ("mul", "und", "zxx")


def is_right_to_left(language: str) -> bool:
    """Whether the language is written from right to left; false for an unknown one."""
    locale = _locale(language)
    return locale is not None and locale.text_direction == "rtl"


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
