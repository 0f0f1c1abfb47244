"""No more e-mails: a page, and one click in the mail program (RFC 8058)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveyapp.actions import mail_stops as actions
from surveyapp.answering import gate
from surveyapp.answering.offered_languages import language_of
from surveyapp.selectors import mail_stops


@csrf_exempt  # the mail program posts without a page of ours; the signed link is what allows it, here as there
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, because mail scanners look too; the button posts, and so does the mail program's."""
    invitation = mail_stops.by_unsubscribe_token(token)
    if invitation is None or not invitation.email:
        return render(request, "answering/unknown_way_out.html", status=404)
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    with override(get_language() if chosen else language_of(invitation)):
        if request.method == "POST":
            act = actions.subscribe_again if "undo" in request.POST else actions.unsubscribe
            act(invitation=invitation)
        context = gate.frame(invitation.participation, get_language() or "")
        context |= {"is_stopped": mail_stops.is_unsubscribed(invitation), "was_undone": "undo" in request.POST}
        return render(request, "answering/unsubscribe.html", context)
