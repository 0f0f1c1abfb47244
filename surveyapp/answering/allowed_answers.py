"""What a colleague sent, for the coordinator to whom that colleague allowed it, to discuss it with them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveyapp.answering.coordinating import Coordinator, coordinator
from surveyapp.answering.downloads import in_sections
from surveyapp.selectors import colleagues, consents


@coordinator
@require_safe
def answers(request: HttpRequest, here: Coordinator, invitation: UUID) -> HttpResponse:
    """Sent answers only, and only while the permission lasts; in every other case there is no such page."""
    each = colleagues.colleague(here.participation, invitation)
    if each is None or each.response is None or not consents.coordinator_may_see(each.response):
        raise Http404
    context = here.frame() | {"colleague": each, "sections": in_sections(each.response, here.language)}
    return render(request, "answering/allowed_answers.html", context)
