"""Pages travel compressed: a page of questions is then a fifth of its size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

from surveyapp.config.packed_parts import Packed, unpack, zipped

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


def page_around(request: HttpRequest, before: bytes, part: Packed, after: bytes) -> HttpResponse:
    """The page of three parts, compressed where the browser reads that: then the middleware leaves it as it is.

    What a visitor brings (the token, the address) is compressed apart from the packed part, and the whole padded by a
    random length as Django does, so that its size tells even less than that of other pages.
    """
    accepts = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    content = (
        zipped(before, part, after, CompressionMiddleware.max_random_bytes)
        if accepts
        else before + unpack(part) + after
    )
    response = HttpResponse(content, headers={"Content-Encoding": "gzip"} if accepts else {})
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
