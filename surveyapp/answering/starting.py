"""Through the link, and agreeing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveyapp.actions import fresh_links
from surveyapp.actions import responses as actions
from surveyapp.actions.consents import give_consent
from surveyapp.actions.openings import note_opening
from surveyapp.actions.refusals import LinkRevoked, SurveyClosed
from surveyapp.answering import gate, places
from surveyapp.answering.offered_languages import language_of, offered
from surveyapp.forms import pages
from surveyapp.forms.consent import ConsentForm
from surveyapp.instruments.levels import may_show_levels
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.selectors import consent_wording, consents, drafts, invitations, responses
from surveyapp.selectors.instruments import instrument


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens. Looking changes no answer, because mail scanners look too; Start is a POST."""
    invitation = invitations.by_token(token)
    if invitation is None:
        return render(request, "answering/unknown_link.html", status=404)
    begun = responses.of_invitation(invitation)
    with override(_language(request, invitation, begun)):
        try:
            if request.method == "POST":
                return _start(request, invitation, token)
            return _greet(request, invitation, begun)
        except SurveyClosed as refusal:
            return gate.closed(request, invitation.participation, refusal, begun=begun)
        except LinkRevoked:
            return render(request, "answering/unknown_link.html", status=404)


def _language(request: HttpRequest, invitation: Invitation, begun: Response | None) -> str:
    """What was chosen in this browser; else the language that this person has answered in."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return begun.language if begun and not chosen else language_of(invitation)


def _start(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    response = actions.start_response(invitation=invitation, language=language_of(invitation))
    fresh_links.redeem(token=token)
    gate.let_in(request, response)
    if response.is_submitted:
        return redirect("surveyapp:answer-done")
    return places.forget(redirect(places.remembered(request, response) or reverse("surveyapp:answer-hub")))


def _greet(request: HttpRequest, invitation: Invitation, begun: Response | None) -> HttpResponse:
    if _looks_like_a_person(request):
        note_opening(invitation=invitation)
    wave = invitation.participation.wave
    if begun is not None and begun.is_withdrawn:
        return gate.withdrawn(request, begun)
    is_submitted = begun is not None and begun.is_submitted
    if not wave.is_open and not is_submitted:
        raise SurveyClosed(wave.closed_at)
    questionnaire = instrument(wave.instrument_version_id)
    language = get_language() or ""
    context = gate.frame(invitation.participation, language) | offered(questionnaire, language, "language-set")
    context |= {
        "invitation": invitation,
        "begun": begun,
        "is_submitted": is_submitted,
        "minutes": invitations.minutes(invitation),
        **_progress(begun),
        "shows_levels": may_show_levels(questionnaire, invitations.asked(invitation)),
    }
    return render(request, "answering/start.html", context)


def _looks_like_a_person(request: HttpRequest) -> bool:
    """Browsers say which languages they read, most scanners do not; and a page fetched ahead was not opened yet."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and "Accept-Language" in request.headers and not is_ahead


def _progress(begun: Response | None) -> dict[str, Any]:
    """What remains for whoever has agreed and begun to answer."""
    held = responses.response(begun.pk) if begun and not begun.is_submitted else None
    if held is None or not consents.is_current(held):
        return {}
    asked, answers = responses.asked(held), drafts.answers(held)
    return {"has_agreed": True, "minutes_left": pages.minutes_left(asked, answers) if answers else None}


@gate.respondent
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, response: Response) -> HttpResponse:
    """Who sees what, in full, before the first question; and again when the text has changed."""
    if consents.is_current(response):
        return redirect("surveyapp:answer-hub")
    if not response.participation.wave.is_open:
        raise SurveyClosed(response.participation.wave.closed_at)
    text = consents.text_of(response.participation.wave)
    shown = consents.shown_to(response, text)
    form = ConsentForm(shown.questions, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_consent(response=response, choices=form.choices())
        return redirect("surveyapp:answer-hub")
    agreed = consents.latest(response)
    context = gate.survey_frame(response)
    context |= consent_wording.who_is_responsible(response.participation.wave.programme, response.language)
    context |= {
        "agreed": agreed,
        "sentences": consents.with_news(shown, agreed, text),
        "form": form,
    }
    return render(request, "answering/consent.html", context, status=422 if form.errors else 200)
