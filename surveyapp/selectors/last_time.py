"""What the same person answered in the survey before, for the questions that are still the same.

The same person: the same e-mail address at the same organisation. Nothing is taken from or into a confidential
survey, and only that person's own link ever leads here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from surveyapp.instruments.changes import Change, compare
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.models.wave import Wave
from surveyapp.selectors import drafts
from surveyapp.selectors.drafts import Draft
from surveyapp.selectors.instruments import instrument


@dataclass(frozen=True)
class LastTime:
    """The title of the earlier survey, by language, and what was answered in it: item → {"value": ...}."""

    title: Mapping[str, str]
    answers: Mapping[str, Mapping[str, Any]]


def of_response(response: Response) -> LastTime | None:
    """The answers this person sent in the programme's most recent earlier survey, of questions that mean the same now.

    None where there is no such survey or response, and for a meeting, which is no person.
    """
    former = _former(response)
    return _sent(former, response) if former else None


def beside_drafts(response: Response) -> tuple[dict[str, Draft], LastTime | None]:
    """What this person has answered so far, and `of_response`, in one transaction."""
    former = _former(response)
    with response_scope(response.pk):
        return drafts.in_scope(response), _sent(former, response) if former else None


def _sent(former: Response, response: Response) -> LastTime | None:
    same = _same(former.instrument_version_id, response.instrument_version_id)
    answers = {code: answer for code, answer in drafts.submitted(former).items() if code in same and "value" in answer}
    return LastTime(former.participation.wave.title, answers) if answers else None


def _former(response: Response) -> Response | None:
    invitation, wave = response.invitation, response.participation.wave
    if not invitation.email or invitation.is_meeting or wave.is_confidential or wave.opens_at is None:
        return None
    earlier = Wave.objects.filter(programme_id=wave.programme_id, opens_at__lt=wave.opens_at).order_by("-opens_at")
    sent = Response.objects.filter(
        state=Response.State.SUBMITTED,
        is_agreed=False,
        invitation__email__iexact=invitation.email,
        invitation__is_meeting=False,
        participation__organisation_id=response.participation.organisation_id,
        participation__wave__is_confidential=False,
        participation__wave=earlier.values("pk")[:1],
    )
    return sent.select_related("participation__wave").order_by("-submitted_at").first()


@lru_cache(maxsize=64)
def _same(former: UUID, now: UUID) -> frozenset[str]:
    """Codes of the questions that are the same in two published versions, which never change."""
    old, new = instrument(former), instrument(now)
    if old.slug != new.slug:
        return frozenset()
    return frozenset(code for code, change in compare(old, new).items() if change is Change.SAME)
