"""The desk of a programme: what there is, what waits, what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveyapp.models.programme import Programme
from surveyapp.organising.activity.views import latest, zone
from surveyapp.organising.gate import account, organisers
from surveyapp.organising.layout import around, wave_title
from surveyapp.organising.programmes.checklist import checklist
from surveyapp.organising.programmes.next_steps import next_step, start_of
from surveyapp.selectors import signatures
from surveyapp.selectors.programmes import standing
from surveyapp.selectors.waves import of_programmes

SHOWN, LATEST = 5, 5  # surveys, and entries of the log; all of them are on their own pages


@organisers
@require_safe
def desk(request: HttpRequest, programme: Programme) -> HttpResponse:
    stands = standing(programme)
    waves = of_programmes([programme])[programme.pk]
    to_sign = signatures.waiting(waves[:SHOWN], account(request))
    tasks = [] if stands.has_begun else checklist(programme, stands)
    context = {
        "stands": stands,
        "surveys": [
            {"wave": each, "title": wave_title(each), "next": next_step(each, to_sign)} for each in waves[:SHOWN]
        ],
        "more_surveys": len(waves) > SHOWN,
        "tasks": tasks,
        "rows": latest(programme, LATEST),
        "n_open_tasks": sum(not each.is_done for each in tasks),
        "start_url": start_of(programme),
    }
    with timezone.override(zone(programme)):
        return render(request, "organising/programmes/desk.html", around(programme, "programme-desk") | context)
