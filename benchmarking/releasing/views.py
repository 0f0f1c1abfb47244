"""The organiser's pages on results: watch them being built, read what was withheld and why, publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from benchmarking.actions import sign_offs
from benchmarking.actions.releases import (
    NoCorrection,
    NoInterim,
    NotPublishable,
    publish_release,
    request_correction,
    request_interim,
    request_release,
)
from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff
from benchmarking.releasing import against_last, headline_table, methods_page, publishing
from benchmarking.releasing.belonging import belonging, has_page
from benchmarking.releasing.progress import progress
from benchmarking.releasing.reasons import CORRECTED, PUBLIC, WHY_NOT, ReasonForm
from benchmarking.releasing.report import report
from benchmarking.selectors import limits
from benchmarking.selectors import releases as selectors
from benchmarking.selectors import sign_offs as sign_off_selectors
from benchmarking.selectors.sector_reports import public_address
from surveyapp.config.clocks import tell_time_of
from surveyapp.models.people import Account
from surveyapp.models.wave import Wave
from surveyapp.navigation import around_survey
from surveyapp.permissions import Visitor, may_organise, organisations_of, require
from surveyapp.permissions import signed_in as account


@login_required
@require_safe
def releases(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    around = _organised_wave(request, programme, wave)
    found = selectors.of_wave(programme, wave)
    if len(found) == 1:
        return redirect("benchmarking:release-detail", found[0].pk)
    if found:
        return render(request, "releasing/list.html", {**_about(around), "releases": found})
    return render(request, "releasing/interim.html", {**_about(around), **_interim(around)})


def _interim(wave: Wave) -> dict[str, Any]:
    counted, least = selectors.companies_that_count(wave), selectors.interim_from(wave)
    may_ask = wave.is_open and not wave.is_confidential and counted >= least
    group = max(limits.least_owners(), wave.programme.least_owners)
    return {"counted": counted, "least": least, "may_ask": may_ask, "group": group}


@login_required
@require_POST
def ask_for_interim(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    around = _organised_wave(request, programme, wave)
    assert isinstance(request.user, Account)  # noqa: S101 - login_required; mypy cannot read it
    try:
        made = request_interim(wave_id=around.pk, by=request.user)
    except NoInterim as refusal:
        messages.error(request, str(refusal))
        return redirect("benchmarking:release-list", programme, wave)
    return redirect("benchmarking:release-detail", made.pk)


@login_required
@require_safe
@never_cache
def release(request: HttpRequest, release: UUID) -> HttpResponse:
    found = _organised(request, release)
    if request.headers.get("HX-Request"):
        return _fragment(request, found)
    context = {**_about(found.wave), "release": found, "work": progress(found)}
    if found.state == Release.State.DONE:
        context |= {
            "report": report(found),
            "headline": headline_table.headline(found),
            "has_belonging": has_page(found),
            "publishing": publishing.of_release(found, account(request)),
            "comparisons": against_last.comparisons(found),
        }
    return render(request, "releasing/release.html", context)


@login_required
@require_safe
def questions(request: HttpRequest, release: UUID) -> HttpResponse:
    """How well the questions of a dimension belong together: for the organisers alone, published or not."""
    found = _organised(request, release)
    if found.state != Release.State.DONE:
        return redirect("benchmarking:release-detail", found.pk)
    context = {**_about(found.wave), "release": found, "page": belonging(found)}
    return render(request, "releasing/belonging.html", context)


@login_required
@require_safe
def methods(request: HttpRequest, release: UUID) -> HttpResponse:
    """For the organisers, and once it is published for everybody whose organisation is in the programme."""
    found = selectors.find(release)
    require(found is not None and found.state == Release.State.DONE and _may_read(request.user, found))
    assert found is not None  # noqa: S101 - required above; mypy cannot read it
    page = {
        "release": found,
        "sections": methods_page.sections(found),
        "facts": methods_page.facts(found),
        "public_url": public_address(found),
    }
    return render(request, "releasing/methods.html", {**_about(found.wave), **_nav(request.user, found), **page})


def _may_read(user: Visitor, found: Release) -> bool:
    if may_organise(user, found.wave.programme):
        return True
    if found.published_at is None or not isinstance(user, Account):
        return False
    return organisations_of(user).filter(programme=found.wave.programme).exists()


def _nav(user: Visitor, found: Release) -> dict[str, Any]:
    """A coordinator goes back to the results, an organiser to the surveys."""
    if may_organise(user, found.wave.programme):
        return {}
    results = reverse("benchmarking:view-results")
    return {"nav": [{"url": results, "label": _("Results"), "current": False}], "home_url": results}


def _fragment(request: HttpRequest, found: Release) -> HttpResponse:
    """The progress alone, for the page that watches it; once it is over, the whole page is loaded anew."""
    work = progress(found)
    response = render(request, "partials/progress.html", {"work": work})
    if work["over"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def publish(request: HttpRequest, release: UUID) -> HttpResponse:
    found = _organised(request, release)
    said = _("The results are published: coordinators see them from now on.")
    return _said(request, found, said, lambda by: publish_release(release=found, by=by))


@login_required
@require_POST
def again(request: HttpRequest, release: UUID) -> HttpResponse:
    found = _organised(request, release)
    assert isinstance(request.user, Account)  # noqa: S101 - login_required; mypy cannot read it
    return redirect("benchmarking:release-detail", request_release(wave_id=found.wave_id, by=request.user).pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, release: UUID) -> HttpResponse:
    """Build published results once more from the same answers, and say to everybody why."""
    found = _organised(request, release)
    form = ReasonForm(request.POST if request.method == "POST" else None, label=CORRECTED, help_text=PUBLIC)
    if request.method == "POST" and form.is_valid():
        try:
            made = request_correction(release=found, reason=form.cleaned_data["reason"], by=account(request))
        except NoCorrection as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("benchmarking:release-detail", made.pk)
    context = {**_about(found.wave), "release": found, "form": form}
    return render(request, "releasing/correct.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def ask_to_publish(request: HttpRequest, release: UUID) -> HttpResponse:
    found = _organised(request, release)
    asked = _("Another organiser is asked to sign. Nothing is published before.")
    return _said(request, found, asked, lambda by: sign_offs.ask_to_publish(release=found, by=by))


@login_required
@require_POST
def decide(request: HttpRequest, release: UUID, sign_off: UUID) -> HttpResponse:
    """Sign, decline with a reason, or take back: the button says which."""
    found, asked = _organised(request, release), sign_off_selectors.find(sign_off)
    if asked is None or asked.release_id != found.pk:
        raise PermissionDenied
    choice = request.POST.get("decision", "")
    if choice == "declined":
        return _decline(request, found, asked)
    if choice == "withdrawn":
        said = _("You have taken it back. Nothing is published.")
        return _said(request, found, said, lambda by: sign_offs.take_back(sign_off=asked, by=by))
    said = _("The results are published: coordinators see them from now on.")
    return _said(request, found, said, lambda by: sign_offs.sign(sign_off=asked, by=by))


def _decline(request: HttpRequest, found: Release, asked: SignOff) -> HttpResponse:
    form = ReasonForm(request.POST, label=WHY_NOT)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("benchmarking:release-detail", found.pk)
    reason = form.cleaned_data["reason"]
    said = _("Declined. Whoever asked reads why.")
    return _said(request, found, said, lambda by: sign_offs.decline(sign_off=asked, reason=reason, by=by))


def _said(request: HttpRequest, found: Release, said: str, action: Callable[[Account], object]) -> HttpResponse:
    try:
        action(account(request))
    except NotPublishable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("benchmarking:release-detail", found.pk)


def _organised(request: HttpRequest, release_id: UUID) -> Release:
    """The release, for its organisers; 403 for anybody else, whether it exists or not."""
    found = selectors.find(release_id)
    if found is None or not may_organise(request.user, found.wave.programme):
        raise PermissionDenied
    tell_time_of(found.wave.programme.timezone)
    return found


def _organised_wave(request: HttpRequest, programme: str, wave: str) -> Wave:
    """The wave, for its organisers; 403 for anybody else, whether it exists or not."""
    found = selectors.wave(programme, wave)
    if found is None or not may_organise(request.user, found.programme):
        raise PermissionDenied
    tell_time_of(found.programme.timezone)
    return found


def _about(wave: Wave) -> dict[str, Any]:
    return around_survey(wave, "benchmarking:release-list", exact=False)
