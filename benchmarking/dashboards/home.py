"""The start page: what this is, and where to go once signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from surveyapp.models.people import Account
from surveyapp.permissions import may_found_programmes, organisations_of, programmes_of

ORGANISE = "/organise/"  # the other app's pages; their names belong to it


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Who coordinates goes to the results, who organises to the programme; who does both chooses."""
    places = _places(request.user) if isinstance(request.user, Account) else []
    if len(places) == 1:
        return redirect(places[0])
    return render(request, "home.html", {"coordinates_and_organises": len(places) > 1})


def _places(account: Account) -> list[str]:
    coordinates = ["benchmarking:view-results"] if organisations_of(account).exists() else []
    return coordinates + ([ORGANISE] if _organises(account) else [])


def _organises(account: Account) -> bool:
    return may_found_programmes(account) or programmes_of(account).exists()
