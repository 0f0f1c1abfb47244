"""Everything that is kept of one person's answers and decisions, as plain data. The shape is that of docs/own-data.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from surveyapp.answering.wording import in_words
from surveyapp.instruments.texts import localised
from surveyapp.models.consent import Consent, ConsentChoice
from surveyapp.models.response import Response
from surveyapp.selectors import consents, drafts, responses
from surveyapp.selectors.instruments import instrument

SHAPE = "waymark-own-answers/1"
"""A name stays as it is and keeps its meaning; whatever breaks that takes the next number."""


def own_data(response: Response) -> dict[str, Any]:
    """One person's survey, answers, consents and choices, with codes, words and times."""
    return {
        "shape": SHAPE,
        "survey": _survey(response),
        "response": _response(response),
        "answers": _answers(response),
        "consents": [_consent(each) for each in consents.given(response)],
        "choices": [_choice(each) for each in consents.decisions(response)],
    }


def _survey(response: Response) -> dict[str, str]:
    wave, questionnaire = response.participation.wave, instrument(response.instrument_version_id)
    programme = wave.programme
    return {
        "programme": localised(programme.name, response.language, programme.default_language),
        "name": localised(wave.title, response.language, programme.default_language) or wave.slug,
        "organisation": response.participation.organisation.name,
        "questionnaire": questionnaire.slug,
        "version": questionnaire.version,
    }


def _response(response: Response) -> dict[str, Any]:
    return {
        "reference": response.reference,
        "state": response.state,
        "language": response.language,
        "role": response.role,
        "started_at": response.started_at.isoformat(),
        "submitted_at": response.submitted_at.isoformat() if response.submitted_at else None,
        "counts_in_sector_results": response.benchmark_use if response.is_submitted else None,
    }


def _answers(response: Response) -> list[dict[str, Any]]:
    """In the order of the pages, whatever was answered, or why it was not; a draft holds only what was answered."""
    drafted, sent = drafts.with_submitted(response)
    document = sent if response.is_submitted else {code: draft.value for code, draft in drafted.items()}
    asked, saved_at = responses.asked(response), {code: draft.saved_at for code, draft in drafted.items()}
    return [
        _answer(response, asked, code, document, saved_at.get(code))
        for code in asked.instrument.placed
        if code in document
    ]


def _answer(
    response: Response,
    asked: responses.Asked,
    code: str,
    document: Mapping[str, Mapping[str, Any]],
    saved_at: datetime | None,
) -> dict[str, Any]:
    questionnaire, stored = asked.instrument, document[code]
    item = questionnaire.items[code]
    return {
        "code": code,
        "question": localised(item.text, response.language, questionnaire.default_language),
        "kind": item.kind,
        "value": stored.get("value"),
        "missing": stored.get("missing"),
        "words": in_words(questionnaire, code, stored, response.language, document),
        "saved_at": saved_at.isoformat() if saved_at else None,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "version": consent.text.version if consent.text else 1,
        "given_at": consent.given_at.isoformat(),
        "language": consent.language,
        "sentences": consent.sentences,
    }


def _choice(choice: ConsentChoice) -> dict[str, Any]:
    return {
        "purpose": choice.purpose,
        "granted": choice.is_granted,
        "question": choice.text,
        "language": choice.language,
        "decided_at": choice.decided_at.isoformat(),
    }
