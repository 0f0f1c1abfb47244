"""Start, submit, reopen."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from surveyapp.actions import audit, progress
from surveyapp.actions.consents import keep_benchmark_use
from surveyapp.actions.facts import settle_facts
from surveyapp.actions.refusals import ConsentMissing, LinkRevoked, SurveyClosed
from surveyapp.actions.row_locks import lock_response, refuse_unless_open, share_wave
from surveyapp.instruments import answers as rules
from surveyapp.instruments import codebook
from surveyapp.instruments.conditions import offered_choices
from surveyapp.instruments.schema import FeedsRespondent, Instrument
from surveyapp.models.answers import ResponseAnswers
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.models.wave import Participation
from surveyapp.selectors import consents, drafts, responses

UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L and O, for reading aloud


@transaction.atomic
def start_response(*, invitation: Invitation, language: str) -> Response:
    """The response of a link, made at the first start. Starting again, or twice at once, gives the same one.

    Raises LinkRevoked, and SurveyClosed where nothing was begun before closing.
    """
    # The wave first: nobody may begin while a confidential one is losing the link to its persons.
    share_wave(invitation.participation.wave_id)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.revoked_at is not None:
        raise LinkRevoked("This link was withdrawn.")
    if found := Response.objects.filter(invitation=locked).first():
        return found
    participation = Participation.objects.select_related("wave__programme").get(pk=locked.participation_id)
    if not participation.wave.is_open:
        raise SurveyClosed(participation.wave.closed_at)
    response = Response.objects.create(
        participation=participation,
        invitation=locked,
        instrument_version_id=participation.wave.instrument_version_id,
        started_version_id=participation.wave.instrument_version_id,
        language=language,
        reference=_new_reference(),
    )
    _record("response.started", response)
    return response


@transaction.atomic
def submit_response(*, response: Response) -> Response:
    """Fold the drafts into the submitted answers, whole or not at all. Submitting again returns what was submitted.

    Holds the wave against closing and the response against saving. Raises ConsentMissing (also where the consent text has
    a newer version), SurveyClosed, LinkRevoked, Withdrawn, and AnswerError if a draft no longer fits the questionnaire.
    """
    share_wave(response.participation.wave_id)
    current = lock_response(response.pk)
    if current.is_submitted:
        return current
    refuse_unless_open(current)
    if not consents.is_current(current):
        raise ConsentMissing("Please agree first; then your answers can be sent.")
    # A corrected questionnaire takes the place of the one that was begun, which stays on record as started_version.
    current.instrument_version_id = current.participation.wave.instrument_version_id
    asked = responses.asked(current)
    given = drafts.answers(current)
    document = _document(asked, given)
    for code in rules.unanswered_required(asked.instrument, document):
        raise rules.AnswerError(code, "required")
    progress.write(current, asked, given)
    _mark_submitted(current, asked.instrument, document)
    keep_benchmark_use(current)
    _store(current, asked.instrument, document)
    _settle_facts(current)
    _record("response.submitted", current, answered=sum("value" in answer for answer in document.values()))
    return current


@transaction.atomic
def reopen_response(*, response: Response) -> Response:
    """Make a submitted response a draft again; until it is submitted anew it does not count.

    Raises SurveyClosed once the wave is closed.
    """
    share_wave(response.participation.wave_id)
    current = lock_response(response.pk)
    refuse_unless_open(current)
    if not current.is_submitted:
        return current
    with response_scope(current.pk):
        ResponseAnswers.objects.filter(response=current).delete()
    current.state, current.submitted_at = Response.State.DRAFT, None
    # The questionnaire may have been corrected since.
    current.instrument_version_id = current.participation.wave.instrument_version_id
    current.save(update_fields=["state", "submitted_at", "instrument_version"])
    _settle_facts(current)
    _record("response.reopened", current)
    return current


def _document(asked: responses.Asked, given: Mapping[str, dict[str, Any]]) -> rules.Document:
    """Every answer checked again, what is hidden left out, and choices that are no longer offered dropped."""
    checked = {code: _checked(asked.instrument, code, given[code], given) for code in asked.items if code in given}
    return rules.fold(asked.instrument, checked, asked.visible(checked), asked.known)


def _checked(
    instrument: Instrument, code: str, answer: Mapping[str, Any], given: Mapping[str, dict[str, Any]]
) -> rules.Stored:
    stored = rules.validate(instrument, code, answer.get("value", answer.get("missing")))
    item = instrument.items[code]
    if item.choices_from is None or "value" not in stored:
        return stored
    offered = {choice.code for choice in offered_choices(instrument, code, given)}
    chosen = stored["value"] if item.takes_several else [stored["value"]]
    return rules.validate(instrument, code, [choice for choice in chosen if choice in offered])


def _store(response: Response, instrument: Instrument, document: rules.Document) -> None:
    vector, numbers = codebook.pack(instrument, document)
    with response_scope(response.pk):
        ResponseAnswers.objects.create(
            response=response,
            document=document,
            vector=vector,
            numbers=numbers,
            codebook_sha256=codebook.codebook_hash(instrument),
        )


def _mark_submitted(response: Response, instrument: Instrument, document: rules.Document) -> None:
    response.state, response.submitted_at = Response.State.SUBMITTED, timezone.now()
    response.role = _role(response, instrument, document)
    response.save(update_fields=["state", "submitted_at", "role", "instrument_version"])


def _role(response: Response, instrument: Instrument, document: rules.Document) -> str:
    """The area this person named, else the one they were invited for; a coordinator without either speaks as that."""
    supposed = response.invitation.role or ("coordinator" if response.invitation.is_coordinator else "")
    for code, item in instrument.items.items():
        if isinstance(item.feeds, FeedsRespondent) and item.feeds.respondent == "role":
            named: str = document[code].get("value", "")
            return named or supposed
    return supposed


def _settle_facts(response: Response) -> None:
    if response.invitation.is_coordinator:
        settle_facts(response.participation_id)


def _new_reference() -> str:
    """Like WM-7K3P-Q2: a million references leave a new one free 999 times in 1000, so a taken one is drawn again."""
    while True:
        drawn = "".join(secrets.choice(UNMISTAKABLE) for _ in range(6))
        reference = f"WM-{drawn[:4]}-{drawn[4:]}"
        if not Response.objects.filter(reference=reference).exists():
            return reference


def _record(action: str, response: Response, **detail: Any) -> None:
    programme = response.participation.wave.programme
    audit.record(action=action, target=response, by=None, by_kind="respondent", programme=programme, **detail)
