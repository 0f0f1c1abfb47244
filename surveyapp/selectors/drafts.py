"""What one respondent has answered so far, and what was submitted. Read within the response's own scope only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope


@dataclass(frozen=True)
class Draft:
    """A stored answer and how often it has changed."""

    value: dict[str, Any]
    revision: int


def drafts(response: Response) -> dict[str, Draft]:
    """Item → draft of one response."""
    with response_scope(response.pk):
        rows = list(DraftAnswer.objects.filter(response=response).values_list("item", "value", "revision"))
    return {item: Draft(value, revision) for item, value, revision in rows}


def answers(response: Response) -> dict[str, dict[str, Any]]:
    """Item → {"value": ...} or {"missing": reason}, as drafted."""
    return {item: draft.value for item, draft in drafts(response).items()}


def submitted(response: Response) -> dict[str, dict[str, Any]]:
    """Item → value or missing reason, as submitted; empty before."""
    with response_scope(response.pk):
        found = ResponseAnswers.objects.filter(response=response).values_list("document", flat=True).first()
    return found or {}


def saved_at(response: Response) -> dict[str, datetime]:
    """Item → when its answer was saved last."""
    with response_scope(response.pk):
        return dict(DraftAnswer.objects.filter(response=response).values_list("item", "saved_at"))
