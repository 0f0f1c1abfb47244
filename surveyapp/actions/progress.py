"""Note how far a person is, for the coordinator who asked them: numbers, never answers."""

from __future__ import annotations

from django.db import transaction

from surveyapp.actions.row_locks import hold_draft
from surveyapp.instruments.conditions import Answers
from surveyapp.models.response import Response
from surveyapp.selectors import drafts, responses
from surveyapp.selectors.drafts import Document
from surveyapp.selectors.progress import progress


@transaction.atomic
def note_progress(*, response: Response) -> tuple[responses.Asked, Document]:
    """Count what is answered now; returns what was counted. Raises AlreadySubmitted, LinkRevoked or SurveyClosed."""
    current = hold_draft(response.pk)
    asked, answers = responses.asked(current), drafts.answers(current)
    write(current, asked, answers)
    return asked, answers


def write(response: Response, asked: responses.Asked, answers: Answers) -> None:
    """Store the counts of a response whose row the caller's transaction holds; no write where nothing changed."""
    now = progress(asked.instrument, asked.items, answers)
    if now != response.progress:
        response.progress = now
        response.save(update_fields=["progress"])
