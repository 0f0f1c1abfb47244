"""What the plan may aim at, and the page of one target: added, or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from benchmarking.actions import plans
from benchmarking.actions.plans import Aimed, AlreadyPlannedError, ChangedMeanwhileError, NoSuchTargetError
from benchmarking.models.plan import PlanItem
from benchmarking.selectors.plans import Target
from benchmarking.selectors.plans import target as as_target
from benchmarking.training import roadmap_reading, roadmap_words
from benchmarking.training.roadmap_aims import ITEM, SKILL, Aim
from benchmarking.training.roadmap_form import TargetForm, initial
from benchmarking.training.roadmap_offers import offers
from benchmarking.training.roadmap_pages import PLAN, frame, planning, who
from benchmarking.training.roadmap_reading import Situation
from benchmarking.training.roadmap_rows import course_name, kind_name, known_aims, name_of
from surveyapp.models.organisation import Organisation

READ_AND_SEND = ["GET", "HEAD", "POST"]
CONFLICT, UNREADABLE = 409, 422


@planning
@require_safe
def list_aims(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    situation = roadmap_reading.read(organisation)
    shown = {
        "offers": offers(situation),
        "has_result": situation.now is not None,
        "has_levels": bool(known_aims(situation)),
    }
    return render(request, "planning/add.html", frame(request, organisation, situation) | shown)


@planning
@require_http_methods(READ_AND_SEND)
def add_target(request: HttpRequest, organisation: Organisation, kind: str, code: str) -> HttpResponse:
    situation = roadmap_reading.read(organisation)
    aim = known_aims(situation).get((kind, code))
    if aim is None:
        raise Http404
    if standing := situation.plan.of(kind, code):
        if request.method != "POST":
            return redirect("benchmarking:change-target", target=standing.id)
        return _Sheet(request, situation, aim).conflict(standing)
    sheet = _Sheet(request, situation, aim)
    form = sheet.form()
    if not form.is_valid():
        return sheet.shown(form)
    try:
        plans.add_target(organisation=organisation, aimed=_aimed(situation, aim, form), by=who(request))
    except AlreadyPlannedError as refused:
        return sheet.conflict(_read(refused.item))
    messages.success(request, _("“%(name)s” is in the plan.") % {"name": aim.name})
    return redirect(PLAN)


@planning
@require_http_methods(READ_AND_SEND)
def change_target(request: HttpRequest, organisation: Organisation, target: UUID) -> HttpResponse:
    situation = roadmap_reading.read(organisation)
    standing = situation.plan.one(target)
    if standing is None:
        raise Http404
    known = known_aims(situation)
    aim = known.get((standing.kind, standing.code)) or _forgotten(standing, name_of(known, standing))
    sheet = _Sheet(request, situation, aim, standing)
    form = sheet.form()
    if standing.is_removed:
        return _removed(request)
    if not form.is_valid():
        return sheet.shown(form)
    try:
        plans.change_target(
            organisation=organisation,
            target=target,
            revision=form.cleaned_data["revision"] or 0,
            changes=_changes(situation, aim, standing, form),
            by=who(request),
        )
    except ChangedMeanwhileError as refused:
        return sheet.conflict(_read(refused.item))
    except NoSuchTargetError as refused:
        raise Http404 from refused
    messages.success(request, _("The change of “%(name)s” is kept.") % {"name": aim.name})
    return redirect(f"{reverse(PLAN)}#target-{target}")


def _proposed(aim: Aim) -> dict[str, Any]:
    """The next level of a question, and what is needed of a skill: a beginning that anybody may change."""
    if aim.kind == ITEM and aim.next:
        return {"target_level": f"{aim.next[0]:g}"}
    wanted = [value for value, _text in aim.above if aim.needed is not None and value <= aim.needed]
    return {"target_level": f"{wanted[-1]:g}"} if wanted else {}


def _aimed(situation: Situation, aim: Aim, form: TargetForm) -> Aimed:
    given = form.cleaned_data
    return Aimed(
        aim.kind,
        aim.code,
        given["target_level"],
        start_level=aim.now,
        start_wave=situation.survey.wave_id if situation.survey else None,
        responsible=given["responsible"],
        due=given["due"],
        module=given["module"],
    )


def _changes(situation: Situation, aim: Aim, standing: Target, form: TargetForm) -> dict[str, Any]:
    """A target set below where it once started starts anew from where things stand."""
    found = {name: form.cleaned_data[name] for name in ("target_level", "responsible", "due", "module")}
    if standing.start_level is not None and found["target_level"] <= standing.start_level:
        found |= {"start_level": aim.now, "start_wave_id": situation.survey.wave_id if situation.survey else None}
    return found


@dataclass(frozen=True)
class _Sheet:
    """The page of one target. `standing`: what the plan has, None for a new one."""

    request: HttpRequest
    situation: Situation
    aim: Aim
    standing: Target | None = None

    def form(self) -> TargetForm:
        given = initial(self.standing) if self.standing else _proposed(self.aim)
        return TargetForm(self.aim, self.situation.courses, data=self.request.POST or None, initial=given)

    def shown(self, form: TargetForm, *, is_conflict: bool = False) -> HttpResponse:
        shown = {
            "form": form,
            "aim": self.aim,
            "kind": kind_name(self.aim.kind),
            "action": self._action(),
            "is_new": self.standing is None,
            "theirs": _said(self.situation, self.standing) if self.standing and is_conflict else None,
            "context": roadmap_words.context(self.situation, self.standing) if self.standing else "",
        }
        page = frame(self.request, self.situation.organisation, self.situation) | shown
        status = CONFLICT if is_conflict else UNREADABLE if form.errors else 200
        return render(self.request, "planning/target.html", page, status=status)

    def _action(self) -> str:
        if self.standing:
            return reverse("benchmarking:change-target", args=[self.standing.id])
        return reverse("benchmarking:add-target", args=[self.aim.kind, self.aim.code])

    def conflict(self, theirs: Target) -> HttpResponse:
        """What was typed stays; what somebody else wrote stands beside it, and is overwritten only by sending once more."""
        if theirs.is_removed:
            return _removed(self.request)
        mine = self.request.POST.copy()
        mine["revision"] = str(theirs.revision)
        form = TargetForm(self.aim, self.situation.courses, data=mine, initial=initial(theirs))
        return replace(self, standing=theirs).shown(form, is_conflict=True)


def _said(situation: Situation, theirs: Target) -> dict[str, str]:
    course = course_name(situation, theirs.module)
    return {
        "who": theirs.changed_by,
        "target": roadmap_words.from_to(theirs),
        "settled": roadmap_words.by_whom_and_when(theirs, course),
    }


def _removed(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This target is out of the plan. Put it back first, then change it."))
    return redirect(f"{reverse(PLAN)}#removed")


def _forgotten(standing: Target, name: str) -> Aim:
    """What the newest questionnaire does not ask any more keeps its levels: a dimension to 100, others to 5."""
    levels = range(1, 6) if standing.kind in {SKILL, ITEM} else ()
    steps = tuple((float(level), _("Level %(level)s") % {"level": level}) for level in levels)
    highest = 5.0 if steps else 100.0
    return Aim(standing.kind, standing.code, name, None, highest, steps=steps)


def _read(item: PlanItem | None) -> Target:
    assert item is not None  # noqa: S101 - these two refusals always name what stands
    return as_target(item)
