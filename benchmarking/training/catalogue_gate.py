"""Who keeps a programme's training: its staff. A stranger cannot tell a programme that exists from one that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from benchmarking.dashboards import words
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.permissions import may_organise, require

Address = ParamSpec("Address")
OrganiserView = Callable[Concatenate[HttpRequest, Programme, Address], HttpResponse]


def organisers(view: OrganiserView[Address]) -> Callable[..., HttpResponse]:
    """Give the view the programme of the address, for its staff; anybody else is stopped alike whether it exists or not."""

    def guarded(request: HttpRequest, /, programme: str, *args: Address.args, **kwargs: Address.kwargs) -> HttpResponse:
        found = Programme.objects.filter(slug=programme).first()
        require(found is not None and may_organise(request.user, found))
        assert found is not None  # noqa: S101 - says to the type checker what require() made sure of
        return view(request, found, *args, **kwargs)

    update_wrapper(guarded, view)
    return never_cache(login_required(guarded))


def account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - login_required; mypy cannot read it
    return request.user


def frame(programme: Programme, current: str = "") -> dict[str, Any]:
    """What the organiser's pages on training show around their content. `current`: the route of the place."""
    surveys = reverse("surveyapp:programme-list")
    nav = [{"url": surveys, "label": _("Surveys"), "current": False}]
    nav += [
        {"url": reverse(route, args=[programme.slug]), "label": label, "current": route == current}
        for route, label in (
            ("benchmarking:training-catalogue", _("Training")),
            ("benchmarking:training-demand", _("Unmet demand")),
            ("benchmarking:training-supply", _("Supply")),
            ("benchmarking:training-providers", _("Providers")),
            ("benchmarking:training-runs", _("Runs")),
            ("benchmarking:exchange-desk", _("Exchange")),
        )
    ]
    name = words.said(programme.name) or programme.slug
    return {"nav": nav, "home_url": surveys, "programme": programme, "programme_name": name}
