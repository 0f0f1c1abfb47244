"""The languages that a respondent's page offers: the questionnaire's."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument
from surveyapp.models.invitation import Invitation
from surveyapp.selectors.instruments import instrument as questionnaire_of


def offered(instrument: Instrument, now: str, url_name: str = "surveyapp:answer-language") -> dict[str, Any]:
    """Context for the languages of a questionnaire, each by its own name. Before a person has begun, the browser alone
    keeps the choice: `url_name` is "language-set"."""
    languages = [{"code": code, "name": own_name(code), "is_current": code == now} for code in instrument.languages]
    return {"languages": languages, "language_url": reverse(url_name)}


def language_of(invitation: Invitation) -> str:
    """The browser's language where the questionnaire has it, else the inviter's choice."""
    questionnaire = questionnaire_of(invitation.participation.wave.instrument_version_id)
    wanted = get_language() or ""
    return wanted if wanted in questionnaire.languages else invitation.language
