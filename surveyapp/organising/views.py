"""The organiser's pages: how answers come in, opening and closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions import waves as actions
from surveyapp.actions.refusals import Refused
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import organised_wave
from surveyapp.organising.layout import around_survey
from surveyapp.organising.response_table import rows
from surveyapp.selectors import instruments, response_counts
from surveyapp.selectors.populations import least_owners, peer_order


@login_required
@require_safe
def wave(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    instrument = instruments.instrument(found.instrument_version_id)
    segments = response_counts.segments(found, instrument)
    order = peer_order(found.programme, instrument)
    least = least_owners(found.programme)
    table = rows(segments, instrument, order, least)
    counts, groups = table[-1].counts, table[:-1]
    context = {
        "rows": table,
        "least": least,
        "counts": counts,
        "is_imported": counts.all_imported,
        "groups": len(groups),
        "small": sum(not row.is_enough for row in groups),
        "unfinished": counts.started - counts.finished,
        "unstarted": counts.invited - counts.started,
    }
    return render(request, "organising/wave.html", {**_about(found), **context})


@login_required
def close(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    if request.method != "POST":
        counts = response_counts.total(found)
        unfinished = counts.started - counts.finished
        return render(request, "organising/close.html", {**_about(found), "counts": counts, "unfinished": unfinished})
    return _do(request, found, actions.close_wave, _("The survey is closed. Its results are being built."))


@login_required
@require_POST
def open_survey(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    return _do(request, found, actions.open_wave, _("The survey is open: invited people can answer."))


def _do(request: HttpRequest, wave: Wave, action: Callable[..., object], done: str) -> HttpResponse:
    try:
        action(wave=wave, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("surveyapp:wave-detail", wave.programme.slug, wave.slug)


def _about(wave: Wave, *, exact: bool = True) -> dict[str, Any]:
    return around_survey(wave, "wave-detail", exact=exact)
