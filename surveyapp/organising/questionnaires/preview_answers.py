"""The answers of a preview: in the organiser's session, for one questionnaire at a time, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from surveyapp.instruments.answers import AnswerError, Stored, validate
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.schema import Page, Section
from surveyapp.organising.questionnaires.gate import Looked
from surveyapp.selectors.responses import Asked

SESSION_KEY = "preview"


@dataclass(frozen=True)
class Step:
    """A page of the questionnaire, with the questions that these answers bring up on it."""

    section: Section
    page: Page
    items: tuple[str, ...]

    prefix = "preview"

    @property
    def place(self) -> tuple[str, str]:
        return self.section.code, self.page.code

    @property
    def is_seen(self) -> bool:
        return bool(self.items)

    def title_in(self, looked: Looked) -> str:
        return looked.say(self.page.title)


def given(request: HttpRequest, looked: Looked) -> dict[str, Stored]:
    """The answers of this preview that still fit: a draft may have changed since."""
    held = request.session.get(SESSION_KEY, {})
    answers = held.get("answers", {}) if held.get("of") == str(looked.stored.pk) else {}
    return {code: answer for code, answer in answers.items() if _fits(looked, code, answer)}


def keep(request: HttpRequest, looked: Looked, answers: Mapping[str, Stored]) -> None:
    """Remember answers on top of those given before; those of another questionnaire's preview are forgotten."""
    kept = {**given(request, looked), **answers}
    request.session[SESSION_KEY] = {"of": str(looked.stored.pk), "answers": kept}


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def visible(looked: Looked, answers: Answers) -> list[str]:
    """Codes of the questions that these answers bring up, as for somebody who is asked everything."""
    return Asked(looked.instrument, looked.instrument.placed).visible(answers)


def steps(looked: Looked, answers: Answers) -> list[Step]:
    """Every page, also one without a question in force."""
    shown = set(visible(looked, answers))
    return [
        Step(section, page, tuple(code for code in page.items if code in shown))
        for section in looked.instrument.sections
        for page in section.pages
    ]


def _fits(looked: Looked, code: str, answer: Mapping[str, Any]) -> bool:
    try:
        validate(looked.instrument, code, answer.get("value", answer.get("missing")))
    except AnswerError:
        return False
    return True
