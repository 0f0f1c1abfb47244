"""The open join page: public, without signing in. What is written there waits until its address is confirmed."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveyapp.actions import joining as actions
from surveyapp.instruments.texts import localised
from surveyapp.models.programme import Programme
from surveyapp.organising.layout import programme_name
from surveyapp.organising.register.gate import facets_of
from surveyapp.organising.register.join_forms import JoinForm
from surveyapp.selectors import joining


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, programme: str) -> HttpResponse:
    found = _programme(programme)
    form = JoinForm(request.POST if request.method == "POST" else None, facets=facets_of(found))
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, 422 if form.errors else 200)
    if not form.cleaned_data["company_fax"]:
        try:
            actions.ask_to_join(programme=found, said=form.said, language=_language(found), client=_client(request))
        except actions.TooMany as refusal:
            form.add_error("email", str(refusal))
            return _page(request, found, form, 429)
    return redirect("surveyapp:join-sent", found.slug)


def _page(request: HttpRequest, programme: Programme, form: JoinForm, status: int) -> HttpResponse:
    return render(request, "joining/ask.html", {**_about(programme), "form": form}, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest, programme: str) -> HttpResponse:
    return render(request, "joining/sent.html", _about(_programme(programme)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, programme: str, token: str) -> HttpResponse:
    """The GET only asks, as mail scanners fetch links; the POST confirms."""
    found = _programme(programme)
    asked = joining.by_token(found, token)
    if asked is None:
        return render(request, "joining/unknown.html", _about(found), status=404)
    if request.method == "POST":
        asked = actions.confirm_address(request=asked)
    return render(request, "joining/confirm.html", {**_about(found), "asked": asked})


def _programme(slug: str) -> Programme:
    found = joining.open_to_requests(slug)
    if found is None:
        raise Http404
    return found


def _about(programme: Programme) -> dict[str, object]:
    organiser = localised(programme.organiser_name, get_language(), programme.default_language)
    return {"programme": programme, "programme_name": programme_name(programme), "organiser": organiser}


def _language(programme: Programme) -> str:
    found = get_language() or ""
    return found if found in dict(settings.LANGUAGES) else programme.default_language


def _client(request: HttpRequest) -> str:
    """Where a request comes from: what the proxy in front adds last to X-Forwarded-For, where there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
