"""One visit of a page of a preview: which pages there are, in which order, and their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from surveyapp.forms.questions import PageForm
from surveyapp.instruments.answers import Stored
from surveyapp.organising.questionnaires import preview_answers
from surveyapp.organising.questionnaires.gate import Looked
from surveyapp.organising.questionnaires.preview_answers import Step
from surveyapp.organising.questionnaires.preview_around import AFTER, BEFORE, SENT, Around, Look

Place = tuple[str, str]
Stop = Step | Around


@dataclass(frozen=True)
class Visit:
    """One request for one page of a preview; `shape` is that of the pages that links lead to: page, frame or both."""

    request: HttpRequest
    looked: Looked
    shape: str

    @property
    def language(self) -> str:
        """The language that the address asks for, if the questionnaire has it."""
        wanted, instrument = self.request.GET.get("language", ""), self.looked.instrument
        return wanted if wanted in instrument.languages else instrument.default_language

    @property
    def own_language(self) -> str:
        """The organiser's."""
        return getattr(self.request, "LANGUAGE_CODE", "en")

    @cached_property
    def answers(self) -> dict[str, Stored]:
        """As this visit found them; after keeping more, look again with a fresh visit."""
        return preview_answers.given(self.request, self.looked)

    @cached_property
    def steps(self) -> list[Step]:
        return preview_answers.steps(self.looked, self.answers)

    @property
    def stops(self) -> list[Stop]:
        """Every page, in the order of a visit."""
        return [*BEFORE, *self.steps, *AFTER]

    def step(self, place: Place) -> Step:
        found = next((each for each in self.steps if each.place == place), None)
        if found is None:
            raise Http404
        return found

    def after(self, stop: Stop) -> Stop:
        """The next page that anybody sees with these answers; after the last one the last one."""
        later = self.stops[self.stops.index(stop) + 1 :]
        return next((each for each in later if each.is_seen), SENT)

    def before(self, step: Step) -> Stop:
        return self.stops[self.stops.index(step) - 1]

    def url(self, stop: Stop, *, shape: str = "", language: str = "") -> str:
        address = reverse(f"surveyapp:{stop.prefix}-{shape or self.shape}", args=[*self.looked.address, *stop.place])
        return f"{address}?language={language or self.language}"

    def place_url(self, place: Place) -> str:
        return self.url(self.step(place))

    def look(self, data: Any = None) -> Look:
        return Look(self.looked, self.language, self.answers, data, self.place_url)

    def form(self, step: Step, data: Any = None) -> PageForm:
        return PageForm(
            self.looked.instrument, step.items, answers=self.answers, revisions={}, language=self.language, data=data
        )
