"""The questionnaire with every kind of question, in English and in right-to-left script, where everything needs an answer."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.surveyapp.every_kind import DEFINITION

SENTENCE = "هذا سؤال عن العمل في موقعكم اليوم وعن المهارات التي يحتاج إليها الفريق خلال عامين"
ARABIC = SENTENCE.split()
KEPT = re.compile(r"(\{answer:\w+\}|\s+)")


def definition() -> dict[str, Any]:
    """Every question but the optional ones is required, so that each kind can be left open and be wrong."""
    made = _in_arabic_too(copy.deepcopy(DEFINITION)) | {"languages": ["en", "ar"]}
    for item in made["items"].values():
        if item["kind"] != "info" and not item.get("optional"):
            item["required"] = True
    return made


def arabic(text: str) -> str:
    """As many words in Arabic script; what stands in braces stays."""
    words = (part for part in KEPT.split(text) if part)
    return "".join(
        part if KEPT.fullmatch(part) else ARABIC[place // 2 % len(ARABIC)] for place, part in enumerate(words)
    )


def _in_arabic_too(node: Any) -> Any:
    if isinstance(node, list):
        return [_in_arabic_too(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node.keys() == {"en"}:
        return node | {"ar": arabic(node["en"])}
    return {key: _in_arabic_too(value) for key, value in node.items()}
