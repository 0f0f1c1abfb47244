"""The page on courses that people of the organisation took since its last answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from benchmarking.actions import plans
from benchmarking.dashboards.names import survey_title
from benchmarking.training import roadmap_reading
from benchmarking.training.roadmap_pages import frame, planning, who
from benchmarking.training.taken_form import TakenForm
from surveyapp.models.organisation import Organisation

COURSES = "benchmarking:choose-courses"
UNREADABLE = 422


@planning
@require_http_methods(["GET", "HEAD", "POST"])
def courses_taken(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The form; a POST keeps all of it or nothing. Without a result or courses there is nothing to fill in."""
    situation = roadmap_reading.read(organisation)
    if situation.survey is None or not situation.courses:
        return redirect(COURSES)
    form = TakenForm(situation, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wave = situation.survey.wave_id
        plans.keep_courses_taken(organisation=organisation, wave=wave, people=form.people, by=who(request))
        messages.success(request, _("Kept. The courses below count what your people have taken."))
        return redirect(COURSES)
    page = frame(request, organisation, situation) | {"form": form, "survey": survey_title(situation.survey)}
    return render(request, "planning/taken.html", page, status=UNREADABLE if form.errors else 200)
