"""Who is at the door: the response that this browser's session holds, and calm pages for when there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache

from surveyapp.actions.refusals import (
    AlreadySubmitted,
    ConsentMissing,
    LinkRevoked,
    ResponseGone,
    SurveyClosed,
    Withdrawn,
)
from surveyapp.answering import places
from surveyapp.answering.offered_languages import offered
from surveyapp.instruments.texts import localised
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation
from surveyapp.selectors import consents, responses
from surveyapp.selectors.instruments import instrument

Address = ParamSpec("Address")
RespondentView = Callable[Concatenate[HttpRequest, Response, Address], HttpResponse]
View = Callable[Concatenate[HttpRequest, Address], HttpResponse]

SESSION_KEY, LAST_DAY = "response", "day"
SAFE = ("GET", "HEAD")
FOR_RESPONSE = "for-response"  # whose page it was, in every form that changes a person's answers


def let_in(request: HttpRequest, response: Response) -> None:
    """Remember the response in this browser, under a new session key."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = str(response.pk)
    _stay(request)


def let_out(request: HttpRequest) -> None:
    """Forget the response in this browser; the link lets in again."""
    request.session.pop(SESSION_KEY, None)
    request.session.cycle_key()


def response_of(request: HttpRequest) -> Response | None:
    """The response of this session. Its id comes from nowhere else, so another's cannot be asked for."""
    held = request.session.get(SESSION_KEY)
    if not held:
        return None
    _stay(request)
    return responses.response(UUID(held))


def _stay(request: HttpRequest) -> None:
    """Two weeks without a visit end a session, so a visit begins them anew: one write a day, not one an answer."""
    today = timezone.now().date().isoformat()
    if request.session.get(LAST_DAY) != today:
        request.session[LAST_DAY] = today


def respondent(view: RespondentView[Address]) -> View[Address]:
    """Give the view the session's response, speak its language, and turn refusals into calm pages."""

    def guarded(request: HttpRequest, /, *args: Address.args, **kwargs: Address.kwargs) -> HttpResponse:
        response = response_of(request)
        if response is None:
            return no_link(request)
        if is_of_another(request, response):
            return no_link(request, is_of_another=True)
        with override(response.language):
            if response.is_withdrawn:
                return withdrawn(request, response)
            return _calmly(request, response, lambda: view(request, response, *args, **kwargs))

    update_wrapper(guarded, view)
    return never_cache(guarded)


def is_of_another(request: HttpRequest, response: Response) -> bool:
    """What is posted comes from somebody's page in whose browser this response's link has been opened since."""
    return request.POST.get(FOR_RESPONSE, str(response.pk)) != str(response.pk)


def while_open(view: RespondentView[Address]) -> View[Address]:
    """As `respondent`, for pages that need a draft, an open survey and consent."""

    def guarded(
        request: HttpRequest, response: Response, /, *args: Address.args, **kwargs: Address.kwargs
    ) -> HttpResponse:
        if response.is_submitted:
            raise AlreadySubmitted
        if not response.participation.wave.is_open:
            raise SurveyClosed(response.participation.wave.closed_at)
        if request.method in SAFE:
            require_current_consent(response)
        elif not responses.has_consent(response):
            raise ConsentMissing
        return view(request, response, *args, **kwargs)

    update_wrapper(guarded, view)
    return respondent(guarded)


def require_current_consent(response: Response) -> None:
    """Whoever visits a page of an open survey agrees to its newest text first. What a page already open posts is kept
    under the older text, so that nothing typed is lost."""
    if response.participation.wave.is_open and not consents.is_current(response):
        raise ConsentMissing


def _calmly(request: HttpRequest, response: Response, call: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return call()
    except SurveyClosed as refusal:
        return closed(request, response.participation, refusal, begun=response)
    except LinkRevoked as refusal:
        gone = isinstance(refusal, ResponseGone)
        return _unlinked(request, response.participation) if gone else no_link(request)
    except Withdrawn:
        return withdrawn(request, response)
    except (ConsentMissing, AlreadySubmitted) as refusal:
        done = isinstance(refusal, AlreadySubmitted)
        return redirect("surveyapp:answer-done" if done else "surveyapp:answer-consent")


def no_link(request: HttpRequest, *, is_of_another: bool = False) -> HttpResponse:
    """Nobody is known here: say how to get in again. A page of answers comes back whole, to be sent again after that;
    a page that was only looked at is where the link will lead."""
    context = {"sent": _sent(request), "is_of_another": is_of_another}
    page = render(request, "answering/no_link.html", context, status=403)
    return page if request.method == "POST" else places.remember(page, request.path)


def names_a_person(request: HttpRequest) -> bool:
    """The form says whose page it was. No other site knows that, so nobody else's answers are held for this person."""
    return FOR_RESPONSE in request.POST


def hold(request: HttpRequest) -> HttpResponse:
    """What was posted with a token that no longer holds, in a form with one that does."""
    context = {"sent": _sent(request), "is_known": True}
    if not context["sent"]:
        return render(request, "403_csrf.html", status=403)
    return render(request, "answering/no_link.html", context, status=403)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of all that a page of questions posted, for a form that posts it again."""
    if request.resolver_match is None or request.resolver_match.url_name != "answer-page":
        return []
    fields = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]


def withdrawn(request: HttpRequest, response: Response) -> HttpResponse:
    """All that this person's link and pages show from then on."""
    closed_at, withdrawn_at = response.participation.wave.closed_at, response.withdrawn_at
    after_close = closed_at is not None and withdrawn_at is not None and withdrawn_at >= closed_at
    context = frame(response.participation, response.language) | {"response": response, "after_close": after_close}
    return render(request, "answering/withdrawn.html", context)


def _unlinked(request: HttpRequest, participation: Participation) -> HttpResponse:
    """A confidential survey closed while this page was being answered."""
    participation.wave.refresh_from_db(fields=["state", "closed_at"])
    return closed(request, participation, SurveyClosed(participation.wave.closed_at), begun=None)


def closed(
    request: HttpRequest, participation: Participation, refusal: SurveyClosed, *, begun: Response | None
) -> HttpResponse:
    """The survey takes no answers: 410 once closed, 403 before it opens."""
    language = get_language() or ""
    is_link = request.resolver_match is not None and request.resolver_match.url_name == "answer-start"
    url_name = "language-set" if is_link else "surveyapp:answer-language"
    context = frame(participation, language)
    context |= offered(instrument(participation.wave.instrument_version_id), language, url_name)
    context |= {"closed_at": refusal.closed_at, "begun": begun, "is_link": is_link}
    context["is_unlinked"] = participation.wave.is_confidential and refusal.closed_at is not None
    return render(request, "answering/closed.html", context, status=410 if refusal.closed_at else 403)


def frame(participation: Participation, language: str = "") -> dict[str, Any]:
    """What every page of the survey says around its content."""
    wave, programme = participation.wave, participation.wave.programme
    language = language or programme.default_language
    return {
        "programme": programme,
        "organisation": participation.organisation.name,
        "survey": localised(wave.title, language, programme.default_language) or wave.slug,
        "survey_name": localised(programme.name, language, programme.default_language),
        "closes_at": wave.closes_at,
    }


def frame_of(response: Response) -> dict[str, Any]:
    """As `frame`, for a person who has begun, with the languages to choose from."""
    languages = offered(instrument(response.instrument_version_id), response.language)
    return frame(response.participation, response.language) | {"response": response} | languages


def survey_frame(response: Response) -> dict[str, Any]:
    """As `frame_of`, with the way to come back later."""
    return frame_of(response) | {"later_url": reverse("surveyapp:answer-later")}
