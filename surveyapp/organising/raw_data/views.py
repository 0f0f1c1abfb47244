"""Raw answers: order a file, watch it being made, take it. Who may is asked anew each time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from surveyapp.actions.raw_exports import NotToBeHad, delete_raw_export, record_download, request_raw_export
from surveyapp.models.people import Account
from surveyapp.models.raw_export import RawExport
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import organised_wave
from surveyapp.organising.layout import around_survey
from surveyapp.organising.raw_data import words
from surveyapp.organising.raw_data.form import OrderForm
from surveyapp.organising.raw_data.ranges import NoSuchRange, asked
from surveyapp.permissions import may_export_names, require
from surveyapp.selectors import raw_exports


@login_required
@never_cache
def raw_data(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    may_name = may_export_names(request.user, found.programme)
    form = OrderForm(found, may_name=may_name, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _order(request, found, form)
    context = {
        "form": form,
        "nothing": words.why_nothing(found),
        "kinds": words.kinds(form["kind"].value() or RawExport.Kind.PACKAGE),
        "may_name": may_name,
        "files": words.listed(raw_exports.of_wave(found), timezone.now()),
    }
    return render(request, "organising/raw_data/list.html", _about(found) | context)


def _order(request: HttpRequest, wave: Wave, form: OrderForm) -> HttpResponse:
    assert isinstance(request.user, Account)  # noqa: S101 - login_required
    try:
        export = request_raw_export(wave=wave, account=request.user, order=form.order())
    except NotToBeHad as refusal:
        messages.error(request, str(refusal))
        return redirect("surveyapp:raw-data", wave.programme.slug, wave.slug)
    return redirect("surveyapp:raw-data-file", wave.programme.slug, wave.slug, export.pk)


@login_required
@never_cache
@require_GET
def raw_data_file(request: HttpRequest, programme: str, wave: str, export_id: UUID) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    export = _export(found, export_id)
    listed = words.listed([export], timezone.now())[0]
    shown = {"file": listed, "work": words.progress(export), "facts": words.facts(listed)}
    if request.headers.get("HX-Request"):
        return render(request, "organising/raw_data/fetched.html", shown)
    may_take = not export.with_names or may_export_names(request.user, found.programme)
    return render(request, "organising/raw_data/file.html", _about(found) | shown | {"may_take": may_take})


@login_required
@never_cache
@require_safe
def download(request: HttpRequest, programme: str, wave: str, export_id: UUID) -> HttpResponseBase:
    """Or the part of it that is asked for: a download that broke off goes on."""
    found = organised_wave(request, programme, wave)
    export = _export(found, export_id)
    require(not export.with_names or may_export_names(request.user, found.programme))
    if not raw_exports.may_be_taken(export, timezone.now()) or not default_storage.exists(export.file):
        raise Http404(_("This file is no longer there. Order a new one."))
    return _sent(request, export)


def _sent(request: HttpRequest, export: RawExport) -> HttpResponseBase:
    tag = f'"{export.sha256}"'
    try:
        part = asked(request, export.size, tag)
    except NoSuchRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{export.size}"})
    assert isinstance(request.user, Account)  # noqa: S101 - login_required
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type="application/octet-stream")
    else:
        record_download(export=export, account=request.user, first=part.first, last=part.last)
        blocks = part.blocks(default_storage.open(export.file))
        response = StreamingHttpResponse(blocks, content_type="application/octet-stream")
    named = f'attachment; filename="{_file_name(export)}"'
    about = {"Accept-Ranges": "bytes", "ETag": tag, "Content-Length": str(part.length), "Content-Disposition": named}
    for name, value in about.items():
        response.headers[name] = value
    if not part.is_whole:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{export.size}"
    return response


@login_required
@require_POST
def delete(request: HttpRequest, programme: str, wave: str, export_id: UUID) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    assert isinstance(request.user, Account)  # noqa: S101 - login_required
    delete_raw_export(export=_export(found, export_id), by=request.user)
    messages.success(request, _("The file is deleted."))
    return redirect("surveyapp:raw-data", found.programme.slug, found.slug)


def _export(wave: Wave, export_id: UUID) -> RawExport:
    found = raw_exports.of_id(wave, export_id)
    if found is None:
        raise Http404
    return found


def _file_name(export: RawExport) -> str:
    parts = (export.wave.programme.slug, export.wave.slug, export.kind, export.language)
    return "-".join(slugify(part) for part in parts) + f".{export.ending}"


def _about(wave: Wave) -> dict[str, Any]:
    return around_survey(wave, "raw-data")
