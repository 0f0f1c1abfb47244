"""What a respondent will read before the first question, with settings that may not be kept yet."""

from __future__ import annotations

import copy
from typing import Any

from django.utils.translation import get_language

from surveyapp.instruments.languages import is_right_to_left, own_name
from surveyapp.instruments.texts import localised
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import consent_wording, register
from surveyapp.selectors.programme_settings import Values


def seen_by_respondents(programme: Programme, said: Values, language: str) -> dict[str, Any]:
    """Context of templates/organising/programmes/seen.html: in this language of the programme, else in the reader's, else in its default."""
    offered = (language, get_language() or "", programme.default_language)
    language = next(code for code in offered if code in [*programme.languages, programme.default_language])
    thought = copy.copy(programme)  # never saved
    for field, value in said.items():
        setattr(thought, field, value)
    default = thought.default_language
    instrument = register.newest_instrument(programme)
    wave = Wave(programme=thought)
    own = consent_wording.of_programme(thought, [language])
    every = (
        consent_wording.sentences(wave, instrument) if instrument else [*own, *consent_wording.facts(wave, [language])]
    )
    return {
        "seen_in": _language(language),
        "seen_languages": [_language(code) for code in programme.languages],
        "seen_name": localised(thought.name, language, default),
        "seen_sentences": [localised(each, language, default) for each in every],
        **consent_wording.who_is_responsible(thought, language),
    }


def _language(code: str) -> dict[str, str]:
    return {"code": code, "name": own_name(code), "direction": "rtl" if is_right_to_left(code) else "ltr"}
