"""The page of courses: what fits, what to choose within days and money, and keeping the choice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from benchmarking.actions import plans
from benchmarking.dashboards.files import finding_as_csv
from benchmarking.training import plan_saved, roadmap_reading
from benchmarking.training.catalogue_words import audience_name
from benchmarking.training.plan_choice import choose
from benchmarking.training.plan_findings import match_finding, taken_words
from benchmarking.training.plan_form import LimitsForm
from benchmarking.training.plan_page import choice_page
from benchmarking.training.plan_problem import Match, match
from benchmarking.training.roadmap_pages import PLAN, frame, planning, who
from benchmarking.training.roadmap_reading import Situation
from surveyapp.models.organisation import Organisation

UNREADABLE = 422
FIELDS = ("days", "budget", "audience")


@planning
@require_safe
def choose_courses(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    situation = roadmap_reading.read(organisation)
    found = match(situation)
    is_asked = any(name in request.GET for name in FIELDS)
    form = _form(organisation, found, request.GET if is_asked else None)
    shown = _shown(situation, found, form) | _chosen(organisation, found, form)
    page = frame(request, organisation, situation) | shown
    return render(request, "planning/courses.html", page, status=UNREADABLE if form.errors else 200)


def _form(organisation: Organisation, found: Match, given: Any) -> LimitsForm:
    audiences = dict.fromkeys(gap.audience for gap in found.gaps)
    names = {code: audience_name(code) for code in audiences}
    return LimitsForm(organisation.programme.currency, names, data=given)


def _shown(situation: Situation, found: Match, form: LimitsForm) -> dict[str, Any]:
    return {
        "form": form,
        "match": match_finding(situation, found),
        "has_result": situation.now is not None,
        "has_courses": bool(situation.courses),
        "is_anything_short": bool(found.short),
        "taken": taken_words(situation, found),
    }


def _chosen(organisation: Organisation, found: Match, form: LimitsForm) -> dict[str, Any]:
    """Nothing before the form was sent. Courses that wait for each other cannot be planned with; an import refuses them."""
    if not (form.is_bound and form.is_valid()):
        return {}
    try:
        return {"choice": choice_page(found, form.asked, organisation.programme.currency)}
    except ValueError:
        return {"is_unplannable": True}


@planning
@require_POST
def save_courses(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Keep the choice that was shown. If it is another by now, nothing is kept, and the page shows it anew."""
    situation = roadmap_reading.read(organisation)
    found = match(situation)
    form = _form(organisation, found, request.POST)
    if not form.is_valid():
        return redirect("benchmarking:choose-courses")
    try:
        chosen = choose(found, form.asked)
    except ValueError:  # courses wait for each other since; the page says so
        return redirect(plan_saved.address(form.asked))
    if not chosen.best.modules or ",".join(chosen.best.modules) != request.POST.get("modules", ""):
        messages.warning(request, _("The choice is another one by now, so nothing was kept. Look at it anew."))
        return redirect(plan_saved.address(form.asked))
    plans.save_choice(
        organisation=organisation,
        choice=plan_saved.stored(found, chosen, organisation.programme.currency),
        closes=plan_saved.aimed(situation, found, chosen),
        by=who(request),
    )
    messages.success(
        request, _("The courses are in the plan, with a target for each skill they raise. Say who and by when.")
    )
    return redirect(PLAN)


@planning
@require_safe
def download_courses(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    situation = roadmap_reading.read(organisation)
    found = match_finding(situation, match(situation))
    if found is None:
        return redirect("benchmarking:choose-courses")
    headers = {"Content-Disposition": f'attachment; filename="courses-{slugify(organisation.name) or "site"}.csv"'}
    return HttpResponse(finding_as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)
