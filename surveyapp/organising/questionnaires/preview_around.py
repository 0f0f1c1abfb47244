"""The pages around the questions: what a link opens, consent, the list of sections, the check, and the confirmation."""

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

from surveyapp.forms import overview, pages
from surveyapp.forms.consent import ConsentForm
from surveyapp.forms.overview import PageUrl
from surveyapp.instruments import paths
from surveyapp.instruments.conditions import Answers
from surveyapp.instruments.levels import may_show_levels
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.models.wave import Wave
from surveyapp.organising.questionnaires.gate import Looked
from surveyapp.selectors import consent_wording
from surveyapp.selectors.consents import Question
from surveyapp.selectors.responses import Asked

# Addresses of a respondent's own pages, and of the questionnaire on paper beside the link.
LEADING_OUT = re.compile(r"""\b(href|action)=(["'])(/survey/|questions\.)([^"']*)\2""")
SAVING = re.compile(r"""\bdata-autosave-url=(["'])[^"']*\1""")


@dataclass(frozen=True)
class Look:
    """What such a page is made of. `data` is what was posted to it, `page_url` leads to a page of questions."""

    looked: Looked
    language: str
    answers: Answers
    data: Any
    page_url: PageUrl

    @property
    def instrument(self) -> Instrument:
        return self.looked.instrument

    @property
    def asked(self) -> Asked:
        """As for somebody who is asked everything."""
        return Asked(self.instrument, self.instrument.placed)

    def say(self, text: Any) -> str:
        return localised(text, self.language, self.instrument.default_language)


@dataclass(frozen=True)
class Around:
    """One of these pages, which everybody sees whatever they answer. Its name holds a hyphen, as no section's code does.

    `stands_for` is the address of the respondent's own page, where it has one.
    """

    name: str
    title: str | Promise
    template: str
    content: Callable[[Look], dict[str, Any]]
    stands_for: str = ""

    prefix = "preview-around"
    is_seen = True

    @property
    def place(self) -> tuple[str]:
        return (self.name,)

    def title_in(self, looked: Looked) -> str:
        return str(self.title)


def _start(look: Look) -> dict[str, Any]:
    placed = look.instrument.placed
    return {
        "minutes": paths.minutes(look.instrument, placed, checks_sections=True),
        "shows_levels": may_show_levels(look.instrument, placed),
    }


def _consent(look: Look) -> dict[str, Any]:
    """The text that a survey begins with which is not confidential, until its organiser writes another one."""
    wave = Wave(programme=look.looked.programme)
    questions = consent_wording.questions(wave, look.instrument.languages)
    shown = [Question(str(each["purpose"]), look.say(each["text"])) for each in questions]
    return consent_wording.who_is_responsible(look.looked.programme, look.language) | {
        "sentences": [(look.say(text), False) for text in consent_wording.sentences(wave, look.instrument)],
        "form": ConsentForm(shown, data=look.data),
    }


def _hub(look: Look) -> dict[str, Any]:
    def first_page(state: pages.SectionState) -> str:
        return look.page_url(state.steps[0].place)

    return overview.hub(look.asked, look.answers, look.language, page=look.page_url, complete=first_page)


def _check(look: Look) -> dict[str, Any]:
    shown = overview.check(
        look.asked, look.answers, look.language, lambda place, code: f"{look.page_url(place)}#{code}"
    )
    return shown | {"problems": shown["needed"] if look.data is not None else []}


def _sent(look: Look) -> dict[str, Any]:
    answered = [code for code, answer in look.answers.items() if "value" in answer]
    return {
        "response": SimpleNamespace(pk="preview", reference="WM-7K3P-Q2", submitted_at=timezone.now()),
        "is_open": True,
        "has_levels": may_show_levels(look.instrument, answered),
    }


START = Around("start-page", gettext_lazy("Start"), "answering/start.html", _start)
CONSENT = Around(
    "consent-page", gettext_lazy("Who sees what, and whether you agree"), "answering/consent.html", _consent
)
HUB = Around("hub-page", gettext_lazy("Your sections"), "answering/hub.html", _hub, "/survey/")
CHECK = Around(
    "check-page", gettext_lazy("Check your answers and send them"), "answering/check.html", _check, "/survey/check/"
)
SENT = Around("sent-page", gettext_lazy("Your answers were sent"), "answering/done.html", _sent)
BEFORE, AFTER = (START, CONSENT, HUB), (CHECK, SENT)
BY_NAME = {each.name: each for each in (*BEFORE, *AFTER)}


class AroundName:
    """One of these pages in an address."""

    regex = "|".join(BY_NAME)

    def to_python(self, value: str) -> Around:
        return BY_NAME[value]

    def to_url(self, value: str) -> str:
        return value


def content(around: Around, look: Look) -> dict[str, Any]:
    """What such a page shows, in the language of the page."""
    programme = look.looked.programme
    return {
        "programme": programme,
        "organisation": _("Example site"),
        "survey": look.say(look.instrument.name),
        "survey_name": localised(programme.name, look.language, programme.default_language),
        **around.content(look),
    }


def is_refused(shown: Mapping[str, Any]) -> bool:
    """Whether what was posted to the page would not let a respondent go on."""
    form = shown.get("form")
    return bool(shown.get("problems")) or (form is not None and not form.is_valid())


def kept_inside(html: str, here: str, urls: Mapping[str, str]) -> str:
    """The page without saving, and every link and button to a respondent's own pages leading to what stands for it here
    (`urls`), else back to this page."""

    def inside(found: re.Match[str]) -> str:
        return f'{found[1]}="{urls.get(found[3] + found[4], here)}"'

    return LEADING_OUT.sub(inside, SAVING.sub("", html))
