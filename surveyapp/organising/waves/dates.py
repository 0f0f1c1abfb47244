"""When a survey opens, reminds and closes; and giving people more time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveyapp.actions import wave_dates as actions
from surveyapp.actions.refusals import Refused
from surveyapp.actions.reminders import remind
from surveyapp.models.letters import LetterKind
from surveyapp.models.wave import Wave
from surveyapp.organising.gate import account
from surveyapp.organising.waves.forms import ExtendForm, OpenDatesForm
from surveyapp.organising.waves.gate import about, of_a_survey
from surveyapp.organising.waves.steps import moment, overdue, steps
from surveyapp.selectors import response_counts

ASKS = require_http_methods(["GET", "HEAD", "POST"])


@ASKS
@of_a_survey
def dates(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Of an open survey the reminders and the day of the report can be moved; of a draft everything, on its own form."""
    form = OpenDatesForm(request.POST if request.method == "POST" else None, wave=wave) if wave.is_open else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            report = form.cleaned_data["report_announced_for"]
            actions.change_open_dates(wave=wave, report=report, reminders=form.reminders, by=account(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The dates are kept."))
            return redirect("surveyapp:wave-dates", wave.programme.slug, wave.slug)
    context = {
        "form": form,
        "steps": steps(wave),
        "overdue": overdue(wave),
        "reminders": [{"at": moment(each.at), "done": moment(each.done_at)} for each in wave.reminder_dates.all()],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "organising/waves/dates.html", about(wave) | context, status=status)


@ASKS
@of_a_survey
def extend(request: HttpRequest, wave: Wave) -> HttpResponse:
    form = ExtendForm(request.POST if request.method == "POST" else None, initial={"tell": "yes"})
    if request.method == "POST" and form.is_valid():
        try:
            _extend(request, wave, form)
        except Refused as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            return redirect("surveyapp:wave-detail", wave.programme.slug, wave.slug)
    now = response_counts.total(wave)
    context = {
        "form": form,
        "planned": moment(wave.closes_at),
        "counts": now,
        "unfinished": now.started - now.finished,
        "unstarted": now.invited - now.started,
    }
    return render(request, "organising/waves/extend.html", about(wave) | context, status=422 if form.errors else 200)


def _extend(request: HttpRequest, wave: Wave, form: ExtendForm) -> None:
    extended = actions.extend_wave(wave=wave, closes_at=form.cleaned_data["closes_at"], by=account(request))
    said = _("The survey is open until %(moment)s.") % {"moment": moment(extended.closes_at)}
    if form.cleaned_data["tell"] == "yes":
        remind(wave=extended, by=account(request), kind=LetterKind.EXTENSION, despite_recent=True)
        said = " ".join((said, _("Everybody who has not finished is written to.")))
    messages.success(request, said)
