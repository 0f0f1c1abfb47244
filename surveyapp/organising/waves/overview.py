"""A survey at a glance, and opening it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions.refusals import Refused
from surveyapp.actions.waves import open_wave
from surveyapp.models.wave import Wave
from surveyapp.navigation import address
from surveyapp.organising.gate import account
from surveyapp.organising.watch.tables import peer_groups
from surveyapp.organising.watch.watched import Watched
from surveyapp.organising.waves.gate import about, of_a_survey
from surveyapp.organising.waves.steps import next_thing, overdue, steps


@require_safe
@of_a_survey
def overview(request: HttpRequest, wave: Wave) -> HttpResponse:
    table = response_table(wave)
    counts = table["counts"]
    context = {
        "steps": steps(wave, counts),
        "overdue": overdue(wave),
        "next": next_thing(wave, counts),
        "reminders": wave.reminder_dates.all(),
        "watch_url": address("wave-watch", [wave.programme.slug, wave.slug]),
        "unfinished": counts.started - counts.finished,
        "unstarted": counts.invited - counts.started,
    }
    return render(request, "organising/waves/overview.html", about(wave, exact=True) | table | context)


def response_table(wave: Wave) -> dict[str, Any]:
    """Response by peer group, for the template of the same name: the numbers of the page that watches the survey."""
    watched = Watched(wave)
    table, counts = peer_groups(watched), watched.counts
    return {
        "rows": table,
        "least": watched.least,
        "counts": counts,
        "is_imported": counts.all_imported,
        "groups": len(table) - 1,
        "small": sum(row.is_lacking for row in table[:-1]),
    }


@require_POST
@of_a_survey
def open_survey(request: HttpRequest, wave: Wave) -> HttpResponse:
    try:
        open_wave(wave=wave, by=account(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The survey is open: invited people can answer."))
    return redirect("surveyapp:wave-detail", wave.programme.slug, wave.slug)
