"""Piped text in Qualtrics' questions: an earlier answer stays one, anything else becomes a gap that the report names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveyapp.instruments.interchange.composing import GAP, TICK, mark
from surveyapp.instruments.interchange.showing import Target

PIPED = re.compile(r"\$\{([^{}\n]{1,300})\}")
ANSWER = re.compile(
    r"q://([\w#]{1,40})/(?:ChoiceGroup/SelectedChoices(?:TextEntry)?|ChoiceTextEntryValue((?:/\w{1,20})?))"
)


def pipes(text: str, targets: Mapping[str, Target]) -> tuple[str, list[str]]:
    """The text with marks for earlier answers, and what leaves a gap."""
    lost: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        named = ANSWER.fullmatch(found[1].strip())
        target = targets.get(f"{named[1]}{named[2] or ''}") if named else None
        if target is None or target.kind == TICK:
            lost.append(found[0])
            return GAP
        return mark(target.code)

    return PIPED.sub(replaced, text), lost
