"""Who comes in, and which questionnaire they look at: a draft of their programme, or a version that it may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveyapp.instruments.schema import Instrument, Text
from surveyapp.instruments.texts import localised
from surveyapp.models.instrument import InstrumentDraft, InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import organisers
from surveyapp.organising.layout import around
from surveyapp.selectors import instrument_drafts, instruments

Address = ParamSpec("Address")
LookingView = Callable[Concatenate[HttpRequest, "Looked", Address], HttpResponse]
View = Callable[..., HttpResponse]


class QuestionnaireKind:
    """The part of an address that says what is looked at."""

    regex = "drafts|versions"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Looked:
    """A questionnaire that is being looked at: the draft or the published version, and what it says."""

    programme: Programme
    stored: InstrumentDraft | InstrumentVersion
    instrument: Instrument

    @property
    def kind(self) -> str:
        return "drafts" if isinstance(self.stored, InstrumentDraft) else "versions"

    @property
    def address(self) -> list[Any]:
        """What every address below it begins with."""
        return [self.programme.slug, self.kind, self.stored.pk]

    @property
    def url(self) -> str:
        name = "draft-detail" if self.kind == "drafts" else "version-detail"
        return reverse(f"surveyapp:{name}", args=[self.programme.slug, self.stored.pk])

    def say(self, text: Text | None) -> str:
        """A text of the questionnaire in the organiser's language, as far as it has it."""
        return localised(text, get_language() or "", self.instrument.default_language)

    @property
    def name(self) -> str:
        return self.say(self.instrument.name)


def looking(view: LookingView[Address]) -> View:
    """As `organisers`, and give the view the questionnaire of the address."""

    def found(
        request: HttpRequest,
        programme: Programme,
        /,
        kind: str,
        questionnaire: UUID,
        *args: Address.args,
        **kwargs: Address.kwargs,
    ) -> HttpResponse:
        return view(request, looked_at(programme, kind, questionnaire), *args, **kwargs)

    update_wrapper(found, view)
    return organisers(found)


def draft_of(programme: Programme, draft: UUID) -> InstrumentDraft:
    return get_object_or_404(InstrumentDraft.objects.select_related("programme"), programme=programme, pk=draft)


def version_of(programme: Programme, version: UUID) -> InstrumentVersion:
    return get_object_or_404(instrument_drafts.versions_for(programme), pk=version)


def looked_at(programme: Programme, kind: str, questionnaire: UUID) -> Looked:
    """A draft of this programme, or a version that it may use; 404 for anything else."""
    if kind == "drafts":
        draft = draft_of(programme, questionnaire)
        return Looked(programme, draft, instrument_drafts.draft_instrument(draft))
    version = version_of(programme, questionnaire)
    return Looked(programme, version, instruments.of_row(version))


def too_large(most: int) -> str:
    """What to do about a file of more than so many bytes."""
    said = _("This file is too large: at most %(most)s MB are read. Take out pictures and notes, or divide it.")
    return said % {"most": most // 1_000_000}


def frame(programme: Programme, looked: Looked | None = None) -> dict[str, Any]:
    """What these pages show around their content."""
    context = around(programme, "questionnaire-list", exact=looked is None)
    return context | ({"looked": looked, "name": looked.name, "instrument": looked.instrument} if looked else {})
