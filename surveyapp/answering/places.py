"""The page that somebody wanted when their session had ended: the link leads back to it. Kept in a cookie, as an address only."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from surveyapp.forms import pages
from surveyapp.models.response import Response
from surveyapp.selectors import responses

COOKIE, SECONDS = "waymark-place", 24 * 3600

Reply = TypeVar("Reply", bound=HttpResponse)


def remember(reply: Reply, path: str) -> Reply:
    """Keep the address of a page of questions; with any other, forget what was kept."""
    if not _place(path):
        return forget(reply)
    reply.set_cookie(
        COOKIE, path, max_age=SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return reply


def remembered(request: HttpRequest, response: Response) -> str:
    """The address that was kept, if it is one of this person's pages; "" otherwise."""
    place = _place(request.COOKIES.get(COOKIE, ""))
    if not place or not pages.is_asked(responses.asked(response), *place):
        return ""
    return reverse("surveyapp:answer-page", args=place)


def forget(reply: Reply) -> Reply:
    """Nothing is kept any more."""
    reply.delete_cookie(COOKIE, samesite="Lax")
    return reply


def _place(path: str) -> tuple[str, str] | None:
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name != "surveyapp:answer-page":
        return None
    return found.kwargs["section"], found.kwargs["page"]
