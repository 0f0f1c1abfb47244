"""Autosave: one answer at a time, as JSON. static/autosave.js is the other side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from surveyapp.actions.answers import save_answer
from surveyapp.actions.refusals import AlreadySubmitted, NotAsked, Refused, StaleAnswer, SurveyClosed, Withdrawn
from surveyapp.answering import gate, places
from surveyapp.answering.wording import in_words
from surveyapp.forms.questions import problem_in_words
from surveyapp.instruments.answers import AnswerError
from surveyapp.models.response import Response
from surveyapp.selectors import responses

LARGEST_BODY = 100_000  # the longest text that a questionnaire may ask for, in letters of four bytes
MOST_OVER = 20  # saves of one answer that a device sent without hearing back


class UnreadableError(ValueError):
    """The body is not one answer; the message says why."""


class TooLargeError(ValueError):
    """No answer is as long as this body."""


@never_cache
@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """200 {revision, saved_at}; 409 {item, question, mine_text, theirs, theirs_text, revision}; else {message}."""
    response = gate.response_of(request)
    if response is None:
        page = urlsplit(request.headers.get("Referer", "")).path
        return places.remember(_say(401, _("Open the link in your e-mail again.")), page)
    with override(response.language):
        try:
            sent = read(request.body)
            if sent.pop("response") not in (None, str(response.pk)):
                return _say(401, _("Somebody else has opened their link in this browser. Open yours again."))
            return _save(response, sent)
        except (TooLargeError, RequestDataTooBig):
            return _say(413, _("This answer is too long."))
        except UnreadableError as error:
            return _say(400, str(error))


def read(body: bytes) -> dict[str, Any]:
    """The answer in a request's body, its parts checked for their kind. Raises TooLargeError or UnreadableError."""
    if len(body) > LARGEST_BODY:
        raise TooLargeError
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("The body is not JSON.") from error
    if not isinstance(sent, dict) or not isinstance(sent.get("item"), str):
        raise UnreadableError('The body needs "item", the code of the question.')
    raw = sent.get("values", sent.get("value"))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | list | None):
        raise UnreadableError('"value" is text or a number, "values" a list of texts.')
    revision = sent.get("revision", 0)
    if type(revision) is not int or not 0 <= revision < 2**31:
        raise UnreadableError('"revision" is a whole number from 0.')
    return {
        "item": sent["item"],
        "raw": raw,
        "base_revision": revision,
        "save_id": _uuid(sent.get("id")),
        "over": _over(sent.get("over", [])),
        "response": sent.get("response"),
    }


def _uuid(sent: object) -> UUID:
    try:
        return UUID(str(sent))
    except ValueError as error:
        raise UnreadableError('"id" is a UUID, a new one for each change.') from error


def _over(sent: object) -> tuple[UUID, ...]:
    if not isinstance(sent, list) or len(sent) > MOST_OVER:
        raise UnreadableError('"over" is a short list of UUIDs.')
    return tuple(_uuid(one) for one in sent)


def _save(response: Response, sent: dict[str, Any]) -> JsonResponse:
    try:
        saved = save_answer(response=response, **sent)
    except StaleAnswer as stale:
        return _disagree(response, sent["item"], stale)
    except AnswerError as error:
        return _say(422, problem_in_words(error))
    except Refused as refusal:
        return _refuse(refusal)
    return JsonResponse({"revision": saved.revision, "saved_at": timezone.now().isoformat()})


def _refuse(refusal: Refused) -> JsonResponse:
    match refusal:
        case NotAsked():
            return _say(400, _("This question was not asked of you."))
        case SurveyClosed():
            return _say(410, _("The survey is closed. This answer was not saved."))
        case AlreadySubmitted():
            return _say(410, _("Your answers were already sent. This change was not saved."))
        case Withdrawn():
            return _say(410, _("You have withdrawn. This answer was not saved."))
        case _:
            return _say(403, _("Open the link in your e-mail again."))


def _disagree(response: Response, item: str, stale: StaleAnswer) -> JsonResponse:
    questionnaire = responses.asked(response).instrument

    def say(answer: Mapping[str, Any]) -> str:
        return "; ".join(in_words(questionnaire, item, answer, response.language)) or _("No answer")

    theirs = stale.theirs.get("value", stale.theirs.get("missing"))
    body = {
        "item": item,
        "question": stale.question,
        "theirs": "" if theirs == "not_answered" else theirs,
        "theirs_text": say(stale.theirs),
        "mine_text": say(stale.mine),
        "revision": stale.revision,
    }
    return JsonResponse(body, status=409)


def _say(status: int, message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
