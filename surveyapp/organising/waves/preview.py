"""A survey as those invited will see it, and what changed since the one before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from surveyapp.instruments import paths
from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument
from surveyapp.instruments.texts import localised
from surveyapp.models.wave import Wave
from surveyapp.organising.questionnaires.preview_around import AFTER, BEFORE, Around
from surveyapp.organising.waves import versions
from surveyapp.organising.waves.gate import about, of_a_survey
from surveyapp.selectors import consent_wording, instruments, waves


@require_safe
@of_a_survey
def preview(request: HttpRequest, wave: Wave) -> HttpResponse:
    instrument = instruments.instrument(wave.instrument_version_id)
    asked = request.GET.get("language", "")
    shown = asked if asked in instrument.languages else _first(instrument)
    default = instrument.default_language
    context = {
        "version": wave.instrument_version.version,
        "questionnaire": localised(instrument.name, shown, default),
        "minutes": paths.minutes(instrument, instrument.placed, checks_sections=True),
        "languages": [
            {"code": each, "name": own_name(each), "current": each == shown} for each in instrument.languages
        ],
        "shown": shown,
        "before": [_page(wave, each, shown) for each in BEFORE],
        "after": [_page(wave, each, shown) for each in AFTER],
        "sections": [_section(wave, each, shown, default) for each in instrument.sections if each.pages],
        "sentences": [localised(each, shown, default) for each in consent_wording.sentences(wave, instrument)],
        "questions": [_question(each, shown) for each in consent_wording.questions(wave, [shown])],
        "against": versions.against(wave, waves.before(wave.programme, wave)),
    }
    return render(request, "organising/waves/preview.html", about(wave) | context)


def _first(instrument: Instrument) -> str:
    active = get_language() or ""
    return active if active in instrument.languages else instrument.default_language


def _page(wave: Wave, around: Around, language: str) -> dict[str, str]:
    return {"title": str(around.title), "url": _url(wave, "preview-around-page", *around.place, language=language)}


def _section(wave: Wave, section: Any, language: str, default: str) -> dict[str, Any]:
    url = _url(wave, "preview-page", section.code, section.pages[0].code, language=language)
    return {"title": localised(section.title, language, default), "n_pages": len(section.pages), "url": url}


def _url(wave: Wave, name: str, *place: str, language: str) -> str:
    address = reverse(f"surveyapp:{name}", args=[wave.programme.slug, "versions", wave.instrument_version_id, *place])
    return f"{address}?language={language}"


def _question(asked: dict[str, Any], language: str) -> str:
    return str(asked["text"][language])
