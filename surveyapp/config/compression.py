"""Pages travel compressed: a page of questions is then a fifth of its size."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SHRINKS = ("text/", "application/javascript", "application/json", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """For what shrinks; fonts, PDF and spreadsheets are compressed already.

    Nobody can guess a page's secrets from its size: Django pads every answer by a random length, CSRF tokens are masked
    anew on each page, and another site cannot make the browser ask with its cookies (SameSite).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(SHRINKS):
            return response
        return super().process_response(request, response)
