"""Keep answers while they are being given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.db import connection, transaction

from surveyapp.actions import progress
from surveyapp.actions.refusals import ConsentMissing, HiddenNow, NotAsked, StaleAnswer
from surveyapp.actions.row_locks import hold_draft, share_draft
from surveyapp.instruments import answers as rules
from surveyapp.instruments import piping
from surveyapp.instruments.answers import AnswerError, Stored
from surveyapp.instruments.follow_ups import decided_by
from surveyapp.instruments.texts import localised
from surveyapp.models.answers import DraftAnswer
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.selectors import drafts, responses
from surveyapp.selectors.drafts import Document, Draft

# A retry (same save_id) and a save of the same value change nothing; a save based on an older revision updates no row,
# unless what it overwrites is a save of the same device whose answer from here never arrived there. Such a save counts even
# with the same value: what it stands in for may still be under way, and must find the revision changed when it arrives.
UPSERT = """
    WITH given AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(given)s)
            AS one (item text, value jsonb, save_id uuid, base integer, instead_of uuid[])
    )
    INSERT INTO surveyapp_draftanswer AS kept (response_id, item, value, revision, save_id, saved_at)
    SELECT %(response)s, item, value, 1, save_id, now() FROM given
    ON CONFLICT (response_id, item) DO UPDATE SET
        value = CASE WHEN kept.save_id = EXCLUDED.save_id THEN kept.value ELSE EXCLUDED.value END,
        revision = kept.revision + CASE
            WHEN kept.save_id = EXCLUDED.save_id THEN 0
            WHEN kept.value = EXCLUDED.value
                AND (SELECT cardinality(instead_of) = 0 FROM given WHERE given.item = kept.item) THEN 0
            ELSE 1 END,
        save_id = EXCLUDED.save_id,
        saved_at = now()
    WHERE kept.save_id = EXCLUDED.save_id OR kept.value = EXCLUDED.value OR EXISTS (
        SELECT FROM given
        WHERE given.item = kept.item AND (given.base = kept.revision OR kept.save_id = ANY (instead_of))
    )
    RETURNING item, value, revision, saved_at
