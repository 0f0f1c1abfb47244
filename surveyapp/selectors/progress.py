"""How far somebody is, in a form that says nothing about what they answered."""

from __future__ import annotations

from collections.abc import Collection

from surveyapp.instruments.answers import DOES_NOT_APPLY, DONT_KNOW
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.follow_ups import rests_on
from surveyapp.instruments.schema import Instrument

Progress = dict[str, list[int]]
"""Section → [answered, asked]."""


def is_answered(answers: Answers, code: str) -> bool:
    """A value, or a reason that the person gave; left empty is not answered."""
    answer = answers.get(code, {})
    return "value" in answer or answer.get("missing") in (DONT_KNOW, DOES_NOT_APPLY)


def counted(instrument: Instrument, asked: Collection[str]) -> dict[str, list[str]]:
    """Section → those of the asked items that are asked whatever the person answers.

    Follow-ups do not count: a number that grows by three would tell that the question before them was answered with
    yes. Nor do panels of text. A section with nothing but follow-ups is left out.
    """
    sections = {
        section.code: [code for page in section.pages for code in page.items if _counts(instrument, code, asked)]
        for section in instrument.sections
    }
    return {section: codes for section, codes in sections.items() if codes}


def progress(instrument: Instrument, asked: Collection[str], answers: Answers) -> Progress:
    """Section → [answered, asked] over the items that are counted; "I do not know" is an answer."""
    return {
        section: [sum(is_answered(answers, code) for code in codes), len(codes)]
        for section, codes in counted(instrument, asked).items()
    }


def _counts(instrument: Instrument, code: str, asked: Collection[str]) -> bool:
    return code in asked and instrument.items[code].takes_answer and not rests_on(instrument, code)
