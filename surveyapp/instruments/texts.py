"""Choose the language of a text."""

from __future__ import annotations

from collections.abc import Mapping


def localised(text: Mapping[str, str] | None, language: str, default: str) -> str:
    """The text in a language, else in its base language (pt for pt-br), else in the default one.

    Returns "" without a text, and any language rather than nothing when even the default is absent.
    """
    if not text:
        return ""
    wanted = (language, language.partition("-")[0], default)
    return next((text[code] for code in wanted if code in text), next(iter(text.values())))
