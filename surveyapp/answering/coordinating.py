"""Who speaks for an organisation here: a coordinator through their own link, or an account with a membership."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache

from surveyapp.actions.refusals import SurveyClosed
from surveyapp.answering import gate
from surveyapp.answering.meeting_band import own_response_id
from surveyapp.answering.offered_languages import offered
from surveyapp.instruments.schema import Instrument
from surveyapp.models.invitation import Invitation
from surveyapp.models.people import Account
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation
from surveyapp.permissions import organisations_of, require
from surveyapp.selectors import colleagues, responses
from surveyapp.selectors.instruments import instrument

CHOSEN = "colleagues_of"  # session key: the site that an account with several of them looks at

Address = ParamSpec("Address")


@dataclass(frozen=True)
class Coordinator:
    """For which site, and as whom: `response` is the coordinator's own, `account` whoever signed in; one of them is set."""

    participation: Participation
    response: Response | None = None
    account: Account | None = None
    n_sites: int = 1

    @property
    def invitation(self) -> Invitation | None:
        return self.response.invitation if self.response else None

    @property
    def questionnaire(self) -> Instrument:
        return instrument(self.participation.wave.instrument_version_id)

    @property
    def language(self) -> str:
        """The one to speak: the response's own, else the browser's."""
        return self.response.language if self.response else get_language() or ""

    @property
    def named(self) -> dict[str, Any]:
        """How actions write down who did it."""
        return {"by": self.account, "by_kind": "" if self.account else "respondent"}

    def frame(self) -> dict[str, Any]:
        """What each of the coordinator's pages says around its content."""
        languages = offered(self.questionnaire, self.language) if self.response else {}
        return (
            gate.frame(self.participation, self.language)
            | languages
            | {
                "response": self.response,
                "account": self.account,
                "n_sites": self.n_sites,
                "is_coordinating": True,
            }
        )


CoordinatorView = Callable[Concatenate[HttpRequest, Coordinator, Address], HttpResponse]


def coordinator(view: CoordinatorView[Address]) -> gate.View[Address]:
    """Give the view whoever coordinates; a colleague finds nothing here, a stranger is told to open their link."""

    def guarded(request: HttpRequest, /, *args: Address.args, **kwargs: Address.kwargs) -> HttpResponse:
        found = find(request)
        if found is None:
            return _not_one(request)
        with override(found.language) if found.response else nullcontext():
            try:
                _refuse_unless_open(found.participation)
                return view(request, found, *args, **kwargs)
            except SurveyClosed as refusal:
                return gate.closed(request, found.participation, refusal, begun=found.response)

    update_wrapper(guarded, view)
    return never_cache(guarded)


def find(request: HttpRequest) -> Coordinator | None:
    """The site that an account chose, else that of the coordinator's own link, else the account's only one."""
    account = request.user if isinstance(request.user, Account) else None
    sites = colleagues.open_sites(account.pk) if account else []
    chosen = next((site for site in sites if str(site.pk) == request.session.get(CHOSEN)), None)
    own = None if chosen else _own(request)
    if own is not None:
        return Coordinator(own.participation, response=own)
    site = chosen or (sites[0] if len(sites) == 1 else None)
    return Coordinator(site, account=account, n_sites=len(sites)) if site else None


def _own(request: HttpRequest) -> Response | None:
    """The coordinator's own response: that of this session, or the one to return to after a meeting."""
    response = gate.response_of(request)
    if response is not None and response.invitation.is_meeting:
        own = own_response_id(request)
        response = responses.response(UUID(own)) if own else None
    is_one = response is not None and response.invitation.is_coordinator and not response.is_withdrawn
    return response if is_one else None


def _not_one(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Account):
        require(organisations_of(request.user).exists())
        return choose_page(request, request.user)
    if gate.response_of(request) is not None:
        raise Http404
    return gate.no_link(request)


def choose_page(request: HttpRequest, account: Account) -> HttpResponse:
    """The sites to choose from; none where no survey is open."""
    language = get_language() or ""
    sites = [gate.frame(site, language) | {"id": site.pk} for site in colleagues.open_sites(account.pk)]
    return render(request, "answering/colleagues_choose.html", {"sites": sites})


def _refuse_unless_open(participation: Participation) -> None:
    if not participation.wave.is_open:
        raise SurveyClosed(participation.wave.closed_at)
