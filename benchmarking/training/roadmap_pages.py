"""Whose plan a request is about, and what every page of it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from benchmarking.dashboards.choosing import chosen_organisation, organisations
from benchmarking.dashboards.names import language_of
from benchmarking.dashboards.nav import nav
from benchmarking.training.roadmap_reading import Situation
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account

PLAN = "benchmarking:view-plan"
View = Callable[..., HttpResponse]


def planning(view: View) -> View:
    """Gives the view the organisation of the session; who coordinates several and has chosen none goes to choose."""

    @wraps(view)
    def shown(request: HttpRequest, **named: Any) -> HttpResponse:
        organisation = chosen_organisation(request)
        reply = view(request, organisation, **named) if organisation else redirect("benchmarking:view-results")
        add_never_cache_headers(reply)
        return reply

    return login_required(shown)


def who(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - login_required
    return request.user


def frame(request: HttpRequest, organisation: Organisation, situation: Situation | None = None) -> dict[str, Any]:
    mine = organisations(request)
    return {
        "organisation": organisation.name,
        "programme": organisation.programme,
        "organisations": mine if len(mine) > 1 else [],
        "nav": nav(PLAN),
        "language_of_texts": language_of(situation.instrument) if situation and situation.instrument else "",
    }
