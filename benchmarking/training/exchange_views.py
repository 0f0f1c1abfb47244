"""The coordinator's page of exchange: what we can tell, what we want to hear, and who asks to meet us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from benchmarking.actions import exchange
from benchmarking.dashboards.choosing import organisations
from benchmarking.dashboards.names import language_of
from benchmarking.dashboards.nav import nav
from benchmarking.models.exchange import IntroductionSide, Stance
from benchmarking.selectors.catalogue import instrument_of
from benchmarking.selectors.exchange import OwnExchange, own_exchange
from benchmarking.training.exchange_form import WishesForm, written
from benchmarking.training.exchange_topics import by_key, name_of, parts
from benchmarking.training.roadmap_pages import planning, who
from surveyapp.instruments.schema import Instrument
from surveyapp.models.organisation import Organisation

HERE = "benchmarking:view-exchange"
CONFLICT, UNREADABLE = 409, 422


@planning
@require_http_methods(["GET", "HEAD", "POST"])
def view_exchange(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    instrument = instrument_of(organisation.programme_id)
    standing = own_exchange(organisation.pk)
    form = WishesForm(by_key(instrument), standing, request.POST if request.method == "POST" else None)
    shown = _Shown(instrument, standing, form)
    if not form.is_bound:
        return _page(request, organisation, shown)
    if not form.is_valid():
        return _page(request, organisation, shown, status=UNREADABLE)
    try:
        exchange.keep_wishes(organisation=organisation, said=form.said, by=who(request))
    except exchange.ChangedMeanwhileError:
        form.data = request.POST.copy()
        form.data["seen"] = written(standing.wishes)
        form.add_error(
            None, _("A colleague changed this page meanwhile. Compare your ticks below, and keep them again.")
        )
        return _page(request, organisation, shown, status=CONFLICT)
    messages.success(request, _("Kept. Only the organiser sees it."))
    return redirect(HERE)


@dataclass(frozen=True)
class _Shown:
    instrument: Instrument | None
    standing: OwnExchange
    form: WishesForm


def _page(request: HttpRequest, organisation: Organisation, shown: _Shown, status: int = 200) -> HttpResponse:
    mine = organisations(request)
    instrument, topics = shown.instrument, by_key(shown.instrument)
    context: dict[str, Any] = {
        "organisation": organisation.name,
        "programme": organisation.programme,
        "organisations": mine if len(mine) > 1 else [],
        "nav": nav(HERE),
        "language_of_texts": language_of(instrument) if instrument else "",
        "form": shown.form,
        "has_survey": instrument is not None,
        "parts": parts(instrument) if instrument else [],
        "tell": shown.form.ticked(Stance.TELL),
        "hear": shown.form.ticked(Stance.HEAR),
        "sides": [
            (side, name_of(topics, side.introduction.kind, side.introduction.code)) for side in shown.standing.sides
        ],
    }
    return render(request, "exchange/exchange.html", context, status=status)


@planning
@require_POST
def answer_introduction(request: HttpRequest, organisation: Organisation, side: UUID) -> HttpResponse:
    said = request.POST.get("answer")
    if said not in IntroductionSide.Answer.values:
        raise BadRequest
    agrees = said == IntroductionSide.Answer.YES
    try:
        exchange.answer(organisation=organisation, side=side, agrees=agrees, by=who(request))
    except exchange.NoSuchIntroductionError as none:
        raise Http404 from none
    messages.success(
        request,
        _("You agreed. If the other side agrees too, the organiser introduces you.")
        if agrees
        else _("You declined. The other side is not told who you are."),
    )
    return redirect(HERE)
