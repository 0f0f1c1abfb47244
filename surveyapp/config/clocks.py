"""On whose clocks a request tells the time: a programme's once its page is found, else the installation's."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponseBase]


def each_request_its_own(get_response: Answer) -> Answer:
    """What one request chose must not be told to the next one of the same thread."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(None):
            return get_response(request)

    return answer


def tell_time_of(name: str) -> None:
    """Days and hours are those of this zone until the request ends; a name that is no zone leaves the installation's."""
    try:
        timezone.activate(ZoneInfo(name))
    except (ValueError, ZoneInfoNotFoundError):
        timezone.deactivate()
