"""The organiser's logo: upload, look, take away; and the picture itself, which everybody may see."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveyapp.actions.programme_logo import LARGEST_FILE, LogoUnfit, remove_logo, set_logo
from surveyapp.models.programme import Programme
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around
from surveyapp.selectors import programme_logo

A_YEAR = 31_536_000


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, programme: Programme) -> HttpResponse:
    problem = _kept(request, programme) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        messages.success(request, _("This logo is shown from now on."))
        return redirect("surveyapp:programme-logo-settings", programme.slug)
    context = around(programme, "programme-settings", exact=False)
    context |= {"logo": programme_logo.shown(programme), "most_megabytes": LARGEST_FILE // 1_000_000}
    context["problems"] = [{"target": "file", "message": problem}] if problem else []
    return render(request, "organising/programmes/logo.html", context, status=422 if problem else 200)


def _kept(request: HttpRequest, programme: Programme) -> str:
    """What is wrong with the file; "" once it is kept."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or file.file is None:
        return _("Choose a file.")
    try:
        set_logo(programme=programme, file=file.file, size=file.size or 0, by=account(request))
    except LogoUnfit as refusal:
        return str(refusal)
    return ""


@organisers
@require_POST
def remove(request: HttpRequest, programme: Programme) -> HttpResponse:
    remove_logo(programme=programme, by=account(request))
    messages.success(request, _("No logo is shown any more."))
    return redirect("surveyapp:programme-logo-settings", programme.slug)


@require_safe
def picture(request: HttpRequest, programme: str, sha256: str) -> HttpResponse:
    found = programme_logo.image(programme, sha256)
    if found is None:
        raise Http404
    return HttpResponse(
        found, content_type="image/png", headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    )
