"""The languages that a page offers in its foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from surveyapp.instruments.languages import own_name


def interface_languages(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the interface's languages, each by its own name. A survey's pages name theirs instead."""
    now = get_language()
    offered = [{"code": code, "name": own_name(code), "is_current": code == now} for code, _ in settings.LANGUAGES]
    return {"interface_languages": offered}
