"""The plan's page: its targets, their order, done, out and back in, and the plan as a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from benchmarking.actions import plans
from benchmarking.actions.plans import AlreadyPlannedError, ChangedMeanwhileError, NoSuchTargetError
from benchmarking.dashboards.files import finding_as_csv
from benchmarking.training import learners_own, plan_saved, roadmap_reading
from benchmarking.training.roadmap_pages import PLAN, frame, planning, who
from benchmarking.training.roadmap_rows import BY_DATE, BY_PRIORITY, roadmap, roadmap_finding
from surveyapp.instruments.direction import isolated
from surveyapp.models.organisation import Organisation

REVISION_AT_MOST = 2**31 - 1


@planning
@require_safe
def view_plan(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    order = BY_DATE if request.GET.get("order") == BY_DATE else BY_PRIORITY
    situation = roadmap_reading.read(organisation)
    shown = {
        "roadmap": roadmap(situation, order),
        "order": order,
        "has_result": situation.now is not None,
        "has_courses": bool(situation.courses),
        "saved": plan_saved.sentence(situation),
        "gone": plan_saved.gone(situation),
        "saved_url": plan_saved.url(situation),
        "runs": learners_own.lines(organisation),
    }
    return render(request, "planning/plan.html", frame(request, organisation, situation) | shown)


@planning
@require_safe
def download_plan(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    found = roadmap_finding(roadmap_reading.read(organisation))
    headers = {"Content-Disposition": f'attachment; filename="plan-{slugify(organisation.name) or "site"}.csv"'}
    return HttpResponse(finding_as_csv(found), content_type="text/csv; charset=utf-8", headers=headers)


@planning
@require_POST
def move_target(request: HttpRequest, organisation: Organisation, target: UUID) -> HttpResponse:
    earlier = request.POST.get("where") == "earlier"
    try:
        plans.move_target(organisation=organisation, target=target, earlier=earlier, by=who(request))
    except NoSuchTargetError as refused:
        _gone(refused)
    return redirect(f"{reverse(PLAN)}#{'earlier' if earlier else 'later'}-{target}")


@planning
@require_POST
def mark_target(request: HttpRequest, organisation: Organisation, target: UUID) -> HttpResponse:
    is_done = request.POST.get("done") == "yes"
    try:
        plans.mark_done(
            organisation=organisation, target=target, revision=_revision(request), is_done=is_done, by=who(request)
        )
    except ChangedMeanwhileError as refused:
        changed_meanwhile(request, refused)
    except NoSuchTargetError as refused:
        _gone(refused)
    return redirect(f"{reverse(PLAN)}#target-{target}")


@planning
@require_POST
def remove_target(request: HttpRequest, organisation: Organisation, target: UUID) -> HttpResponse:
    try:
        plans.remove_target(organisation=organisation, target=target, revision=_revision(request), by=who(request))
        messages.success(request, _("The target is out of the plan. Below you can put it back."))
    except ChangedMeanwhileError as refused:
        changed_meanwhile(request, refused)
    except NoSuchTargetError as refused:
        _gone(refused)
    return redirect(f"{reverse(PLAN)}#removed")


@planning
@require_POST
def restore_target(request: HttpRequest, organisation: Organisation, target: UUID) -> HttpResponse:
    try:
        plans.restore_target(organisation=organisation, target=target, by=who(request))
        messages.success(request, _("The target is back in the plan, as it was."))
    except AlreadyPlannedError:
        messages.warning(request, _("The plan has another target of the same by now, so nothing was put back."))
    except NoSuchTargetError as refused:
        _gone(refused)
    return redirect(f"{reverse(PLAN)}#target-{target}")


def changed_meanwhile(request: HttpRequest, refused: ChangedMeanwhileError) -> None:
    name = isolated(str(refused.item.changed_by or "")) if refused.item else ""
    messages.warning(
        request,
        _("%(who)s changed this target meanwhile, so nothing was done. This is how it stands now.") % {"who": name}
        if name
        else _("Somebody changed this target meanwhile, so nothing was done. This is how it stands now."),
    )


def _gone(refused: NoSuchTargetError) -> None:
    if refused.item is None:
        raise Http404 from refused


def _revision(request: HttpRequest) -> int:
    """What the page had read; something that is no number is no revision of any row."""
    given = request.POST.get("revision", "")
    return min(int(given), REVISION_AT_MOST) if given.isascii() and given.isdigit() else 0
