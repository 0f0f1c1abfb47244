"""After sending: the confirmation, and one's own levels."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions import responses as actions
from surveyapp.actions.participations import confirm_participation
from surveyapp.answering import gate
from surveyapp.answering.own_levels import own_levels, where_to_begin
from surveyapp.models.response import Response
from surveyapp.selectors import drafts, responses


@gate.respondent
@require_safe
def done(request: HttpRequest, response: Response) -> HttpResponse:
    """The reference, what happens next, and what to keep. Can be bookmarked."""
    if not response.is_submitted:
        return redirect("surveyapp:answer-hub")
    gate.require_current_consent(response)
    context = gate.frame_of(response) | {
        "is_open": response.participation.wave.is_open,
        "has_levels": bool(_levels(response)),
        **_confirmation(response),
    }
    return render(request, "answering/done.html", context)


@gate.respondent
@require_POST
def confirm(request: HttpRequest, response: Response) -> HttpResponse:
    """The coordinator says that the organisation's answers are complete; said twice from one page it counts once."""
    if not response.invitation.is_coordinator:
        raise Http404
    if not response.is_submitted:
        return redirect("surveyapp:answer-hub")
    confirm_participation(
        participation=response.participation, by=None, by_kind="respondent", seen=request.POST.get("seen", "")
    )
    return redirect(f"{reverse('surveyapp:answer-done')}#confirm")


@gate.respondent
@require_POST
def reopen(request: HttpRequest, response: Response) -> HttpResponse:
    """Change sent answers while the survey is open; until sent again they do not count."""
    actions.reopen_response(response=response)
    return redirect("surveyapp:answer-hub")


@gate.respondent
@require_safe
def levels(request: HttpRequest, response: Response) -> HttpResponse:
    """This person's own levels and next steps: nobody else's answers are in them."""
    if not response.is_submitted:
        return redirect("surveyapp:answer-hub")
    dimensions = _levels(response)
    context = gate.frame_of(response) | {
        "dimensions": dimensions,
        "n_levels": sum(len(dimension.levels) for dimension in dimensions),
        "begin": where_to_begin(dimensions),
    }
    return render(request, "answering/levels.html", context)


def _confirmation(response: Response) -> dict[str, Any]:
    """What the confirmation page shows the coordinator, and nobody else."""
    if not response.invitation.is_coordinator:
        return {}
    participation = response.participation
    return {
        "confirmation": participation,
        "must_confirm": not participation.wave.counts_unconfirmed,
        "n_sent_since": responses.n_sent_since_confirmed(participation),
    }


def _levels(response: Response) -> list[Any]:
    return own_levels(responses.asked(response).instrument, drafts.submitted(response), response.language)
