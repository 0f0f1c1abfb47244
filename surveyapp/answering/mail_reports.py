"""What a mail service reports of e-mails, read by django-anymail."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveyapp.config.mail_services import SERVICES

logger = logging.getLogger(__name__)


@csrf_exempt  # the service's secret and signature are checked instead
@require_http_methods(["HEAD", "POST"])
def report(request: HttpRequest, service: str) -> HttpResponse:
    """Only the one service of the settings is listened to. Who it is not gets 400, and so does what cannot be read."""
    if not settings.MAIL_SERVICE or service != settings.MAIL_SERVICE:
        raise Http404
    view = import_string(SERVICES[service]).as_view()
    try:
        answer: HttpResponse = view(request)
    except (ValueError, KeyError, TypeError, AttributeError):
        logger.exception("A report of %s cannot be read.", service)
        return HttpResponseBadRequest()
    return answer
