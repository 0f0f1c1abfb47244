"""The language in which a person is asked."""

from __future__ import annotations

from django.db import transaction

from surveyapp.models.response import Response
from surveyapp.selectors import responses


@transaction.atomic
def choose_language(*, response: Response, language: str) -> Response:
    """Speak another of the questionnaire's languages to this person. One that it does not have changes nothing."""
    if language in responses.asked(response).instrument.languages:
        response.language = language
        response.save(update_fields=["language"])
    return response
