"""The ribbon that says that everything is invented."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def ribbon(request: HttpRequest) -> dict[str, bool]:
    """Context of every page: in the demo also those that belong to no programme, such as signing in."""
    return {"in_demo": settings.IS_DEMO}
