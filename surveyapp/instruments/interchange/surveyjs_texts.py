"""The languages of a SurveyJS survey, and its strings in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.instruments.interchange.languages import language_code
from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.sentences import Sentence

# Only below these keys do texts stand; a value such as {"no": "..."} elsewhere is an answer, not Norwegian.
TEXT_KEYS = (
    "title", "description", "text", "html", "label", "help", "otherText", "noneText", "labelTrue", "labelFalse",
    "minRateDescription", "maxRateDescription", "commentText", "templateTitle", "completedHtml", "requiredErrorText",
)  # fmt: skip
MOST_LANGUAGES = 60
REFERENCE = re.compile(r"\{\s*([A-Za-z_][^{}\n]{0,100}?)\s*\}")


@dataclass(frozen=True)
class Languages:
    """`default`: the language that strings without one are in."""

    default: str
    all: tuple[str, ...]

    def texts(self, value: object) -> dict[str, object]:
        """Code → words of a string, which is plain or a mapping of languages."""
        if not isinstance(value, Mapping):
            return {self.default: value} if value not in (None, "") else {}
        found = {language_code(str(key)): words for key, words in value.items() if key != "default" and words}
        texts = {code: words for code, words in found.items() if code}
        if value.get("default"):
            texts.setdefault(self.default, value["default"])
        return texts


def languages_of(survey: Mapping[str, Any]) -> Languages:
    """Those named anywhere, the survey's own (its `locale`, else English) first."""
    default = language_code(str(survey.get("locale") or "en")) or "en"
    others = dict.fromkeys(code for name in dict.fromkeys(_named(survey)) if (code := language_code(name)))
    found = tuple(dict.fromkeys([default, *others]))
    if len(found) > MOST_LANGUAGES:
        raise FileRefused(
            Sentence("The survey has texts in more than {most} languages. Remove some.", most=MOST_LANGUAGES)
        )
    return Languages(default, found)


def _named(node: object, key: str = "") -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _named(child)
    elif isinstance(node, dict) and key in TEXT_KEYS and _is_text(node):
        yield from (name for name in node if name != "default")
    elif isinstance(node, dict):
        for name, child in node.items():
            yield from _named(child, name)


def _is_text(node: Mapping[str, object]) -> bool:
    return all(isinstance(words, str) for words in node.values()) and all(
        name == "default" or language_code(name) for name in node
    )
