"""Close a survey: what it means first, then the survey's short name typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveyapp.actions.refusals import Refused
from surveyapp.actions.waves import close_wave
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.waves.forms import TypedForm
from surveyapp.organising.waves.gate import about, of_a_survey
from surveyapp.organising.waves.overview import response_table
from surveyapp.selectors.wave_closing import closing


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey
def close(request: HttpRequest, wave: Wave) -> HttpResponse:
    form = TypedForm(request.POST if request.method == "POST" else None, wave=wave)
    if request.method == "POST" and (form.is_valid() or not wave.is_open):
        try:
            close_wave(wave=wave, by=account(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The survey is closed. Its results are being built."))
        return redirect("surveyapp:wave-detail", wave.programme.slug, wave.slug)
    context = about(wave) | {"form": form}
    if wave.is_open:
        found, table = closing(wave), response_table(wave)
        context |= {
            "closing": found,
            "counts": table["counts"],
            "unfinished": table["counts"].started - table["counts"].finished,
            "too_small": [row for row in table["rows"] if not row.is_enough],
        }
    return render(request, "organising/waves/close.html", context, status=422 if form.errors else 200)
