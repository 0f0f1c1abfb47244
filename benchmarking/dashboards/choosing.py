"""Whose results a coordinator looks at: from the session, never from the address."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.permissions import organisations_of

CHOSEN = "results_of"  # session key: the organisation whose results are shown
KEPT = "_organisations_coordinated"  # on the request, so that a page and its menu ask once


def organisations(request: HttpRequest) -> list[Organisation]:
    """Those the account coordinates, by name. Asked anew each request, so a membership that ended ends here."""
    if not hasattr(request, KEPT):
        assert isinstance(request.user, Account)  # noqa: S101 - login_required
        setattr(request, KEPT, list(organisations_of(request.user)))
    found: list[Organisation] = getattr(request, KEPT)
    return found


def chosen_organisation(request: HttpRequest) -> Organisation | None:
    """The only one, else the one in the session; None where it has to be chosen first, or there is none."""
    mine = organisations(request)
    if len(mine) == 1:
        return mine[0]
    return next((each for each in mine if str(each.id) == request.session.get(CHOSEN)), None)


def choose(request: HttpRequest, organisation: UUID) -> None:
    """Whoever calls has asked whether the account may."""
    request.session[CHOSEN] = str(organisation)
