"""Files of results: ask for one, watch it being made, take it. Whose they are is asked anew each time."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from benchmarking.actions.reports import TooManyFiles, Wanted, record_download, request_report
from benchmarking.dashboards.choosing import chosen_organisation, organisations
from benchmarking.dashboards.comparison import Comparison, NothingThereError, compare
from benchmarking.dashboards.nav import nav
from benchmarking.exports import choices
from benchmarking.exports.progress import progress
from benchmarking.models.report import Report
from benchmarking.selectors.reports import may_be_taken, report_of, reports_of
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account

REPORTS = "benchmarking:view-reports"


@login_required
@never_cache
@require_GET
def view_reports(request: HttpRequest) -> HttpResponse:
    organisation = chosen_organisation(request)
    if organisation is None:
        return redirect("benchmarking:view-results")
    comparison = _comparison(organisation, request.GET.get("survey", ""), request.GET.get("group", ""))
    shown: dict[str, object] = {"organisation": organisation.name, "programme": organisation.programme}
    if comparison:
        shown["survey"] = comparison.survey
        shown["surveys"] = choices.survey_choices(comparison)
        shown["groups"] = choices.group_choices(comparison)
    shown |= {"formats": choices.file_formats(), "asked": choices.asked(reports_of(organisation), timezone.now())}
    return render(request, "exports/list.html", shown | {"nav": nav(REPORTS)})


@login_required
@require_POST
def ask_for_report(request: HttpRequest) -> HttpResponse:
    """What is asked for is looked up among what the organisation may see; a choice that is not there is not found."""
    organisation, account = chosen_organisation(request), request.user
    assert isinstance(account, Account)  # noqa: S101 - login_required
    chosen = {name: request.POST.get(name, "") for name in ("survey", "group", "format")}
    if organisation is None or chosen["format"] not in Report.Format.values:
        raise Http404
    comparison = _comparison(organisation, chosen["survey"], chosen["group"])
    if comparison is None:
        raise Http404
    wanted = Wanted(comparison.survey.wave_id, chosen["group"], chosen["format"], _language())
    published = comparison.publication.id if comparison.publication else None
    try:
        report = request_report(organisation=organisation, account=account, wanted=wanted, release_id=published)
    except TooManyFiles as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse(REPORTS)}?{urlencode({'survey': chosen['survey'], 'group': chosen['group']})}")
    return redirect("benchmarking:report-detail", report.pk)


@login_required
@never_cache
@require_GET
def report_detail(request: HttpRequest, report_id: UUID) -> HttpResponse:
    report = _report(request, report_id)
    work = progress(report)
    if request.headers.get("HX-Request"):
        return render(request, "partials/progress.html", {"work": work})
    about = choices.asked([report], timezone.now())[0]
    if about.is_ready and not default_storage.exists(report.file):
        about = choices.gone(about)
    back = urlencode({"survey": report.wave.slug, "group": report.group})
    shown = {
        "report": report,
        "about": about,
        "work": work,
        "organisation": report.organisation.name,
        "back_url": f"{reverse(REPORTS)}?{back}",
        "nav": nav(REPORTS),
    }
    return render(request, "exports/report.html", shown)


@login_required
@never_cache
@require_GET
def download_report(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    report = _report(request, report_id)
    assert isinstance(request.user, Account)  # noqa: S101 - login_required
    file = _file(report)
    record_download(report=report, account=request.user)
    return FileResponse(file, as_attachment=True, filename=_file_name(report))


def _file(report: Report) -> File[bytes]:
    """Its time may end, and the file be deleted, between a look and the next: whoever comes late finds nothing."""
    try:
        if may_be_taken(report, timezone.now()):
            return default_storage.open(report.file)
    except FileNotFoundError:
        pass
    raise Http404(_("This file is no longer there. Ask for a new one."))


def _comparison(organisation: Organisation, survey: str, group: str) -> Comparison | None:
    try:
        return compare(organisation, survey, group)
    except NothingThereError as nothing:
        raise Http404(str(nothing)) from nothing


def _report(request: HttpRequest, report_id: UUID) -> Report:
    """Of any organisation that the account coordinates now: e-mails lead here whichever was chosen last."""
    found = report_of(organisations(request), report_id)
    if found is None:
        raise Http404
    return found


def _file_name(report: Report) -> str:
    parts = (report.organisation.name, report.wave.slug, report.group, report.language)
    ending = "zip" if report.format == Report.Format.CSV else report.format
    return "-".join(filter(None, (slugify(part) for part in parts))) + f".{ending}"


def _language() -> str:
    found = get_language() or settings.LANGUAGE_CODE
    return found if found in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
