"""The pages around the questions: what a link opens, consent, and what is shown after sending."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveyapp.forms.consent import ConsentForm
from surveyapp.instruments import paths
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.levels import may_show_levels
from surveyapp.instruments.texts import localised
from surveyapp.models.wave import Wave
from surveyapp.organising.questionnaires.gate import Looked
from surveyapp.selectors import consent_wording
from surveyapp.selectors.consents import Question

# Addresses of a respondent's own pages, and of the questionnaire on paper beside the link.
LEADING_OUT = re.compile(r"""\b(href|action)=(["'])(?:/survey/|questions\.)[^"']*\2""")


@dataclass(frozen=True)
class Around:
    """One of these pages, which everybody sees whatever they answer. Its name holds a hyphen, as no section's code does."""

    name: str
    title: str | Promise
    template: str
    content: Callable[[Looked, str, Answers, Any], dict[str, Any]]

    prefix = "preview-around"
    is_seen = True

    @property
    def place(self) -> tuple[str]:
        return (self.name,)

    def title_in(self, looked: Looked) -> str:
        return str(self.title)


def _start(looked: Looked, language: str, answers: Answers, data: Any) -> dict[str, Any]:
    """As for somebody who is asked everything."""
    placed = looked.instrument.placed
    return {
        "minutes": paths.minutes(looked.instrument, placed, checks_sections=True),
        "shows_levels": may_show_levels(looked.instrument, placed),
    }


def _consent(looked: Looked, language: str, answers: Answers, data: Any) -> dict[str, Any]:
    """The text that a survey begins with which is not confidential, until its organiser writes another one."""
    wave = Wave(programme=looked.programme)
    say = _saying(looked, language)
    questions = consent_wording.questions(wave, looked.instrument.languages)
    shown = [Question(str(each["purpose"]), say(each["text"])) for each in questions]
    return consent_wording.who_is_responsible(looked.programme, language) | {
        "sentences": [(say(text), False) for text in consent_wording.sentences(wave, looked.instrument)],
        "form": ConsentForm(shown, data=data),
    }


def _sent(looked: Looked, language: str, answers: Answers, data: Any) -> dict[str, Any]:
    answered = [code for code, answer in answers.items() if "value" in answer]
    return {
        "response": SimpleNamespace(pk="preview", reference="WM-7K3P-Q2", submitted_at=timezone.now()),
        "is_open": True,
        "has_levels": may_show_levels(looked.instrument, answered),
    }


START = Around("start-page", gettext_lazy("Start"), "answering/start.html", _start)
CONSENT = Around(
    "consent-page", gettext_lazy("Who sees what, and whether you agree"), "answering/consent.html", _consent
)
SENT = Around("sent-page", gettext_lazy("Your answers were sent"), "answering/done.html", _sent)
BY_NAME = {each.name: each for each in (START, CONSENT, SENT)}


class AroundName:
    """One of these pages in an address."""

    regex = "|".join(BY_NAME)

    def to_python(self, value: str) -> Around:
        return BY_NAME[value]

    def to_url(self, value: str) -> str:
        return value


def content(around: Around, looked: Looked, language: str, answers: Answers, data: Any = None) -> dict[str, Any]:
    """What such a page shows, in the language of the page. `data` is what was posted to it."""
    programme, say = looked.programme, _saying(looked, language)
    return {
        "programme": programme,
        "organisation": _("Example site"),
        "survey": say(looked.instrument.name),
        "survey_name": localised(programme.name, language, programme.default_language),
        **around.content(looked, language, answers, data),
    }


def kept_inside(html: str, here: str) -> str:
    """The page with every link and button that leads to a respondent's own pages leading back to itself."""
    return LEADING_OUT.sub(lambda found: f'{found[1]}="{here}"', html)


def _saying(looked: Looked, language: str) -> Callable[[Any], str]:
    def say(text: Mapping[str, str] | None) -> str:
        return localised(text, language, looked.instrument.default_language)

    return say
