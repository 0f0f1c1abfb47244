"""The organiser's page of a public report: what stands beside figures, preview, public or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from benchmarking.actions import sector_reports as actions
from benchmarking.models.release import Release
from benchmarking.public import rendering
from benchmarking.public.form import SettingsForm, TakeBackForm
from benchmarking.public.page import Report, report
from benchmarking.public.sentences import candidates
from benchmarking.selectors import sector_reports as selectors
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.navigation import around_survey
from surveyapp.permissions import organisers, signed_in

HERE = "benchmarking:sector-report-settings"


@organisers
def settings(request: HttpRequest, programme: Programme, wave: str) -> HttpResponse:
    found = _wave(programme, wave)
    previewed = _previewed(found)
    form = _form(found, previewed, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.save_sector_report(wave=found, by=signed_in(request), said=form.said())
        messages.success(request, _("Saved. Public pages have it within a minute."))
        return redirect(HERE, programme.slug, wave)
    status = 422 if request.method == "POST" else 200
    return render(request, "public/settings.html", _shown(found, previewed, form), status=status)


def _shown(
    wave: Wave, previewed: Report | None, form: SettingsForm, back: TakeBackForm | None = None
) -> dict[str, Any]:
    kept = selectors.settings_of(wave)
    published = (
        Release.objects.filter(wave=wave, published_at__isnull=False, is_interim=False).order_by("-number").first()
    )
    address = reverse("benchmarking:sector-report-of-wave", args=[wave.programme.slug, wave.slug])
    return {
        **around_survey(wave, HERE),
        "form": form,
        "back": back or TakeBackForm(wave.slug),
        "report": kept,
        "published": published,
        "public_url": address if kept.is_public and published else "",
        "has_preview": previewed is not None,
        "suggested": [each.sentence.whole for each in previewed.quotes] if previewed else [],
    }


def _form(wave: Wave, previewed: Report | None, data: Any = None) -> SettingsForm:
    languages = list(dict.fromkeys([wave.programme.default_language, *wave.programme.languages]))
    sayable = candidates(previewed.table) if previewed else []
    return SettingsForm(selectors.settings_of(wave), languages, sayable, data)


@organisers
@require_POST
def publish(request: HttpRequest, programme: Programme, wave: str) -> HttpResponse:
    found = _wave(programme, wave)
    actions.make_public(wave=found, by=signed_in(request))
    messages.success(request, _("The report is public: as soon as results are published, everybody can read it."))
    return redirect(HERE, programme.slug, wave)


@organisers
@require_POST
def take_back(request: HttpRequest, programme: Programme, wave: str) -> HttpResponse:
    found = _wave(programme, wave)
    form = TakeBackForm(found.slug, request.POST)
    if not form.is_valid():
        previewed = _previewed(found)
        shown = _shown(found, previewed, _form(found, previewed), form)
        return render(request, "public/settings.html", shown, status=422)
    actions.take_back(wave=found, by=signed_in(request), reason=form.cleaned_data["reason"])
    messages.success(request, _("The report is taken back. Its address says so, and why."))
    return redirect(HERE, programme.slug, wave)


@organisers
@require_safe
def preview(request: HttpRequest, programme: Programme, wave: str) -> HttpResponse:
    """The report as everybody would read it, of the newest results that are built."""
    found = _wave(programme, wave)
    asked = request.GET.get("lang", "")
    with override(asked if asked in selectors.languages_of(programme) else get_language()):
        previewed = _previewed(found)
        if previewed is None:
            raise Http404(_("There are no results yet to preview."))
        return HttpResponse(rendering.page(previewed, is_preview=True))


def _previewed(wave: Wave) -> Report | None:
    """None before results are built."""
    release = selectors.newest_built(wave)
    if release is None:
        return None
    return report(selectors.source(release, selectors.settings_of(wave), selectors.log_of(wave.pk)))


def _wave(programme: Programme, wave: str) -> Wave:
    return get_object_or_404(Wave.objects.select_related("programme"), programme=programme, slug=wave)
