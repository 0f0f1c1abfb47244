"""The languages that a respondent's page offers: the questionnaire's."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from surveyapp.instruments.languages import own_name
from surveyapp.instruments.schema import Instrument


def offered(instrument: Instrument, now: str) -> dict[str, Any]:
    """Context for the languages of a questionnaire, each by its own name."""
    languages = [{"code": code, "name": own_name(code), "is_current": code == now} for code in instrument.languages]
    return {"languages": languages, "language_url": reverse("surveyapp:answer-language")}
