"""An earlier survey on its way: watched, checked, written, its results asked for, or taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions import earlier_waves as actions
from surveyapp.actions.refusals import Refused
from surveyapp.forms.sentences import spoken
from surveyapp.instruments.sentences import from_plain
from surveyapp.instruments.texts import localised
from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.models.programme import Programme
from surveyapp.organising.earlier import taking_in
from surveyapp.organising.earlier.gate import account, earlier_of, frame, within
from surveyapp.organising.earlier.names import REASON, letters, problem_words, reason_names
from surveyapp.organising.earlier.progress import progress
from surveyapp.selectors import earlier_waves

PAGE = "surveyapp:earlier-wave"
A_PAGE = 50
MOST_UNKNOWN = 100
Step = EarlierWave.Step
AT_WORK = (Step.READING, Step.CHECKING, Step.APPLYING, Step.UNDOING)


@within
@require_safe
def detail(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """Whatever it waits for: a worker, its columns, a decision; or what became of it."""
    about = earlier_of(programme, brought)
    if request.headers.get("HX-Request"):
        return render(request, "partials/progress.html", {"work": progress(about)})
    context = {**frame(programme), "about": about}
    if about.step in AT_WORK:
        return render(request, "organising/earlier/working.html", {**context, "work": progress(about)})
    if about.step == Step.COLUMNS:
        return redirect("surveyapp:earlier-columns", programme.slug, about.pk)
    if about.step == Step.CHECKED:
        return render(request, "organising/earlier/report.html", context | _report(request, about))
    return render(request, "organising/earlier/done.html", context | {"can_check": bool(about.heads)})


def _report(request: HttpRequest, about: EarlierWave) -> dict[str, Any]:
    instrument, language = taking_in.instrument_of(about), get_language() or "en"
    report = about.report
    page = Paginator(earlier_waves.problems_of(about), A_PAGE).get_page(request.GET.get("page"))
    return {
        "report": report,
        "items": [
            {
                "code": code,
                "text": localised(instrument.items[code].text, language, instrument.default_language),
                **{name: counted.get(name, 0) for name in ("value", *reason_names(), "unreadable")},
            }
            for code, counted in report["items"].items()
            if code in instrument.items and _is_asked(counted)
        ],
        "n_without": sum(not _is_asked(counted) for counted in report["items"].values()),
        "unknown": [
            _unknown(about, instrument, language, number) for number in range(len(report["unknown"][:MOST_UNKNOWN]))
        ],
        "n_more_unknown": max(0, len(report["unknown"]) - MOST_UNKNOWN),
        "reasons": [(f"{REASON}{code}", label) for code, label in reason_names().items()],
        "page": page,
        "rows": [
            {
                "number": each.number,
                "column": letters(each.column),
                "heading": about.heads[each.column][0] if each.column < len(about.heads) else "",
                "message": problem_words(each.code, each.value, each.detail),
            }
            for each in page.object_list
        ],
        "unused": [head[0] for at, head in enumerate(about.heads) if head[0] and not about.columns.get(str(at))],
        "findings": [[spoken(from_plain(part)) for part in each] for each in about.findings[:200]],
    }


def _is_asked(counted: dict[str, int]) -> bool:
    return bool(set(counted) - {"not_shown"})


def _unknown(about: EarlierWave, instrument: Any, language: str, number: int) -> dict[str, Any]:
    item, value, n = about.report["unknown"][number]
    choices = instrument.choices(item) if item in instrument.items else ()
    return {
        "number": number,
        "item": item,
        "text": localised(instrument.items[item].text, language, instrument.default_language) if choices else item,
        "value": value,
        "n": n,
        "choices": [(c.code, localised(c.text, language, instrument.default_language)) for c in choices],
    }


@within
@require_POST
def check(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = earlier_of(programme, brought)
    return _do(request, about, lambda: actions.request_check(about=about))


@within
@require_POST
def apply(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = earlier_of(programme, brought)
    leave_out = request.POST.get("leave_out") == "yes"
    by = account(request)
    return _do(request, about, lambda: actions.request_apply(about=about, leaves_unreadable_out=leave_out, by=by))


@within
@require_POST
def build(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = earlier_of(programme, brought)
    by = account(request)
    return _do(request, about, lambda: actions.build_results(about=about, by=by))


@within
@require_POST
def undo(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    """Only with the survey's short name typed: what is deleted cannot be had back but from the file."""
    about = earlier_of(programme, brought)
    if request.POST.get("typed", "").strip() != about.slug:
        messages.error(request, _("Nothing was deleted: type %(word)s to confirm.") % {"word": about.slug})
        return redirect(PAGE, programme.slug, about.pk)
    by = account(request)
    return _do(request, about, lambda: actions.request_undo(about=about, by=by))


@within
@require_POST
def aside(request: HttpRequest, programme: Programme, brought: UUID) -> HttpResponse:
    about = earlier_of(programme, brought)
    try:
        actions.lay_aside(about=about, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was laid aside. Nothing was changed."))
    return redirect("surveyapp:earlier-waves", programme.slug)


def _do(request: HttpRequest, about: EarlierWave, action: Callable[[], object]) -> HttpResponse:
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(PAGE, about.programme.slug, about.pk)
