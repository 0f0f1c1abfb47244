"""A survey before it opens: begun, changed, deleted."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveyapp.actions import wave_drafts as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around
from surveyapp.organising.waves import versions
from surveyapp.organising.waves.forms import SurveyForm, TypedForm, initial
from surveyapp.organising.waves.gate import about, of_a_survey
from surveyapp.selectors import instrument_drafts, waves

ASKS = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "organising/waves/draft.html"


@organisers
@ASKS
def new(request: HttpRequest, programme: Programme) -> HttpResponse:
    with timezone.override(ZoneInfo(programme.timezone)):
        before = waves.before(programme)
        offered = versions.offered(programme, before)
        form = SurveyForm(_posted(request), programme=programme, versions=offered, initial=_beginning(offered, before))
        if (made := _kept(request, form)) is not None:
            messages.success(request, _("The survey is a draft: nobody can answer it before it opens."))
            return redirect("surveyapp:wave-detail", programme.slug, made.slug)
        context = {"form": form, "is_new": True, "has_versions": bool(offered)}
        shown = around(programme, "survey-list", exact=False) | context
        return render(request, PAGE, shown, status=422 if form.errors else 200)


def _beginning(offered: list[tuple[str, str]], before: Wave | None) -> dict[str, str]:
    """The newest questionnaire, and the rules of the survey before."""
    rules = initial(before) if before else {"is_confidential": "no", "counts_unconfirmed": "yes"}
    kept = {name: rules[name] for name in ("is_confidential", "counts_unconfirmed")}
    return kept | ({"instrument_version": offered[0][0]} if offered else {})


@ASKS
@of_a_survey
def edit(request: HttpRequest, wave: Wave) -> HttpResponse:
    if wave.state != Wave.State.DRAFT:
        return redirect("surveyapp:wave-dates", wave.programme.slug, wave.slug)
    offered = versions.offered(wave.programme, waves.before(wave.programme, wave))
    form = SurveyForm(_posted(request), programme=wave.programme, versions=offered, wave=wave, initial=initial(wave))
    if (changed := _kept(request, form, wave)) is not None:
        messages.success(request, _("The survey is changed."))
        return redirect("surveyapp:wave-detail", wave.programme.slug, changed.slug)
    context = about(wave) | {"form": form, "is_new": False, "has_versions": True}
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: SurveyForm, wave: Wave | None = None) -> Wave | None:
    """The survey, made or changed; None where there is something to mend first, which then stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    found = instrument_drafts.versions_for(form.programme).get(pk=form.cleaned_data["instrument_version"])
    draft, reminders, by = form.draft(found), form.reminders, account(request)
    try:
        if wave is None:
            return actions.start_wave(programme=form.programme, draft=draft, reminders=reminders, by=by)
        return actions.change_draft(wave=wave, draft=draft, reminders=reminders, by=by)
    except Refused as refusal:
        form.refuse(refusal)
        return None


@ASKS
@of_a_survey
def delete(request: HttpRequest, wave: Wave) -> HttpResponse:
    if wave.state != Wave.State.DRAFT:
        return redirect("surveyapp:wave-detail", wave.programme.slug, wave.slug)
    form = TypedForm(_posted(request), wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_draft(wave=wave, by=account(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The survey is deleted."))
            return redirect("surveyapp:survey-list", wave.programme.slug)
    context = about(wave) | {"form": form, "n_places": wave.participations.count()}
    return render(request, "organising/waves/delete.html", context, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None
