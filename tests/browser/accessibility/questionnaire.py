"""The questionnaire with every kind of question, in English and in right-to-left script, where everything needs an answer."""

from __future__ import annotations

import copy
import re
from typing import Any

from tests.surveyapp.every_kind import DEFINITION

SENTENCE = "هذا سؤال عن العمل في موقعكم اليوم وعن المهارات التي يحتاج إليها الفريق خلال عامين"
ARABIC = SENTENCE.split()
KEPT = re.compile(r"(\{answer:\w+\}|\s+)")
ANSWERS = {
    "AREA": "quality",
    "SITE_NAME": "The brewery",
    "COUNTRY": "IE",
    "RECORDS": "2",
    "TOOLS": ["sheets", "lims"],
    "TOOL_BEST": "lims",
    "BATCHES": "12",
    "FIRST_USE": "2024-2-28",
    "TEMPERATURE": "-20.5",
    "PRIORITIES": ["time", "money"],
    "ORDER": ["buy", "learn"],
    "RECOMMEND": "9",
    "AGREE_TOOLS": "4",
    "AGREE_TIME": "dont_know",
    "SCREEN": "yes",
}


def definition() -> dict[str, Any]:
    """Every question but the optional ones is required, so that each kind can be left open and be wrong."""
    made = copy.deepcopy(DEFINITION)
    made["dimensions"] = [{"code": "WORK", "name": {"en": "Daily work"}, "items": ["RECORDS"], "minimum_items": 1}]
    made["items"]["RECORDS"] |= {"text": {"en": "How are records kept?"}, "feeds": {"dimension": "WORK"}}
    for item in made["items"].values():
        if item["kind"] != "info" and not item.get("optional"):
            item["required"] = True
    return _in_arabic_too(made) | {"languages": ["en", "ar"]}


def arabic(text: str) -> str:
    """As many words in Arabic script, beginning at another one for each text; what stands in braces stays."""
    first = sum(map(ord, text))
    words = (part for part in KEPT.split(text) if part)
    return "".join(
        part if KEPT.fullmatch(part) else ARABIC[(first + place // 2) % len(ARABIC)] for place, part in enumerate(words)
    )


def _in_arabic_too(node: Any) -> Any:
    if isinstance(node, list):
        return [_in_arabic_too(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node.keys() == {"en"}:
        return node | {"ar": arabic(node["en"])}
    return {key: _in_arabic_too(value) for key, value in node.items()}
