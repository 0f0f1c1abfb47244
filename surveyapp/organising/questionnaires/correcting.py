"""Which questionnaire a survey uses, and going on with a corrected one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveyapp.actions import corrections
from surveyapp.actions.corrections import CorrectionRefused, correct_wave
from surveyapp.forms.sentences import spoken
from surveyapp.instruments import changes, differences
from surveyapp.instruments.changes import Change
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account, organised_wave, organisers
from surveyapp.organising.layout import wave_title
from surveyapp.organising.questionnaires.gate import Looked, frame, looked_at
from surveyapp.selectors import instrument_drafts, instruments


@organisers
@require_http_methods(["GET", "HEAD", "POST"])
def wave_questionnaire(request: HttpRequest, programme: Programme, wave: str) -> HttpResponse:
    found = organised_wave(request, programme.slug, wave)
    if request.method != "POST":
        return _show(request, found)
    try:
        chosen = looked_at(programme, "versions", UUID(request.POST.get("version", "")))
    except ValueError:
        return _show(request, found, (_("No version was chosen. Choose one."),))
    assert isinstance(chosen.stored, InstrumentVersion)  # noqa: S101 - the address said "versions"
    try:
        correct_wave(wave=found, version=chosen.stored, by=account(request))
    except CorrectionRefused as refusal:
        return _show(request, found, refusal.problems)
    messages.success(request, _("The survey goes on with this questionnaire. Answers that were begun are kept."))
    return redirect("surveyapp:wave-questionnaire", programme.slug, found.slug)


def _show(request: HttpRequest, wave: Wave, problems: tuple[str, ...] = ()) -> HttpResponse:
    looked = looked_at(wave.programme, "versions", wave.instrument_version_id)
    every = instrument_drafts.ordered(instrument_drafts.versions_for(wave.programme))
    context = frame(wave.programme, looked) | {
        "wave": wave,
        "title": wave_title(wave),
        "offers": [_offer(wave, looked, each) for each in every if _is_offered(wave, each)],
        "problems": [{"target": "versions", "message": spoken(each)} for each in problems],
    }
    status = 422 if problems else 200
    return render(request, "organising/questionnaires/wave.html", context, status=status)


def _is_offered(wave: Wave, version: InstrumentVersion) -> bool:
    """Another version: of any questionnaire before the survey opens, afterwards a later one of its own."""
    own = wave.instrument_version
    if version.pk == own.pk or not (wave.is_open or wave.state == Wave.State.DRAFT):
        return False
    key = instrument_drafts.version_key
    is_later = version.instrument_id == own.instrument_id and key(version.version) > key(own.version)
    return is_later or wave.state == Wave.State.DRAFT


def _offer(wave: Wave, used: Looked, version: InstrumentVersion) -> dict[str, Any]:
    own, other = used.instrument, instruments.of_row(version)
    is_draft = wave.state == Wave.State.DRAFT
    mended = [] if is_draft else [each for each in changes.item_changes(own, other) if each.found is Change.REWORDED]
    return {
        "version": version,
        "name": used.say(other.name),
        "refusals": [spoken(each) for each in corrections.unfit(wave, version)],
        "texts": [{"code": each.code, "texts": differences.texts(own, other, each.code)} for each in mended],
    }
