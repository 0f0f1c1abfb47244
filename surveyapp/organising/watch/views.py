"""A survey under way: how it comes in, what to expect of it, and whom to telephone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from surveyapp.actions.calls import note_calls
from surveyapp.actions.refusals import Refused
from surveyapp.organising.gate import account, organised_wave
from surveyapp.organising.layout import around_survey
from surveyapp.organising.ticked import ticked
from surveyapp.organising.watch import page
from surveyapp.organising.watch.watched import Watched
from surveyapp.selectors.calls import last_calls
from surveyapp.selectors.watch import Asked, Reachable, reachable

A_PAGE = 50


@login_required
@never_cache
@require_safe
def watch(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    watched = Watched(organised_wave(request, programme, wave))
    context = {"wave": watched.wave, **page.counted(watched)}
    if request.headers.get("HX-Request"):
        return render(request, "organising/watch/counts.html", context)
    context |= {"time": page.over_time(watched), **around_survey(watched.wave, "wave-watch")}
    if watched.wave.is_open:
        context |= _to_call(request, watched)
    return render(request, "organising/watch/page.html", context)


def _to_call(request: HttpRequest, watched: Watched) -> dict[str, Any]:
    groups = groups_to_choose(watched)
    asked = asked_for(request, watched)
    number = _number(request.GET.get("page", ""))
    listed = Asked(asked.segment, asked.is_uncalled, A_PAGE * (number - 1), A_PAGE)
    found: list[Reachable] = []
    n = 0
    if watched.outlook and watched.needs:
        found, n = reachable(watched.wave, watched.instrument, watched.outlook, watched.needs, listed)
    called = last_calls(watched.wave, [each.organisation for each in found])
    rows = [row | {"call": called.get(row["of"].organisation)} for row in page.calling(watched, found)]
    return {
        "rows": rows,
        "page": _paging(asked, number, n),
        "choices": groups,
        "asked": asked,
        "query": _query(asked),
        "lacking": len({each.group for each in watched.needs}),
    }


def groups_to_choose(watched: Watched) -> list[tuple[str, str]]:
    """Groups that are too small, in words; the one nearest to its number first."""
    lacking = {each.place: each.more for each in sorted(watched.needs, key=lambda need: -need.more)}
    ordered = sorted(lacking, key=lambda place: (lacking[place], place))
    return [(place, watched.place(place)) for place in ordered]


def asked_for(request: HttpRequest, watched: Watched) -> Asked:
    places = {each.place for each in watched.needs}
    segment = request.GET.get("group", "")
    return Asked(segment if segment in places else "", request.GET.get("called", "") == "no")


def _query(asked: Asked) -> str:
    named = {"group": asked.segment, "called": "no" if asked.is_uncalled else ""}
    return urlencode({name: value for name, value in named.items() if value})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) > 0 else 1


def _paging(asked: Asked, number: int, n: int) -> dict[str, Any]:
    pages = max(1, -(-n // A_PAGE))
    number = number if number <= pages else 1

    def url(at: int) -> str:
        return f"?{'&'.join(part for part in (_query(asked), f'page={at}') if part)}#call"

    before, after = url(number - 1) if number > 1 else "", url(number + 1) if number < pages else ""
    return {"n": n, "number": number, "pages": pages, "before": before, "after": after}


@login_required
@require_POST
def called(request: HttpRequest, programme: str, wave: str) -> HttpResponse:
    found = organised_wave(request, programme, wave)
    those = ticked(request, "organisation")[:A_PAGE]
    note = " ".join(request.POST.get("note", "").replace("\0", "").split())
    if not those:
        messages.error(request, _("Tick the organisations first that somebody called."))
    else:
        try:
            n = note_calls(wave=found, organisations=those, note=note, by=account(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("%(n)s organisation is marked as called.", "%(n)s organisations are marked as called.", n)
            messages.success(request, said % {"n": n})
    back = Asked(request.POST.get("group", "")[:500], request.POST.get("called", "") == "no")
    return redirect(f"{reverse('surveyapp:wave-watch', args=[programme, wave])}?{_query(back)}#call")
