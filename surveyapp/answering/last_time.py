"""Offering what the same person answered in the survey before: one question at a time, never filled in beforehand."""

from __future__ import annotations

from typing import Any

from surveyapp.forms.questions import AnswerField, PageForm
from surveyapp.instruments import answers as rules
from surveyapp.instruments.conditions import Answers, chosen_codes, offered_choices
from surveyapp.instruments.direction import isolated
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.selectors.last_time import LastTime


def offer(form: PageForm, last: LastTime | None, answers: Answers) -> bool:
    """Say beside each question what was answered last time; returns whether there is anything to say.

    `answers` are the present ones: where they are the same, that is said and nothing is offered.
    """
    wording = form.wording
    for code, field in form.fields.items():
        former = still_fits(wording.instrument, code, last, answers)
        if former is None or last is None:
            continue
        assert isinstance(field, AnswerField)  # noqa: S101 - says to the type checker what the form put there
        field.last_time = {
            "survey": localised(last.title, wording.language, wording.instrument.default_language),
            "words": isolated("; ".join(wording.lines(code, former))),
            "is_same": answers.get(code) == former,
        }
    return any(getattr(field, "last_time", None) for field in form.fields.values())


def still_fits(instrument: Instrument, code: str, last: LastTime | None, answers: Answers) -> dict[str, Any] | None:
    """What was answered to a question last time, if it may still be answered like that; None otherwise."""
    former = last.answers.get(code) if last else None
    if former is None:
        return None
    try:
        checked = rules.validate(instrument, code, former["value"])
    except rules.AnswerError:
        return None
    offered = {choice.code for choice in offered_choices(instrument, code, answers)}
    return checked if not instrument.items[code].is_closed or chosen_codes(checked) <= offered else None
