"""The list of sections and the check of all answers, whether they are being given or looked at before anybody may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from surveyapp.forms import pages
from surveyapp.forms.wording import Wording
from surveyapp.instruments.texts import localised
from surveyapp.selectors.responses import Asked

Answers = Mapping[str, Mapping[str, Any]]
Place = tuple[str, str]
PageUrl = Callable[[Place], str]
QuestionUrl = Callable[[Place, str], str]
"""The address at which the answer to one question of a page can be changed."""


def hub(
    asked: Asked, answers: Answers, language: str, *, page: PageUrl, complete: Callable[[pages.SectionState], str]
) -> dict[str, Any]:
    """The sections with their states and minutes. `complete` is where a section that is answered leads to."""
    steps = pages.steps(asked, answers)
    states = pages.states(asked, steps, answers)
    n_complete = sum(state.state == pages.COMPLETE for state in states)
    n_to_read = sum(state.state == pages.TO_READ for state in states)
    first_open = pages.first_open(steps, answers)
    return {
        "sections": [
            {
                "title": localised(state.section.title, language, asked.instrument.default_language),
                # A section that was begun opens where it was left, a complete one on its answers.
                "url": complete(state) if state.state == pages.COMPLETE else page(state.steps[0].place),
                "progress": state,
            }
            for state in states
        ],
        "n_complete": n_complete,
        "n_open": len(states) - n_complete - n_to_read,
        "n_questions": sum(state.n_questions for state in states),
        "n_answered": sum(state.n_answered for state in states),
        "minutes_left": pages.minutes_left(asked, answers),
        "continue_url": page(first_open.place) if first_open else "",
        "has_required": any(asked.instrument.items[code].required for code in asked.items),
    }


def check(asked: Asked, answers: Answers, language: str, url: QuestionUrl) -> dict[str, Any]:
    """All answers in words, section by section, and the questions that must be answered before sending and are not."""
    steps = pages.steps(asked, answers)
    states = [state for state in pages.states(asked, steps, answers) if state.n_questions]
    return {
        "sections": [
            {
                "title": localised(state.section.title, language, asked.instrument.default_language),
                "rows": rows(asked, state.steps, answers, language, url),
            }
            for state in states
        ],
        "n_open": sum(state.n_questions - state.n_answered for state in states),
        "n_answered": sum(state.n_answered for state in states),
        "needed": _needed(asked, rows(asked, steps, answers, language, url)),
    }


def rows(
    asked: Asked, steps: Sequence[pages.Step], answers: Answers, language: str, url: QuestionUrl
) -> list[dict[str, Any]]:
    """Question, answer in words and the address to change it, for every question in force."""
    wording = Wording(asked.instrument, language, answers)
    return [
        {
            "code": code,
            "question": wording.say(asked.instrument.items[code].text),
            "lines": wording.lines(code, answers.get(code)),
            "url": url(step.place, code),
        }
        for step in steps
        for code in step.questions
    ]


def _needed(asked: Asked, every_row: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"url": row["url"], "message": _("“%(question)s” needs an answer.") % {"question": row["question"]}}
        for row in every_row
        if not row["lines"] and asked.instrument.items[row["code"]].required
    ]
