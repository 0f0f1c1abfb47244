"""The public report: no sign-in, no cookie, the same bytes for everybody. What is not public is not found."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from csp.decorators import csp_replace
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from benchmarking.models.release import Release
from benchmarking.models.sector_report import SectorReportFile
from benchmarking.public import citing, data, rendering
from benchmarking.public.page import Report, report
from benchmarking.public.sections import section_of
from benchmarking.selectors import sector_reports as selectors

KEPT_SECONDS = 600  # of a rendering; its key is the state of everything in it
FRESH = "public, max-age=60"
HTML, CSV, JSON = "text/html; charset=utf-8", "text/csv; charset=utf-8", "application/json"
Make = Callable[[Report], str | bytes | None]


def in_any_frame(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The pages that others may frame, and no others."""
    return csp_replace({"frame-ancestors": ["*"]})(view)


@require_safe
def newest(request: HttpRequest, programme: str) -> HttpResponseBase:
    """On to the newest public report of the programme, whose address stays."""
    return _on_to(request, selectors.newest_public(programme))


@require_safe
def of_wave(request: HttpRequest, programme: str, wave: str) -> HttpResponseBase:
    """On to the newest publication of the survey."""
    return _on_to(request, selectors.at(programme, wave))


def _on_to(request: HttpRequest, release: Release | None) -> HttpResponseBase:
    if release is None:
        raise Http404
    wave = release.wave
    address = reverse("benchmarking:sector-report", args=[wave.programme.slug, wave.slug, release.number])
    query = request.GET.urlencode()
    response = redirect(f"{address}?{query}" if query else address)
    response.headers["Cache-Control"] = FRESH
    return response


@require_safe
def page(request: HttpRequest, programme: str, wave: str, number: int) -> HttpResponseBase:
    return _answer(request, (programme, wave, number), "page", rendering.page)


@require_safe
def figures(request: HttpRequest, programme: str, wave: str, number: int, group: str) -> HttpResponseBase:
    """Every figure of one group that the report itself does not print."""
    return _answer(
        request, (programme, wave, number), f"figures:{group}", lambda found: rendering.figures(found, group)
    )


@require_safe
def as_csv(request: HttpRequest, programme: str, wave: str, number: int) -> HttpResponseBase:
    at = (programme, wave, number)
    return _open_to_all(_answer(request, at, "csv", lambda found: data.as_csv(found.table, found.beside), CSV))


@require_safe
def as_json(request: HttpRequest, programme: str, wave: str, number: int) -> HttpResponseBase:
    at = (programme, wave, number)
    return _open_to_all(_answer(request, at, "json", lambda found: data.as_json(found.table, found.beside), JSON))


@require_safe
def cite(request: HttpRequest, programme: str, wave: str, number: int, ending: str) -> HttpResponseBase:
    make = {"bib": citing.as_bibtex, "ris": citing.as_ris, "json": citing.as_csl}.get(ending)
    if make is None:
        raise Http404
    kind = f"{citing.ENDS[ending]}; charset=utf-8"
    return _answer(request, (programme, wave, number), f"cite:{ending}", lambda found: make(found.cited), kind)


@xframe_options_exempt
@in_any_frame
@require_safe
def embed(request: HttpRequest, programme: str, wave: str, number: int, section: str) -> HttpResponseBase:
    """One section alone, for the page of somebody else: the only addresses that others may frame."""

    def make(found: Report) -> str | None:
        shown = section_of(found.source, found.table, section)
        return rendering.embedded(found, shown) if shown else None

    return _answer(request, (programme, wave, number), f"embed:{section}", make)


@require_safe
def as_pdf(request: HttpRequest, programme: str, wave: str, number: int) -> HttpResponseBase:
    return _file(request, (programme, wave, number), SectorReportFile.Kind.PDF)


@require_safe
def as_picture(request: HttpRequest, programme: str, wave: str, number: int) -> HttpResponseBase:
    return _file(request, (programme, wave, number), SectorReportFile.Kind.PNG)


def _answer(
    request: HttpRequest, at: tuple[str, str, int], part: str, make: Make, kind: str = HTML
) -> HttpResponseBase:
    """304 to whoever has this state already; else its bytes, kept for a while."""
    release = selectors.at(*at)
    if release is None:
        raise Http404
    settings_of = release.wave.sector_report
    language = _language(request, release)
    with override(language):
        if not settings_of.is_public:
            return HttpResponse(rendering.taken_back(release), status=410)
        log = selectors.log_of(release.wave_id)
        tag = f'"{selectors.state_of(release, settings_of, log)[:32]}-{language}-{_short(part)}"'
        # Whoever has this state has seen that it is there; "whatever there is" is answered by looking.
        known = None if request.headers.get("If-None-Match") == "*" else get_conditional_response(request, etag=tag)
        if isinstance(known, HttpResponse) and known.status_code == 304:
            return _headed(known, tag, language)
        key = f"sector-report:{tag.strip(chr(34))}"
        made = cache.get(key)
        if made is None:
            made = make(report(selectors.source(release, settings_of, log)))
            if made is None:
                raise Http404
            cache.set(key, made, KEPT_SECONDS)
        return _headed(HttpResponse(made, content_type=kind), tag, language)


def _short(part: str) -> str:
    """Of a name that may come from an address: neither a header nor a key of the cache takes every sign."""
    return sha256(part.encode()).hexdigest()[:12]


def _headed(response: HttpResponse, tag: str, language: str) -> HttpResponse:
    for name, value in (("ETag", tag), ("Cache-Control", FRESH), ("Content-Language", language)):
        response.headers[name] = value
    return response


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Pages of others may read the data from a browser."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _language(request: HttpRequest, release: Release) -> str:
    """As the address says, never as the browser wishes: an address is the same for everybody who cites it."""
    offered = selectors.languages_of(release.wave.programme)
    asked = request.GET.get("lang", "")
    return asked if asked in offered else offered[0]


def _file(request: HttpRequest, at: tuple[str, str, int], kind: str) -> HttpResponseBase:
    """The file of the present state, else the last one that was made; made by a worker, never here."""
    release = selectors.at(*at)
    if release is None:
        raise Http404
    language = _language(request, release)
    with override(language):
        if not release.wave.sector_report.is_public:
            return HttpResponse(rendering.taken_back(release), status=410)
        made = selectors.file_of(release, kind, language)
        if made is None or not default_storage.exists(made.file):
            text, headers = (
                _("This file is being made. Ask again in a minute."),
                {"Retry-After": "60", "Cache-Control": "no-store"},
            )
            return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    tag = f'"{made.of[:32]}-{language}-{kind}"'
    known = get_conditional_response(request, etag=tag)
    if isinstance(known, HttpResponse) and known.status_code == 304:
        return _headed(known, tag, language)
    response: Any = FileResponse(
        default_storage.open(made.file), filename=f"{'-'.join(map(str, at))}-{language}.{kind}"
    )
    return _headed(response, tag, language)
