"""A form whose token no longer holds, because somebody signed in beside it: nothing of it is taken, all of it is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from surveyapp.answering import gate

CROSS_SITE = "checking failed"  # how Django's reasons say that the form came from another site


@never_cache
def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Settings name this as CSRF_FAILURE_VIEW. It only echoes what was posted, for the person to send once more."""
    response = gate.response_of(request)
    match = request.resolver_match
    with override(response.language if response else get_language()):
        if match is not None and match.url_name == "answer-save":
            return JsonResponse({"message": _("This page was open too long"), "stale": True}, status=403)
        if CROSS_SITE in reason or not gate.names_a_person(request):
            return render(request, "403_csrf.html", status=403)
        if response is None or gate.is_of_another(request, response):
            return gate.no_link(request, is_of_another=response is not None)
        return gate.hold(request)
