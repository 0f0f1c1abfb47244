"""Keep answers while they are being given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from surveyapp.actions import progress
from surveyapp.actions.refusals import ConsentMissing, HiddenNow, NotAsked, StaleAnswer
from surveyapp.actions.row_locks import hold_draft, share_draft
from surveyapp.instruments import answers as rules
from surveyapp.instruments import piping
from surveyapp.instruments.answers import AnswerError
from surveyapp.instruments.texts import localised
from surveyapp.models.answers import DraftAnswer
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.selectors import drafts, responses

# A retry (same save_id) and a save of the same value change nothing; a save based on an older revision updates no row,
# unless what it overwrites is a save of the same device whose answer from here never arrived there. Such a save counts even
# with the same value: what it stands in for may still be under way, and must find the revision changed when it arrives.
UPSERT = """
    INSERT INTO surveyapp_draftanswer AS kept (response_id, item, value, revision, save_id, saved_at)
    VALUES (%(response)s, %(item)s, %(value)s, 1, %(save_id)s, now())
    ON CONFLICT (response_id, item) DO UPDATE SET
        value = CASE WHEN kept.save_id = %(save_id)s THEN kept.value ELSE EXCLUDED.value END,
        revision = kept.revision + CASE
            WHEN kept.save_id = %(save_id)s THEN 0
            WHEN kept.value = EXCLUDED.value AND cardinality(%(over)s::uuid[]) = 0 THEN 0
            ELSE 1 END,
        save_id = %(save_id)s,
        saved_at = now()
    WHERE kept.save_id = %(save_id)s OR kept.value = EXCLUDED.value OR kept.revision = %(base)s
        OR kept.save_id = ANY(%(over)s::uuid[])
    RETURNING value, revision
"""


@dataclass(frozen=True)
class Given:
    """What a person gave for one question. `base_revision` is the revision they saw (0: none); the same `save_id` twice
    is once. `over` are earlier saves of the same device that it never heard of again: this one stands in their place."""

    item: str
    raw: object
    base_revision: int
    save_id: UUID = field(default_factory=uuid4)
    over: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Saved:
    """What is stored now, and its revision."""

    value: dict[str, Any]
    revision: int


@transaction.atomic
def save_answer(  # noqa: PLR0913 - all by keyword, the parts of one Given
    *,
    response: Response,
    item: str,
    raw: object,
    base_revision: int,
    save_id: UUID | None = None,
    over: tuple[UUID, ...] = (),
) -> Saved:
    """Store one answer as a draft, by one upsert. The parameters are those of Given.

    Raises NotAsked, AnswerError, ConsentMissing, AlreadySubmitted, SurveyClosed or LinkRevoked, and StaleAnswer when
    the stored answer is newer and another.
    """
    given = Given(item, raw, base_revision, save_id or uuid4(), over)
    with _open(response) as draft:
        return draft.keep(given)


@transaction.atomic
def save_page(*, response: Response, given: Iterable[Given]) -> dict[str, StaleAnswer | AnswerError]:
    """Store a page's answers, each for itself; returns what could not be kept and why, by question.

    An answer to a question that another answer of the page has just hidden is let go. Notes the person's progress.
    Raises as save_answer does for what concerns the whole page.
    """
    problems: dict[str, StaleAnswer | AnswerError] = {}
    with _open(response, lock=hold_draft) as draft:
        for one in given:
            try:
                draft.keep(one)
            except (StaleAnswer, AnswerError) as problem:
                problems[one.item] = problem
            except HiddenNow:
                continue
        progress.write(draft.response, draft.asked, draft.answers)
    return problems


@contextmanager
def _open(response: Response, lock: Callable[[UUID], Response] = share_draft) -> Iterator[_OpenDraft]:
    """The response held against submitting, within its scope."""
    current = lock(response.pk)
    if not responses.has_consent(current):
        raise ConsentMissing("Please agree first; then your answers can be kept.")
    with response_scope(current.pk):
        yield _OpenDraft(current, responses.asked(current))


@dataclass(frozen=True)
class _OpenDraft:
    response: Response
    asked: responses.Asked

    def keep(self, given: Given) -> Saved:
        self._refuse_not_asked(given.item)
        value = rules.validate(self.asked.instrument, given.item, given.raw)
        saved = _upsert(self.response, given, value)
        if saved is None:
            raise _stale(self.response, self.asked, given.item, value)
        self.answers[given.item] = saved.value
        return saved

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        return drafts.answers(self.response)

    def _refuse_not_asked(self, code: str) -> None:
        if code not in self.asked.items:
            raise NotAsked(f"The question {code[:64]!r} was not asked of you.")
        item = self.asked.instrument.items[code]
        depends = item.visible_when is not None or item.choices_from is not None
        if depends and code not in self.asked.visible(self.answers):
            raise HiddenNow(f"The question {code!r} does not arise from your other answers.")


def _upsert(response: Response, given: Given, value: Mapping[str, Any]) -> Saved | None:
    parameters: dict[str, str | int | UUID | list[UUID]] = {
        "response": response.pk,
        "item": given.item,
        "value": json.dumps(value),
        "save_id": given.save_id,
        "base": given.base_revision,
        "over": list(given.over),
    }
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, parameters)
        row = cursor.fetchone()
    return Saved(json.loads(row[0]), row[1]) if row else None


def _stale(response: Response, asked: responses.Asked, item: str, mine: Mapping[str, Any]) -> StaleAnswer:
    kept = DraftAnswer.objects.get(response=response, item=item)
    question = localised(asked.instrument.items[item].text, response.language, asked.instrument.default_language)
    return StaleAnswer(
        question=piping.fill(question, lambda _code: "…"),
        mine=mine,
        theirs=kept.value,
        revision=kept.revision,
    )