"""
Problems: TypeAlias = dict[str, StaleAnswer | AnswerError]
"""Question → why its answer could not be kept."""


@dataclass(frozen=True)
class Given:
    """What a person gave for one question. `base_revision` is the revision they saw (0: none); the same `save_id` twice
    is once. `over` are earlier saves of the same device that it never heard of again: this one stands in their place."""

    item: str
    raw: object
    base_revision: int
    save_id: UUID = field(default_factory=uuid4)
    over: tuple[UUID, ...] = ()


@transaction.atomic
def save_answer(  # noqa: PLR0913 - all by keyword, the parts of one Given
    *,
    response: Response,
    item: str,
    raw: object,
    base_revision: int,
    save_id: UUID | None = None,
    over: tuple[UUID, ...] = (),
) -> Draft:
    """Store one answer as a draft, by one upsert; returns what is stored now. The parameters are those of Given.

    Raises NotAsked, AnswerError, ConsentMissing, AlreadySubmitted, SurveyClosed or LinkRevoked, and StaleAnswer when
    the stored answer is newer and another.
    """
    given = Given(item, raw, base_revision, save_id or uuid4(), over)
    with _open(response, lock=share_draft) as draft:
        return draft.keep(given)


def save_page(*, response: Response, given: Iterable[Given]) -> Problems:
    """Store a page's answers, each for itself; returns what could not be kept and why, by question.

    An answer to a question that another answer of the page has just hidden is let go. Notes the person's progress.
    Raises as save_answer does for what concerns the whole page.
    """
    with open_page(response=response) as draft:
        return draft.keep_all(given)


@contextmanager
def open_page(*, response: Response) -> Iterator[OpenDraft]:
    """What is stored, held against everybody else until the block ends: for a page whose answers are judged by it.

    An exception keeps nothing of what the block saved. Raises as save_page.
    """
    with transaction.atomic(), _open(response, lock=hold_draft) as draft:
        yield draft


@contextmanager
def _open(response: Response, lock: Callable[[UUID], Response]) -> Iterator[OpenDraft]:
    """The response held against submitting, within its scope."""
    current = lock(response.pk)
    if not responses.has_consent(current):
        raise ConsentMissing("Please agree first; then your answers can be kept.")
    with response_scope(current.pk):
        yield OpenDraft(current, responses.asked(current))


@dataclass(frozen=True)
class OpenDraft:
    """What one person is asked, and what is stored of their answers while some are saved."""

    response: Response
    asked: responses.Asked

    @cached_property
    def stored(self) -> dict[str, Draft]:
        """Item → draft, with what was saved since."""
        return drafts.in_scope(self.response)

    @property
    def answers(self) -> Document:
        return {item: draft.value for item, draft in self.stored.items()}

    def keep(self, given: Given) -> Draft:
        """Save one answer. Raises as save_answer."""
        self._refuse_not_asked(given.item)
        value = self._fit(given)
        kept = _upsert(self.response, {given.item: given}, {given.item: value})
        if given.item not in kept:
            raise self._stale(given.item, value, DraftAnswer.objects.get(response=self.response, item=given.item))
        return kept[given.item]

    def keep_all(self, given: Iterable[Given]) -> Problems:
        """Save a page's answers and note the progress. Returns and raises as save_page."""
        page = list(given)
        for one in page:
            self._refuse_not_asked(one.item)
        problems: Problems = {}
        for run in self._runs(page):
            problems |= self._keep_run(run)
        progress.write(self.response, self.asked, self.answers)
        return problems

    def _runs(self, page: Iterable[Given]) -> Iterator[dict[str, Given]]:
        """The page cut before each question that an answer above it, not saved yet, may bring up or hide."""
        run: dict[str, Given] = {}
        for one in page:
            if one.item in run or decided_by(self.asked.instrument, one.item) & run.keys():
                yield run
                run = {}
            run[one.item] = one
        yield run

    def _keep_run(self, run: Mapping[str, Given]) -> Problems:
        problems: Problems = {}
        values: dict[str, Stored] = {}
        for item, given in run.items():
            try:
                values[item] = self._fit(given)
            except AnswerError as problem:
                problems[item] = problem
            except HiddenNow:
                continue
        kept = _upsert(self.response, run, values) if values else {}
        self.stored.update(kept)
        stale = {item: value for item, value in values.items() if item not in kept}
        return problems | {item: self._stale(item, value, self.stored[item]) for item, value in stale.items()}

    def _fit(self, given: Given) -> Stored:
        item = self.asked.instrument.items[given.item]
        depends = item.visible_when is not None or item.choices_from is not None
        if depends and given.item not in self.asked.visible(self.answers):
            raise HiddenNow(f"The question {given.item!r} does not arise from your other answers.")
        return rules.validate(self.asked.instrument, given.item, given.raw)

    def _stale(self, item: str, mine: Stored, theirs: Draft | DraftAnswer) -> StaleAnswer:
        questionnaire = self.asked.instrument
        question = localised(questionnaire.items[item].text, self.response.language, questionnaire.default_language)
        return StaleAnswer(
            question=piping.fill(question, lambda _code: "…"),
            mine=mine,
            theirs=theirs.value,
            revision=theirs.revision,
        )

    def _refuse_not_asked(self, code: str) -> None:
        if code not in self.asked.items:
            raise NotAsked(f"The question {code[:64]!r} was not asked of you.")


def _upsert(response: Response, given: Mapping[str, Given], values: Mapping[str, Stored]) -> dict[str, Draft]:
    """What is stored now of these values; one that was changed elsewhere is not among it."""
    rows = [_row(given[item], value) for item, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, {"response": response.pk, "given": json.dumps(rows)})
        kept = cursor.fetchall()
    return {item: Draft(json.loads(value), revision, saved_at) for item, value, revision, saved_at in kept}


def _row(given: Given, value: Stored) -> dict[str, Any]:
    return {
        "item": given.item,
        "value": value,
        "save_id": str(given.save_id),
        "base": given.base_revision,
        "instead_of": [str(one) for one in given.over],
    }
