"""Expressions in LimeSurvey's texts: an earlier answer stays one, anything else becomes a gap that the report names."""

from __future__ import annotations

import re

from surveyapp.instruments.interchange.composing import GAP, TICK, mark
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.limesurvey_relevance import Relevance

# As in LimeSurvey, a brace before a blank is only a brace.
EXPRESSION = re.compile(r"""\{(?=\S)((?:[^{}"'\n]|"[^"\n]{0,500}"|'[^'\n]{0,500}'){1,300})\}""")
ANSWER = re.compile(r"(?:INSERTANS:)?(\d+X\d+X\d+\w*|[A-Za-z_]\w*)(?:\.(?:shown|NAOK|code|value|valueNAOK))?")


def pipes(text: str, relevance: Relevance) -> tuple[str, list[str]]:
    """The text with marks for earlier answers, and the expressions that leave a gap."""
    lost: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        code = _answer(found[1].strip(), relevance)
        if code is None:
            lost.append(found[0])
        return mark(code) if code else GAP

    return EXPRESSION.sub(replaced, text), lost


def _answer(expression: str, relevance: Relevance) -> str | None:
    named = ANSWER.fullmatch(expression)
    if named is None:
        return None
    try:
        target = relevance.find(named[1])
    except NotUnderstood:
        return None
    return None if target is None or target.kind == TICK else target.code
