"""Keep answers while they are being given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from surveyapp.actions.refusals import ConsentMissing, NotAsked, StaleAnswer
from surveyapp.actions.row_locks import share_draft
from surveyapp.instruments import answers as rules
from surveyapp.instruments.texts import localised
from surveyapp.models.answers import DraftAnswer
from surveyapp.models.consent import Consent
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.selectors import drafts, responses

# A retry (same save_id) and a save of the same value change nothing; a save based on an older revision updates no row.
UPSERT = """
    INSERT INTO surveyapp_draftanswer AS kept (response_id, item, value, revision, save_id, saved_at)
    VALUES (%(response)s, %(item)s, %(value)s, 1, %(save_id)s, now())
    ON CONFLICT (response_id, item) DO UPDATE SET
        value = CASE WHEN kept.save_id = %(save_id)s THEN kept.value ELSE EXCLUDED.value END,
        revision = kept.revision + CASE WHEN kept.save_id = %(save_id)s OR kept.value = EXCLUDED.value THEN 0 ELSE 1 END,
        save_id = %(save_id)s,
        saved_at = now()
    WHERE kept.save_id = %(save_id)s OR kept.value = EXCLUDED.value OR kept.revision = %(base)s
    RETURNING value, revision
"""


@dataclass(frozen=True)
class Saved:
    """What is stored now, and its revision."""

    value: dict[str, Any]
    revision: int


@transaction.atomic
def save_answer(
    *, response: Response, item: str, raw: object, base_revision: int, save_id: UUID | None = None
) -> Saved:
    """Store one answer as a draft, by one upsert. The same `save_id` twice is once.

    `base_revision` is the revision the person saw (0: none). Raises NotAsked, AnswerError, ConsentMissing,
    AlreadySubmitted, SurveyClosed or LinkRevoked, and StaleAnswer when the stored answer is newer and another.
    """
    current = share_draft(response.pk)
    _refuse_without_consent(current)
    asked = responses.asked(current)
    _refuse_not_asked(current, asked, item)
    value = rules.validate(asked.instrument, item, raw)
    with response_scope(current.pk):
        saved = _upsert(current, item, value, base_revision, save_id or uuid4())
        if saved is None:
            raise _stale(current, asked, item, value)
    return saved


def _refuse_without_consent(response: Response) -> None:
    if not Consent.objects.filter(response=response).exists():
        raise ConsentMissing("Please agree first; then your answers can be kept.")


def _refuse_not_asked(response: Response, asked: responses.Asked, code: str) -> None:
    """Only a question that depends on others costs a look at the other answers."""
    if code not in asked.items:
        raise NotAsked(f"The question {code[:64]!r} was not asked of you.")
    item = asked.instrument.items[code]
    depends = item.visible_when is not None or item.choices_from is not None
    if depends and code not in asked.visible(drafts.answers(response)):
        raise NotAsked(f"The question {code!r} does not arise from your other answers.")


def _upsert(response: Response, item: str, value: Mapping[str, Any], base_revision: int, save_id: UUID) -> Saved | None:
    parameters: dict[str, str | int | UUID] = {
        "response": response.pk,
        "item": item,
        "value": json.dumps(value),
        "save_id": save_id,
        "base": base_revision,
    }
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, parameters)
        row = cursor.fetchone()
    return Saved(json.loads(row[0]), row[1]) if row else None


def _stale(response: Response, asked: responses.Asked, item: str, mine: Mapping[str, Any]) -> StaleAnswer:
    kept = DraftAnswer.objects.get(response=response, item=item)
    question = asked.instrument.items[item].text
    return StaleAnswer(
        question=localised(question, response.language, asked.instrument.default_language),
        mine=mine,
        theirs=kept.value,
        revision=kept.revision,
    )
