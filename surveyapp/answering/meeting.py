"""Answering together: one screen, one agreed answer, and back to the coordinator's own questions."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from surveyapp.actions.assignments import NothingToAsk
from surveyapp.actions.meetings import MOST_MEETINGS, TooManyMeetings, start_meeting
from surveyapp.answering import gate, meeting_band
from surveyapp.answering.colleague_forms import MeetingForm
from surveyapp.answering.coordinating import Coordinator, coordinator
from surveyapp.models.response import Response
from surveyapp.selectors import colleagues, responses


@coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, here: Coordinator) -> HttpResponse:
    """Say who is present and what they answer; then the questions open in this browser."""
    form = MeetingForm(here.questionnaire, here.language, data=request.POST if request.method == "POST" else None)
    if form.is_valid() and (response := _started(here, form)) is not None:
        return _enter(request, response, here)
    return render(
        request, "answering/meeting_begin.html", here.frame() | {"form": form}, status=422 if form.errors else 200
    )


def _started(here: Coordinator, form: MeetingForm) -> Response | None:
    offered = here.questionnaire.languages
    try:
        return start_meeting(
            participation=here.participation,
            roles=form.cleaned_data["roles"],
            sections=form.parts,
            language=here.language if here.language in offered else here.questionnaire.default_language,
            invited_by=here.invitation,
            **here.named,
        )
    except NothingToAsk as refusal:
        form.refuse_parts(refusal.sections)
    except TooManyMeetings:
        form.add_error(
            "roles", _("%(most)s meetings were begun here. Go on with one of them.") % {"most": MOST_MEETINGS}
        )
    return None


@coordinator
@require_POST
def go_on(request: HttpRequest, here: Coordinator, invitation: UUID) -> HttpResponse:
    """Take up a meeting again, or look at what it sent."""
    found = colleagues.colleague(here.participation, invitation)
    if found is None or not found.invitation.is_meeting or found.response is None:
        raise Http404
    return _enter(request, found.response, here)


def _enter(request: HttpRequest, response: Response, here: Coordinator) -> HttpResponse:
    gate.let_in(request, response)
    meeting_band.remember(request, response, here.response)
    return redirect("surveyapp:answer-done" if response.is_submitted else "surveyapp:answer-hub")


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Back to the coordinator's own questions in this browser; what was answered together is kept."""
    own = meeting_band.own_response_id(request)
    response = responses.response(UUID(own)) if own else None
    if not meeting_band.is_in_one(request):
        return redirect("surveyapp:colleagues")
    meeting_band.forget(request)
    if response is None:
        gate.let_out(request)
    else:
        gate.let_in(request, response)
    return redirect("surveyapp:colleagues")
