"""What one respondent has answered so far, and what was submitted. Read within the response's own scope only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope

Document: TypeAlias = dict[str, dict[str, Any]]
"""Item → {"value": ...} or {"missing": reason}."""


@dataclass(frozen=True)
class Draft:
    """A stored answer, how often it has changed, and when last."""

    value: dict[str, Any]
    revision: int
    saved_at: datetime


def drafts(response: Response) -> dict[str, Draft]:
    """Item → draft of one response."""
    with response_scope(response.pk):
        return in_scope(response)


def in_scope(response: Response) -> dict[str, Draft]:
    """As `drafts`, for a caller that has opened the response's scope; outside of it there is nothing to see."""
    rows = DraftAnswer.objects.filter(response=response).values_list("item", "value", "revision", "saved_at")
    return {item: Draft(value, revision, saved_at) for item, value, revision, saved_at in rows}


def answers(response: Response) -> Document:
    """Item → {"value": ...} or {"missing": reason}, as drafted."""
    return {item: draft.value for item, draft in drafts(response).items()}


def submitted(response: Response) -> Document:
    """Item → value or missing reason, as submitted; empty before."""
    with response_scope(response.pk):
        return _submitted(response)


def with_submitted(response: Response) -> tuple[dict[str, Draft], Document]:
    """Both, in one transaction."""
    with response_scope(response.pk):
        return in_scope(response), _submitted(response)


def _submitted(response: Response) -> Document:
    return ResponseAnswers.objects.filter(response=response).values_list("document", flat=True).first() or {}
