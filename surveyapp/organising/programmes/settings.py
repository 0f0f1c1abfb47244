"""A programme's settings, a section a page: changed with what respondents will see beside it, kept with what stood before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions import programme_settings as actions
from surveyapp.actions.programme_settings import ChangedMeanwhile, NotAllowed, Wanted
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around, wave_title
from surveyapp.organising.programmes import groups_form
from surveyapp.organising.programmes.consent_preview import seen_by_respondents
from surveyapp.organising.programmes.section_form import SectionForm
from surveyapp.organising.programmes.sections import BY_NAME, LISTED, Section
from surveyapp.organising.programmes.setting_words import label, lines
from surveyapp.selectors import programme_logo
from surveyapp.selectors import programme_settings as selectors
from surveyapp.selectors.programme_settings import Values

PAGE = "surveyapp:programme-settings-section"
CHANGES_SHOWN = 10


@organisers
@require_safe
def settings(request: HttpRequest, programme: Programme) -> HttpResponse:
    sections = [_summary(programme, each) for each in LISTED]
    context = {"sections": sections, "logo": programme_logo.shown(programme)}
    return render(request, "organising/programmes/settings.html", around(programme, "programme-settings") | context)


def _summary(programme: Programme, about: Section) -> dict[str, Any]:
    return {"about": about, "rows": _rows(programme, selectors.values(programme, about.name))}


def _rows(programme: Programme, held: Values) -> list[dict[str, Any]]:
    return [{"label": label(field), "lines": lines(programme, field, value)} for field, value in held.items()]


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, programme: Programme, section: str) -> HttpResponse:
    """Keep it, or ("show") only look at what was typed."""
    about = _section(section)
    held = selectors.values(programme, about.name)
    form = about.form(programme, held, request.POST if request.method == "POST" else None)
    seen, meanwhile = request.POST.get("seen", "") or selectors.mark(held), None
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        try:
            return _keep(request, programme, about, form, seen)
        except ChangedMeanwhile as refusal:
            seen, meanwhile = selectors.mark(refusal.held), _differing(programme, refusal.held, form.said())
        except NotAllowed as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = _context(request, programme, about, form) | {"seen": seen, "meanwhile": meanwhile}
    return render(
        request, "organising/programmes/section.html", context, status=422 if form.errors or meanwhile else 200
    )


def _section(name: str) -> Section:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _keep(request: HttpRequest, programme: Programme, about: Section, form: SectionForm, seen: str) -> HttpResponse:
    wanted = Wanted(about.name, form.said(), seen, form.cleaned_data.get("sure", ""))
    if actions.change_settings(programme=programme, wanted=wanted, by=account(request)):
        messages.success(request, _("Kept. What stood before is listed below."))
    else:
        messages.success(request, _("Nothing was changed."))
    return redirect(PAGE, programme.slug, about.name)


def _differing(programme: Programme, held: Values, said: Values) -> list[dict[str, Any]]:
    """What stands there now and is not what was typed here."""
    return _rows(programme, {field: value for field, value in held.items() if value != said[field]})


def _context(request: HttpRequest, programme: Programme, about: Section, form: SectionForm) -> dict[str, Any]:
    typed = form.said() if form.is_bound and form.is_valid() else selectors.values(programme, about.name)
    context = around(programme, "programme-settings", exact=False) | {"about": about, "form": form}
    context["changes"] = _changes(programme, about)
    if about.is_shown:
        context |= seen_by_respondents(programme, typed, request.POST.get("show") or request.GET.get("in", ""))
    if about.name == "retention":
        wanted = typed["keeps_answers_months"]
        context["deletions"] = [
            {"title": wave_title(each.wave), "at": each.at} for each in selectors.deletions(programme, wanted)
        ]
    if about.name == "groups":
        context |= _groups(programme, typed)
    return context


def _groups(programme: Programme, typed: Values) -> dict[str, Any]:
    begun = selectors.first_opened(programme)
    fixed = {"since": begun, "since_title": wave_title(begun), "rows": _rows(programme, typed)} if begun else {}
    return {"fixed": fixed, **groups_form.preview(programme, typed)}


def _changes(programme: Programme, about: Section) -> list[dict[str, Any]]:
    found = selectors.history(programme, about.name)[:CHANGES_SHOWN]
    return [
        {
            "change": each,
            "fields": [
                {
                    "label": label(field),
                    "before": lines(programme, field, each.before[field]),
                    "after": lines(programme, field, each.after[field]),
                }
                for field in each.after
                if each.before.get(field) != each.after[field]
            ],
        }
        for each in found
    ]


@organisers
@require_POST
def back(request: HttpRequest, programme: Programme, section: str, change: int) -> HttpResponse:
    about = _section(section)
    found = get_object_or_404(selectors.history(programme, about.name).select_related("programme"), pk=change)
    if not about.goes_back:
        raise Http404
    try:
        actions.put_back(change=found, by=account(request), seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as refusal:
        messages.error(request, _("%(reason)s Look at them as they are now.") % {"reason": refusal})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It says again what it said before."))
    return redirect(PAGE, programme.slug, about.name)
